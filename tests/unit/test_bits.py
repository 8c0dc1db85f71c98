from pathlib import Path

import numpy as np
import pytest

from core.errors import UserError
from tests.unit.fake_model import TableModel
from training.score_bits import Measured, network_bits, read_text, score, split_text


def test_pieces_lose_no_word() -> None:
    text = "Ñuka wasi.\nKan  shamunki. " * 200
    pieces = split_text(text, len)
    assert max(map(len, pieces)) <= 200
    assert " ".join(pieces).split() == text.split()
    assert split_text("x" * 1000 + " y", len) == ["x" * 1000, "y"]


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "t.txt").write_text("\ufeff \n")
    with pytest.raises(UserError, match="text_empty"):
        read_text(tmp_path / "t.txt")


def test_a_model_of_one_bit_per_letter_needs_one_bit_per_byte() -> None:
    documents = ["abcd", "ab"] * 20
    bits, tokens = network_bits(TableModel({}), documents)
    assert bits.sum() == pytest.approx(120)
    assert tokens == 120
    bytes_ = np.array([len(text) for text in documents])
    metrics, ci95, baselines = score(Measured(bits, bits * 2, bytes_, tokens))
    assert metrics == pytest.approx({"bits_per_byte": 1, "saved_share": 0.5})
    assert baselines == pytest.approx({"kneser_ney_bits_per_byte": 2})
    assert ci95["bits_per_byte"] == pytest.approx((1, 1))
