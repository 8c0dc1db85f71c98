"""What visitors would rather read than a translation, until a teacher accepts or rejects it.

Like feedback, corrections are masked, belong to no conversation, and are kept until deleted.
"""

from dataclasses import dataclass, fields
from typing import Literal, cast, get_args

from core.errors import UserError
from core.storage.database import Database
from core.storage.masking import Mask, masked, now

Direction = Literal["es-qu", "qu-es"]
State = Literal["pending", "accepted", "rejected"]
LIMIT_CHARS = 5000
_NAME_CHARS = 80


@dataclass(frozen=True)
class Correction:
    """One proposal for one translation.

    machine, engine: what was shown, and by which engine; proposed: what it should be.
    author: who proposed it, reviewer: who judged it; empty where they gave no name.
    created, reviewed: UTC, ISO 8601; `reviewed` is empty while pending.
    """

    id: int
    direction: Direction
    source: str
    machine: str
    engine: str
    proposed: str
    comment: str
    author: str
    state: State
    reviewer: str
    created: str
    reviewed: str


class Corrections:
    """The stored corrections of a database; every text that people type passes `mask` first."""

    def __init__(self, database: Database, mask: Mask) -> None:
        self._database = database
        self._mask = mask

    def add(
        self,
        source: str,
        direction: Direction,
        machine: str,
        engine: str,
        proposed: str,
        comment: str = "",
        author: str = "",
    ) -> int:
        """Return the id of the added correction, which is on disk by then.

        Raises UserError when the source or the proposal is empty, or a text is too long;
        ValueError for an unknown direction.
        """
        _known(direction, get_args(Direction))
        for text in (source, machine, proposed, comment):
            if len(text) > LIMIT_CHARS:
                raise UserError("error.too_long", length=len(text), limit=LIMIT_CHARS)
        asked, told, wanted, why = (
            masked(text, self._mask) for text in (source, machine, proposed, comment)
        )
        if not asked or not wanted:
            raise UserError("error.correction_empty")
        row = (direction, asked, told, engine, wanted, why, self._name(author), now())
        with self._database.write() as connection:
            cursor = connection.execute(
                "INSERT INTO corrections (direction, source, machine, engine, proposed, comment,"
                " author, state, reviewer, created, reviewed)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, 'pending', '', ?, '')",
                row,
            )
        return int(cursor.lastrowid or 0)

    def review(self, correction_id: int, state: State, reviewer: str) -> None:
        """Accept or reject a correction; a later verdict replaces an earlier one.

        Raises UserError when the correction is gone or the reviewer gives no name; ValueError for
        a state other than "accepted" and "rejected".
        """
        _known(state, ("accepted", "rejected"))
        name = self._name(reviewer)
        if not name:
            raise UserError("error.correction_reviewer")
        with self._database.write() as connection:
            found = connection.execute(
                "UPDATE corrections SET state = ?, reviewer = ?, reviewed = ? WHERE id = ?",
                (state, name, now(), correction_id),
            ).rowcount
        if not found:
            raise UserError("error.correction_gone")

    def find(
        self,
        state: State | None = None,
        direction: Direction | None = None,
        contains: str = "",
        limit: int = -1,
        after: int = 0,
    ) -> tuple[Correction, ...]:
        """Return corrections, oldest first: of a state, a direction, with a text in them.

        limit: how many at most, -1 for all; after: only those with a greater id.
        """
        names = ", ".join(field.name for field in fields(Correction))
        query = (
            f"SELECT {names} FROM corrections WHERE id > ?"
            " AND (? IS NULL OR state = ?) AND (? IS NULL OR direction = ?)"
            " AND instr(lower(source || char(10) || machine || char(10) || proposed), lower(?))"
            " ORDER BY id LIMIT ?"
        )
        values = (after, state, state, direction, direction, contains, limit)
        with self._database.read() as connection:
            rows = connection.execute(query, values).fetchall()
        return tuple(Correction(*row) for row in rows)

    def accepted(self, direction: Direction) -> list[tuple[str, str]]:
        """Return (source, target) of what teachers accepted, newest verdict first.

        Pairs proposed in the other direction are turned round.
        """
        with self._database.read() as connection:
            rows = connection.execute(
                "SELECT direction, source, proposed FROM corrections WHERE state = 'accepted'"
                " ORDER BY reviewed DESC, id DESC"
            ).fetchall()
        pairs = ((text, other) if way == direction else (other, text) for way, text, other in rows)
        return list(dict.fromkeys(pairs))

    def counts(self) -> dict[State, int]:
        """Return how many corrections are in each state."""
        totals: dict[State, int] = dict.fromkeys(get_args(State), 0)
        with self._database.read() as connection:
            found = connection.execute("SELECT state, COUNT(*) FROM corrections GROUP BY state")
            totals.update((cast(State, state), number) for state, number in found)
        return totals

    def delete(self, correction_id: int) -> bool:
        """Delete a correction for good; return whether there was one."""
        with self._database.write() as connection:
            gone = connection.execute(
                "DELETE FROM corrections WHERE id = ?", (correction_id,)
            ).rowcount
        self._database.forget_deleted()
        return bool(gone)

    def _name(self, name: str) -> str:
        return " ".join(masked(name[: 4 * _NAME_CHARS], self._mask).split())[:_NAME_CHARS]


def _known(value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise ValueError(f"{value!r} is not one of {allowed}")
