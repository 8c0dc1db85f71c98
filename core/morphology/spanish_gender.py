"""The gender of a Spanish noun, listed or told by its ending."""

import tomllib
from functools import cache
from pathlib import Path

from core.morphology.spanish_words import nouns

_TABLE = Path(__file__).with_suffix(".toml")
_FEMININE = (
    "a",
    "ión",
    "dad",
    "tad",
    "tud",
    "ez",
    "umbre",
    "eza",
    "itis",
    "sis",
    "ie",
)
_EITHER = ("ista", "ante", "ente", "iente")
_MASCULINE = ("ema", "oma", "clima", "grama", "ambiente", "aje", "or", "án", "ambre")


@cache
def _exceptions() -> dict[str, str]:
    """Return the nouns whose ending misleads.

    Raises ValueError for a gender that is none.
    """
    sheet = tomllib.loads(_TABLE.read_text(encoding="utf-8"))
    if sheet.keys() != {"masc", "fem", "either"}:
        raise ValueError(f"{_TABLE.name}: masc, fem and either, no other")
    named = {"masc": "masc", "fem": "fem", "either": ""}
    return {noun: named[key] for key, listed in sheet.items() for noun in listed.split()}


@cache
def listed_nouns() -> frozenset[str]:
    """Return the nouns whose ending misleads."""
    return frozenset(_exceptions())


def gender_by_ending(noun: str) -> str:
    """Return "masc", "fem", or "" where the ending goes with both.

    >>> gender_by_ending("lección"), gender_by_ending("problema"), gender_by_ending("mano")
    ('fem', 'masc', 'fem')
    """
    listed = _exceptions().get(noun)
    if listed is not None:
        return listed
    for endings, gender in ((_MASCULINE, "masc"), (_EITHER, ""), (_FEMININE, "fem")):
        if noun.endswith(endings):
            return gender
    return "masc"


def gender(noun: str) -> str:
    """Return "masc", "fem", or "" for a noun of either gender (el/la estudiante).

    >>> gender("agua"), gender("día"), gender("profesora")
    ('fem', 'masc', 'fem')
    """
    noun = noun.lower()
    listed = _exceptions().get(noun)
    if listed is not None:
        return listed
    known = nouns().get(noun)
    return known.gender if known else gender_by_ending(noun)
