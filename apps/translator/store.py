"""The database of this server, as the translator's pages use it."""

import logging
from functools import cache

from core.config import Settings, settings
from core.errors import UserError
from core.safety.privacy import mask
from core.storage.corrections import Corrections
from core.storage.database import DATABASE, Database
from core.translation.result import Direction

log = logging.getLogger(__name__)


def corrections(settings: Settings) -> Corrections:
    """Return the stored corrections; the database is opened once. Waits for the disk.

    Raises UserError when the data folder cannot be used.
    """
    return Corrections(_database(settings), mask)


def signed(direction: Direction) -> list[tuple[str, str]]:
    """Return what teachers accepted; nothing when the data folder cannot be used."""
    try:
        return corrections(settings()).accepted(direction)
    except UserError:
        log.exception("accepted corrections cannot be read")
        return []


@cache
def _database(settings: Settings) -> Database:
    return Database(settings.home / DATABASE)
