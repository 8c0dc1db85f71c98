"""One SQLite file that survives crashes and serves many threads and several processes."""

import logging
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from core.storage.faults import BROKEN, primary_code, told_to_visitor
from core.storage.migrate import MIGRATIONS, migrate

_LOG = logging.getLogger(__name__)
DATABASE = "rimana.sqlite3"
"""Name of the file in the data folder; all apps share it."""
BUSY_TIMEOUT_S = 30.0


class Database:
    """A database file at the newest layout, opened on construction.

    Raises UserError when the folder cannot be written or the file is newer than this code.
    """

    def __init__(self, path: Path, migrations: Path = MIGRATIONS) -> None:
        self.path = path
        self._idle: list[sqlite3.Connection] = []
        self._closed = False
        # SQLite's busy handler is not fair; a lock lets 30 writers of one process take turns.
        self._writing = threading.Lock()
        self._set_aside: Path | None = None
        with told_to_visitor():
            path.parent.mkdir(parents=True, exist_ok=True)
            with self._sole_opener():
                self._open(migrations)

    @property
    def set_aside(self) -> Path | None:
        """Return where a broken file was moved on opening; None when the file was sound."""
        return self._set_aside

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection for queries.

        Raises UserError for faults of the disk.
        """
        with told_to_visitor():
            connection = self._take()
            try:
                yield connection
            finally:
                self._give_back(connection)

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection inside a transaction; on leaving, everything is on disk or nothing.

        Raises UserError for faults of the disk.
        """
        with self._writing, self.read() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:  # a full disk has rolled back by itself
                    connection.execute("ROLLBACK")
                raise

    def forget_deleted(self) -> None:
        """Empty the write-ahead log, which still holds the text of deleted rows."""
        with self._writing, self.read() as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Close the idle connections; those still lent are closed when they come back."""
        self._closed = True
        while self._idle:
            self._idle.pop().close()

    def _take(self) -> sqlite3.Connection:
        try:
            return self._idle.pop()  # atomic
        except IndexError:
            return self._connect()

    def _give_back(self, connection: sqlite3.Connection) -> None:
        if self._closed:
            connection.close()
        else:
            self._idle.append(connection)

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self.path,
            timeout=BUSY_TIMEOUT_S,
            isolation_level=None,
            check_same_thread=False,  # lent to one thread at a time
        )
        try:
            connection.row_factory = sqlite3.Row
            connection.execute("PRAGMA journal_mode = WAL")
            # FULL: an acknowledged row survives a power cut too, not only `kill -9`.
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA secure_delete = ON")
        except BaseException:
            connection.close()
            raise
        return connection

    @contextmanager
    def _sole_opener(self) -> Iterator[None]:
        """Hold off other processes: a lock that every system has and that dies with its holder."""
        name = self.path.with_name(self.path.name + ".lock")
        with closing(sqlite3.connect(name, timeout=BUSY_TIMEOUT_S, isolation_level=None)) as lock:
            lock.execute("BEGIN EXCLUSIVE")
            yield

    def _open(self, migrations: Path) -> None:
        try:
            self._idle.append(self._checked_connection(migrations))
        except sqlite3.DatabaseError as fault:
            if primary_code(fault) not in BROKEN:
                raise
            self._set_aside = self._move_away()
            _LOG.error("%s is broken (%s); kept as %s", self.path, fault, self._set_aside)
            self._idle.append(self._checked_connection(migrations))

    def _checked_connection(self, migrations: Path) -> sqlite3.Connection:
        connection = self._connect()
        try:
            verdict = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
            if verdict != "ok":
                fault = sqlite3.DatabaseError(verdict)
                fault.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
                raise fault
            migrate(connection, migrations)
        except BaseException:
            connection.close()
            raise
        return connection

    def _move_away(self) -> Path:
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
        target = self.path.with_name(f"{self.path.name}.broken-{stamp}")
        for ending in ("", "-wal", "-shm"):  # the log may still hold rows worth rescuing
            source = self.path.with_name(self.path.name + ending)
            if source.exists():
                source.rename(target.with_name(target.name + ending))
        return target
