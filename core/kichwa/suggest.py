"""Head words near what a visitor typed, in either language; accents and slips are forgiven."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import Literal

from rapidfuzz import fuzz, process

from core.kichwa.lexicon import Entry, Lexicon, lexicon
from core.text import fold

_NEAR = 70.0
"""Least likeness of a misspelt word, in per cent."""
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A head word of the dictionary.

    head: as it is printed: Kichwa verbs as infinitives.
    likeness: 0–1 to what was typed; 1 when only accents differ.
    entries: the best first.
    """

    head: str
    language: Literal["qu", "es"]
    likeness: float
    entries: tuple[Entry, ...]


class _Index:
    """Folded head words of both languages."""

    def __init__(self, words: Lexicon) -> None:
        self.heads: dict[str, list[Suggestion]] = defaultdict(list)
        kichwa: dict[str, list[Entry]] = defaultdict(list)
        for entry in words.entries:
            kichwa[entry.citation].append(entry)
        for head, found in kichwa.items():
            self._add(head, "qu", tuple(found))
            if head != found[0].lemma:
                self.heads[fold(found[0].lemma)].append(Suggestion(head, "qu", 1, tuple(found)))
        for head, entries in words.spanish.items():
            self._add(head, "es", entries)
        self.keys = sorted(self.heads)

    def _add(self, head: str, language: Literal["qu", "es"], entries: tuple[Entry, ...]) -> None:
        self.heads[fold(head)].append(Suggestion(head, language, 1.0, entries))

    def near(self, typed: str) -> dict[str, float]:
        """Return {folded head: likeness}: what begins so, and what looks like it."""
        found = {
            key: 0.8 + 0.2 * len(typed) / len(key) for key in self.keys if key.startswith(typed)
        }
        alike = process.extract(
            typed, self.keys, scorer=fuzz.ratio, score_cutoff=_NEAR, limit=_LONGEST
        )
        for key, score, _ in alike:
            found[key] = max(found.get(key, 0.0), score / 100)
        return found


@cache
def _index() -> _Index:
    return _Index(lexicon())


def suggest(text: str, limit: int = 10) -> tuple[Suggestion, ...]:
    """Return the nearest head words of both languages, the likest first.

    >>> [(near.head, near.language) for near in suggest("arbol", limit=1)]
    [('árbol', 'es')]
    >>> suggest("purrina", limit=1)[0].head
    'purina'
    """
    typed = fold(text)[:_LONGEST]
    if not typed:
        return ()
    index = _index()
    likeness = sorted(index.near(typed).items(), key=lambda pair: (-pair[1], pair[0]))
    found: dict[tuple[str, str], Suggestion] = {}
    for key, value in likeness:
        for head in index.heads[key]:
            told = Suggestion(head.head, head.language, value, head.entries)
            found.setdefault((head.head, head.language), told)
        if len(found) >= limit:
            break
    return tuple(found.values())[:limit]
