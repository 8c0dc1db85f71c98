"""From the text of a FAQ file to numbered records and named columns."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, takewhile
from typing import Literal

from core.errors import UserError
from core.i18n.catalogue import LANGUAGES
from core.retrieval.faq_report import column_name
from core.text import fold

FIELDS = ("question", "answer", "variants", "category", "source", "valid_until", "id")
_NAMES = {
    "question": "pregunta preguntas question questions consulta tapuy tapuykuna q",
    "answer": "respuesta respuestas answer answers contestacion kutichiy kutichi a",
    "variants": "variantes variante variants variant paraphrases paraphrase parafrasis"
    " alternativas otrasformas alternatives sinonimos",
    "category": "categoria categorias category categories tema topic seccion section intent",
    "source": "fuente fuentes source sources origen referencia reference",
    "valid_until": "vigencia vigente vigentehasta validohasta validahasta validuntil valid"
    " caducidad vence expires expiry fechadevigencia",
    "id": "id rowid codigo code numero number no n",
}
_FIELD_OF = {name: field for field, names in _NAMES.items() for name in names.split()}
_SEPARATORS = (";", "\t", ",", "|")  # from the least to the most likely inside an answer
_LINES_PER_RECORD = 200
_CHARS_PER_LINE = 200_000
_SAMPLE = 200


@dataclass(frozen=True)
class Record:
    """The cells of one row.

    line: physical line where it starts, counted from 1.
    lines: how many physical lines it takes.
    quotes: "repaired" where the line only made sense by itself; "broken" where not even so.
    """

    line: int
    cells: tuple[str, ...]
    lines: int = 1
    quotes: Literal["fine", "repaired", "broken"] = "fine"


@dataclass(frozen=True)
class Layout:
    """How a FAQ file is laid out.

    columns: {field: index of its cell}.
    width: cells per row.
    first_line: index of the first line with data.
    unknown: column names that mean nothing here.
    repeated: fields with more than one column; the first counts.
    """

    separator: str
    columns: dict[str, int]
    width: int
    has_header: bool
    first_line: int
    unknown: tuple[str, ...] = ()
    repeated: tuple[str, ...] = ()


def read_records(
    lines: list[str], separator: str, width: int | None = None, start: int = 0
) -> Iterator[Record]:
    """Yield the records from line index `start` on; blank lines are none.

    width: expected cells per row, where known; it tells a lost quote from a long cell.
    """
    while start < len(lines):
        if not lines[start].strip(" \n\ufeff"):
            start += 1
            continue
        record = _read_record(lines, separator, width, start)
        yield record
        start += record.lines


def find_layout(lines: list[str], name: str) -> Layout:
    """Return the layout of the file called `name`.

    Raises UserError when it is empty, has one column, or lacks the question or the answer.
    """
    start = next((i for i, line in enumerate(lines) if line.strip(" \n\ufeff")), None)
    if start is None:
        raise UserError("error.faq_empty", name=name)
    hint = re.fullmatch(r'"?sep=([;,|\t])"?\n', lines[start])  # Excel's own first line
    candidates = (hint[1],) if hint else _SEPARATORS
    start += bool(hint)
    headers = [_header(lines, separator, start) for separator in candidates]
    full = [found for found in headers if found and {"question", "answer"} <= set(found.columns)]
    if full:
        return max(full, key=lambda found: len(found.columns))
    separator = max(candidates, key=lambda each: _consistency(lines, each, start))  # first wins
    _refuse_half_header(_header(lines, separator, start))
    counts = _cell_counts(lines, separator, start)
    width = counts.most_common(1)[0][0] if counts else 1
    if width < 2:
        raise UserError("error.faq_one_column", name=name)
    columns = {field: index for index, field in enumerate(FIELDS[: min(width, 6)])}
    return Layout(separator, columns, width, False, start)


def _read_record(lines: list[str], separator: str, width: int | None, start: int) -> Record:
    if len(lines[start]) > _CHARS_PER_LINE:  # nobody typed it; do not split it into millions
        return Record(start + 1, (lines[start][:80],), 1, "broken")
    window = takewhile(
        lambda line: len(line) <= _CHARS_PER_LINE,
        (lines[i] for i in range(start, min(start + _LINES_PER_RECORD, len(lines)))),
    )
    spaced = f'{separator} "' in lines[start]  # written by hand: a, "b, c"
    reader = csv.reader(window, delimiter=separator, strict=True, skipinitialspace=spaced)
    try:
        cells = next(reader)
        if reader.line_num == 1 or width is None or len(cells) == width:
            return Record(start + 1, tuple(cells), reader.line_num)
    except csv.Error:  # a quote that never ends, or ends inside a cell
        pass
    loose = csv.reader([lines[start]], delimiter=separator, skipinitialspace=spaced)
    try:
        cells = next(loose)
    except csv.Error:
        cells = [lines[start]]
    quotes: Literal["repaired", "broken"] = "repaired" if len(cells) == width else "broken"
    return Record(start + 1, tuple(cells), 1, quotes)


def _header(lines: list[str], separator: str, start: int) -> Layout | None:
    """Return the layout that the first record names; None where it names no column."""
    record = next(read_records(lines, separator, start=start), None)
    if record is None:
        return None
    names = [re.sub(r"[^a-z0-9]", "", fold(cell)) for cell in record.cells]
    fields = [_FIELD_OF.get(name) for name in names]
    columns = {field: fields.index(field) for field in fields if field}
    if not columns:
        return None
    unknown = [
        cell.strip()[:40]
        for cell, field in zip(record.cells, fields, strict=True)
        if not field and cell.strip()
    ]
    repeated = [field for field in columns if fields.count(field) > 1]
    first_line = record.line - 1 + record.lines
    width = len(record.cells)
    return Layout(separator, columns, width, True, first_line, tuple(unknown), tuple(repeated))


def _refuse_half_header(header: Layout | None) -> None:
    """Raise UserError when the first record is a header without question or answer."""
    if header is None or len(header.columns) + len(header.unknown) < 2:
        return
    known = set(header.columns)
    short = all(len(name.split()) <= 3 and "?" not in name for name in header.unknown)
    if len(known) >= 2 or (short and known & {"question", "answer"}):
        missing = next(field for field in FIELDS if field not in known)
        names = {f"column_{language}": column_name(missing, language) for language in LANGUAGES}
        raise UserError("error.faq_column_missing", **names)


def _cell_counts(lines: list[str], separator: str, start: int) -> Counter[int]:
    sample = islice(read_records(lines, separator, start=start), _SAMPLE)
    return Counter(len(record.cells) for record in sample if record.quotes == "fine")


def _consistency(lines: list[str], separator: str, start: int) -> float:
    """Return, 0 to 1, how many records agree on two cells or more and begin with a question."""
    sample = list(islice(read_records(lines, separator, start=start), _SAMPLE))
    counts = Counter(len(record.cells) for record in sample if record.quotes == "fine")
    width, agreeing = max(
        ((cells, number) for cells, number in counts.items() if cells > 1),
        key=lambda found: found[1],
        default=(0, 0),
    )
    asked = sum(
        len(record.cells) == width and record.cells[0].rstrip().endswith("?") for record in sample
    )
    return (agreeing + asked) / (2 * max(len(sample), 1))
