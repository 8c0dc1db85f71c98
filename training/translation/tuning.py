"""Fit the decoder's weights: translate held-out chapters, then search weights that pick better.

Source: Och 2003, aclanthology.org/P03-1021 (over n-best lists), here by random search.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from core.metrics.chrf import compare, runs, score
from core.translation.decoder import FEATURES, Decoder
from core.translation.phrase_tables import Tables
from core.translation.phrases import options, windows
from core.translation.units import languages, split_ending, units, written

_BEST = 60
_STEPS = 300
_STARTS = 3
_NARROW = 0.7  # the step of the search, every hundred steps
_PENALTY = 40.0  # points of chrF++ for each time the reference's length beyond what is wanted


@dataclass
class Asked:
    """A sentence whose translations the weights must rank; found: text → (features, counts)."""

    source: str
    reference: str
    tables: Tables
    found: dict[str, tuple[NDArray[np.float64], NDArray[np.float64]]] = field(default_factory=dict)


def translate_all(asked: Asked, weights: NDArray[np.float64], best: int = _BEST) -> list[str]:
    """Return the best translations of a short sentence, and keep their features and counts."""
    tables = asked.tables
    source, target = languages(tables.direction)
    body, ending = split_ending(asked.source)
    decoder = Decoder(tables.lm, weights)
    parts = windows(units(body, source))[0]
    told = []
    reference = runs(asked.reference)
    for hypothesis in decoder.decode(len(parts), options(tables, parts), best):
        text = written([*hypothesis.units, *ending], target, tables.names)
        if text not in asked.found:
            asked.found[text] = (hypothesis.features, compare(runs(text), reference))
        told.append(text)
    return told


def quality_of(counts: NDArray[np.float64], longest_text: float) -> float:
    """Return chrF++ of the counts of a corpus, less a penalty for long texts."""
    too_long = max(0.0, float(counts[0, 0] / counts[0, 1]) - longest_text)
    return float(score(counts)) - _PENALTY * too_long


class Pool:
    """All translations found so far of all sentences, as arrays: [sentence, translation, …]."""

    def __init__(self, asked: Sequence[Asked]) -> None:
        found = [list(one.found.values()) for one in asked]
        size = (len(asked), max(map(len, found)))
        self.features = np.zeros((*size, len(FEATURES)))
        self.counts = np.zeros((*size, *found[0][0][1].shape))
        self.missing = np.full(size, -np.inf)
        for at, ones in enumerate(found):
            for rank, (features, counts) in enumerate(ones):
                self.features[at, rank], self.counts[at, rank] = features, counts
            self.missing[at, : len(ones)] = 0.0

    def quality(self, weights: NDArray[np.float64], longest_text: float) -> float:
        """Return corpus chrF++ of what the weights rank first, less a penalty for long texts."""
        first = (self.features @ weights + self.missing).argmax(axis=1)
        return quality_of(self.counts[np.arange(len(first)), first].sum(axis=0), longest_text)

    def search(
        self, start: NDArray[np.float64], longest_text: float, random: np.random.Generator
    ) -> tuple[NDArray[np.float64], float]:
        """Return the best weights of a random walk, and their quality."""
        weights, best = start, self.quality(start, longest_text)
        step = 0.3
        for round_ in range(_STEPS):
            changed = random.choice(len(weights), random.integers(1, 4), replace=False)
            tried = weights.copy()
            size = step * np.maximum(0.1, np.abs(tried[changed]))
            tried[changed] += random.normal(size=len(changed)) * size
            quality = self.quality(tried, longest_text)
            if quality > best:
                weights, best = tried, quality
            if round_ % 100 == 99:
                step *= _NARROW
        return weights, best


def tune(
    asked: Sequence[Asked],
    start: NDArray[np.float64],
    rounds: int,
    longest_text: float,
    seed: int,
) -> Iterator[tuple[NDArray[np.float64], float]]:
    """Yield the weights that each round begins with, and their quality on the sentences."""
    random = np.random.default_rng(seed)
    weights = start
    for _ in range(rounds):
        first = [translate_all(one, weights)[0] for one in asked]
        counts = sum(one.found[text][1] for one, text in zip(asked, first, strict=True))
        yield weights, quality_of(np.asarray(counts), longest_text)
        pool = Pool(asked)
        starts = [weights]
        starts += [
            weights * np.exp(random.normal(size=len(weights)) * 0.3) for _ in range(_STARTS - 1)
        ]
        found = [pool.search(one, longest_text, random) for one in starts]
        weights = max(found, key=lambda pair: pair[1])[0]
