"""Stems and whole words that the analyser has seen, with how often (assets/kichwa)."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from core.config import ASSETS

FOLDER = ASSETS / "kichwa"
STEMS = FOLDER / "analyser-stems.csv"
READINGS = FOLDER / "analyser-readings.csv"
_FOREIGN = frozenset("bcdefgjoqvxáéíóúü")


@dataclass(frozen=True, slots=True)
class Stem:
    """A stem of the treebank.

    form: its letters in small case. feats: what it brings itself. count: how often, weighted.
    """

    form: str
    lemma: str
    upos: str
    feats: str
    count: float


@dataclass(frozen=True, slots=True)
class Stems:
    """Stems by form, and the readings of whole words: form → {(lemma, upos, feats): count}."""

    by_form: Mapping[str, tuple[Stem, ...]]
    readings: Mapping[str, Mapping[tuple[str, str, str], float]]


def looks_foreign(form: str) -> bool:
    """Return whether `form` has letters that Kichwa is not written with.

    >>> looks_foreign("gobierno"), looks_foreign("chaki")
    (True, False)
    """
    return not _FOREIGN.isdisjoint(form.replace("ch", ""))


def read_stems(path: Path) -> dict[str, tuple[Stem, ...]]:
    """Return the stems of a table form,lemma,upos,feats,count."""
    found: dict[str, list[Stem]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for form, lemma, upos, feats, count in list(csv.reader(file))[1:]:
            found.setdefault(form, []).append(Stem(form, lemma, upos, feats, float(count)))
    return {form: tuple(stems) for form, stems in found.items()}


@cache
def shipped_stems() -> Stems:
    """Return the stems and readings in assets/kichwa."""
    readings = {
        form: {(stem.lemma, stem.upos, stem.feats): stem.count for stem in stems}
        for form, stems in read_stems(READINGS).items()
    }
    return Stems(read_stems(STEMS), readings)
