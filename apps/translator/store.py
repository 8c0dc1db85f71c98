"""The database of this server, as the translator's pages use it."""

from functools import cache

from core.config import Settings
from core.safety.privacy import mask
from core.storage.corrections import Corrections
from core.storage.database import Database

DATABASE = "rimana.sqlite3"


def corrections(settings: Settings) -> Corrections:
    """Return the stored corrections; the database is opened once. Waits for the disk.

    Raises UserError when the data folder cannot be used.
    """
    return Corrections(_database(settings), mask)


@cache
def _database(settings: Settings) -> Database:
    return Database(settings.home / DATABASE)
