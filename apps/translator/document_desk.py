"""The documents of this server, as its page translates them."""

from functools import cache
from pathlib import Path

from apps.translator.store import signed
from core.tasks import translate as task
from core.tasks.document_desk import Desk
from core.tasks.document_files import Told
from core.tasks.translate_document import Translate
from core.translation.result import Direction


@cache
def desk(folder: Path, retention_days: int) -> Desk:
    """Return the documents of this server."""
    opened = Desk(folder, _translator)
    opened.purge(retention_days)
    return opened


def _translator(direction: Direction | None) -> Translate:
    def translate(line: str) -> Told:
        best = task.translate(line, direction, signed=signed).best
        return Told(best.text, best.engine)

    return translate
