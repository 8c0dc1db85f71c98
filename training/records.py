"""Training records: URKU's JSON format, and dictionaries as questions and answers."""

import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from core.errors import UserError
from core.lexicon.dictionary import Direction, Entry
from core.prompts.llamita import WORD_TO_KICHWA, WORD_TO_SPANISH
from core.prompts.records import Record
from core.text import fold

_KEYS = {"instruction": "instruccion", "entry": "entrada", "output": "salida"}
_HELD_OUT_OF_1000 = 40
INSTRUCTION: dict[Direction, str] = {"es-qu": WORD_TO_KICHWA, "qu-es": WORD_TO_SPANISH}


def _record(row: object, file: str, number: int) -> Record:
    """Return the record of one JSON object, with or without accents in its keys."""
    if isinstance(row, Mapping):
        cells = {fold(str(key)): value for key, value in row.items()}
        found = {name: cells.get(key, "") for name, key in _KEYS.items()}
        if found["output"] != "" and all(isinstance(cell, str) for cell in found.values()):
            return Record(**{name: cell.strip() for name, cell in found.items()})
    raise UserError("error.records_unreadable", file=file, record=number)


def _rows(text: str) -> list[object]:
    """Return the objects of a JSON list, of one object, or of JSON lines."""
    try:
        data = json.loads(text)
    except ValueError:
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    return data if isinstance(data, list) else [data]


def read_records(path: Path) -> list[Record]:
    """Return the records of a file: a JSON list or JSON lines, with or without a byte order mark.

    Raises UserError naming the first record that is none.
    """
    try:
        rows = _rows(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as fault:
        raise UserError("error.records_unreadable", file=path.name, record=1) from fault
    return [_record(row, path.name, number) for number, row in enumerate(rows, 1)]


def write_records(records: Iterable[Record], path: Path) -> None:
    """Write records as a JSON list, in URKU's format."""
    rows = [
        {"Instrucción": record.instruction, "Entrada": record.entry, "Salida": record.output}
        for record in records
    ]
    path.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def heldout_head(head: str) -> bool:
    """Return whether a head word is kept from training: about 4 % are, always the same ones."""
    return zlib.crc32(f"head:{fold(head)}".encode()) % 1000 < _HELD_OUT_OF_1000


def reversed_entries(entries: Sequence[Entry]) -> list[Entry]:
    """Return entries in the other direction: each sense with all the heads that have it."""
    heads: dict[tuple[Direction, str], list[str]] = {}
    for entry in entries:
        other: Direction = "qu-es" if entry.direction == "es-qu" else "es-qu"
        for sense in entry.senses:
            known = heads.setdefault((other, sense), [])
            if entry.head not in known:
                known.append(entry.head)
    return [
        Entry(sense, direction, "", (), tuple(found), ("",) * len(found))
        for (direction, sense), found in heads.items()
    ]


def _as_record(entry: Entry) -> Record:
    return Record(INSTRUCTION[entry.direction], entry.head, ", ".join(entry.senses))


def dictionary_records(entries: Sequence[Entry], heldout: bool = False) -> list[Record]:
    """Return one record per head word and direction.

    A head is answered by its own article. Words without one are answered by the heads of the other
    direction that name them. With `heldout`, only the articles of held-out heads; else neither
    those nor any pair read backwards from them, nor a held-out word asked backwards. An article of
    the other direction that names a held-out head stays: it was printed, not derived.
    """
    if heldout:
        return [_as_record(entry) for entry in entries if heldout_head(entry.head)]
    told = {(entry.direction, fold(entry.head)) for entry in entries}
    known = [entry for entry in entries if not heldout_head(entry.head)]
    backwards = [
        entry
        for entry in reversed_entries(known)
        if (entry.direction, fold(entry.head)) not in told and not heldout_head(entry.head)
    ]
    return [_as_record(entry) for entry in [*known, *backwards]]
