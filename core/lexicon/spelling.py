"""Spelling that tells Kichwa from Spanish, and words that a page break tore apart."""

import csv
import re
from functools import cache
from pathlib import Path

from core.config import ASSETS
from core.text import fold

# Unified Kichwa has three vowels; the other letters are those of loans that the dictionary keeps.
_KICHWA_WORD = re.compile(r"(?:ch|[abdfghiklmnñprstuwyz])+", re.IGNORECASE)
# Short words that stand by themselves at a line's end, or at the next one's beginning.
_SHORT = frozenset({"de", "del", "el", "la", "los", "las", "y", "o", "que", "con", "para", "por"})
_BEFORE = _SHORT | {"un", "una", "su", "se"}
_AFTER = _SHORT | {"en", "a", "se"}
_SPACED = re.compile(r"(\w+) {2,}(\w+)")
_JUNK = re.compile(r"\S*[a-zñ][A-Z]\S*|\b[A-ZÑ]{2,}[a-zñ]\S*")


@cache
def spanish_forms(path: Path = ASSETS / "words" / "es-frequency.csv") -> frozenset[str]:
    """Return the common Spanish words, folded."""
    with path.open(encoding="utf-8", newline="") as file:
        return frozenset(row["form"] for row in csv.DictReader(file))


def is_kichwa(text: str) -> bool:
    """Return whether every word of `text` is spelled as Kichwa is.

    >>> is_kichwa("mana-alli"), is_kichwa("mano"), is_kichwa("qillqa")
    (True, False, False)
    """
    parts = re.split(r"[\s\-]+", text.strip())
    return bool(text.strip()) and all(_KICHWA_WORD.fullmatch(part) for part in parts)


def without_junk(text: str) -> str:
    """Return `text` without words that a running head printed into it.

    >>> without_junk("chichiku, wiraenlodArse kutu HAtuku")
    'chichiku,  kutu '
    """
    return _JUNK.sub("", text)


def mend_spanish(text: str) -> str:
    """Return Spanish text whose words torn at a line's end are whole again.

    Two spaces stand where the line ended: within a word, or between two.

    >>> mend_spanish("divinidad  del incario, mos  trar, desam  parar, la  sementera")
    'divinidad del incario, mostrar, desamparar, la sementera'
    """
    return " ".join(_SPACED.sub(_join, text).split())


def _join(found: re.Match[str]) -> str:
    """Return two parts as one word or as two."""
    left, right = found.groups()
    known = spanish_forms()
    if fold(left + right) in known:
        return left + right
    apart = (
        left in _BEFORE
        or (right in _AFTER and len(left) > 3)
        or (min(len(left), len(right)) > 3 and fold(left) in known and fold(right) in known)
    )
    return f"{left} {right}" if apart else left + right
