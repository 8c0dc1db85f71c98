"""Phrases that translate each other, read off aligned sentences, with their probabilities.

Source: Koehn, Och & Marcu 2003, aclanthology.org/N03-1017.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from training.translation.alignment import Links

Units = tuple[str, ...]
Key = tuple[Units, Units]
_DISCOUNT = 0.4  # of each count: rare phrases are less sure than their share says
_LEAST = 0.05
_FLOOR = 1e-7


@dataclass(frozen=True)
class Aligned:
    """A pair of sentences and which units translate each other; weight: how much it counts."""

    source: Units
    target: Units
    links: Links
    weight: float


@dataclass(frozen=True)
class Phrase:
    """Units that translate units.

    scores: logarithms of p(target | source), p(source | target), and of both unit by unit.
    """

    source: Units
    target: Units
    count: float
    scores: tuple[float, float, float, float]


def spans(
    links: Links, lengths: tuple[int, int], longest: int
) -> Iterator[tuple[int, int, int, int]]:
    """Yield (source start, end, target start, end) of all phrases that no link leaves."""
    by_source: dict[int, list[int]] = defaultdict(list)
    by_target: dict[int, list[int]] = defaultdict(list)
    for i, j in links:
        by_source[i].append(j)
        by_target[j].append(i)
    for start in range(lengths[0]):
        for end in range(start + 1, min(lengths[0], start + longest) + 1):
            inside = [j for i in range(start, end) for j in by_source[i]]
            if not inside:
                continue
            low, high = min(inside), max(inside) + 1
            back = (i for j in range(low, high) for i in by_target[j])
            if high - low <= longest and all(start <= i < end for i in back):
                for wide in _widened(low, high, by_target, lengths[1], longest):
                    yield (start, end, *wide)


def _widened(
    low: int, high: int, by_target: dict[int, list[int]], length: int, longest: int
) -> Iterator[tuple[int, int]]:
    """Yield the target span, and it with neighbours that are not linked."""
    left = low
    while left >= 0 and high - left <= longest and (left == low or not by_target[left]):
        right = high
        while right <= length and right - left <= longest:
            yield left, right
            if right < length and by_target[right]:
                break
            right += 1
        left -= 1


class _Lexicon:
    """How likely units translate each other, counted over links."""

    def __init__(self, corpus: Sequence[Aligned]) -> None:
        self._both: Counter[tuple[str, str]] = Counter()
        self._source: Counter[str] = Counter()
        self._target: Counter[str] = Counter()
        for pair in corpus:
            rows, columns = {i for i, _ in pair.links}, {j for _, j in pair.links}
            for i, j in pair.links:
                self._add(pair.source[i], pair.target[j], pair.weight)
            for i in set(range(len(pair.source))) - rows:
                self._add(pair.source[i], "", pair.weight)
            for j in set(range(len(pair.target))) - columns:
                self._add("", pair.target[j], pair.weight)

    def _add(self, source: str, target: str, weight: float) -> None:
        self._both[source, target] += weight  # type: ignore[assignment]
        self._source[source] += weight  # type: ignore[assignment]
        self._target[target] += weight  # type: ignore[assignment]

    def scores(self, source: Units, target: Units, links: Links) -> tuple[float, float]:
        """Return the logarithms of p(target | source) and p(source | target), unit by unit."""
        forward = backward = 0.0
        for j, unit in enumerate(target):
            partners = [source[i] for i, at in links if at == j] or [""]
            mean = sum(self._both[p, unit] / (self._source[p] or 1) for p in partners)
            forward += math.log(max(mean / len(partners), _FLOOR))
        for i, unit in enumerate(source):
            partners = [target[j] for at, j in links if at == i] or [""]
            mean = sum(self._both[unit, p] / (self._target[p] or 1) for p in partners)
            backward += math.log(max(mean / len(partners), _FLOOR))
        return forward, backward


def phrases(corpus: Sequence[Aligned], longest: int, seen_once: int) -> list[Phrase]:
    """Return the phrases of a corpus.

    seen_once: units on either side up to which a phrase seen in a single sentence is kept.
    """
    lexicon = _Lexicon(corpus)
    count: dict[Key, float] = defaultdict(float)
    sentences: Counter[Key] = Counter()
    links: dict[Key, Links] = {}
    for pair in corpus:
        met = set()
        for a, b, c, d in spans(pair.links, (len(pair.source), len(pair.target)), longest):
            key = (pair.source[a:b], pair.target[c:d])
            count[key] += pair.weight
            met.add(key)
            if key not in links:
                inner = ((i - a, j - c) for i, j in pair.links if a <= i < b and c <= j < d)
                links[key] = frozenset(inner)
        sentences.update(met)
    of_source: dict[Units, float] = defaultdict(float)
    of_target: dict[Units, float] = defaultdict(float)
    for (source, target), n in count.items():
        of_source[source] += n
        of_target[target] += n
    found = []
    for (source, target), n in count.items():
        if sentences[source, target] < 2 and max(len(source), len(target)) > seen_once:
            continue
        less = max(n - _DISCOUNT, _LEAST)
        shares = (math.log(less / of_source[source]), math.log(less / of_target[target]))
        lexical = lexicon.scores(source, target, links[source, target])
        found.append(Phrase(source, target, n, shares + lexical))
    return found


def prune(found: Sequence[Phrase], kept: int) -> list[Phrase]:
    """Return the `kept` likeliest phrases of each source."""
    by_source: dict[Units, list[Phrase]] = defaultdict(list)
    for phrase in found:
        by_source[phrase.source].append(phrase)
    weight = (1.0, 0.3, 0.3, 0.3)
    best: list[Phrase] = []
    for group in by_source.values():
        ranked = sorted(
            group, key=lambda p: -sum(w * s for w, s in zip(weight, p.scores, strict=True))
        )
        best += ranked[:kept]
    return best
