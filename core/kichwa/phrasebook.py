"""The phrasebook: sentences of our own for class, bank counter and every day (phrasebook.csv)."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from core.config import ASSETS
from core.errors import UserError
from core.text import fold

PATH = ASSETS / "kichwa" / "phrasebook.csv"
COLUMNS = ("es", "qu", "topic", "review")
TOPICS = (
    "greeting",
    "courtesy",
    "class",
    "question",
    "time",
    "family",
    "everyday",
    "health",
    "shopping",
    "number",
    "bank",
    "account",
    "savings",
    "loan",
    "queue",
    "document",
    "amount",
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """One sentence in both languages.

    topic: one of TOPICS.
    review: "borrador" until a speaker has signed it.
    """

    es: str
    qu: str
    topic: str
    review: str


def _fault(row: Mapping[str, str], seen: set[str]) -> str:
    """Return the column that is wrong, or ""."""
    checks = {
        "es": bool(row["es"].strip()) and fold(row["es"]) not in seen,
        "qu": bool(row["qu"].strip()),
        "topic": row["topic"] in TOPICS,
        "review": bool(row["review"]),
    }
    return next((column for column, fine in checks.items() if not fine), "")


def _read(path: Path) -> Iterator[Phrase]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file, restval="")
        if tuple(rows.fieldnames or ()) != COLUMNS:
            raise UserError("error.lexicon_columns", file=path.name, columns=", ".join(COLUMNS))
        seen: set[str] = set()
        for row in rows:
            column = "es" if None in row else _fault(row, seen)
            if column:
                raise UserError(
                    "error.phrasebook_row", file=path.name, line=rows.line_num, column=column
                )
            seen.add(fold(row["es"]))
            yield Phrase(**row)


def read_phrasebook(path: Path) -> tuple[Phrase, ...]:
    """Return the phrases of a CSV file.

    Raises UserError that names the line and the column when the file is broken.
    """
    try:
        return tuple(_read(path))
    except (OSError, UnicodeDecodeError, csv.Error) as fault:
        raise UserError("error.lexicon_unreadable", file=path.name) from fault


@cache
def phrases() -> tuple[Phrase, ...]:
    """Return the shipped phrases, read once.

    >>> [phrase.qu for phrase in phrases() if phrase.es == "Quiero ahorrar."]
    ['Kullkita wakaychinata munani.']
    """
    return read_phrasebook(PATH)
