"""Rows of a FAQ file that say the same or contradict each other."""

from dataclasses import dataclass, replace

from core.retrieval.faq import FaqRow
from core.retrieval.faq_file_cells import Findings
from core.retrieval.faq_report import Issue
from core.text import fold, words


@dataclass(frozen=True)
class PlacedRow:
    """A row and the physical line of the file where it starts."""

    line: int
    row: FaqRow


@dataclass(frozen=True)
class Resolved:
    """The rows that remain.

    merged: how many rows went into an earlier one.
    """

    rows: tuple[FaqRow, ...]
    merged: int
    issues: tuple[Issue, ...]


def resolve(placed: list[PlacedRow]) -> Resolved:
    """Return the rows with unlike ids, unlike questions, and each wording with one row only."""
    issues: list[Issue] = []
    unlike, merged = _merge(_drop_repeated_ids(placed, issues), issues)
    return Resolved(_share_out(unlike, issues), merged, tuple(issues))


def wording_key(text: str) -> str:
    """Return what two wordings share that differ only in accents, case and punctuation."""
    return " ".join(words(text))


def _drop_repeated_ids(placed: list[PlacedRow], issues: list[Issue]) -> list[PlacedRow]:
    first: dict[str, PlacedRow] = {}
    for entry in placed:
        owner = first.setdefault(entry.row.id, entry)
        if owner is not entry:
            found = Findings(entry.line, entry.row.id, issues)
            found.add("error", "id_twice", other=owner.line)
    return list(first.values())


def _merge(placed: list[PlacedRow], issues: list[Issue]) -> tuple[list[PlacedRow], int]:
    first: dict[str, PlacedRow] = {}
    merged = 0
    for entry in placed:
        key = wording_key(entry.row.question)
        owner = first.setdefault(key, entry)
        if owner is entry:
            continue
        found = Findings(entry.line, entry.row.id, issues)
        if fold(owner.row.answer) == fold(entry.row.answer):
            merged += 1
            first[key] = PlacedRow(owner.line, _united(owner.row, entry.row))
            found.add("repaired", "duplicate_merged", line=entry.line, other=owner.line)
        else:
            found.add("error", "duplicate_conflict", line=entry.line, other=owner.line)
    return list(first.values()), merged


def _united(row: FaqRow, other: FaqRow) -> FaqRow:
    days = [day for day in (row.valid_until, other.valid_until) if day]
    return replace(
        row,
        variants=tuple(dict.fromkeys((*row.variants, *other.variants))),
        category=row.category or other.category,
        source=row.source or other.source,
        valid_until=min(days, default=None),  # the careful one
    )


def _share_out(placed: list[PlacedRow], issues: list[Issue]) -> tuple[FaqRow, ...]:
    """Return the rows, each wording left only with the first that claims it."""
    owners = {wording_key(entry.row.question): entry for entry in placed}
    return tuple(_with_own_variants(entry, owners, issues) for entry in placed)


def _with_own_variants(
    entry: PlacedRow, owners: dict[str, PlacedRow], issues: list[Issue]
) -> FaqRow:
    found = Findings(entry.line, entry.row.id, issues)
    own, seen, idle = [], {"", wording_key(entry.row.question)}, 0
    for variant in entry.row.variants:
        key = wording_key(variant)
        if key in seen:
            idle += 1
            continue
        seen.add(key)
        owner = owners.setdefault(key, entry)
        if owner is entry:
            own.append(variant)
        else:
            found.add("warning", "variant_shared", text=variant[:60], other=owner.line)
    if idle:
        found.add("repaired", "variants_idle", count=idle)
    return replace(entry.row, variants=tuple(own))
