"""Translate a text that is one entry of the dictionary, where sentences would only mislead."""

import re
from collections.abc import Iterator

from core.kichwa.lexicon import lexicon
from core.translation.result import Candidate, Direction

_ENTRY = re.compile(r"([¿¡\"«(]*)(.*?)([\s.?!…,;:\"»)]*)", re.DOTALL)
_FIRST, _OTHER = 0.8, 0.4  # out of context, the most usual equivalent is a good guess, no more
_MOST = 4


def translate_head_word(text: str, direction: Direction) -> list[Candidate]:
    """Return the equivalents of a text that the dictionary has as it stands, the usual one first.

    >>> [one.text for one in translate_head_word("¿Perro?", "es-qu")]
    ['¿Allku?']
    """
    parts = _ENTRY.fullmatch(text)
    if not parts:
        return []
    before, word, after = parts.groups()
    find = _to_kichwa if direction == "es-qu" else _to_spanish
    found = list(dict.fromkeys(find(" ".join(word.casefold().split()))))[:_MOST]
    return [
        Candidate(before + _cased(word, told) + after, "rules", _OTHER if at else _FIRST)
        for at, told in enumerate(found)
    ]


def _to_kichwa(word: str) -> Iterator[str]:
    for entry in lexicon().from_spanish(word):
        yield entry.citation


def _to_spanish(word: str) -> Iterator[str]:
    stem = word.removesuffix("na")
    entries = [entry for entry in lexicon().of(word) if entry.citation == word]
    verbs = lexicon().of(stem, "VERB") if stem != word else ()
    for entry in (*entries, *verbs):
        yield from entry.senses


def _cased(model: str, told: str) -> str:
    return told[:1].upper() + told[1:] if model[:1].isupper() else told
