import math

import numpy as np
import pytest

from core.metrics.interval import bootstrap, wilson
from core.metrics.refusal import auroc, calibration_error, refused_when_kept


def test_wilson_gives_the_published_interval():
    # Newcombe 1998, table I: 81 of 263 -> 0.2553 to 0.3662
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson(0, 0) == (0.0, 1.0)


def test_bootstrap_of_a_mean_is_near_its_normal_interval():
    sample = np.tile([0.0, 1.0], 200)
    low, high = bootstrap(lambda at: float(sample[at].mean()), len(sample))
    assert low == pytest.approx(0.451, abs=0.01)
    assert high == pytest.approx(0.549, abs=0.01)


def test_auroc_counts_pairs_and_halves_ties():
    assert auroc(np.array([3.0, 2.0]), np.array([1.0, 2.0])) == 3.5 / 4
    assert math.isnan(auroc(np.array([]), np.array([1.0])))


def test_refused_share_at_the_threshold_that_keeps_95_percent():
    inside = np.linspace(0.5, 1.0, 101)  # the 5 % quantile is 0.525
    outside = np.array([0.1, 0.52, 0.53, 0.9])
    assert refused_when_kept(inside, outside) == 0.5


def test_calibration_error_of_a_perfect_and_of_a_boastful_model():
    right = np.array([True] * 8 + [False] * 2)
    assert calibration_error(np.full(10, 0.8), right) == pytest.approx(0.0)
    assert calibration_error(np.full(10, 1.0), right) == pytest.approx(0.2)
