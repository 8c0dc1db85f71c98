from pathlib import Path

import numpy as np
import pytest

from core.errors import UserError
from core.models.fake import FakeModel
from training.kneser_ney import log_probabilities, log_probability, read_arpa
from training.score_bits import Measured, network_bits, read_text, score, split_text


def test_pieces_lose_no_word() -> None:
    text = "Ñuka wasi.\nKan  shamunki. " * 200
    pieces = split_text(text, len)
    assert max(map(len, pieces)) <= 120
    assert "".join(pieces) == text.rstrip()
    assert split_text("x" * 1000 + " y", len) == ["x" * 1000, " y"]


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "t.txt").write_text("\ufeff \n")
    with pytest.raises(UserError, match="text_empty"):
        read_text(tmp_path / "t.txt")


def test_a_model_of_one_bit_per_letter_needs_one_bit_per_byte() -> None:
    documents = ["abcd", "ab"] * 20
    model = FakeModel(scores={"abcd": 2**-4, "ab": 2**-2})
    bits, tokens = network_bits(model, documents)
    assert bits.sum() == pytest.approx(120)
    assert tokens == 40
    bytes_ = np.array([len(text) for text in documents])
    metrics, ci95, baselines = score(Measured(bits, bits * 2, bytes_, tokens))
    assert metrics == pytest.approx({"bits_per_byte": 1, "saved_share": 0.5})
    assert baselines == pytest.approx({"kneser_ney_bits_per_byte": 2})
    assert ci95["bits_per_byte"] == pytest.approx((1, 1))


ARPA = """\\data\\
ngram 1=4
ngram 2=2

\\1-grams:
-2\t<unk>\t0
0\t<s>\t-0.5
-1\tt1\t-0.25
-0.75\tt2\t0

\\2-grams:
-0.125\t<s> t1
-0.375\tt1 t2

\\end\\
"""


def test_what_was_not_seen_backs_off_to_the_shorter(tmp_path: Path) -> None:
    (tmp_path / "m.arpa").write_text(ARPA)
    needed = {("<s>",), ("<unk>",), ("t1",), ("t2",), ("<s>", "t1"), ("t1", "t2"), ("t9",)}
    table = read_arpa(tmp_path / "m.arpa", needed)

    def log10(*words: str) -> float:
        return log_probability(table, words, order=2)

    assert log10("t1", "t2") == pytest.approx(-0.125 - 0.375)
    assert log10("t2") == pytest.approx(-0.5 - 0.75)  # <s> backs off
    assert log10("t1", "t1") == pytest.approx(-0.125 - 0.25 - 1)
    assert log10("t9", "t1") == pytest.approx(-0.5 - 2 - 0 - 1)  # unknown


def test_without_kenlm_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    with pytest.raises(UserError, match="kenlm_missing"):
        log_probabilities([[1]], [[1]], 2)
