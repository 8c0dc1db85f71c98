"""Stems and whole words that the analyser has seen, with how often (assets/kichwa)."""

import csv
import gzip
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from core.config import ASSETS
from core.kichwa.features import NONE
from core.kichwa.lexicon import lexicon
from core.lexicon.spelling import spanish_forms
from core.text import fold

FOLDER = ASSETS / "kichwa"
STEMS = FOLDER / "analyser-stems.csv.gz"
READINGS = FOLDER / "analyser-readings.csv.gz"
_SHORTEST_SPANISH = 4
_FOREIGN = frozenset("bcdefgjoqvxáéíóúü")
_SPANISH_FEATS = ("Gender=Fem|Number=Sing", "Gender=Masc|Number=Sing", "Number=Sing")
NAMING = frozenset({"NOUN", "ADJ", "PROPN"})


class Stem(NamedTuple):
    """A stem of the treebank.

    form: its letters in small case. feats: what it brings itself. count: how often, weighted.
    """

    form: str
    lemma: str
    upos: str
    feats: str
    count: float  # type: ignore[assignment]  # a tuple has a method of this name


def looks_foreign(form: str) -> bool:
    """Return whether `form` has letters that Kichwa is not written with.

    >>> looks_foreign("gobierno"), looks_foreign("chaki")
    (True, False)
    """
    return not _FOREIGN.isdisjoint(form.replace("ch", ""))


@lru_cache(maxsize=10_000)
def is_spanish(form: str) -> bool:
    """Return whether a stem is likely Spanish: by its letters, or common there and no head word.

    >>> is_spanish("gobierno"), is_spanish("pena"), is_spanish("mama")
    (True, True, False)
    """
    if looks_foreign(form):
        return True
    known = len(form) >= _SHORTEST_SPANISH and fold(form) in spanish_forms()
    return known and form not in listed()


def possible(form: str) -> tuple[str, ...]:
    """Return what a nominal stem may bring: gender and number where it is Spanish."""
    return (NONE, *_SPANISH_FEATS) if is_spanish(form) else (NONE,)


@dataclass(frozen=True, slots=True)
class Stems:
    """Stems by form, and the readings of whole words: form → {(lemma, upos, feats): count}.

    listed: the head words of the lexicon with their classes.
    """

    by_form: Mapping[str, tuple[Stem, ...]]
    readings: Mapping[str, Mapping[tuple[str, str, str], float]]
    listed: Mapping[str, frozenset[str]]
    _shares: dict[str, tuple[tuple[Stem, float], ...]] = field(default_factory=dict, repr=False)

    def of(self, form: str) -> tuple[tuple[Stem, float], ...]:
        """Return the stems of a form, each with its share of their count.

        Nominal stems follow with features that they were not seen with.
        """
        stems = self.by_form.get(form)
        if stems is None:
            return ()
        if form not in self._shares:
            total = sum(stem.count for stem in stems)
            seen = [(stem, stem.count / total if total else 1.0) for stem in stems]
            self._shares[form] = (*seen, *((stem, 0.0) for stem in _otherwise(stems)))
        return self._shares[form]


def _otherwise(stems: Sequence[Stem]) -> list[Stem]:
    """Return nominal stems with features that they were not seen with."""
    names = dict.fromkeys(stem[:3] for stem in stems if stem.upos in NAMING)
    seen = {stem[1:4] for stem in stems}
    return [
        Stem(form, lemma, upos, feats, 0.0)
        for form, lemma, upos in names
        for feats in possible(form)
        if (lemma, upos, feats) not in seen
    ]


def read_table(path: Path) -> list[list[str]]:
    """Return the rows of a compressed CSV table below its head."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]


def read_stems(path: Path) -> dict[str, tuple[Stem, ...]]:
    """Return the stems of a table form,lemma,upos,feats,count."""
    found: dict[str, list[Stem]] = {}
    for form, lemma, upos, feats, count in read_table(path):
        found.setdefault(form, []).append(Stem(form, lemma, upos, feats, float(count)))
    return {form: tuple(stems) for form, stems in found.items()}


@cache
def listed() -> Mapping[str, frozenset[str]]:
    """Return the head words of the lexicon with their classes."""
    found: dict[str, set[str]] = {}
    for entry in lexicon().entries:
        found.setdefault(entry.lemma, set()).add(entry.pos)
    return {lemma: frozenset(classes) for lemma, classes in found.items()}


@cache
def shipped_stems() -> Stems:
    """Return the stems and readings in assets/kichwa."""
    readings = {
        form: {(stem.lemma, stem.upos, stem.feats): stem.count for stem in stems}
        for form, stems in read_stems(READINGS).items()
    }
    return Stems(read_stems(STEMS), readings, listed())
