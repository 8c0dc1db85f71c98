import random

import numpy as np
import pytest

from training.intents import IntentModel
from training.intents_neighbours import Neighbours
from training.intents_network import NetworkSettings

pytestmark = pytest.mark.slow

ASKS = {
    "lost_card": ["lost my card", "cannot find my card", "my card was stolen", "card is missing"],
    "balance": ["how much money do I have", "show my balance", "what is left in my account"],
    "transfer": ["send money to a friend", "make a transfer", "pay somebody abroad"],
}
OPENINGS = [
    "hello",
    "please",
    "hi there",
    "quick question",
    "good morning",
    "I need help",
    "urgent",
]
ENDINGS = ["today", "right now", "thanks", "what should I do", "can you help", "since yesterday"]
ELSEWHERE = [
    "what is the weather",
    "play some music",
    "tell me a joke",
    "book a table for two",
    "who won the match",
    "translate this into French",
    "set an alarm",
    "how tall is he",
]
QUICK = NetworkSettings(dimension=48, channels=32, epochs=12, batch=16)


def framed(asks: list[str], rng: random.Random, times: int) -> list[str]:
    return [
        f"{rng.choice(OPENINGS)} {ask} {rng.choice(ENDINGS)}" for ask in asks for _ in range(times)
    ]


@pytest.fixture(scope="module")
def asked() -> tuple[list[str], list[str]]:
    rng = random.Random(1)
    pairs = [(text, label) for label, asks in ASKS.items() for text in framed(asks, rng, 12)]
    return [text for text, _ in pairs], [label for _, label in pairs]


@pytest.fixture(scope="module")
def model(asked: tuple[list[str], list[str]]) -> IntentModel:
    outside = framed(ELSEWHERE[:5], random.Random(2), 4)
    return IntentModel.fit(*asked, out_of_scope=outside, seed=3, settings=QUICK)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("I think my card got stolen", "lost_card"),
        ("i lsot my crad, it is mising", "lost_card"),
        ("what's my balance?", "balance"),
        ("I want to send some money to my friend", "transfer"),
    ],
)
def test_a_new_wording_finds_its_intent(model: IntentModel, text: str, label: str) -> None:
    assert model.predict([text]) == [label]


def test_probabilities_of_a_text_sum_to_one_over_the_labels(model: IntentModel) -> None:
    found = model.predict_proba(["show my balance", "", "¿¿??"])
    assert model.labels == ("balance", "lost_card", "transfer")
    assert found.shape == (3, 3)
    np.testing.assert_allclose(found.sum(axis=1), 1, atol=1e-5)


def test_unseen_foreign_texts_score_below_unseen_texts_of_the_intents(model: IntentModel) -> None:
    own = model.inside(["my card went missing", "please show the balance", "transfer to a friend"])
    foreign = model.inside(["translate a word for me", "wake me at seven", "is he taller than she"])
    assert own.min() > foreign.max()


def test_scope_is_scored_without_examples_of_foreign_texts(
    asked: tuple[list[str], list[str]],
) -> None:
    plain = IntentModel.fit(*asked, seed=3, settings=QUICK)
    own, foreign = plain.inside(["my card was stolen yesterday", "volcanoes erupt in Iceland"])
    assert own > foreign


def test_the_same_seed_gives_the_same_model(
    model: IntentModel, asked: tuple[list[str], list[str]]
) -> None:
    outside = framed(ELSEWHERE[:5], random.Random(2), 4)
    again = IntentModel.fit(*asked, out_of_scope=outside, seed=3, settings=QUICK)
    texts = ["my card is gone", "tell me a story"]
    np.testing.assert_array_equal(model.predict_proba(texts), again.predict_proba(texts))
    np.testing.assert_array_equal(model.inside(texts), again.inside(texts))


def test_two_labels_are_enough(asked: tuple[list[str], list[str]]) -> None:
    texts, labels = asked
    kept = [i for i, label in enumerate(labels) if label != "transfer"]
    small = IntentModel.fit([texts[i] for i in kept], [labels[i] for i in kept], settings=QUICK)
    assert small.predict(["card stolen", "my balance please"]) == ["lost_card", "balance"]


def test_the_vote_is_the_mean_of_the_nearest_and_the_five_nearest_cosines() -> None:
    known = np.array([[1, 0], [0, 1], [0.6, 0.8]], dtype=np.float32)
    neighbours = Neighbours.of([known], np.array([0, 0, 1]), labels=2)
    vote = neighbours.vote([np.array([[1, 0]], dtype=np.float32)])
    np.testing.assert_allclose(vote, [[(1 + 0.5) / 2, 0.6]], atol=1e-6)
