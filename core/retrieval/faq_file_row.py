"""One row of a FAQ file: checked by itself, kept or left out."""

import re
from dataclasses import replace
from datetime import date

from core.retrieval.faq import FaqRow
from core.retrieval.faq_file_cells import (
    Findings,
    bare_text,
    one_line,
    plain_text,
    read_date,
    tidy_cell,
)
from core.retrieval.faq_file_sheet import FIELDS, Layout, Record
from core.retrieval.faq_report import Issue
from core.safety.moderation import is_injected_row
from core.text import words

MAX_QUESTION_CHARS = 500
MAX_ANSWER_CHARS = 4000
MAX_SHORT_CHARS = 300  # category and source
MAX_ID_CHARS = 64
# Longer cells are not even looked at: nobody typed them.
_MAX_RAW_CHARS = dict.fromkeys(FIELDS, 20_000) | {"variants": 100_000}


def read_row(
    record: Record, number: int, layout: Layout, today: date, screened: bool = False
) -> tuple[FaqRow | None, list[Issue]]:
    """Return the row, or None where it must be left out, and what was found in it.

    number: place among the file's data rows, counted from 1; the id where the file gives none.
    screened: the cells are known to carry no orders to a model.
    """
    found = Findings(record.line, str(number))
    cells = _fitting_cells(record, layout, found)
    if cells is None:
        return None, found.issues
    raw = {
        field: cells[index] if index < len(cells) else "" for field, index in layout.columns.items()
    }
    for column, cell in raw.items():
        if len(cell) > (limit := _MAX_RAW_CHARS[column]):
            found.add("error", "too_long", column=column, length=len(cell), limit=limit)
            return None, found.issues
    variants = _variants(raw.pop("variants", ""), found)
    texts = {field: tidy_cell(raw.get(field, ""), field, found) for field in FIELDS}
    if texts["id"]:
        found.row_id = one_line(texts["id"])[:MAX_ID_CHARS]
        found.issues[:] = [replace(issue, row_id=found.row_id) for issue in found.issues]
    texts["question"] = one_line(texts["question"])
    _check_sizes(texts, found)
    row = FaqRow(
        id=found.row_id,
        question=texts["question"],
        answer=texts["answer"],
        variants=variants,
        category=one_line(texts["category"]),
        source=one_line(texts["source"]),
        valid_until=_day(texts["valid_until"], today, found),
    )
    # Last, as it takes longest.
    if not found.fatal and not screened and any(map(is_injected_row, (*row.wordings, row.answer))):
        found.add("error", "injected")
    return (None if found.fatal else row), found.issues


def is_empty(record: Record) -> bool:
    """Return whether all cells of a row are empty, as spreadsheets leave them below the last."""
    return not any(cell.strip() for cell in record.cells)


def _fitting_cells(record: Record, layout: Layout, found: Findings) -> list[str] | None:
    """Return as many cells as the file has columns; None where nobody can tell which is which."""
    if record.quotes == "broken":
        found.add("error", "quotes_broken")
        return None
    if record.quotes == "repaired":
        found.add("repaired", "quotes_repaired")
    if record.lines > 1 and _swallows_rows(record, layout):
        found.add("warning", "rows_swallowed", lines=record.lines)
    cells = list(record.cells)
    while len(cells) > layout.width and not cells[-1].strip():
        cells.pop()
    if len(cells) > layout.width:
        return _joined(cells, layout, found)
    needed = max(layout.columns["question"], layout.columns["answer"]) + 1
    if len(cells) < layout.width:
        severe = len(cells) < needed
        found.add(
            "error" if severe else "warning",
            "cells_missing",
            found=len(cells),
            expected=layout.width,
        )
    return None if found.fatal else cells


def _joined(cells: list[str], layout: Layout, found: Findings) -> list[str] | None:
    """Return an answer in the last column made whole again where it held separators."""
    values = {"found": len(cells), "expected": layout.width}
    if layout.columns["answer"] != layout.width - 1:
        found.add("error", "cells_many", **values)
        return None
    found.add("repaired", "cells_joined", **values)
    last = layout.width - 1
    return [*cells[:last], layout.separator.join(cells[last:])]


def _swallows_rows(record: Record, layout: Layout) -> bool:
    """Return whether a cell of many lines looks like rows that lost their quote."""
    inner = [line for cell in record.cells for line in cell.split("\n")[1:]]
    return any(
        line.count(layout.separator) >= layout.width - 1
        and re.search(r"\?\"?\s*$", line.split(layout.separator)[0])
        for line in inner
    )


def _check_sizes(texts: dict[str, str], found: Findings) -> None:
    limits = {
        "question": MAX_QUESTION_CHARS,
        "answer": MAX_ANSWER_CHARS,
        "category": MAX_SHORT_CHARS,
        "source": MAX_SHORT_CHARS,
        "id": MAX_ID_CHARS,
    }
    for column, limit in limits.items():
        if len(texts[column]) > limit:
            found.add("error", "too_long", column=column, length=len(texts[column]), limit=limit)
    for column in ("question", "answer"):
        count = len(words(texts[column]))
        if count == 0:
            found.add("error", "empty", column=column)
        elif count == 1:
            found.add("warning", "one_word", column=column, text=texts[column][:40])


def _variants(raw: str, found: Findings) -> tuple[str, ...]:
    """Return the wordings of a cell; the overlong ones are left out."""
    parts = [one_line(part) for part in re.split(r"[|\n]", bare_text(raw, "variants", found))]
    kept = []
    for part in parts:
        if len(part) > MAX_QUESTION_CHARS:
            found.add("warning", "variant_long", text=part[:40], limit=MAX_QUESTION_CHARS)
        elif part:
            kept.append(plain_text(part, "variants", found))
    return tuple(kept)


def _day(text: str, today: date, found: Findings) -> date | None:
    if not text:
        return None
    day = read_date(text)
    if day is None:
        found.add("warning", "date_unreadable", text=text[:40])
    elif day < today:
        found.add("warning", "date_past", date=day.isoformat())
    return day
