"""What a document has to translate, and the same document with translations."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Literal

from core.config import settings
from core.errors import UserError
from core.storage import docx
from core.storage.file_text import NotText, decode, other_format
from core.storage.spreadsheet import neutral

Kind = Literal["txt", "csv", "docx"]
_KINDS: dict[str, Kind] = {
    ".txt": "txt",
    ".md": "txt",
    ".csv": "csv",
    ".tsv": "csv",
    ".docx": "docx",
}
_SEPARATORS = ";,\t|"
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)*\s?%?")
MAX_LINES = 200_000


@dataclass(frozen=True)
class Told:
    """A translated line: its text, and by which engine (the badge)."""

    text: str
    badge: str


@dataclass(frozen=True)
class Layout:
    """How a document is laid out.

    column: of a table, which one is translated, counted from 0.
    header: whether its first row names the columns.
    newline: what ends a line of a text file.
    """

    kind: Kind
    separator: str = ""
    column: int = 0
    header: bool = False
    newline: str = "\n"


def find_layout(data: bytes, name: str, column: str | int | None = None) -> Layout:
    """Return the layout of a document; `column` is a name, or a number counted from 1.

    Raises UserError for other files, for those that cannot be read, and for unknown columns.
    """
    kind = _KINDS.get(PurePath(name).suffix.lower())
    if kind is None:
        raise UserError("error.document_kind", name=PurePath(name).name)
    limit = settings().max_upload_mib
    if len(data) > limit * 2**20:
        raise UserError("error.document_large", name=PurePath(name).name, limit=limit)
    if kind == "docx":
        return Layout("docx")
    text = _text(data, name)
    newline = "\r\n" if b"\r\n" in data or b"\r\x00\n" in data else "\n"
    return Layout("txt", newline=newline) if kind == "txt" else _table(text, name, column, newline)


def table_columns(data: bytes, name: str) -> tuple[str, ...]:
    """Return the cells of the first row of a table, for a visitor to choose the column.

    Raises UserError when the file is no table.
    """
    text = _text(data, name)
    return tuple(next(_rows(text, _separator(text), name), []))


def lines(data: bytes, name: str, layout: Layout) -> Iterator[str]:
    """Yield what has to be translated, in order; a cell may hold several lines.

    Raises UserError when the document cannot be read.
    """
    if layout.kind == "docx":
        try:
            yield from docx.read_lines(data)
        except docx.BadDocument as fault:
            raise UserError("error.document_unreadable", name=PurePath(name).name) from fault
        return
    text = _text(data, name)
    if layout.kind == "txt":
        yield from text.split("\n")
        return
    for row in _rows(text, layout.separator, name):
        yield row[layout.column] if len(row) > layout.column else ""


def write_translated(
    data: bytes,
    name: str,
    layout: Layout,
    told: Iterator[Told],
    path: Path,
    headings: Sequence[str],
) -> None:
    """Write the document translated.

    headings: of the columns added to a table: the translation's, and the badge's where wanted.
    """
    if layout.kind == "docx":
        docx.write_lines(data, (one.text for one in told), path)
    elif layout.kind == "txt":
        with path.open("w", encoding="utf-8", newline="") as file:
            for number, one in enumerate(told):
                file.write((layout.newline if number else "") + one.text)
    else:
        _write_table(_text(data, name), name, layout, told, path, headings)


def write_badges(sources: Iterable[str], told: Iterable[Told], path: Path) -> None:
    """Write a table of number, line, translation and badge beside a document."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file, delimiter=";", lineterminator="\n", quoting=csv.QUOTE_ALL)
        for number, (line, one) in enumerate(zip(sources, told, strict=True), 1):
            out.writerow([number, _safe(line), _safe(one.text), one.badge])


def _write_table(
    text: str,
    name: str,
    layout: Layout,
    told: Iterator[Told],
    path: Path,
    headings: Sequence[str],
) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file, delimiter=layout.separator, lineterminator=layout.newline)
        width = 0
        for number, (row, one) in enumerate(
            zip(_rows(text, layout.separator, name), told, strict=True)
        ):
            width = width or len(row)
            if not row:
                out.writerow([])
                continue
            row += [""] * (width - len(row))
            added = (one.text, one.badge)[: len(headings)]
            if layout.header and not number:
                added = tuple(headings)
            out.writerow([_safe(cell) for cell in (*row, *added)])


def _safe(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula; plain numbers stay."""
    return cell if _NUMBER.fullmatch(cell) else neutral(cell)


def _text(data: bytes, name: str) -> str:
    name = PurePath(name).name
    if other_format(data, name) not in ("", "HTML", "XML", "JSON"):
        raise UserError("error.document_unreadable", name=name)
    try:
        text = decode(data).text
    except NotText as fault:
        raise UserError("error.document_unreadable", name=name) from fault
    if text.count("\n") > MAX_LINES:
        raise UserError("error.document_lines", name=name, limit=MAX_LINES)
    return text


def _separator(text: str) -> str:
    first = next((line for line in text.split("\n") if line.strip()), "")
    return max(_SEPARATORS, key=first.count)


def _rows(text: str, separator: str, name: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    except csv.Error as fault:
        raise UserError("error.document_unreadable", name=PurePath(name).name) from fault


def _table(text: str, name: str, column: str | int | None, newline: str) -> Layout:
    separator = _separator(text)
    first = next(_rows(text, separator, name), [])
    if isinstance(column, str):
        wanted = column.strip().casefold()
        names = [cell.strip().casefold() for cell in first]
        if wanted not in names:
            raise UserError("error.document_column", column=column, name=PurePath(name).name)
        return Layout("csv", separator, names.index(wanted), True, newline)
    number = 1 if column is None else column
    if not 1 <= number <= max(len(first), 1):
        raise UserError("error.document_column", column=number, name=PurePath(name).name)
    return Layout("csv", separator, number - 1, False, newline)
