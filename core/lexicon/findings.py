"""What an inspection of training records found, and what would mend it."""

from collections import Counter
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "note"]
Field = Literal["instruction", "entry", "output", ""]
SEVERITY: dict[str, Severity] = {
    "empty": "error",
    "mojibake": "error",
    "flipped": "error",
    "leak_same": "error",
    "leak_near": "error",
    "personal_data": "error",
    "conflict": "warning",
    "same": "warning",
    "near": "warning",
    "too_long": "warning",
    "stray_symbol": "warning",
    "hyphenation": "warning",
    "mixed_letters": "warning",
    "inner_capital": "warning",
    "torn_word": "warning",
    "wrong_language": "warning",
    "foreign_letter": "note",
    "unbalanced": "note",
}


@dataclass(frozen=True)
class Change:
    """One repair; `row` counts from 1. field "": the whole row, which goes when `after` is None."""

    row: int
    field: Field
    before: str
    after: str | None


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong.

    rows: counted from 1; none for the file as a whole.
    detail: the piece of text, or the figure, that shows it.
    changes: what would mend it; none where a person has to decide.
    """

    kind: str
    rows: tuple[int, ...]
    detail: str
    changes: tuple[Change, ...] = ()

    @property
    def severity(self) -> Severity:
        """Return how bad it is."""
        return SEVERITY[self.kind]


@dataclass(frozen=True)
class Inspection:
    """All findings on a file, worst first."""

    rows: int
    findings: tuple[Finding, ...]

    @property
    def counts(self) -> dict[str, int]:
        """Return how many findings there are of each kind."""
        return dict(Counter(finding.kind for finding in self.findings))
