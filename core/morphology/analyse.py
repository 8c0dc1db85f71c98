"""Readings of a word: cut into morphemes by the affix table, bracketed by the chart."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from core.morphology.chart import Chart, Cost, Reading
from core.morphology.grammar import Affix, Grammar, Lang, grammar
from core.morphology.words import Words, shipped_words

_MAX_CUTS = 40
_MAX_DEPTH = 6
_MAX_GUESSED = 3
_SHORTEST_STEM = 2
_SHORTEST_GUESS = 4
_SHORTEST_PART = 3  # of a compound
_LONGEST_WORD = 60


@dataclass(frozen=True)
class Analysis:
    """The readings that stand, the likeliest first, and whether the word list decided on them."""

    readings: tuple[Reading, ...]
    decided: bool


class Analyser:
    """Analyses words of one language."""

    def __init__(self, rules: Grammar, words: Words) -> None:
        self._grammar = rules
        self._words = words
        self._chart = Chart(rules, words)

    def analyse(self, word: str, morphemes: Sequence[str] = ()) -> Analysis:
        """Return the readings of `word`; given its morphemes, only of these."""
        rows = [tuple(morphemes)] if morphemes else self.cuts(word)
        found = [reading for row in rows for reading in self._chart.readings(row, word)]
        return kept(found)

    def cuts(self, word: str) -> list[tuple[str, ...]]:
        """Return the rows of morphemes that `word` may consist of."""
        word = word.casefold().strip()
        if not word.isalpha() or len(word) > _LONGEST_WORD:
            return []
        if self._words.simple(word):
            return [(word,)]
        known = list(dict.fromkeys(self._cut(word, _MAX_DEPTH)))[:_MAX_CUTS]
        return known or list(dict.fromkeys(self._guessed(word, _MAX_GUESSED)))[:_MAX_CUTS]

    def _cut(self, word: str, depth: int) -> Iterator[tuple[str, ...]]:
        """Yield rows whose stem is a listed one."""
        parts = list(self._parts(word, depth)) if depth and not self._words.simple(word) else []
        yield from parts
        if self._words.categories(word) and not parts:
            yield (word,)

    def _parts(self, word: str, depth: int) -> Iterator[tuple[str, ...]]:
        for affix, base in self._stripped(word):
            for row in self._cut(base, depth - 1):
                yield (affix.form, *row) if affix.kind == "prefix" else (*row, affix.form)
        for at in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
            for first in self._first(word[:at]):
                yield from ((*first, *row) for row in self._cut(word[at:], depth - 1))

    def _first(self, part: str) -> Iterator[tuple[str, ...]]:
        """Yield what `part` may be as the first part of a compound: a stem, a stem and its link."""
        links = [link for link in self._grammar.interfixes if part.endswith(link)]
        cut = [(part[: -len(link)], link) for link in links]
        whole = [(part,), (part + "en",)] if self._grammar.lang == "de" else [(part,)]
        yield from (first for first in (*whole, *cut) if self._words.simple(first[0]))

    def _guessed(self, word: str, depth: int) -> Iterator[tuple[str, ...]]:
        """Yield rows whose stem no list knows: all affixes off that come off."""
        for affix, base in self._stripped(word) if depth else ():
            if len(base) >= _SHORTEST_GUESS and len(affix.form) > 1:
                for row in self._guessed(base, depth - 1):
                    yield (affix.form, *row) if affix.kind == "prefix" else (*row, affix.form)
        yield (word,)

    def _stripped(self, word: str) -> Iterator[tuple[Affix, str]]:
        """Yield (affix, base) for each affix that shows in `word`."""
        for cut in range(1, len(word) - _SHORTEST_STEM + 1):
            affix = self._grammar.prefixes.get(word[:cut])
            if affix and affix.form not in self._grammar.given:
                yield from ((affix, base) for base in self._grammar.bases(word, affix))
            affix = self._grammar.suffixes.get(word[-cut:])
            if affix and affix.form not in self._grammar.given:
                bases = dict.fromkeys(self._grammar.bases(word, affix))
                yield from ((affix, base) for base in bases if len(base) >= _SHORTEST_STEM)


def kept(found: Sequence[Reading]) -> Analysis:
    """Return the readings that stand: where some hold only attested words, these alone."""
    ordered = sorted(found, key=lambda reading: reading.cost)
    if not ordered:
        return Analysis((), False)
    best = ordered[0].cost
    level = _level(best)
    if best.unattested:
        return Analysis(tuple(ordered), _separate(ordered))
    return Analysis(tuple(one for one in ordered if _level(one.cost) == level), True)


def _level(cost: Cost) -> tuple[int, ...]:
    return cost.guessed, cost.unattested, cost.compounds, cost.rare


def _separate(ordered: Sequence[Reading]) -> bool:
    """Return whether the first reading is likelier than the next."""
    return len(ordered) == 1 or ordered[0].cost < ordered[1].cost


@cache
def analyser(lang: Lang) -> Analyser:
    """Return the analyser of a language with the shipped affixes and words."""
    return Analyser(grammar(lang), shipped_words(lang))
