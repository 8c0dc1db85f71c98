from math import exp, log

import numpy as np
import pytest

from core.translation.ngrams import NGrams, count_ngrams
from training.translation.alignment import align, best_places, posteriors, symmetrise
from training.translation.extraction import Aligned, phrases, prune, spans


def ids(*rows: list[int]) -> list[np.ndarray]:
    return [np.array(row) for row in rows]


def test_alignment_learns_from_what_goes_together() -> None:
    # 0 1 ~ 0 1, 0 2 ~ 0 2: seen twice together, so 0 is 0, and the others follow.
    sources, targets = ids([0, 1], [2, 0]), ids([1, 0], [2, 0])
    forward = posteriors(sources, targets, [1.0, 1.0], rounds=10, sharpness=0.0)
    assert forward[0].shape == (2, 3)
    assert forward[0].sum(axis=1) == pytest.approx(1)
    assert best_places(forward[0]) == {(1, 0), (0, 1)}
    assert best_places(forward[1]) == {(0, 0), (1, 1)}


def test_the_first_round_shares_by_the_prior_alone() -> None:
    # One unit against one: the empty unit has 0.2, and both tables begin uniform.
    [share] = posteriors(ids([0]), ids([0]), [1.0], rounds=1, none=0.2)
    assert share.tolist() == [[pytest.approx(0.8), pytest.approx(0.2)]]


def test_symmetrising_keeps_what_both_say_and_grows_beside_it() -> None:
    forward, backward = frozenset({(0, 0), (1, 1), (3, 0)}), frozenset({(0, 0), (2, 2)})
    assert symmetrise(forward, backward) == {(0, 0), (1, 1), (2, 2)}
    assert symmetrise(frozenset(), frozenset()) == frozenset()


def test_both_directions_agree_on_a_plain_corpus() -> None:
    sources, targets = ids([0, 1], [0, 2], [1, 2]), ids([0, 1], [0, 2], [1, 2])
    assert align(sources, targets, [1.0] * 3) == [frozenset({(0, 0), (1, 1)})] * 3


def test_no_link_leaves_a_phrase() -> None:
    # a-x, b-z, c-y: "b c" goes with "y z", "a b" with nothing contiguous.
    links = frozenset({(0, 0), (1, 2), (2, 1)})
    assert set(spans(links, (3, 3), 3)) == {
        (0, 1, 0, 1),
        (1, 2, 2, 3),
        (2, 3, 1, 2),
        (1, 3, 1, 3),
        (0, 3, 0, 3),
    }


def test_units_without_a_link_go_with_their_neighbours() -> None:
    assert set(spans(frozenset({(0, 0)}), (1, 2), 2)) == {(0, 1, 0, 1), (0, 1, 0, 2)}


def pair(source: str, target: str) -> Aligned:
    left, right = tuple(source.split()), tuple(target.split())
    return Aligned(left, right, frozenset((at, at) for at in range(len(left))), 1.0)


def test_long_phrases_of_a_single_sentence_are_not_kept() -> None:
    corpus = [pair("a b c", "x y z"), pair("a b", "x y"), pair("a", "w")]
    found = {(one.source, one.target): one for one in phrases(corpus, longest=3, seen_once=1)}
    assert (("a", "b"), ("x", "y")) in found
    assert (("b", "c"), ("y", "z")) not in found
    assert (("a", "b", "c"), ("x", "y", "z")) not in found
    # p(x | a): seen 2 of 3 times, less the discount of 0.4; unit by unit 2 of 3.
    scores = found[("a",), ("x",)].scores
    assert scores[0] == pytest.approx(log(1.6 / 3))
    assert scores[2] == pytest.approx(log(2 / 3))


def test_pruning_keeps_the_likeliest() -> None:
    corpus = [pair("a", "x"), pair("a", "x"), pair("a", "y")]
    kept = prune(phrases(corpus, longest=1, seen_once=1), 1)
    assert [one.target for one in kept] == [("x",)]


@pytest.fixture
def lm() -> NGrams:
    return NGrams(count_ngrams([["wasi", "+pi"], ["wasi", "+ta"], ["llakta", "+pi"]], rarest=1))


@pytest.mark.parametrize("history", [(), ("wasi",), ("<s>", "<s>"), ("wasi", "+pi"), ("x", "y")])
def test_probabilities_sum_to_one(lm: NGrams, history: tuple[str, ...]) -> None:
    assert sum(lm.probability(history, unit) for unit in lm.vocabulary) == pytest.approx(1)


def test_probabilities_sum_to_one_without_rare_trigrams() -> None:
    lm = NGrams(count_ngrams([["a", "b", "c"], ["a", "b", "d"]], rarest=2))
    for history in (("a", "b"), ("<s>", "a"), ("b", "c")):
        assert sum(lm.probability(history, unit) for unit in lm.vocabulary) == pytest.approx(1)


def test_what_was_seen_is_likelier(lm: NGrams) -> None:
    assert lm.probability(("<s>", "wasi"), "+pi") > lm.probability(("<s>", "wasi"), "llakta")
    assert lm.sentence(["wasi", "+pi"]) > lm.sentence(["+pi", "wasi"])
    assert exp(lm.sentence([])) == pytest.approx(lm.probability(("<s>", "<s>"), "</s>"))


def test_an_empty_model_knows_nothing() -> None:
    assert NGrams(count_ngrams([])).probability((), "a") == 1
