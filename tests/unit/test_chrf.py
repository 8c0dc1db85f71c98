import pytest
from sacrebleu.metrics.chrf import CHRF

from core.metrics.chrf import chrf_plus_plus, likenesses

TEXTS = [
    "¿Imatak, mashi?",
    "Ñuka wasika hatunmi kan.",
    "wasi",
    "a",
    "!!",
    "Ñuka wasi (hatun) kan...",
    "   ",
]


@pytest.mark.parametrize("reference", TEXTS)
def test_one_sentence_scores_as_in_sacrebleu(reference: str) -> None:
    metric = CHRF(word_order=2)
    for text in TEXTS:
        wanted = metric.sentence_score(text, [reference]).score
        assert chrf_plus_plus(text, reference) == pytest.approx(wanted, abs=1e-6)


def test_a_table_has_the_scores_of_all_pairs() -> None:
    found = likenesses(TEXTS)
    for row, text in enumerate(TEXTS):
        for column, reference in enumerate(TEXTS):
            assert found[row, column] == pytest.approx(chrf_plus_plus(text, reference))


def test_a_letter_may_be_repeated_very_often() -> None:
    assert likenesses(["a" * 100_000, "a"])[0, 0] == pytest.approx(100)
