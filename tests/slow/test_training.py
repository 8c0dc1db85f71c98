"""Training on small data made here: it learns, and the same seed gives the same weights."""

import numpy as np
import pytest

from core.retrieval.encoder import OwnEncoder
from core.retrieval.faq import Faq, FaqRow
from core.safety import classifier as judge_runtime
from training import moderation
from training.config import RECIPES, EncoderRecipe, ModerationRecipe
from training.encoder import save, train

pytestmark = pytest.mark.slow

FAQ = Faq(
    tuple(
        FaqRow(str(i), f"¿Dónde está {thing}?", "Ahí.", (f"busco {thing}", f"no veo {other}"))
        for i, (thing, other) in enumerate(
            [("el gato", "al felino"), ("el tren", "al ferrocarril"), ("la sopa", "al caldo")]
        )
    ),
    "v",
    "t",
)


def recipe(**changes):
    small = {"table_size": 2048, "hidden": 16, "dimension": 8, "steps": 60, "batch": 3}
    small |= {"share_text": 0.0, "share_families": 0.0, "outside": 3}
    return EncoderRecipe.read(RECIPES / "encoder.toml").model_copy(update=small | changes)


def test_wordings_of_a_row_come_together(tmp_path):
    network = train(recipe(), FAQ, report=lambda _: None)
    save(network, recipe(), tmp_path / "e.safetensors")
    encoder = OwnEncoder(tmp_path / "e.safetensors")
    here, same, other = encoder.encode(["busco el gato", "no veo al felino", "no veo al caldo"])
    assert here @ same > 0.7
    assert here @ other < 0.5


def test_int8_keeps_the_vectors(tmp_path):
    network = train(recipe(steps=20), FAQ, report=lambda _: None)
    save(network, recipe(), tmp_path / "e.safetensors")
    texts = ["busco el tren", "¿dónde está la sopa?"]
    stored = OwnEncoder(tmp_path / "e.safetensors").encode(texts)
    full = network(texts).detach().numpy()
    assert (stored * full).sum(axis=1) == pytest.approx(1, abs=2e-3)


def test_the_same_seed_gives_the_same_weights():
    first, second = (train(recipe(steps=10), FAQ, report=lambda _: None) for _ in range(2))
    other = train(recipe(steps=10, seed=1), FAQ, report=lambda _: None)
    assert np.array_equal(first.out.weight.detach(), second.out.weight.detach())
    assert not np.array_equal(first.out.weight.detach(), other.out.weight.detach())


def test_the_judge_learns_a_list_and_is_stored_whole(tmp_path):
    texts = ["eres malo feo", "malo y feo bot", "qué hora es", "dónde queda la sede"] * 8
    examples = moderation.Examples(
        texts,
        [judge_runtime.features(text) for text in texts],
        np.array([1, 1, 0, 0] * 8),
        np.array([True, True, False, False] * 8),
    )
    small = ModerationRecipe.read(RECIPES / "moderation.toml")
    small = small.model_copy(update={"epochs": 30, "batch": 8, "hidden": 8, "learning_rate": 0.02})
    model = moderation.learn(examples, np.arange(len(texts)), small)
    moderation.save(model, tmp_path / "m.safetensors")
    stored = judge_runtime.Classifier(tmp_path / "m.safetensors")
    assert stored.probabilities("bot malo")[1] > 0.5
    assert stored.probabilities("hora de la sede")[0] > 0.5
    full = moderation.probabilities(model, [judge_runtime.features("bot malo")])[0]
    assert stored.probabilities("bot malo") == pytest.approx(full, abs=0.01)
