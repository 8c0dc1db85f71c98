"""The best projective tree with one root, from a score for every possible arc.

Source: Eisner 1996, "Three New Probabilistic Models for Dependency Parsing", COLING; the single
root as in Stanojević & Cohen 2021, "A Root of a Problem", EMNLP.
"""

import numpy as np
from numpy.typing import NDArray


class _Chart:
    """Best scores of spans of words 0..n-1 and where they are split, all [first, last].

    Open spans hold the arc between their ends and are split between two closed ones; closed spans
    hang from their right or left end.
    """

    def __init__(self, arcs: NDArray[np.float64]) -> None:
        n = len(arcs)
        self.closed_right = np.zeros((n, n))  # headed by the last word
        self.closed_left = np.zeros((n, n))  # headed by the first word
        self.split = np.zeros((n, n), dtype=int)  # of open spans: both directions split alike
        self.split_right = np.zeros((n, n), dtype=int)
        self.split_left = np.zeros((n, n), dtype=int)
        open_right, open_left = np.zeros((n, n)), np.zeros((n, n))
        for width in range(1, n):
            for i in range(n - width):
                j = i + width
                halves = self.closed_left[i, i:j] + self.closed_right[i + 1 : j + 1, j]
                self.split[i, j] = i + halves.argmax()
                open_right[i, j] = halves.max() + arcs[j, i]
                open_left[i, j] = halves.max() + arcs[i, j]
                right = self.closed_right[i, i:j] + open_right[i:j, j]
                left = open_left[i, i + 1 : j + 1] + self.closed_left[i + 1 : j + 1, j]
                self.split_right[i, j] = i + right.argmax()
                self.split_left[i, j] = i + 1 + left.argmax()
                self.closed_right[i, j] = right.max()
                self.closed_left[i, j] = left.max()


def eisner(scores: NDArray[np.floating]) -> list[int]:
    """Return the heads (from 1, 0 is the root) of the best projective tree with one root.

    scores: [n + 1, n], `scores[head, word - 1]`, higher is better; -inf forbids an arc.

    Raises ValueError for another shape, NaN, or when the forbidden arcs leave no tree.
    """
    n = scores.shape[1]
    if scores.shape != (n + 1, n) or n == 0 or np.isnan(scores).any():
        raise ValueError(f"arc scores must be [n + 1, n] without NaN, not {scores.shape}")
    arcs = scores[1:].astype(np.float64)
    np.fill_diagonal(arcs, 0.0)
    chart = _Chart(arcs)
    totals = scores[0] + chart.closed_right[0, :] + chart.closed_left[:, n - 1]
    root = int(totals.argmax())
    if not totals[root] > -np.inf:
        raise ValueError("the allowed arcs form no projective tree with one root")
    heads = [0] * n
    _follow(chart, root, heads)
    return heads


def _follow(chart: _Chart, root: int, heads: list[int]) -> None:
    """Write the heads of the best tree below `root`, span by span."""
    spans = [(0, root, True), (root, len(heads) - 1, False)]
    while spans:
        i, j, rightward = spans.pop()
        if i == j:
            continue
        if rightward:
            middle = int(chart.split_right[i, j])
            heads[middle] = j + 1
            spans.append((i, middle, True))
            i = middle
        else:
            middle = int(chart.split_left[i, j])
            heads[middle] = i + 1
            spans.append((middle, j, False))
            j = middle
        split = int(chart.split[i, j])
        spans += [(i, split, False), (split + 1, j, True)]
