"""Read and write FAQ files as people really keep them."""

import hashlib
from datetime import date
from pathlib import Path, PurePath

from core.config import SHIPPED_FAQ, settings
from core.errors import UserError
from core.i18n.catalogue import LANGUAGES, say
from core.retrieval.faq import Faq, FaqRow
from core.retrieval.faq_file_bytes import decode
from core.retrieval.faq_file_cells import Findings
from core.retrieval.faq_file_overlaps import PlacedRow, resolve
from core.retrieval.faq_file_row import is_empty, read_row
from core.retrieval.faq_file_sheet import Layout, find_layout, read_records
from core.retrieval.faq_report import Issue, Report, describe
from core.storage.file_text import Decoded
from core.storage.spreadsheet import csv_bytes, neutral

MAX_ROWS = 20_000
_HEADER = ["pregunta", "respuesta", "variantes", "categoria", "fuente", "vigencia"]


def load_faq(path: Path) -> Faq:
    """Return the FAQ of a file on this machine.

    Raises UserError when it is missing or holds no usable row.
    """
    try:
        _check_size(path.stat().st_size, path.name)
        data = path.read_bytes()
    except OSError as fault:
        raise UserError("error.faq_not_found", name=path.name) from fault
    # Screening takes seconds; a test does it for the shipped file.
    return read_faq(data, path.name, screened=path == SHIPPED_FAQ)[0]


def read_faq(
    data: bytes, name: str, today: date | None = None, screened: bool = False
) -> tuple[Faq, Report]:
    """Return the usable rows of a CSV file and a report on all of it.

    today: the day that validity is measured against, by default this one.
    screened: the cells are known to carry no orders to a model, so that need not be looked for.
    Raises UserError when the file is no CSV, too large, or holds no usable row.
    """
    name = PurePath(name).name
    _check_size(len(data), name)
    decoded = decode(data, name)
    lines = [line + "\n" for line in decoded.text.split("\n")]
    layout = find_layout(lines, name)
    placed, read, issues = _read_rows(lines, layout, today or date.today(), screened)
    resolved = resolve(placed)
    report = Report(
        name=name,
        encoding=decoded.encoding,
        separator=layout.separator,
        has_header=layout.has_header,
        rows_read=read,
        rows_kept=len(resolved.rows),
        rows_merged=resolved.merged,
        rows_left_out=read - len(resolved.rows) - resolved.merged,
        variants=sum(len(row.variants) for row in resolved.rows),
        issues=(*_file_issues(decoded, layout), *issues, *resolved.issues),
    )
    if not resolved.rows:
        raise _unusable(report)
    version = hashlib.sha256(data).hexdigest()[:12]
    return Faq(resolved.rows, version, name), report


def write_faq(faq: Faq) -> bytes:
    """Return a FAQ as a CSV file that `read_faq` and spreadsheets read.

    The `id` column stands only where the ids are not the row numbers.
    """
    numbered = all(row.id == str(number) for number, row in enumerate(faq.rows, 1))
    rows = [_cells(row) if numbered else [*_cells(row), neutral(row.id)] for row in faq.rows]
    return csv_bytes([_HEADER if numbered else [*_HEADER, "id"], *rows])


def _check_size(size_bytes: int, name: str) -> None:
    limit_mib = settings().max_upload_mib
    if size_bytes > limit_mib * 1024 * 1024:
        raise UserError("error.faq_too_large", name=PurePath(name).name, limit=limit_mib)


def _read_rows(
    lines: list[str], layout: Layout, today: date, screened: bool
) -> tuple[list[PlacedRow], int, list[Issue]]:
    """Return the rows that stand by themselves, how many rows there are, and the findings."""
    placed: list[PlacedRow] = []
    issues: list[Issue] = []
    read = 0
    records = read_records(lines, layout.separator, layout.width, layout.first_line)
    for number, record in enumerate(records, 1):
        if is_empty(record):
            continue
        read += 1
        if read > MAX_ROWS:
            raise UserError("error.faq_too_many_rows", limit=MAX_ROWS)
        row, found = read_row(record, number, layout, today, screened)
        issues.extend(found)
        if row:
            placed.append(PlacedRow(record.line, row))
    return placed, read, issues


def _file_issues(decoded: Decoded, layout: Layout) -> list[Issue]:
    found = Findings(0, "")
    if not layout.has_header:
        found.add("warning", "no_header")
    for column in layout.repeated:
        found.add("warning", "column_twice", column=column)
    for name in layout.unknown:
        found.add("warning", "column_unknown", name=name)
    if decoded.mixed_line:
        found.add("repaired", "encoding_mixed", line=decoded.mixed_line)
    if decoded.encoding in ("mac_roman", "cp850"):
        found.add("warning", "encoding_guessed")
    if decoded.mojibake_count:
        found.add("repaired", "mojibake", line=decoded.mojibake_line, count=decoded.mojibake_count)
    return found.issues


def _unusable(report: Report) -> UserError:
    fatal = [issue for issue in report.issues if issue.severity == "error"]
    if not fatal:
        return UserError("error.faq_empty", name=report.name)
    reasons = {
        f"reason_{language}": say(
            "faq_file.at_line", language, line=fatal[0].line, text=describe(fatal[0], language)
        )
        for language in LANGUAGES
    }
    return UserError("error.faq_no_rows", name=report.name, read=report.rows_read, **reasons)


def _cells(row: FaqRow) -> list[str]:
    variants = "|".join(neutral(variant.replace("|", ", ")) for variant in row.variants)
    day = row.valid_until.isoformat() if row.valid_until else ""
    texts = (row.question, row.answer, variants, row.category, row.source)
    return [*(neutral(text) for text in texts), day]
