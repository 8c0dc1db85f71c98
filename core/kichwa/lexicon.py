"""The lexicon of Kichwa: head words, their class and their Spanish equivalents (lexicon.csv)."""

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType

from core.config import ASSETS
from core.errors import UserError

PATH = ASSETS / "kichwa" / "lexicon.csv"
COLUMNS = ("lemma", "pos", "es", "weights", "region", "source", "review")
CLASSES = frozenset(
    "NOUN VERB ADJ ADV PRON DET NUM PART INTJ CCONJ SCONJ ADP AUX PROPN".split()  # noqa: SIM905
)
DRAFT = "borrador"
_BETWEEN = "; "
_HEAVIEST = 99
# Letters of unified spelling; z and zh are those of words from the south.
_LETTERS = "(?:ch|zh|[aiuhklmnñprstwyz])+"
_UNIFIED = re.compile(f"{_LETTERS}(?: {_LETTERS})*")
_OLD = re.compile(r"hu[ai]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One head word in one class.

    lemma: in unified spelling; of verbs the bare stem ("puri").
    senses: Spanish equivalents, the most usual first.
    weights: how good a translation of each sense this word is, 1–99.
    region: where it is said, such as "amz" or "s+amz"; "" for everywhere.
    source: where the facts are from, joined by "+".
    review: "borrador" until a speaker has signed it.
    """

    lemma: str
    pos: str
    senses: tuple[str, ...]
    weights: tuple[int, ...]
    region: str
    source: str
    review: str

    @property
    def citation(self) -> str:
        """Return the form that dictionaries print: of verbs the infinitive."""
        return f"{self.lemma}na" if self.pos in ("VERB", "AUX") else self.lemma


class Lexicon:
    """Entries, found by either language."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = tuple(entries)
        by_lemma: dict[str, list[Entry]] = defaultdict(list)
        by_sense: dict[str, list[tuple[int, Entry]]] = defaultdict(list)
        for entry in self.entries:
            by_lemma[entry.lemma].append(entry)
            for sense, weight in zip(entry.senses, entry.weights, strict=True):
                by_sense[_spanish_key(sense)].append((weight, entry))
        self._by_lemma = {lemma: tuple(found) for lemma, found in by_lemma.items()}
        self._by_sense = {sense: _heaviest_first(found) for sense, found in by_sense.items()}

    def __contains__(self, lemma: object) -> bool:
        return lemma in self._by_lemma

    def of(self, lemma: str, pos: str | None = None) -> tuple[Entry, ...]:
        """Return the entries of a Kichwa head word, of one class where `pos` is given.

        >>> [entry.senses[0] for entry in lexicon().of("yaku")]
        ['agua']
        """
        found = self._by_lemma.get(lemma.casefold(), ())
        return tuple(entry for entry in found if pos in (None, entry.pos))

    def stems(self, pos: str | None = None) -> frozenset[str]:
        """Return the head words of one word, of one class where `pos` is given."""
        return frozenset(
            entry.lemma
            for entry in self.entries
            if " " not in entry.lemma and pos in (None, entry.pos)
        )

    def from_spanish(self, word: str, pos: str | None = None) -> tuple[Entry, ...]:
        """Return the entries that translate a Spanish dictionary form, the best first.

        What has no entry is looked up in its other form: a verb with or without its reflexive
        "se", an adjective in the feminine.

        >>> [entry.lemma for entry in lexicon().from_spanish("perro")]
        ['allku']
        """
        key = _spanish_key(word)
        found = self._by_sense.get(key) or self._by_sense.get(_turned(key), ())
        return tuple(entry for entry in found if pos in (None, entry.pos))

    @cached_property
    def spanish(self) -> Mapping[str, tuple[Entry, ...]]:
        """Return {Spanish equivalent in lower case: entries, the best first}."""
        return MappingProxyType(self._by_sense)


def _spanish_key(word: str) -> str:
    return " ".join(word.casefold().split())


def _turned(word: str) -> str:
    """Return the other form of a word: its infinitive with or without "se", its feminine."""
    if word.endswith("rse"):
        return word.removesuffix("se")
    if word.endswith("r"):
        return f"{word}se"
    return f"{word[:-1]}a" if word.endswith("do") else word


def _heaviest_first(found: list[tuple[int, Entry]]) -> tuple[Entry, ...]:
    return tuple(entry for _, entry in sorted(found, key=lambda pair: -pair[0]))


def is_unified(lemma: str) -> bool:
    """Return whether a head word keeps to unified spelling.

    >>> is_unified("yachana wasi"), is_unified("huasi"), is_unified("wazi")
    (True, False, True)
    """
    return bool(_UNIFIED.fullmatch(lemma)) and not _OLD.search(lemma)


def _fault(row: Mapping[str, str], seen: set[tuple[str, str]]) -> str:
    """Return the column that is wrong, or ""."""
    senses = row["es"].split(_BETWEEN)
    weights = row["weights"].split(_BETWEEN)
    checks = {
        "lemma": is_unified(row["lemma"]) and (row["lemma"], row["pos"]) not in seen,
        "pos": row["pos"] in CLASSES,
        "es": all(sense and sense == sense.strip() for sense in senses)
        and len(set(senses)) == len(senses),
        "weights": len(weights) == len(senses)
        and all(weight.isdecimal() and 0 < int(weight) <= _HEAVIEST for weight in weights),
        "source": bool(row["source"]),
        "review": bool(row["review"]),
    }
    return next((column for column, fine in checks.items() if not fine), "")


def _read(path: Path) -> Iterator[Entry]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file, restval="")
        if tuple(rows.fieldnames or ()) != COLUMNS:
            raise UserError("error.lexicon_columns", file=path.name, columns=", ".join(COLUMNS))
        seen: set[tuple[str, str]] = set()
        for row in rows:
            column = "es" if None in row else _fault(row, seen)
            if column:
                raise UserError(
                    "error.lexicon_row", file=path.name, line=rows.line_num, column=column
                )
            seen.add((row["lemma"], row["pos"]))
            yield Entry(
                row["lemma"],
                row["pos"],
                tuple(row["es"].split(_BETWEEN)),
                tuple(map(int, row["weights"].split(_BETWEEN))),
                row["region"],
                row["source"],
                row["review"],
            )


def read_lexicon(path: Path) -> Lexicon:
    """Return the lexicon of a CSV file.

    Raises UserError that names the line and the column when the file is broken.
    """
    try:
        return Lexicon(_read(path))
    except (OSError, UnicodeDecodeError, csv.Error) as fault:
        raise UserError("error.lexicon_unreadable", file=path.name) from fault


def write_lexicon(entries: Iterable[Entry], path: Path) -> None:
    """Write entries in the form that `read_lexicon` reads."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(COLUMNS)
        for entry in entries:
            weights = _BETWEEN.join(map(str, entry.weights))
            rows.writerow(
                [
                    entry.lemma,
                    entry.pos,
                    _BETWEEN.join(entry.senses),
                    weights,
                    entry.region,
                    entry.source,
                    entry.review,
                ]
            )


@cache
def lexicon() -> Lexicon:
    """Return the shipped lexicon, read once."""
    return read_lexicon(PATH)
