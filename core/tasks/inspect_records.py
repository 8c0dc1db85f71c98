"""Inspect a visitor's training records before anything learns from them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

from core.i18n.catalogue import say
from core.kichwa.analyse import analyse
from core.kichwa.lexicon import lexicon
from core.kichwa.variety import detect
from core.lexicon.findings import Finding, Inspection
from core.lexicon.inspection import LIMIT_CHARS, Knowledge, inspect
from core.lexicon.spelling import spanish_forms
from core.prompts.records import Record
from core.text import fold, words

_OFTEN = 3  # a word that stands in so many records is no slip
_SURE = 0.9
_SHORT = 3
_LEAST, _LONGEST = 6, 40  # letters
# Lists of frequent words hold syllables too ("na", "cha"), which would hide torn words.
_SHORT_WORDS = (
    "de que la el a y en es un lo se por los una si con me las del te mi su tu al mas eso yo le ha"
    " o ya muy asi hay ser fue nos sus era vez son he ese dos sin soy esa tan va ni ver uno dia ir"
    " mis sea tal les aun hoy mal ano e u fin da tio dar luz paz par ley rey voz mil di don mes pie"
    " sol mar uso sal rio oro sur tia oir ojo red fe pan via gas pez oso feo ajo uva ave eje ola"
    " rol id ti vio dio fui iba van han has veo voy"
)


def inspect_records(
    records: Sequence[Record], test: Sequence[Record] = (), limit_chars: int = LIMIT_CHARS
) -> Inspection:
    """Return what is wrong with records, and what of `test` has leaked into them."""
    frequent = _frequent(records)
    shipped = vocabulary()

    def known(word: str) -> bool:
        plain = fold(word)
        return plain in shipped or plain in frequent or _is_inflected(word)

    return inspect(records, Knowledge(known, _speaks), test, limit_chars)


def describe(finding: Finding, language: str = "es") -> tuple[str, str]:
    """Return what is wrong, and what to do about it, as sentences."""
    rows = ", ".join(map(str, finding.rows[:5])) + (", …" if len(finding.rows) > 5 else "")
    detail = finding.detail if len(finding.detail) <= 80 else finding.detail[:79] + "…"
    wrong = say(f"records.wrong.{finding.kind}", language, rows=rows, detail=detail)
    return wrong, say(f"records.advice.{finding.kind}", language)


@cache
def vocabulary() -> frozenset[str]:
    """Return the words that the suite knows in both languages, folded."""
    common = spanish_forms()
    known = {word for word in common if len(word) > _SHORT} | set(_SHORT_WORDS.split())
    for entry in lexicon().entries:
        for text in (entry.lemma, entry.citation, *entry.senses):
            known.update(word for word in words(text) if len(word) > _SHORT)
        known.add(fold(entry.lemma))
    return frozenset(known)


def _frequent(records: Iterable[Record]) -> frozenset[str]:
    seen = Counter(
        word
        for record in records
        for word in set(words(f"{record.instruction} {record.entry} {record.output}"[:4000]))
    )
    return frozenset(word for word, number in seen.items() if number >= _OFTEN)


@lru_cache(100_000)
def _is_inflected(word: str) -> bool:
    """Return whether a word is one of the lexicon with endings; short ones may be so by chance."""
    if not _LEAST <= len(word) <= _LONGEST:
        return False
    return any(reading.stem_language == "qu" for reading in analyse(word)[:1])


def _speaks(text: str) -> str:
    heard = detect(text)
    return heard.language if heard.confidence >= _SURE else "unknown"
