"""Log-linear choice among candidates, fitted by maximum likelihood with an L2 penalty."""

from array import array
from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

_TINY = 1e-300


class Choices:
    """Choices to learn from: each has candidates with named evidence, some of which are right."""

    def __init__(self) -> None:
        self._number: dict[str, int] = {}
        self._columns = array("i")
        self._values = array("d")
        self._starts = array("q", [0])
        self._begins = array("q", [0])
        self._right: list[bool] = []
        self._weights: list[float] = []
        self._rightly: Counter[int] = Counter()

    def add(
        self, rows: Sequence[Mapping[str, float]], right: Sequence[bool], weight: float
    ) -> None:
        """Add a choice; one without right or without wrong candidates teaches nothing."""
        if not any(right) or all(right):
            return
        for row, fine in zip(rows, right, strict=True):
            numbers = [self._number.setdefault(name, len(self._number)) for name in row]
            self._columns.extend(numbers)
            self._values.extend(row.values())
            self._starts.append(len(self._columns))
            if fine:
                self._rightly.update(numbers)
        self._right += right
        self._weights.append(weight)
        self._begins.append(len(self._right))

    def fit(self, penalty: float, least: int, rounds: int = 150) -> dict[str, float]:
        """Return the weights of evidence that right candidates have `least` times or more."""
        names = list(self._number)
        kept = np.array([self._rightly[at] >= least for at in range(len(names))])
        shape = (len(self._right), len(names))
        whole = csr_matrix((self._values, self._columns, self._starts), shape=shape)
        found = _minimum(
            whole[:, np.flatnonzero(kept)].tocsr(),
            np.array(self._right),
            np.array(self._begins),
            np.array(self._weights),
            penalty,
            rounds,
        )
        return dict(zip((names[at] for at in np.flatnonzero(kept)), found.tolist(), strict=True))


def _minimum(
    matrix: csr_matrix,
    right: np.ndarray,
    begins: np.ndarray,
    weight: np.ndarray,
    penalty: float,
    rounds: int,
) -> np.ndarray:
    """Return the weights that make the right candidates likeliest.

    matrix: candidates × evidence; begins: first candidate of each choice, and their number.
    """
    of_choice = np.repeat(np.arange(len(weight)), np.diff(begins))
    transposed = matrix.T.tocsr()

    def loss(values: np.ndarray) -> tuple[float, np.ndarray]:
        scores = matrix @ values
        scores -= np.maximum.reduceat(scores, begins[:-1])[of_choice]
        odds = np.exp(scores)
        rightly = np.maximum(odds * right, 0)
        total = np.add.reduceat(odds, begins[:-1])
        good = np.maximum(np.add.reduceat(rightly, begins[:-1]), _TINY)
        likelihood = (weight * (np.log(good) - np.log(total))).sum()
        surplus = (odds / total[of_choice] - rightly / good[of_choice]) * weight[of_choice]
        gradient = transposed @ surplus + penalty * values
        return 0.5 * penalty * float(values @ values) - likelihood, gradient

    start = np.zeros(matrix.shape[1])
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": rounds})
    weights: np.ndarray = found.x
    return weights
