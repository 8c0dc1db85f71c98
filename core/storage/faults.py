"""What SQLite's faults mean for a visitor."""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from core.errors import UserError

_LOG = logging.getLogger(__name__)

BROKEN = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_REFUSED = {
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_PERM,
}


def primary_code(fault: BaseException) -> int:
    """Return SQLite's primary result code of `fault`, 0 where it has none."""
    return int(getattr(fault, "sqlite_errorcode", 0)) & 0xFF


@contextmanager
def told_to_visitor() -> Iterator[None]:
    """Turn faults of the disk into sentences; bugs in our SQL pass through.

    Raises UserError when the disk is full, not writable, busy or its file broken.
    """
    try:
        yield
    except OSError as fault:
        _LOG.exception("storage folder cannot be used")
        raise UserError("error.storage") from fault
    except sqlite3.Error as fault:
        key = _key(primary_code(fault))
        if key is None:
            raise
        _LOG.exception("storage fault")
        raise UserError(key) from fault


def _key(code: int) -> str | None:
    if code in BROKEN:
        return "error.storage_broken"
    if code in _BUSY:
        return "error.storage_busy"
    return "error.storage" if code in _REFUSED else None
