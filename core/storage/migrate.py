"""Bring a database file to the layout that this code knows, one numbered step at a time."""

import sqlite3
from pathlib import Path

from core.errors import UserError

MIGRATIONS = Path(__file__).parent / "migrations"


def known_steps(folder: Path = MIGRATIONS) -> dict[int, Path]:
    """Return {number: SQL file} in order.

    Raises ValueError when the numbers are not 1, 2, 3, …
    """
    steps = {int(path.name.split("_")[0]): path for path in sorted(folder.glob("*.sql"))}
    if list(steps) != list(range(1, len(steps) + 1)):
        raise ValueError(f"migrations in {folder.name} are not numbered 1, 2, 3, …: {list(steps)}")
    return steps


def migrate(connection: sqlite3.Connection, folder: Path = MIGRATIONS) -> None:
    """Apply the missing steps in one transaction; the file keeps its old layout if one fails.

    Raises UserError when the file is newer than this code.
    """
    steps = known_steps(folder)
    connection.execute("BEGIN IMMEDIATE")  # the version is read under the write lock
    try:
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        if version > len(steps):
            raise UserError("error.storage_newer", found=version, known=len(steps))
        for number in range(version + 1, len(steps) + 1):
            for statement in split_statements(steps[number].read_text(encoding="utf-8")):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def split_statements(script: str) -> list[str]:
    """Return the statements of an SQL script (`executescript` would commit before each script)."""
    statements, pending = [], ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            statements.append(pending.strip())
            pending = ""
    if pending.strip():
        raise ValueError(f"SQL script ends inside a statement: {pending.strip()[:60]!r}")
    return statements
