"""The commonest Spanish verbs, nouns and adjectives: lemmas, genders and how common each is."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from core.config import ASSETS

VERBS = ASSETS / "words" / "es-verbs.csv"
NOUNS = ASSETS / "words" / "es-nouns.csv"
GENDERS = {"m": "masc", "f": "fem", "c": ""}  # c: either, as in el/la estudiante


@dataclass(frozen=True)
class Noun:
    """How a lemma is used: gender "masc", "fem" or "" where both; zipf: log10 per 10⁹ words."""

    gender: str
    zipf: float


@cache
def verbs(path: Path = VERBS) -> Mapping[str, float]:
    """Return the infinitives with their Zipf values."""
    with path.open(encoding="utf-8", newline="") as file:
        return {row["lemma"]: float(row["zipf"]) for row in csv.DictReader(file)}


@cache
def nouns(path: Path = NOUNS) -> Mapping[str, Noun]:
    """Return the nouns."""
    return {
        row["lemma"]: Noun(GENDERS[row["gender"]], float(row["zipf"]))
        for row in _rows(path)
        if row["pos"] == "n"
    }


@cache
def adjectives(path: Path = NOUNS) -> Mapping[str, float]:
    """Return the adjectives, masculine singular, with their Zipf values."""
    return {row["lemma"]: float(row["zipf"]) for row in _rows(path) if row["pos"] == "j"}


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
