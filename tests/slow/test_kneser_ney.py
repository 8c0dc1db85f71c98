import random
import shutil
import sys
from pathlib import Path

import pytest

from training.kneser_ney import log_probabilities

HERE = shutil.which("lmplz") or Path(sys.executable).with_name("lmplz").exists()
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not HERE, reason="KenLM is not installed: make kenlm"),
]
VOCABULARY = 60


def successors() -> list[list[int]]:
    """Return sequences where the next number follows the last one, nine times in ten."""
    rng = random.Random(0)
    rows = []
    for _ in range(400):
        row = [rng.randrange(20)]
        for _ in range(30):
            row.append((row[-1] + 1) % 20 if rng.random() < 0.9 else rng.randrange(20))
        rows.append(row)
    return rows


def test_the_whole_vocabulary_sums_to_one_and_what_usually_follows_is_probable() -> None:
    history = [3, 4, 5]
    asked = [history, *([*history, token] for token in range(VOCABULARY))]
    base, *each = log_probabilities(successors(), asked, VOCABULARY)
    probabilities = [10 ** (log - base) for log in each]
    # The end of a sequence, which is not asked for, has the rest; it is rare after three tokens.
    assert 0.95 < sum(probabilities) <= 1.0001
    assert probabilities[6] == pytest.approx(0.9, abs=0.05)
    assert 0 < probabilities[VOCABULARY - 1] < 0.01  # never seen
