"""Whether a word can come from another by one affix: letters compared, not sounds."""

import re

from core.text import fold

# Spellings of one sound or of one stem vowel, in Spanish and German.
_SAME = (
    (re.compile(r"qu(?=[ei])|c(?=[aoulrt]|$)|ck"), "k"),
    (re.compile(r"c(?=[eiy])|ß|z"), "s"),
    (re.compile(r"gu(?=[ei])"), "g"),
    (re.compile(r"ue"), "o"),
    (re.compile(r"ie"), "e"),
    (re.compile(r"(.)\1"), r"\1"),
)
_ENDING = 5  # the longest ending that a stem loses: German -ieren
_CHANGED = 2  # letters at the seam that may change: Himmel, himm(l)isch


def joins(base: str, derived: str, affix: str, kind: str) -> bool:
    """Return whether `derived` is `base` with `affix` ("prefix" or "suffix"), but for the seam.

    >>> joins("localizar", "localización", "ción", "suffix")
    True
    >>> joins("Dach", "Entdeckung", "ung", "suffix")
    False
    """
    base, derived, affix = fold(base), fold(derived), fold(affix).strip("-")
    if kind == "prefix":
        return _prefixed(base, derived, affix)
    if not derived.endswith(affix) or len(derived) <= len(affix):
        return False
    return _same_stem(_sounds(derived[: -len(affix)]), _sounds(base))


def _prefixed(base: str, derived: str, affix: str) -> bool:
    if not derived.startswith(affix) or len(derived) <= len(affix):
        return False
    rest = _sounds(derived[len(affix) :].lstrip("-"))
    base = _sounds(base)
    if rest == base or rest[1:] == base or rest == base[1:]:  # antirrobo, co(h)abitar
        return True
    shared = _shared(rest, base)
    return shared >= max(3, len(base) - 2) and len(rest) - shared <= 2


def _same_stem(stem: str, base: str) -> bool:
    """Return whether `base` goes on as `stem` but for its ending."""
    shared = _shared(stem, base)
    if shared < min(2, len(stem)) or 2 * shared < len(stem):
        return False
    return len(stem) - shared <= _CHANGED and len(base) - shared <= _ENDING


def _shared(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _sounds(word: str) -> str:
    for pattern, letter in _SAME:
        word = pattern.sub(letter, word)
    return word
