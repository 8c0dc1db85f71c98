"""Start the suite with an assistant that needs no model: `python -m tests.browser.fake_server`."""

import sys

from apps.__main__ import main
from core.tasks import answer
from tests.apps.fake_assistant import FakeAssistant, shipped

if __name__ == "__main__":
    answer.shipped_assistant = shipped  # type: ignore[assignment]
    answer.Assistant = FakeAssistant  # type: ignore[assignment,misc]
    sys.exit(main())
