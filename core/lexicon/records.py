"""Records of questions and answers in the formats people keep: URKU's JSON, JSON lines, CSV."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from core.errors import UserError
from core.lexicon.dictionary import Direction
from core.lexicon.spelling import is_kichwa
from core.prompts.llamita import (
    TEXT_TO_KICHWA,
    TEXT_TO_SPANISH,
    WORD_TO_KICHWA,
    WORD_TO_SPANISH,
)
from core.prompts.records import Record
from core.storage.file_text import NotText, decode, other_format
from core.text import fold

INSTRUCTION: dict[Direction, str] = {"es-qu": WORD_TO_KICHWA, "qu-es": WORD_TO_SPANISH}
TEXT_INSTRUCTION: dict[Direction, str] = {"es-qu": TEXT_TO_KICHWA, "qu-es": TEXT_TO_SPANISH}
_KEYS = {
    "instruction": ("instruccion", "instruction"),
    "entry": ("entrada", "input"),
    "output": ("salida", "output"),
}
_LANGUAGE = {"es": "espanol es castellano spanish", "qu": "kichwa quichua qu runashimi shimi"}
_LANGUAGE_OF = {name: code for code, names in _LANGUAGE.items() for name in names.split()}
_TO: dict[str, Direction] = {"es": "es-qu", "qu": "qu-es"}


def pair_records(pairs: Iterable[tuple[str, str]], direction: Direction) -> list[Record]:
    """Return pairs (source, target) as records; one word is asked for otherwise than a text."""
    return [
        Record((TEXT_INSTRUCTION if " " in source else INSTRUCTION)[direction], source, target)
        for source, target in pairs
    ]


def parse_records(data: bytes, name: str) -> list[Record]:
    """Return the records of a file: a JSON list, JSON lines, or CSV of two or three columns.

    Keys may have accents or not, in Spanish or English; chats of one question count too. A CSV
    file names its columns in the first line, or gives two languages told apart by spelling.
    Raises UserError naming the first record that is none.
    """
    try:
        text = decode(data).text
        if other_format(data, name) not in ("", "JSON"):
            raise NotText
        if Path(name).suffix.lower() in (".csv", ".tsv"):
            return _csv_records(text, name)
        rows = _rows(text)
    except (NotText, ValueError, RecursionError) as fault:
        raise UserError("error.records_unreadable", file=name, record=1) from fault
    return [_record(row, name, number) for number, row in enumerate(rows, 1)]


def read_records(path: Path) -> list[Record]:
    """Return the records of a file on this machine, as `parse_records` does.

    Raises UserError when there is no such file, or naming the first record that is none.
    """
    try:
        data = path.read_bytes()
    except OSError as fault:
        raise UserError("error.records_unreadable", file=path.name, record=1) from fault
    return parse_records(data, path.name)


def dump_records(records: Iterable[Record]) -> str:
    """Return records as a JSON list, in URKU's format."""
    rows = [
        {"Instrucción": record.instruction, "Entrada": record.entry, "Salida": record.output}
        for record in records
    ]
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


def dump_chats(records: Iterable[Record]) -> str:
    """Return records as JSON lines of chats: {"messages": [{"role", "content"}, …]}."""
    lines = []
    for record in records:
        asked = {"role": "user", "content": record.question}
        told = {"role": "assistant", "content": record.output}
        lines.append(json.dumps({"messages": [asked, told]}, ensure_ascii=False) + "\n")
    return "".join(lines)


def write_records(records: Iterable[Record], path: Path) -> None:
    """Write records as a JSON list, in URKU's format."""
    path.write_text(dump_records(records), encoding="utf-8")


def _rows(text: str) -> list[object]:
    """Return the objects of a JSON list, of one object, or of JSON lines."""
    try:
        data = json.loads(text)
    except ValueError:
        return [json.loads(line) for line in text.split("\n") if line.strip()]
    return data if isinstance(data, list) else [data]


def _record(row: object, file: str, number: int) -> Record:
    """Return the record of one JSON object."""
    if isinstance(row, Mapping):
        cells = {fold(str(key)): value for key, value in row.items()}
        if "messages" in cells:
            cells = _chat(cells["messages"])
        found = {
            name: next((cells[key] for key in keys if key in cells), "")
            for name, keys in _KEYS.items()
        }
        known = any(key in cells for key in _KEYS["output"])
        if known and all(isinstance(cell, str) for cell in found.values()):
            return Record(**{name: str(cell).strip() for name, cell in found.items()})
    raise UserError("error.records_unreadable", file=file, record=number)


def _chat(messages: object) -> dict[str, object]:
    """Return the question and the answer of a chat; {} where it is another kind of talk."""
    if not isinstance(messages, list) or not all(isinstance(said, Mapping) for said in messages):
        return {}
    told = [(said.get("role"), said.get("content")) for said in messages]
    asked = [content for role, content in told if role == "user"]
    answered = [content for role, content in told if role == "assistant"]
    if len(asked) != 1 or len(answered) != 1 or not isinstance(asked[0], str):
        return {}
    instruction, _, entry = asked[0].partition("\n")
    return {"instruction": instruction, "input": entry, "output": answered[0]}


def _csv_records(text: str, name: str) -> list[Record]:
    first = next((line for line in text.split("\n") if line.strip()), "")
    separator = max(";,\t", key=first.count)
    try:
        cells = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as fault:
        raise UserError("error.records_unreadable", file=name, record=1) from fault
    rows = [(number, row) for number, row in enumerate(cells, 1) if any(map(str.strip, row))]
    if not rows:
        return []
    header = [fold(cell).lstrip("\ufeff") for cell in rows[0][1]]
    if set(_KEYS["output"]) & set(header):
        named = [(number, dict(zip(header, row, strict=False))) for number, row in rows[1:]]
        return [_record(row, name, number) for number, row in named]
    return _two_columns(header, rows, name)


def _two_columns(
    header: Sequence[str], rows: Sequence[tuple[int, list[str]]], name: str
) -> list[Record]:
    languages = [_LANGUAGE_OF.get(cell) for cell in header]
    if "es" in languages and "qu" in languages:
        source, target = sorted((languages.index("es"), languages.index("qu")))
        direction = _TO[languages[source] or "es"]
        rows = rows[1:]
    else:
        source, target = 0, 1
        firsts, seconds = (
            sum(is_kichwa(row[at]) for _, row in rows if len(row) > at) for at in (0, 1)
        )
        direction = "qu-es" if firsts > seconds else "es-qu"
    for number, row in rows:
        if len(row) <= target:
            raise UserError("error.records_unreadable", file=name, record=number)
    pairs = [(row[source].strip(), row[target].strip()) for _, row in rows]
    return pair_records(pairs, direction)
