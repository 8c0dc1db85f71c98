"""Confidence intervals at 95 %."""

import math
from collections.abc import Callable, Sequence

import numpy as np

_Z = 1.959964
Interval = tuple[float, float]


def wilson(hits: int, n: int) -> Interval:
    """Return Wilson's score interval of a share, in 0–1; (0, 1) where n is 0.

    Source: Wilson 1927, doi:10.1080/01621459.1927.10502953.

    >>> [round(x, 3) for x in wilson(9, 10)]
    [0.596, 0.982]
    """
    if n == 0:
        return 0.0, 1.0
    share, z2 = hits / n, _Z * _Z
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = _Z * math.sqrt(share * (1 - share) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return middle - half, middle + half


def bootstrap(
    metric: Callable[[np.ndarray], float], n: int, rounds: int = 1000, seed: int = 0
) -> Interval:
    """Return the percentile interval of `metric(positions)` over resampled positions 0..n-1.

    Rounds whose resample leaves the metric undefined (NaN) are left out.
    """
    rng = np.random.default_rng(seed)
    values: Sequence[float] = [metric(rng.integers(0, n, n)) for _ in range(rounds)]
    low, high = np.nanpercentile(values, [2.5, 97.5])
    return float(low), float(high)
