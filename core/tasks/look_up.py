"""Look a word up in the dictionary, in both directions, with what is spelled alike."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from rapidfuzz import fuzz, process

from core.config import settings
from core.errors import UserError
from core.kichwa.analyse import analyse
from core.kichwa.lexicon import Entry, Lexicon
from core.kichwa.lexicon_sources import with_sources
from core.text import clean, fold

LIMIT_CHARS = 60
_SOURCES = "kichwa"  # among the public data, which `make data` fetches
_NEAR = 6
_ALIKE = 72.0


@dataclass(frozen=True, slots=True)
class Found:
    """What the dictionary has for a word.

    kichwa: entries whose head word it is, or of which it is a form; spanish: those it translates.
    form_of: the head word, when `kichwa` was found through the endings.
    near: head words and equivalents spelled alike, when it stands nowhere.
    """

    word: str
    kichwa: tuple[Entry, ...] = ()
    spanish: tuple[Entry, ...] = ()
    form_of: str = ""
    near: tuple[str, ...] = ()


def look_up(word: str) -> Found:
    """Return what the dictionary has for a Kichwa or Spanish word.

    Raises UserError for an empty word or one that is too long.
    """
    asked = " ".join(clean(word).casefold().split()).strip("¿?¡!.,;:«»\"'()")
    if not asked:
        raise UserError("translator.error_no_word")
    if len(asked) > LIMIT_CHARS:
        raise UserError("error.too_long", length=len(asked), limit=LIMIT_CHARS)
    known = with_sources(settings().sources_folder / _SOURCES)
    heads, form_of = _heads(asked, known)
    spanish = _spanish(known).get(fold(asked), ())
    near = () if heads or spanish else _near(asked, known)
    return Found(asked, heads, spanish, form_of, near)


def _heads(asked: str, known: Lexicon) -> tuple[tuple[Entry, ...], str]:
    """Return the entries of a head word or of a form, and the head word that the form is of."""
    if found := known.of(asked) or known.of(asked.removesuffix("na"), "VERB"):
        return found, ""
    for reading in analyse(asked) if " " not in asked else ():
        if entries := known.of(reading.lemma, reading.upos) or known.of(reading.lemma):
            return entries, reading.lemma
    return (), ""


@lru_cache(maxsize=2)
def _spanish(known: Lexicon) -> dict[str, tuple[Entry, ...]]:
    """Return {folded equivalent: entries}, for people leave accents out."""
    return {fold(sense): entries for sense, entries in known.spanish.items()}


@lru_cache(maxsize=2)
def _spellings(known: Lexicon) -> dict[str, str]:
    """Return {folded: as written} of all head words and equivalents."""
    words = chain(known.spanish, (entry.lemma for entry in known.entries))
    return {fold(word): word for word in words}


def _near(asked: str, known: Lexicon) -> tuple[str, ...]:
    words = _spellings(known)
    found = process.extract(
        fold(asked), list(words), scorer=fuzz.ratio, limit=_NEAR, score_cutoff=_ALIKE
    )
    return tuple(words[word] for word, _, _ in found)
