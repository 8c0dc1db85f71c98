"""The readings of a Kichwa word with their scores, the context aside."""

from functools import lru_cache
from itertools import groupby
from math import inf, log

from core.kichwa.analysis import Morpheme
from core.kichwa.candidates import Ending, Origin, endings, feats_of, origins, origins_of, stage_of
from core.kichwa.stems import Stems
from core.kichwa.weigh import (
    Traits,
    Weights,
    brought,
    decided,
    of_chain,
    of_pick,
    of_traits,
    share_name,
    share_of,
    traits,
)

_MARGIN = 9.0
_ROUGH = 16.0  # before whole words and the lemma's habits are weighed
_ROUNDING = 1e-6
_ENDS = 5_000  # kinds of endings that are remembered; a text of 20,000 words has some 3,000
_STEMS = 10_000


class End:
    """Suffixes on a stem of one class.

    names: what the ending decides on.
    """

    __slots__ = ("_feats", "ending", "names", "parts", "weight")

    def __init__(self, weight: float, ending: Ending, names: tuple[str, ...]) -> None:
        self.weight, self.ending, self.names = weight, ending, names
        self.parts = tuple(_morpheme(form, tag) for tag, form in ending.chain.links)
        self._feats: dict[str, str] = {}

    def feats_on(self, lexical: str) -> str:
        """Return the features of a stem's with this ending."""
        if lexical not in self._feats:
            self._feats[lexical] = feats_of(lexical, self.ending)
        return self._feats[lexical]


Scored = tuple[float, Origin, End, tuple[str, ...]]
"""One reading: score, stem, suffixes, names of what it decides on."""
Row = tuple[float, Origin, End]
Rough = tuple[float, Origin, tuple[End, ...]]
_NO_ENDS: tuple[float, tuple[End, ...]] = (0.0, ())


@lru_cache(maxsize=1_000)
def _morpheme(form: str, tag: str) -> Morpheme:
    """Return a suffix, one for all words that have it."""
    return Morpheme(form, tag)


class Scores:
    """Scores the readings of words; `kept`: how many words are remembered."""

    def __init__(self, known: Stems, weights: Weights, kept: int) -> None:
        self._known = known
        self._weights = weights
        self._habits = weights.habits()
        self._ends = lru_cache(_ENDS)(self._weigh_ends)
        self._stem = lru_cache(_STEMS)(self._weigh_stem)
        self.of = lru_cache(kept)(self._score)

    def _weigh_ends(self, upos: str, rest: str) -> tuple[float, tuple[End, ...]]:
        """Return the ways to read what follows a stem that can come near the best; its weight."""
        found = []
        for chain, several in groupby(endings(rest, stage_of(upos)), lambda one: one.chain):
            of_links = self._weights.sum(of_chain(upos, chain))
            for ending in several:
                found.append((of_links + self._weights.sum(of_pick(upos, ending)), ending))
        top = max((weight for weight, _ in found), default=0.0)
        least = top - _ROUGH - _ROUNDING
        return top, tuple(End(*one, decided(upos, one[1])) for one in found if one[0] >= least)

    def _weigh_stem(self, of: Traits) -> float:
        return self._weights.sum(of_traits(of))

    def _score(self, word: str, lemma: str | None, upos: str | None) -> tuple[Scored, ...]:
        """Return the readings that are worth looking at."""
        rows, least = self._rough(word, lemma, upos)
        said, unsaid = self._of_readings(word.casefold())
        scored: list[Row] = []
        for of_stem, origin, ends in rows:
            _, own, of, lexical, _ = origin.stem
            usual, known = self._habits.get(own), said.get((own, of))
            for end in ends:
                score = of_stem + end.weight
                if score < least:
                    continue
                if usual:
                    score += sum([usual.get(name, 0.0) for name in end.names[1:]])
                score += known.get(end.feats_on(lexical), unsaid) if known else unsaid
                scored.append((score, origin, end))
        least = max((row[0] for row in scored), default=0.0) - _MARGIN
        return tuple([(*row, _decisions(row)) for row in scored if row[0] >= least])

    def _rough(self, word: str, lemma: str | None, upos: str | None) -> tuple[list[Rough], float]:
        """Return the stems with their endings, and how much a reading weighs at least."""
        if lemma is None:
            found = origins(word, self._known)
        else:
            found = origins_of(word, lemma, upos, self._known)
        rows, best = [], -inf
        for origin in found:
            of = origin.stem.upos
            top, ends = self._ends(of, origin.rest) if upos in (None, of) else _NO_ENDS
            if ends:
                of_stem = self._stem(traits(word, origin, self._known))
                best = max(best, of_stem + top)
                rows.append((of_stem, origin, ends))
        return rows, best - _ROUGH

    def _of_readings(self, low: str) -> tuple[dict[tuple[str, str], dict[str, float]], float]:
        """Return what the readings that a word was seen with say, and what they do for others.

        The former by lemma and class, then by features.
        """
        seen = self._known.readings.get(low)
        found: dict[tuple[str, str], dict[str, float]] = {}
        if not seen:
            return found, 0.0
        weight = self._weights.alone.get(share_name(seen), 0.0)
        for key in seen:
            found.setdefault(key[:2], {})[key[2]] = weight * log(share_of(key, seen))
        return found, weight * log(share_of(None, seen))


def _decisions(row: Row) -> tuple[str, ...]:
    of_stem = brought(row[1].stem)
    return (*row[2].names, of_stem) if of_stem else row[2].names
