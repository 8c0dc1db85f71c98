"""Unified Kichwa written as older books and other regions write it: synthetic text for measuring.

Real old-spelled text is not among the data. These rules go the other way than spelling.toml and
were written from descriptions of the spellings, not from the rules of the normaliser.
"""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Style:
    """One way of writing: replacements in order; each (pattern, what is written instead)."""

    name: str
    steps: tuple[tuple[str, str], ...]


_DIPHTHONGS = (
    (r"aw(?=[^aiuw]|$)", "au"),
    (r"(?<=[au])y(?=[^aiuy]|$)", "i"),
    (r"(?<=i)y$", "i"),
)
_HUA = ((r"w(?=[ai])", "hu"), (r"w(?=u)", "hu"))
_LETTERS = ((r"k(?=i)", "qu"), (r"k(?=$|[^aiuh])", "{coda}"), (r"k", "c"))
_VOICED = (
    (r"nki", "ngui"),
    (r"nk", "ng"),
    (r"mp", "mb"),
    (r"np", "nb"),
    (r"nt(?!s)", "nd"),
)
_INITIAL_J = ((r"^h", "j"), (r"(?<=[aiu])h(?=[aiu])", "j"))


def _letters(coda: str) -> tuple[tuple[str, str], ...]:
    return tuple((find, to.format(coda=coda)) for find, to in _LETTERS)


STYLES = (
    Style("missionary", (*_INITIAL_J, (r"ts", "tz"), *_HUA, *_DIPHTHONGS, *_letters("c"))),
    Style(
        "chimborazo",
        (
            *_INITIAL_J,
            (r"pash$", "pish"),
            *_HUA,
            *_DIPHTHONGS,
            (r"nka", "nga"),
            (r"mp", "mb"),
            (r"nki", "ngui"),
            *_letters("j"),
        ),
    ),
    Style(
        "imbabura",
        (
            *_INITIAL_J,
            (r"nchik(?=$|ka$|mi$)", "nchi"),
            (r"ychik$", "ychi"),
            *_VOICED,
            (r"(?<=[aiu])kun(?=$|[kmt])", "jun"),
            (r"kri", "gri"),
            (r"^pu(?=[ck])", "fu"),
            *_HUA,
            *_DIPHTHONGS,
            *_letters("j"),
        ),
    ),
    Style(
        "travellers",
        (
            *_INITIAL_J,
            (r"(?<=[aiu])w(?=a)", "hu"),
            (r"^w(?=a)", "gu"),
            (r"^w(?=i)", "hu"),
            (r"(?<=i)y(?=a)", ""),
            *_VOICED[:3],
            *_DIPHTHONGS,
            *_letters("g"),
        ),
    ),
    Style(
        "amazonia",
        (
            (r"^ha", "a"),
            (r"(?<=.)pash$", "pas"),
            (r"ka$", "ga"),
            (r"kuna", "guna"),
            *_VOICED,
            *_HUA,
            *_DIPHTHONGS,
            *_letters("j"),
        ),
    ),
)
_VOWELS_NEAR_QU = ((r"qui(?=r|l|n\b)", "que"), (r"u(?=c$|j$)", "o"))


def respell(word: str, style: Style, rng: random.Random | None = None) -> str:
    """Return a unified word as `style` writes it; with `rng`, sometimes with e and o.

    >>> [respell("wasikunapak", style) for style in STYLES]
    ['huasicunapac', 'huasicunapaj', 'huasicunapaj', 'guasicunapag', 'huasigunapaj']
    """
    written = word.lower()
    for find, to in style.steps:
        written = re.sub(find, to, written)
    if rng and rng.random() < 0.1:
        for find, to in _VOWELS_NEAR_QU:
            written = re.sub(find, to, written)
    return written[:1].upper() + written[1:] if word[:1].isupper() else written


def respell_all(words: Sequence[str], seed: int = 0) -> list[tuple[str, str]]:
    """Return (old spelling, unified word), each word in a style drawn at random."""
    rng = random.Random(seed)
    return [(respell(word, rng.choice(STYLES), rng), word) for word in words]
