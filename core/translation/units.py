"""Texts as the phrase engine sees them: Kichwa stems and suffixes, Spanish words, and back.

A unit is a word or mark in small letters; a suffix begins with "+".
"""

import csv
import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

from core.config import ASSETS
from core.kichwa.analyse import analyse
from core.kichwa.chains import chains
from core.text import clean
from core.translation.result import Direction

Language = str
"""es or qu."""
SPLITS = ASSETS / "kichwa" / "phrases" / "words.csv"
BETWEEN = "|"
_TOKEN = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+|[^\w\s]|_")
_DROPPED = frozenset("¿¡\"“”«»—–'‘’`*#<>[]{}|\\^~")  # opened or closed again where text is written
_CLOSE = re.compile(r"\s+([.,;:?!…)%])")
_OPEN = re.compile(r"([(])\s+")
_SENTENCE = re.compile(r"[^.?!…]+[.?!…]*\s*")
_FIRST = re.compile(r"(^|[.?!…]\s+)([¿¡(]*)([^\W\d_])")
_ENDING = re.compile(r"\s*((?:[.?!…]|\.\.\.)*)\s*$")
_LONGEST_WORD = 40  # letters; no Kichwa word comes near


def languages(direction: Direction) -> tuple[Language, Language]:
    """Return the language of the source and of the target."""
    return ("qu", "es") if direction == "qu-es" else ("es", "qu")


def tokens(text: str) -> list[str]:
    """Return words, numbers and marks as they are written.

    >>> tokens("¿Imatak? 3,5")
    ['Imatak', '?', '3,5']
    """
    return [token for token in _TOKEN.findall(clean(text)) if token not in _DROPPED]


def is_word(unit: str) -> bool:
    """Return whether a unit is a word or a suffix, not a number or a mark."""
    return unit.lstrip("+")[:1].isalpha()


@cache
def known_splits() -> dict[str, tuple[str, ...]]:
    """Return the words that phrases were learned from, with stem and suffixes as they were then."""
    if not SPLITS.exists():
        return {}
    found = {}
    with SPLITS.open(encoding="utf-8", newline="") as file:
        for (row,) in list(csv.reader(file))[1:]:
            stem, *suffixes = row.split(BETWEEN)
            found[row.replace(BETWEEN, "")] = (stem, *(f"+{suffix}" for suffix in suffixes))
    return found


def split_word(word: str) -> tuple[str, ...]:
    """Return the stem and the suffixes of a Kichwa word in small letters."""
    return known_splits().get(word) or analysed(word)


@lru_cache(maxsize=20_000)
def analysed(word: str) -> tuple[str, ...]:
    """Return the stem and the suffixes that the analyser finds likeliest."""
    if not word[0].isalpha() or len(word) > _LONGEST_WORD:
        return (word,)
    parts = [part.form for part in analyse(word)[0].morphemes]
    if not parts or "".join(parts) != word:
        return (word,)
    return (parts[0], *(f"+{part}" for part in parts[1:]))


def units(text: str, language: Language) -> list[str]:
    """Return the units of a text."""
    found: list[str] = []
    for token in tokens(text):
        small = token.lower()
        if language == "qu":
            found += split_word(small)
        else:
            found.append(small)
    return found


def split_ending(text: str) -> tuple[str, str]:
    """Return the text without the marks that close it, and these.

    >>> split_ending("Imatak?")
    ('Imatak', '?')
    """
    end = _ENDING.search(text.rstrip(" \"”»'"))
    if end is None or not end[1]:
        return text, ""
    return text[: end.start(1)].rstrip(), end[1]


def join_units(parts: Sequence[str]) -> list[str]:
    """Return words, suffixes joined to the word before them; those after a mark are left out.

    >>> join_units(["wasi", "+pi", ",", "+ka"])
    ['wasipi', ',']
    """
    joined: list[str] = []
    for part in parts:
        if not part.startswith("+") or part == "+":
            joined.append(part)
        elif joined and joined[-1][-1].isalnum():
            joined[-1] += part[1:]
    return joined


@lru_cache(maxsize=20_000)
def may_follow_a_stem(suffixes: str) -> bool:
    """Return whether Kichwa words may end so, as nouns or as verbs.

    >>> may_follow_a_stem("kunapi"), may_follow_a_stem("pikuna"), may_follow_a_stem("nirka")
    (True, True, False)
    """
    return bool(chains(suffixes, "N") or chains(suffixes, "V"))


def impossible_words(parts: Sequence[str]) -> int:
    """Return how many words have suffixes in a row that Kichwa does not have.

    >>> impossible_words(["wasi", "+pi", "rura", "+ni", "+rka"])
    1
    """
    text = "".join(part if part.startswith("+") else " " + part for part in parts)
    rows = (word.partition("+")[2].replace("+", "") for word in text.split())
    return sum(not may_follow_a_stem(row) for row in rows if row)


def _with_opening_marks(text: str) -> str:
    """Return Spanish text with the marks that open its questions and exclamations."""
    told = []
    for piece in _SENTENCE.findall(text):
        closing = piece.rstrip()[-1:]
        told.append({"?": "¿", "!": "¡"}.get(closing, "") + piece)
    return "".join(told)


def written(parts: Sequence[str], language: Language, names: Mapping[str, str]) -> str:
    """Return units as text: spaces, capitals, and Spanish opening marks.

    names: how a word in small letters is written where it is a name.
    """
    joined = [_named(word, names) for word in join_units(parts)]
    text = _OPEN.sub(r"\1", _CLOSE.sub(r"\1", " ".join(joined)))
    if language == "es":
        text = _with_opening_marks(text)
    return _FIRST.sub(lambda start: start[1] + start[2] + start[3].upper(), text)


def _named(word: str, names: Mapping[str, str]) -> str:
    """Return a word in its own capitals, also where suffixes follow the name."""
    if word in names:
        return names[word]
    for end in range(len(word) - 1, 3, -1):
        if word[:end] in names:
            return names[word[:end]] + word[end:]
    return word
