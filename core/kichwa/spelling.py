"""Unified spelling from older and mixed spellings, without touching Spanish words and names.

A word changes where its unified form is a Kichwa word, or, in a Kichwa text, where it has letters
that the unified alphabet lacks. What the letters leave open is offered with the change.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from core.kichwa.analyse import analyse
from core.kichwa.spelling_rules import readings
from core.kichwa.suffixes import suffixes
from core.lexicon.spelling import spanish_forms
from core.text import fold

Known = Callable[[str], bool]
_LETTERS = r"(?:[^\W\d_][\u0300-\u036f]*)+"
WORD = re.compile(rf"{_LETTERS}(?:['’]{_LETTERS})*")
_SENTENCE_START = re.compile(r"(?:^|[.!?…:;\n])[^\w,]*$")
_LONGEST = 40  # letters; no word is longer, only a mishap
_OFFERED = 4
# Endings of three letters and more that no Spanish or English word has by chance.
_TELLING = re.compile(r"..(?:kuna|manta|nchik|nkichik|nkapak|shka|rka|shpa|kpi)\w{0,5}$")
_SHORTEST_STEM = 4


@dataclass(frozen=True, slots=True)
class Change:
    """One word that is spelled anew.

    start, end: where it stood in the text that was given, in characters.
    alternatives: other words that the old letters may stand for.
    """

    start: int
    end: int
    old: str
    new: str
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unified:
    """A text in unified spelling, and what was changed in it, in order."""

    text: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class _Reading:
    """What one word may become.

    sure: the first reading is a Kichwa word. telling: an ending alone may show that it is one.
    """

    forms: tuple[str, ...]
    sure: bool = False
    telling: bool = False


@lru_cache(maxsize=50_000)
def is_kichwa_word(word: str) -> bool:
    """Return whether the analyser finds a Kichwa stem in a word.

    >>> is_kichwa_word("wasipi"), is_kichwa_word("huasipi")
    (True, False)
    """
    return any(reading.stem_language == "qu" for reading in analyse(word))


@lru_cache(maxsize=1)
def _endings() -> re.Pattern[str]:
    """Return a pattern of one or more suffixes in unified spelling."""
    forms = {suffix.form for suffix in suffixes().values() if len(suffix.form) > 1}
    return re.compile(f"(?:{'|'.join(sorted(forms, key=len, reverse=True))})+")


def _spanish_stem(word: str) -> str:
    """Return the longest Spanish word that a Kichwa ending follows, or "".

    >>> _spanish_stem("pueblomanda")
    'pueblo'
    """
    for cut in range(len(word) - 1, _SHORTEST_STEM - 1, -1):
        if fold(word[:cut]) in spanish_forms() and _endings().fullmatch(readings(word[cut:])[0]):
            return word[:cut]
    return ""


def _read(word: str, known: Known, *, name: bool) -> _Reading | None:
    """Return what a lower-case word may become, None where it stays as it is."""
    if len(word) > _LONGEST or not word.isalpha() or known(word):
        return None
    forms = readings(word)
    kichwa = tuple(form for form in forms if form != word and known(form))
    spanish = fold(word) in spanish_forms()
    if kichwa and not (spanish or name):
        rest = tuple(form for form in forms if form not in kichwa and form != word)
        return _Reading(kichwa + rest, sure=True)
    if spanish or name:
        return _Reading(kichwa) if kichwa and not name else None
    if stem := _spanish_stem(word):
        tail = readings(word[len(stem) :])
        return _Reading(tuple(stem + end for end in tail))
    return _Reading(forms, telling=True)


def _cased(model: str, word: str) -> str:
    """Return `word` with the capitals of `model`.

    >>> _cased("Huasi", "wasi"), _cased("HUASI", "wasi")
    ('Wasi', 'WASI')
    """
    if model.isupper() and len(model) > 1:
        return word.upper()
    return word[:1].upper() + word[1:] if model[:1].isupper() else word


def _is_name(text: str, found: re.Match[str]) -> bool:
    """Return whether a word has its capital without standing at the start of a sentence."""
    word = found[0]
    if not word[0].isupper() or (word.isupper() and len(word) > 1):
        return False
    return not _SENTENCE_START.search(text[max(0, found.start() - 8) : found.start()])


def _changes(text: str, known: Known) -> list[Change]:
    """Return the words to be spelled anew.

    A doubtful word changes only in old-spelled Kichwa: where another changes beyond doubt and at
    least half of the words are Kichwa; or where its ending tells.
    """
    kichwa = words = 0
    pending: list[tuple[re.Match[str], _Reading]] = []
    for found in WORD.finditer(text):
        word = unicodedata.normalize("NFC", found[0]).lower()
        read = _read(word, known, name=_is_name(text, found))
        words += 1
        kichwa += read.sure if read else known(word)
        if read and read.forms and read.forms[0] != word:
            pending.append((found, read))
    trusted = 2 * kichwa >= words and any(read.sure for _, read in pending)
    return [
        _change(found, read.forms)
        for found, read in pending
        if read.sure or trusted or (read.telling and _TELLING.search(read.forms[0]))
    ]


def _change(found: re.Match[str], forms: tuple[str, ...]) -> Change:
    old = found[0]
    new, *others = dict.fromkeys(_cased(old, form) for form in forms)
    return Change(found.start(), found.end(), old, new, tuple(others[:_OFFERED]))


def unify(text: str, known: Known = is_kichwa_word) -> Unified:
    """Return `text` in unified spelling; capitals, marks and spaces stay.

    >>> unify("Huahuacunaca huasipimi causan.").text
    'Wawakunaka wasipimi kawsan.'
    """
    changes = _changes(text, known)
    ends = [0, *(change.end for change in changes)]
    starts = [*(change.start for change in changes), len(text)]
    kept = [text[end:start] for end, start in zip(ends, starts, strict=True)]
    written = [change.new for change in changes] + [""]
    joined = "".join(part + new for part, new in zip(kept, written, strict=True))
    return Unified(joined, tuple(changes))
