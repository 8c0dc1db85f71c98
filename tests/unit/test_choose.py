import pytest

from core.translation import choose as module
from core.translation.choose import choose, from_memory, rank
from core.translation.confidence import evidence, weighed
from core.translation.ngrams import NGrams, count_ngrams
from core.translation.result import Candidate, Direction, Source


def test_the_same_sentence_in_the_memory_is_chosen() -> None:
    found = choose("Buenos días.", "es-qu")
    assert found.best.engine == "memory"
    assert found.best.text == "Alli puncha."
    assert found.best.confidence >= 0.9
    assert found.sources[0].likeness == 1


def test_a_signed_correction_is_certain() -> None:
    found = choose("Xilema zurda.", "es-qu", signed=(("xilema zurda", "Kashka."),))
    assert (found.best.text, found.best.confidence) == ("Kashka.", 1.0)


@pytest.mark.parametrize("missing", ["rules", "phrases"])
def test_the_others_answer_where_an_engine_does_not(
    missing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nothing(text: str, direction: Direction) -> list[Candidate]:
        return []

    name = {"rules": "translate_rules", "phrases": "translate_phrases"}[missing]
    monkeypatch.setattr(module, name, nothing)
    found = choose("Mi casa es grande y tu perro come.", "es-qu")
    assert found.best.text
    assert missing not in {one.engine for one in (found.best, *found.alternatives)}


@pytest.mark.parametrize("text", ["", "...", "🙂", "\u200b", "12", "<b></b>"])
def test_a_text_without_words_comes_back(text: str) -> None:
    for direction in ("qu-es", "es-qu"):
        found = choose(text, direction)
        assert found.best.text.strip() == text.strip() or found.best.confidence < 0.9


@pytest.mark.parametrize(
    "text", ["a" * 3000, "Привет мир", "casa " * 90, "<script>alert(1)</script>", "ñ!?,;." * 50]
)
def test_odd_texts_are_answered(text: str) -> None:
    for direction in ("qu-es", "es-qu"):
        best = choose(text, direction).best
        assert best.text
        assert 0 <= best.confidence <= 1


def test_one_engine_is_asked_alone() -> None:
    found = choose("Mi casa es grande.", "es-qu", "phrases")
    assert {one.engine for one in (found.best, *found.alternatives)} == {"phrases"}


def test_alternatives_differ_and_rules_need_to_promise_a_little_less() -> None:
    found = choose("Nosotros vivimos en un barrio bonito.", "es-qu")
    everything = (found.best, *found.alternatives)
    assert everything[0].engine == "rules"
    assert all(one.confidence <= everything[0].confidence + 0.08 for one in everything)
    assert len({one.text for one in everything}) == len(everything) > 1


def test_likeness_becomes_confidence_only_for_the_same_sentence() -> None:
    near, same = Source("a", "x", 0.7, ""), Source("b", "y", 1.0, "", reviewed=True)
    far = Source("c", "z", 0.1, "")
    found = from_memory("q", [same, near, far])
    assert [(one.text, one.confidence) for one in found] == [("y", 1.0), ("x", 0.7)]


def test_every_text_is_ranked_once() -> None:
    same = Candidate("Ñuka wasi.", "rules", 0.5)
    answers = {"rules": [same], "phrases": [Candidate("Ñuka wasi.", "phrases", 0.5)]}
    assert len(rank("Mi casa.", "es-qu", answers)) == 1
    assert [c.engine for c in rank("Mi casa.", "es-qu", answers, only="phrases")] == ["phrases"]


def test_evidence_is_what_it_says() -> None:
    lm = NGrams(count_ngrams([["ñuka", "wasi"]]))
    one = Candidate("Ñuka wasi", "rules", 0.5, ("xyz",))
    found = evidence("Mi casa", one, ["Ñuka wasi", "zzz"], "es-qu", lm)
    assert found["agreement"] == pytest.approx(0.5)
    assert found["unknown"] == 0.5
    assert found["own2"] == 0.25
    assert found["fluency"] < 0
    assert evidence("Mi casa", one, [], "es-qu", lm)["alone"] == 1
    assert weighed({"": 2.0}, found) == 1.0
    assert weighed({"": -2.0}, found) == 0.0
