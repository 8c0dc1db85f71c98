"""What a FAQ is: rows of approved answers with the ways people ask for them."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class FaqRow:
    """One approved answer.

    id: the file's `id` column, or the row's number in the file, counted from 1.
    variants: other wordings of the question.
    valid_until: last day on which the answer holds; None where the file gives none.
    """

    id: str
    question: str
    answer: str
    variants: tuple[str, ...] = ()
    category: str = ""
    source: str = ""
    valid_until: date | None = None

    @property
    def wordings(self) -> tuple[str, ...]:
        """Return the question and its variants."""
        return (self.question, *self.variants)


@dataclass(frozen=True)
class Faq:
    """A FAQ as one whole version.

    version: the first 12 hexadecimal digits of the SHA-256 of the file's bytes.
    """

    rows: tuple[FaqRow, ...]
    version: str
    name: str

    @property
    def categories(self) -> tuple[str, ...]:
        """Return the categories in file order."""
        return tuple(dict.fromkeys(row.category for row in self.rows if row.category))
