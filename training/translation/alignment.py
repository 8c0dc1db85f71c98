"""Which units of two sentences translate each other: IBM model 2 with a prior for the diagonal.

Sources: Dyer, Chahuneau & Smith 2013, aclanthology.org/N13-1073; Koehn, Och & Marcu 2003,
aclanthology.org/N03-1017 (grow-diag-final-and).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.special import digamma

Ids = NDArray[np.int64]
Links = frozenset[tuple[int, int]]
"""(place in the source, place in the target)."""
_NEIGHBOURS = ((-1, 0), (0, -1), (1, 0), (0, 1), (-1, -1), (-1, 1), (1, -1), (1, 1))
_SPARSE = 0.01  # Dirichlet prior of the translation table: few translations per unit


class _Cells:
    """All pairs (source unit or none, target unit) of all sentence pairs, one row each."""

    def __init__(self, sources: Sequence[Ids], targets: Sequence[Ids]) -> None:
        self.none = max(int(row.max()) for row in sources) + 1
        left, right, group, near, place = [], [], [], [], []
        self.starts: list[int] = []
        groups = rows = 0
        for source, target in zip(sources, targets, strict=True):
            n, m = len(source), len(target)
            self.starts.append(rows)
            left.append(np.tile(np.append(source, self.none), m))
            right.append(np.repeat(target, n + 1))
            group.append(np.repeat(np.arange(groups, groups + m), n + 1))
            there, here = (np.arange(n) + 0.5) / n, (np.arange(m) + 0.5) / m
            off = np.abs(there[None, :] - here[:, None])
            near.append(np.column_stack([-off, np.zeros(m)]).ravel())
            place.append(np.tile(np.append(np.ones(n, dtype=bool), False), m))
            groups, rows = groups + m, rows + m * (n + 1)
        self.group, self.groups = np.concatenate(group), groups
        self.near, self.is_unit = np.concatenate(near), np.concatenate(place)
        kinds = int(max(row.max() for row in targets)) + 1
        keys = np.concatenate(left) * kinds + np.concatenate(right)
        known, self.pair = np.unique(keys, return_inverse=True)
        self.source_of_pair = known // kinds

    def prior(self, sharpness: float, none: float) -> NDArray[np.float64]:
        """Return how likely each place is before the words are seen; 1 for each target unit."""
        prior = np.where(self.is_unit, np.exp(sharpness * self.near), 0.0)
        total = np.bincount(self.group, prior, self.groups)
        return np.where(self.is_unit, (1 - none) * prior / total[self.group], none)


def posteriors(
    sources: Sequence[Ids],
    targets: Sequence[Ids],
    weights: Sequence[float],
    rounds: int = 6,
    sharpness: float = 4.0,
    none: float = 0.08,
) -> list[NDArray[np.float64]]:
    """Return for each pair how likely target unit j comes from source unit i: [target, source + 1].

    The last column stands for no source unit. weights: how much each pair counts.
    """
    cells = _Cells(sources, targets)
    prior = cells.prior(sharpness, none)
    weight = np.repeat(weights, [len(target) for target in targets])[cells.group]
    size, kinds = len(cells.source_of_pair), cells.none + 1
    translations = np.bincount(cells.source_of_pair, minlength=kinds)
    table = 1.0 / translations[cells.source_of_pair]
    share = np.zeros(0)
    for _ in range(rounds):
        share = table[cells.pair] * prior
        share /= np.bincount(cells.group, share, cells.groups)[cells.group]
        count = np.bincount(cells.pair, share * weight, size)
        total = np.bincount(cells.source_of_pair, count, kinds) + _SPARSE * translations
        table = np.exp(digamma(count + _SPARSE) - digamma(total)[cells.source_of_pair])
    ends = [*cells.starts[1:], len(share)]
    return [
        share[start:end].reshape(len(target), len(source) + 1)
        for start, end, source, target in zip(cells.starts, ends, sources, targets, strict=True)
    ]


def best_places(posterior: NDArray[np.float64]) -> Links:
    """Return (source place, target place) of each target unit's best source unit, if it has one."""
    none = posterior.shape[1] - 1
    return frozenset((int(i), j) for j, i in enumerate(posterior.argmax(axis=1)) if i != none)


def symmetrise(forward: Links, backward: Links) -> Links:
    """Return the links both directions agree on, and neighbouring or lone ones of either.

    >>> both = frozenset({(0, 0)})
    >>> sorted(symmetrise(both, both | {(1, 1)}))
    [(0, 0), (1, 1)]
    """
    links = set(forward & backward)
    either = forward | backward
    rows, columns = {i for i, _ in links}, {j for _, j in links}

    def add(link: tuple[int, int]) -> None:
        links.add(link)
        rows.add(link[0])
        columns.add(link[1])

    def neighbours() -> list[tuple[int, int]]:
        near = {(i + di, j + dj) for i, j in links for di, dj in _NEIGHBOURS}
        return sorted(near & either - links)

    while grown := [n for n in neighbours() if n[0] not in rows or n[1] not in columns]:
        for link in grown:
            if link[0] not in rows or link[1] not in columns:
                add(link)
    for link in (*sorted(forward), *sorted(backward)):
        if link[0] not in rows and link[1] not in columns:
            add(link)
    return frozenset(links)


def align(sources: Sequence[Ids], targets: Sequence[Ids], weights: Sequence[float]) -> list[Links]:
    """Return the links of each pair of sentences, learned in both directions."""
    forward = [best_places(p) for p in posteriors(sources, targets, weights)]
    backward = [best_places(p) for p in posteriors(targets, sources, weights)]
    return [
        symmetrise(there, frozenset((i, j) for j, i in back))
        for there, back in zip(forward, backward, strict=True)
    ]
