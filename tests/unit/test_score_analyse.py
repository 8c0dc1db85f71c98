"""Scores of analyses, on a handmade treebank."""

from pathlib import Path

import pytest

from core.errors import UserError
from core.kichwa.analyse import analyse, analyser
from core.kichwa.analysis import Analysis, Morpheme
from training.log_linear import Choices
from training.score_analyse import Judged, f1, judge, read_sentences, round_trip, score

TREEBANK = """# sent_id = 1_0
1	Wasiman	wasi	NOUN	_	Case=Dat	2	obl	_	CSID=KC
2	rini	ri	VERB	_	Number=Sing|Person=1|Tense=Pres|VerbForm=Fin	0	root	_	CSID=KC
3	.	.	PUNCT	_	_	2	punct	_	CSID=OTHER
"""


@pytest.fixture
def treebank(tmp_path: Path) -> Path:
    path = tmp_path / "two.conllu"
    path.write_text(TREEBANK + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("gold_lemma", [False, True])
def test_right_analyses_score_full_marks(treebank: Path, gold_lemma: bool) -> None:
    judged = judge(read_sentences(treebank), analyser(), gold_lemma)
    metrics, ci95 = score(judged)
    assert len(judged) == 2
    assert metrics["feats_exact"] == metrics["feats_f1"] == metrics["lemma"] == 1
    assert metrics["round_trip_letters"] == 1
    assert ci95["feats_exact"][0] < 1


def test_wrong_features_lower_the_score(treebank: Path) -> None:
    words = read_sentences(treebank)[0]
    judged = [Judged(words[0], analyse("wasipi")), Judged(words[1], analyse("rini"))]
    metrics, _ = score(judged)
    assert metrics["feats_exact"] == 0.5
    assert metrics["feats_f1"] == pytest.approx(4 / 5)


def test_features_are_compared_as_sets() -> None:
    assert f1(["Person=1|Number=Sing"], ["Number=Sing|Person=1"]) == 1
    assert f1(["_"], ["Case=Acc"]) == 0


def test_a_suffix_that_is_not_there_fails_the_round_trip() -> None:
    parts = (Morpheme("wasi"), Morpheme("pish", "add"))
    variant = Analysis("wasipish", "wasi", "NOUN", "Focus=Addit", parts, "qu", 1.0)
    assert round_trip(variant, exact=False)
    assert not round_trip(variant, exact=True)
    two_persons = (Morpheme("ri"), Morpheme("ni", "p1"), Morpheme("nki", "p2"))
    wrong = Analysis("rininki", "ri", "VERB", "_", two_persons, "qu", 1.0)
    assert not round_trip(wrong, exact=False)


def test_a_file_without_sentences_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "none.conllu"
    path.write_text("\n", encoding="utf-8")
    with pytest.raises(UserError):
        read_sentences(path)


def test_the_ranking_learns_what_right_candidates_share() -> None:
    choices = Choices()
    for _ in range(20):
        choices.add([{"known": 1.0}, {"guessed": 1.0}], [True, False], 1.0)
    choices.add([{"known": 1.0}], [True], 1.0)  # nothing to choose
    weights = choices.fit(penalty=1.0, least=3)
    assert weights["known"] > 1
    assert "guessed" not in weights
