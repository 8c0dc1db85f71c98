import random
import shutil
import sys
from pathlib import Path

import pytest

from training.kneser_ney import KneserNey

HERE = shutil.which("lmplz") or Path(sys.executable).with_name("lmplz").exists()
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not HERE, reason="KenLM is not installed: make kenlm"),
]
VOCABULARY = 60


@pytest.fixture(scope="module")
def model() -> KneserNey:
    rng = random.Random(0)
    documents = []
    for _ in range(400):
        row = [rng.randrange(20)]
        for _ in range(30):  # the next number follows the last one, nine times in ten
            row.append((row[-1] + 1) % 20 if rng.random() < 0.9 else rng.randrange(20))
        documents.append(row)
    return KneserNey(documents, VOCABULARY)


def test_probabilities_of_the_whole_vocabulary_sum_to_one(model: KneserNey) -> None:
    history = [3, 4, 5]
    base = model.log10(history)
    total = sum(10 ** (model.log10([*history, token]) - base) for token in range(VOCABULARY))
    # The end of a document, which is not asked for, has the rest; it is rare after three tokens.
    assert 0.97 < total <= 1.0001


def test_what_usually_follows_is_probable(model: KneserNey) -> None:
    assert 10 ** (model.log10([3, 4, 5, 6]) - model.log10([3, 4, 5])) == pytest.approx(
        0.9, abs=0.05
    )
