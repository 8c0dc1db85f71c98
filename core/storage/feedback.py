"""What people think of the answers, for those who tend the FAQ."""

from dataclasses import astuple, dataclass, fields
from typing import Literal, cast, get_args

from core.storage.database import Database
from core.storage.masking import Mask, masked, now
from core.storage.spreadsheet import csv_bytes, neutral

Verdict = Literal["up", "down"]


@dataclass(frozen=True)
class Opinion:
    """One verdict on one answer.

    conversation_id: empty once the conversation is deleted.
    row_id, faq_version: which row of which FAQ answered; empty when none did.
    created: UTC, ISO 8601.
    """

    id: int
    conversation_id: str
    question: str
    answer: str
    row_id: str
    faq_version: str
    verdict: Verdict
    reason: str
    right_answer: str
    created: str


class Feedback:
    """The stored feedback of a database; every text that people type passes `mask` first."""

    def __init__(self, database: Database, mask: Mask) -> None:
        self._database = database
        self._mask = mask

    def add(
        self,
        conversation_id: str,
        question: str,
        answer: str,
        row_id: str,
        faq_version: str,
        verdict: Verdict,
        reason: str = "",
        right_answer: str = "",
    ) -> int:
        """Return the id of the added opinion, which is on disk by then.

        Raises ValueError for a verdict other than "up" and "down".
        """
        if verdict not in get_args(Verdict):
            raise ValueError(f"verdict is {verdict!r}, not one of {get_args(Verdict)}")
        said = (masked(question, self._mask), masked(answer, self._mask))
        why = (masked(reason, self._mask), masked(right_answer, self._mask))
        with self._database.write() as connection:
            cursor = connection.execute(
                "INSERT INTO feedback (conversation_id, question, answer, row_id, faq_version,"
                " verdict, reason, right_answer, created)"
                # The conversation may have been deleted meanwhile; its feedback still counts.
                " VALUES ((SELECT id FROM conversations WHERE id = ?), ?, ?, ?, ?, ?, ?, ?, ?)",
                (conversation_id, *said, row_id, faq_version, verdict, *why, now()),
            )
        return int(cursor.lastrowid or 0)

    def all(self) -> tuple[Opinion, ...]:
        """Return all opinions, oldest first."""
        names = ", ".join(field.name for field in fields(Opinion))
        with self._database.read() as connection:
            rows = connection.execute(f"SELECT {names} FROM feedback ORDER BY id").fetchall()
        return tuple(Opinion(row[0], row[1] or "", *row[2:]) for row in rows)

    def counts(self) -> dict[Verdict, int]:
        """Return how many opinions are up and how many down."""
        totals: dict[Verdict, int] = {"up": 0, "down": 0}
        with self._database.read() as connection:
            found = connection.execute("SELECT verdict, COUNT(*) FROM feedback GROUP BY verdict")
            totals.update((cast(Verdict, verdict), number) for verdict, number in found)
        return totals

    def export_csv(self, separator: str = ";") -> bytes:
        """Return all opinions as CSV (UTF-8 with byte-order mark), safe to open in spreadsheets."""
        header = [field.name for field in fields(Opinion)]
        rows = [[neutral(str(cell)) for cell in astuple(opinion)] for opinion in self.all()]
        return csv_bytes([header, *rows], separator)
