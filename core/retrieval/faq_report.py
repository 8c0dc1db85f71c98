"""What a FAQ file was found to hold, in words that whoever keeps the file understands."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from core.i18n.catalogue import say

Severity = Literal["error", "warning", "repaired"]


@dataclass(frozen=True)
class Issue:
    """One finding in a FAQ file.

    line: physical line where the row starts, counted from 1; 0 for the file as a whole.
    row_id: id of the row; empty for the file as a whole.
    severity: "error": the row was left out; "warning": look at it; "repaired": done for you.
    key: text in `core/i18n/faq_file.toml`, filled with `values`.
    """

    line: int
    row_id: str
    severity: Severity
    key: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Report:
    """Counts and findings of one FAQ file.

    rows_read = rows_kept + rows_merged + rows_left_out; empty rows are not counted.
    rows_merged: rows that repeated another's question and answer.
    variants: wordings kept besides the questions.
    """

    name: str
    encoding: str
    separator: str
    has_header: bool
    rows_read: int
    rows_kept: int
    rows_merged: int
    rows_left_out: int
    variants: int
    issues: tuple[Issue, ...]

    @property
    def counts(self) -> dict[Severity, int]:
        """Return how many findings there are of each severity."""
        found = Counter(issue.severity for issue in self.issues)
        return {"error": found["error"], "warning": found["warning"], "repaired": found["repaired"]}


def describe(issue: Issue, language: str = "es") -> str:
    """Return a finding as a sentence."""
    values = dict(issue.values)
    if "column" in values:
        values["column"] = column_name(str(values["column"]), language)
    return say(issue.key, language, **values)


def column_name(column: str, language: str = "es") -> str:
    """Return what visitors call a column of the FAQ file."""
    return say(f"faq_file.column.{column}", language)


def summary(report: Report, language: str = "es") -> str:
    """Return the report in a few plain sentences."""
    counts = say(
        "faq_file.summary",
        language,
        name=report.name,
        read=report.rows_read,
        kept=report.rows_kept,
        variants=report.variants,
        merged=report.rows_merged,
        left_out=report.rows_left_out,
        warnings=report.counts["warning"],
        repaired=report.counts["repaired"],
    )
    return f"{counts} {say(_advice(report), language)}"


def as_table(report: Report, language: str = "es", limit: int = 500) -> list[list[str]]:
    """Return a heading and one line per finding, the gravest first: line, row, kind, sentence."""
    order = {"error": 0, "warning": 1, "repaired": 2}
    issues = sorted(report.issues, key=lambda issue: (order[issue.severity], issue.line))
    heading = [say(f"faq_file.head.{name}", language) for name in ("line", "row", "kind", "text")]
    table = [heading]
    for issue in issues[:limit]:
        kind = say(f"faq_file.{issue.severity}", language)
        table.append([str(issue.line or ""), issue.row_id, kind, describe(issue, language)])
    if len(issues) > limit:
        table.append(["", "", "", say("faq_file.more", language, count=len(issues) - limit)])
    return table


def _advice(report: Report) -> str:
    counts = report.counts
    if counts["error"]:
        return "faq_file.advice_errors"
    return "faq_file.advice_warnings" if counts["warning"] else "faq_file.advice_none"
