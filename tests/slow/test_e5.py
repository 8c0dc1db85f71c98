"""The optional encoder's code path, on a tiny model with random weights made here."""

import numpy as np
import pytest
from transformers import BertConfig, BertModel, BertTokenizerFast

from core.config import settings
from core.errors import UserError
from core.retrieval import e5
from core.retrieval.search import chosen_encoder

pytestmark = pytest.mark.slow


@pytest.fixture
def tiny(tmp_path):
    folder = tmp_path / "tiny"
    folder.mkdir()
    letters = [*"abcdefghijklmnopqrstuvwxyz?", ":"]
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *letters, *(f"##{c}" for c in letters)]
    (folder / "vocab.txt").write_text("\n".join(pieces), encoding="utf-8")
    BertTokenizerFast(vocab=str(folder / "vocab.txt")).save_pretrained(folder)
    config = BertConfig(
        vocab_size=len(pieces),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
    )
    BertModel(config).save_pretrained(folder)
    return folder


def test_vectors_are_of_unit_length_and_do_not_depend_on_the_batch(tiny):
    encoder = e5.E5Encoder(str(tiny), revision=None)
    together = encoder.encode(["cuanto cuesta", "a que hora abren los sabados", "hola"])
    alone = encoder.encode(["hola"])
    assert together.shape == (3, 16)
    assert np.linalg.norm(together, axis=1) == pytest.approx(1, abs=1e-5)
    assert together[2] == pytest.approx(alone[0], abs=1e-5)


def test_without_weights_our_own_encoder_answers_and_says_why(monkeypatch):
    monkeypatch.setenv("RIMANA_ENCODER", "e5")
    settings.cache_clear()
    e5.e5_encoder.cache_clear()
    encoder, _, reason = chosen_encoder()
    assert reason == "error.encoder_no_weights"
    assert encoder.name.startswith("Rimana")


def test_an_encoder_without_its_own_calibration_is_not_used(monkeypatch, tiny):
    monkeypatch.setenv("RIMANA_ENCODER", "e5")
    settings.cache_clear()
    monkeypatch.setattr(e5, "e5_encoder", lambda: e5.E5Encoder(str(tiny), revision=None))
    encoder, _, reason = chosen_encoder()
    assert reason == "error.calibration_missing"
    assert encoder.name.startswith("Rimana")


def test_a_folder_without_safe_weights_is_refused(tmp_path):
    with pytest.raises(UserError) as refused:
        e5.E5Encoder(str(tmp_path), revision=None)
    assert refused.value.key == "error.encoder_no_weights"
