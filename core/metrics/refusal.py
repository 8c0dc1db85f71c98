"""How well confidence tells the questions a FAQ answers from those it must refuse."""

import numpy as np
from numpy.typing import NDArray


def auroc(inside: NDArray[np.floating], outside: NDArray[np.floating]) -> float:
    """Return the chance that an inside score exceeds an outside one, ties half; NaN if none.

    >>> auroc(np.array([0.9, 0.8]), np.array([0.1, 0.8]))
    0.875
    """
    if not len(inside) or not len(outside):
        return float("nan")
    ordered = np.sort(outside)
    below = np.searchsorted(ordered, inside, side="left")
    upto = np.searchsorted(ordered, inside, side="right")
    return float((below + upto).sum() / 2 / len(inside) / len(outside))


def refused_when_kept(
    inside: NDArray[np.floating], outside: NDArray[np.floating], kept: float = 0.95
) -> float:
    """Return the share of outside questions below the threshold that keeps `kept` of the inside."""
    if not len(inside) or not len(outside):
        return float("nan")
    threshold = np.quantile(inside, 1 - kept, method="lower")
    return float((outside < threshold).mean())


def calibration_error(
    probability: NDArray[np.floating], right: NDArray[np.bool_], bins: int = 10
) -> float:
    """Return the expected calibration error over equal-width bins, in 0–1.

    Source: Guo et al. 2017, arXiv:1706.04599.

    >>> round(calibration_error(np.array([0.95, 0.95, 0.05]), np.array([True, False, False])), 4)
    0.3167
    """
    bin_of = np.minimum((probability * bins).astype(int), bins - 1)
    error = 0.0
    for chosen in range(bins):
        members = bin_of == chosen
        if members.any():
            gap = abs(probability[members].mean() - right[members].mean())
            error += gap * members.mean()
    return float(error)
