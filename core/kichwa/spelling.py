"""Unified spelling from older and mixed spellings, without touching Spanish words and names.

A word changes where its unified form is a Kichwa word, or, in a Kichwa text, where it has letters
that the unified alphabet lacks. What the letters leave open is offered with the change.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from core.kichwa.analyse import analyse
from core.kichwa.lexicon import lexicon
from core.kichwa.spelling_rules import readings
from core.kichwa.suffixes import suffixes
from core.kichwa.variety import WORD as WORD
from core.kichwa.variety import detect, share_of
from core.lexicon.spelling import spanish_forms
from core.text import fold

Known = Callable[[str], bool]
# z stands in unified loans such as zapallu; the analyser itself also reads spoken forms (-gri).
_ALPHABET = re.compile(r"(?:ch|sh|ts|zh|[aihklmnñprstuwyz])+")
_SENTENCE_START = re.compile(r"(?:^|[.!?…:;\n])[^\w,]*$")
_ADDRESS = re.compile(r"\w{1,10}://\S+|www\.\S+|[\w.+-]{1,80}@\S+|<[^<>]{1,200}>")
_LONGEST = 40  # letters; no word is longer, only a mishap
_OFFERED = 4
_TRIED = 6  # readings that are looked up
# How probable Kichwa must be by a word's letters: for one that no lexicon has, for one that it has.
_TELLING, _POSSIBLE = 0.8, 0.01
_FOREIGN = ("es", "quechua", "unknown")
_FEWEST = 4  # words that show the language of a line
_SHORT = 4  # letters: in another language, a word so short is none of ours
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

    sure: the first reading is a Kichwa word. telling: by its letters it is old Kichwa.
    loan: a Spanish word with Kichwa endings.
    """

    forms: tuple[str, ...]
    sure: bool = False
    telling: bool = False
    loan: bool = False


@lru_cache(maxsize=10_000)
def is_kichwa_word(word: str) -> bool:
    """Return whether the analyser finds a Kichwa stem in a word.

    >>> is_kichwa_word("wasipi"), is_kichwa_word("huasipi")
    (True, False)
    """
    return bool(_ALPHABET.fullmatch(word)) and any(
        reading.stem_language == "qu" for reading in analyse(word)
    )


def _has_head(form: str) -> bool:
    """Return whether a form begins with a head word: the analyser is slow on what has none."""
    return any(form[:end] in _heads() for end in range(2, len(form) + 1))


@lru_cache(maxsize=1)
def _heads() -> frozenset[str]:
    return lexicon().stems()


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
    bare = fold(word)
    for cut in range(len(word) - 1, _SHORTEST_STEM - 1, -1):
        start = bare[:cut] if len(bare) == len(word) else fold(word[:cut])
        if start in spanish_forms() and _endings().fullmatch(readings(word[cut:])[0]):
            return word[:cut]
    return ""


def _read(word: str, known: Known, *, name: bool) -> _Reading | None:
    """Return what a lower-case word may become, None where it stays as it is."""
    if len(word) > _LONGEST or not word.isalpha() or known(word):
        return None
    forms = readings(word)
    likely = (form for form in forms if form != word and _has_head(form))
    kichwa = tuple(form for form in islice(likely, _TRIED) if known(form))
    spanish = fold(word) in spanish_forms()
    if kichwa and not (spanish or name):
        rest = tuple(form for form in forms if form not in kichwa and form != word)
        share = share_of(word, "qu-old")
        sure = share + share_of(word, "qu") >= _POSSIBLE
        return _Reading(kichwa + rest, sure=sure, telling=share >= _TELLING)
    if spanish or name:
        return _Reading(kichwa) if kichwa and not name else None
    telling = share_of(word, "qu-old") >= _TELLING
    if stem := _spanish_stem(word):
        tail = readings(word[len(stem) :])
        return _Reading(tuple(stem + end for end in tail), telling=telling, loan=True)
    return _Reading(forms, telling=telling)


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


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _line_changes(line: str, known: Known) -> Iterator[tuple[re.Match[str], _Reading]]:
    """Yield the words of a line to be spelled anew.

    A doubtful word changes only in old-spelled Kichwa: where another changes beyond doubt and at
    least half of the words are Kichwa; or where its own letters tell. In a line of another
    language only the latter change, and no short ones.
    """
    kichwa = words = 0
    pending: list[tuple[re.Match[str], _Reading]] = []
    for found in WORD.finditer(_ADDRESS.sub(_blank, line)):
        word = unicodedata.normalize("NFC", found[0]).lower()
        name = _is_name(line, found)
        read = _read(word, known, name=name)
        words += not name
        kichwa += not name and ((read.sure or read.loan) if read else known(word))
        if read and read.forms and read.forms[0] != word:
            pending.append((found, read))
    foreign = pending and words >= _FEWEST and detect(line).language in _FOREIGN
    if foreign:
        yield from ((at, read) for at, read in pending if read.telling and len(at[0]) > _SHORT)
        return
    trusted = any(read.sure for _, read in pending) and 2 * kichwa >= words
    yield from ((at, read) for at, read in pending if trusted or read.sure or read.telling)


def _changes(text: str, known: Known) -> Iterator[Change]:
    """Yield the words of a text to be spelled anew, line by line."""
    start = 0
    for line in text.splitlines(keepends=True):
        for found, read in _line_changes(line, known):
            new, *others = dict.fromkeys(_cased(found[0], form) for form in read.forms)
            at, end = start + found.start(), start + found.end()
            yield Change(at, end, found[0], new, tuple(others[:_OFFERED]))
        start += len(line)


def unify(text: str, known: Known = is_kichwa_word) -> Unified:
    """Return `text` in unified spelling; capitals, marks and spaces stay.

    >>> unify("Huahuacunaca huasipimi causan.").text
    'Wawakunaka wasipimi kawsan.'
    """
    changes = tuple(_changes(text, known))
    ends = [0, *(change.end for change in changes)]
    starts = [*(change.start for change in changes), len(text)]
    kept = [text[end:start] for end, start in zip(ends, starts, strict=True)]
    written = [change.new for change in changes] + [""]
    joined = "".join(part + new for part, new in zip(kept, written, strict=True))
    return Unified(joined, changes)
