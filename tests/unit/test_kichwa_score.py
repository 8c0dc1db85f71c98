"""The quick scores of Kichwa readings, against all evidence added up one by one."""

import math

import pytest

from core.kichwa.analyse import analyse_sentence
from core.kichwa.candidates import Candidate, candidates
from core.kichwa.chains import chains, cuts
from core.kichwa.context import Context, contexts
from core.kichwa.stems import shipped_stems
from core.kichwa.weigh import decisions, evidence, shipped_weights

WORDS = [
    "wasikunamantapash",
    "Purirkanchik",
    "kampak",
    "manachu",
    "hospitalkunamanta",
    "MAMAKUNAWAN",
    "tsurukukunapi",
    "shamunkapakka",
    "iglesiapi",
    "a",
]
_MOST = 12


def plain_score(word: str, one: Candidate, context: Context) -> float:
    weights = shipped_weights()
    total = weights.sum(evidence(word, one, shipped_stems()))
    for sign in context.signs():
        row = weights.around.get(sign, {})
        total += sum(row.get(name, 0.0) for name in decisions(one))
    return total


def plainly(word: str, context: Context) -> list[float]:
    """Return the probabilities of the readings of a word, none left out before it is weighed."""
    best: dict[tuple[object, ...], float] = {}
    for one in candidates(word, shipped_stems()):
        same = (*one.key, one.ending.chain.links)
        best[same] = max(best.get(same, -math.inf), plain_score(word, one, context))
    scores = sorted(best.values(), reverse=True)[:_MOST]
    whole = sum(math.exp(score - scores[0]) for score in scores)
    return [math.exp(score - scores[0]) / whole for score in scores]


@pytest.mark.parametrize("word", WORDS)
def test_quick_scores_are_the_sum_of_the_evidence(word: str) -> None:
    words = ["Mana", word, "?"]
    found = analyse_sentence(words)[1]
    right = plainly(word, contexts(words)[1])
    likely = [share for share in right if share > 1e-3]
    assert [one.probability for one in found[: len(likely)]] == pytest.approx(likely, abs=1e-3)


@pytest.mark.parametrize("word", WORDS)
def test_no_ending_is_overlooked_from_the_right(word: str) -> None:
    low = word.casefold()
    found = {
        cut for cut in range(1, len(low) + 1) if chains(low[cut:], "V") or chains(low[cut:], "N")
    }
    assert found <= set(cuts(low))


def test_capitals_are_kept_in_the_parts_of_a_word() -> None:
    best = analyse_sentence(["MAMAKUNAWAN"])[0][0]
    assert [part.form for part in best.morphemes] == ["MAMA", "KUNA", "WAN"]
