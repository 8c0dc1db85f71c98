"""Dictionaries Spanish–Kichwa: the Ministry's school dictionary, and any {head: senses}."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from core.errors import UserError
from core.lexicon.heads import clean_head, split_head, torn_heads
from core.lexicon.kichwa_entry import article_glosses, split_stray
from core.lexicon.spanish_entry import POS, article_senses, own_phrase
from core.lexicon.spelling import is_kichwa

Direction = Literal["es-qu", "qu-es"]
Value = str | list[str]


@dataclass(frozen=True)
class Entry:
    """One head word and what it means in the other language."""

    head: str
    direction: Direction
    pos: str
    regions: tuple[str, ...]
    senses: tuple[str, ...]
    qualifiers: tuple[str, ...]
    """For what each sense is said, or ""; as many as `senses`."""
    definition: str = ""
    """The article's explanation and example in Kichwa."""


@dataclass
class Report:
    """What was left out or mended while reading."""

    dropped: dict[str, str] = field(default_factory=dict)
    """Head: why no entry came of it."""
    unread: dict[str, list[str]] = field(default_factory=dict)
    """Head: parts of its article that could not be read."""
    mended: dict[str, str] = field(default_factory=dict)
    """Head in the file: the head it stands for."""


@dataclass(frozen=True)
class Dictionary:
    """Entries in the order of the file; one per head, class and direction."""

    entries: tuple[Entry, ...]
    report: Report


def detect_direction(data: Mapping[str, Value]) -> Direction:
    """Return which language the heads are in, by IPA brackets or else by spelling."""
    if sum(str(value).startswith("[") for value in data.values()) * 2 > len(data):
        return "qu-es"
    of_heads = sum(map(is_kichwa, data))
    firsts = (POS.sub("", _plain_senses(value)[0], count=1) for value in data.values())
    of_senses = sum(map(is_kichwa, firsts))
    return "qu-es" if of_heads > of_senses else "es-qu"


def _plain_senses(value: Value) -> tuple[str, ...]:
    parts = value if isinstance(value, list) else value.replace(";", ",").split(",")
    senses = tuple(dict.fromkeys(" ".join(part.split()) for part in parts if part.strip()))
    return senses or ("",)


def _spanish(head: str, value: str, report: Report) -> Iterator[Entry]:
    """Yield the entries of one article Spanish → Kichwa: the head, and phrases told under it."""
    pos, senses, unread = article_senses(value)
    if unread:
        report.unread[head] = unread
    own: dict[str, list[tuple[str, str]]] = {head: []}
    for sense in senses:
        phrase = own_phrase(head, sense.qualifier)
        own.setdefault(phrase or head, []).append((sense.text, "" if phrase else sense.qualifier))
    for name, pairs in own.items():
        if pairs:
            texts, notes = zip(*dict(pairs[::-1]).items(), strict=True)
            yield Entry(name, "es-qu", pos, (), texts[::-1], notes[::-1])


def _kichwa(head: str, value: str, report: Report) -> Iterator[Entry]:
    """Yield the entry of one article Kichwa → Spanish, and of those printed inside it."""
    for name, article in split_stray(head, value):
        glosses, unread = article_glosses(article)
        if unread:
            report.unread[name] = unread
        if not glosses:
            continue
        pairs = {
            sense: note
            for gloss in glosses
            for sense, note in zip(gloss.senses, gloss.qualifiers, strict=True)
        }
        regions = dict.fromkeys(region for gloss in glosses for region in gloss.regions)
        told = " ".join(gloss.definition for gloss in glosses).strip()
        senses, notes = tuple(pairs), tuple(pairs.values())
        yield Entry(name, "qu-es", glosses[0].pos, tuple(regions), senses, notes, told)


def _article(head: str, value: Value, direction: Direction, report: Report) -> Iterator[Entry]:
    """Yield the entries of one line of the file, whatever its kind."""
    if isinstance(value, str) and direction == "qu-es" and value.startswith("["):
        yield from _kichwa(head, value, report)
        return
    head, value = split_head(head, value) if isinstance(value, str) else (head, value)
    head = clean_head(head)[0]
    if isinstance(value, str) and direction == "es-qu" and POS.match(value):
        yield from _spanish(head, value, report)
    elif any(_plain_senses(value)):
        senses = _plain_senses(value)
        yield Entry(head, direction, "", (), senses, ("",) * len(senses))


def read_entries(data: Mapping[str, Value], direction: Direction | None = None) -> Dictionary:
    """Return the entries of {head: senses}."""
    direction = direction or detect_direction(data)
    report = Report()
    torn = torn_heads(list(data)) if direction == "es-qu" else {}
    entries: list[Entry] = []
    for head, value in data.items():
        whole = torn.get(head, head)
        if whole is None:
            report.dropped[head] = "its beginning is lost"
            continue
        if whole != head:
            report.mended[head] = whole
        read = [entry for entry in _article(whole, value, direction, report) if entry.head]
        entries += read
        if not read:
            report.dropped[head] = "no sense could be read"
    return Dictionary(tuple(_merged(entries)), report)


def _merged(entries: list[Entry]) -> Iterator[Entry]:
    """Yield entries with those of the same head made one: a question names the head alone."""
    by_head: dict[str, Entry] = {}
    for entry in entries:
        known = by_head.get(entry.head)
        if known is None:
            by_head[entry.head] = entry
            continue
        pairs = dict(zip(entry.senses, entry.qualifiers, strict=True))
        pairs |= dict(zip(known.senses, known.qualifiers, strict=True))
        order = tuple(dict.fromkeys(known.senses + entry.senses))
        by_head[entry.head] = Entry(
            entry.head,
            entry.direction,
            known.pos,
            tuple(dict.fromkeys(known.regions + entry.regions)),
            order,
            tuple(pairs[sense] for sense in order),
            " ".join(filter(None, (known.definition, entry.definition))),
        )
    yield from by_head.values()


def read_dictionary(path: Path, direction: Direction | None = None) -> Dictionary:
    """Return the entries of a JSON file {head: senses} or {head: [sense, …]}.

    Raises UserError when the file is not such a dictionary.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as fault:
        raise UserError("error.dictionary_unreadable", file=path.name) from fault
    if not is_dictionary(data):
        raise UserError("error.dictionary_unreadable", file=path.name)
    return read_entries(data, direction)


def is_dictionary(data: object) -> bool:
    """Return whether parsed JSON is {head: senses} or {head: [sense, …]}."""
    return (
        isinstance(data, dict)
        and bool(data)
        and all(
            isinstance(value, str)
            or (isinstance(value, list) and all(isinstance(sense, str) for sense in value))
            for value in data.values()
        )
    )
