"""Start the suite with fakes that need no model: `python -m tests.browser.fake_server`."""

import sys

from apps.__main__ import main
from core.tasks import answer, translate
from tests.apps import fake_translator
from tests.apps.fake_assistant import FakeAssistant, shipped

if __name__ == "__main__":
    answer.shipped_assistant = shipped  # type: ignore[assignment]
    answer.Assistant = FakeAssistant  # type: ignore[assignment,misc]
    translate.choose = fake_translator.choose  # type: ignore[assignment]
    sys.exit(main())
