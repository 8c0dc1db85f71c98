from itertools import permutations, product
from pathlib import Path

import numpy as np
import pytest

from core.translation.decoder import FEATURES, Decoder, Option
from core.translation.ngrams import NGrams, count_ngrams
from core.translation.phrase_tables import Tables, read_tables
from core.translation.phrases import options, translations, vote, windows
from training.translation.ship import write_tables

LM = NGrams(count_ngrams([["x", "y", "z"], ["y", "x"], ["z", "w", "x"]]))
WEIGHTS = np.array([1.0, 0.3, 0.2, 0.5, -1.0, -0.2, 0.8, 0.4, -0.1, -0.3])


def option(start: int, end: int, target: str, score: float) -> Option:
    return Option(start, end, tuple(target.split()), (score, score / 2, -1.0, -0.5, 0.0, 0.0))


OPTIONS = [
    option(0, 1, "x", -0.3),
    option(0, 1, "z", -1.2),
    option(1, 2, "y", -0.5),
    option(1, 3, "w x", -0.9),
    option(2, 3, "z", -0.2),
    option(2, 3, "", -1.5),
    option(0, 2, "y x", -1.1),
]


def scored(chosen: tuple[Option, ...]) -> float:
    """Return the score of options in an order, worked out anew."""
    features = np.zeros(len(FEATURES))
    target: list[str] = []
    last = 0
    for one in chosen:
        features[:6] += one.scores
        features[9] += abs(one.start - last)
        last = one.end
        target += one.target
    features[6] = LM.sentence(target)
    features[7], features[8] = len(target), len(chosen)
    return float(features @ WEIGHTS)


def everything(length: int) -> list[tuple[Option, ...]]:
    """Return every order of every set of options that covers each unit once."""
    found = []
    for size in range(1, length + 1):
        for chosen in permutations(OPTIONS, size):
            covered = sorted(at for one in chosen for at in range(one.start, one.end))
            if covered == list(range(length)):
                found.append(chosen)
    return found


def test_the_search_finds_what_brute_force_finds() -> None:
    best = max(everything(3), key=scored)
    [found, *_] = Decoder(LM, WEIGHTS, beam=1000, reach=3, hopeless=99).decode(3, OPTIONS, 5)
    assert found.used == best
    assert found.score == pytest.approx(scored(best))
    assert found.features @ WEIGHTS == pytest.approx(found.score)


def test_without_reach_the_order_is_that_of_the_source() -> None:
    in_order = [c for c in everything(3) if [o.start for o in c] == sorted(o.start for o in c)]
    [found, *_] = Decoder(LM, WEIGHTS, beam=1000, reach=0, hopeless=99).decode(3, OPTIONS)
    assert found.used == max(in_order, key=scored)


def test_each_text_is_told_once() -> None:
    found = Decoder(LM, WEIGHTS, beam=1000, reach=3, hopeless=99).decode(3, OPTIONS, 50)
    assert len({one.units for one in found}) == len(found) > 3
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


def tables() -> Tables:
    phrases = {
        ("allku",): ((("perro",), (-0.1, -0.2, -0.3, -0.4)),),
        ("allku", "+ka"): ((("el", "perro"), (-0.2, -0.2, -0.3, -0.4)),),
        ("kapari", "+n"): ((("ladra",), (-0.2, -0.2, -0.3, -0.4)),),
        ("quito",): ((("quito",), (-0.1, -0.1, -0.1, -0.1)),),
    }
    lm = NGrams(count_ngrams([["el", "perro", "ladra"], ["quito"]]))
    return Tables("qu-es", phrases, 2, lm, {"quito": "Quito"}, WEIGHTS)


def test_a_sentence_is_translated_and_written() -> None:
    assert translations("Allkuka kaparin!", tables())[0].text == "¡El perro ladra!"
    assert translations("Allku quitopi?", tables())[0].text == "¿Perro Quito?"


def test_unknown_words_are_carried_over_and_told() -> None:
    [found, *_] = translations("Xilófono kaparin.", tables())
    assert "ilófono" in found.text
    assert "xilófono" in found.unknown


@pytest.mark.parametrize("text", ["", "  ", "...", "¿?", "12 34", "\u200b", "🙂🙂"])
def test_nothing_is_made_of_a_text_without_words(text: str) -> None:
    assert translations(text, tables()) == []


@pytest.mark.parametrize(
    "text",
    ["a" * 5000, "Привет allku 你好", "<b>allku</b> & co", "+ka +ka", "allku " * 300, "a,b;c" * 90],
)
def test_odd_texts_come_through(text: str) -> None:
    [found, *_] = translations(text, tables())
    assert found.text


def test_what_is_no_sentence_is_left_to_others() -> None:
    assert translations("allku " * 3000, tables()) == []


def test_long_texts_are_cut_after_a_mark() -> None:
    parts = ["a"] * 30 + [","] + ["b"] * 30
    assert [len(window) for window in windows(parts)] == [31, 30]
    assert [len(window) for window in windows(["a"] * 90)] == [40, 40, 10]


def test_numbers_and_marks_stand_for_themselves() -> None:
    found = options(tables(), ["3,5", ",", "allku"])
    assert [(one.start, one.target) for one in found[:2]] == [(0, ("3,5",)), (1, (",",))]


def test_the_text_most_agreed_on_comes_first() -> None:
    texts = ["el perro ladra", "el perro ladró", "una casa"]
    order, agreed = vote(texts, [0.0] * 3, [0] * 3)
    assert order[-1] == 2
    assert vote(texts, [0.0] * 3, [20, 20, 0])[0][0] == 2
    assert agreed[0] > agreed[2]


def test_tables_are_read_as_they_were_written(tmp_path: Path) -> None:
    known = tables()
    write_tables(tmp_path, [known])
    read = read_tables(tmp_path, "qu-es")
    assert set(read.phrases) == set(known.phrases)
    for source, told in known.phrases.items():
        for (target, scores), (other, others) in zip(told, read.phrases[source], strict=True):
            assert target == other
            assert others == pytest.approx(scores, abs=1 / 32)
    assert read.names == known.names
    assert read.longest == 2
    for history, unit in product([(), ("el",), ("el", "perro")], ["ladra", "x"]):
        assert read.lm.probability(history, unit) == known.lm.probability(history, unit)


def test_weights_of_other_features_are_refused(tmp_path: Path) -> None:
    write_tables(tmp_path, [tables()])
    (tmp_path / "weights.json").write_text('{"qu-es": {"luck": 1.0}}', encoding="utf-8")
    with pytest.raises(ValueError, match="features"):
        read_tables(tmp_path, "qu-es")
