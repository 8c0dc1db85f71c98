"""Evaluation of word trees, on small files of our own."""

from pathlib import Path

import pytest

from core.errors import UserError
from core.morphology.analyse import analyser
from core.morphology.brackets import read
from training.score_words import ENGINES, evaluate, read_words
from training.word_trees import gold

UN_LOCKABLE = "[adjective [prefix [un]] [adjective [verb [lock]] [suffix [able]]]]"
UNLOCK_ABLE = "[adjective [verb [prefix [un]] [verb [lock]]] [suffix [able]]]"


def test_trees_and_segmentations_are_read(tmp_path: Path) -> None:
    path = tmp_path / "words.tsv"
    path.write_text(
        f"unlockable\t{UN_LOCKABLE}\t{UNLOCK_ABLE}\n"
        "unreadable\tun @@read @@able\t010\n"
        "readers\tread @@er @@s\t110\n"
        "[sic]\t[sic]\t010\n",
        encoding="utf-8",
    )
    first, second, third = read_words(path)
    assert first.trees == (read(UN_LOCKABLE), read(UNLOCK_ABLE))
    assert second.morphemes == ("un", "read", "able")
    assert third.morphemes == ("[sic]",)
    assert [item.word for item in read_words(path, least=3)] == ["unlockable", "unreadable"]


def test_a_line_without_a_tree_is_named(tmp_path: Path) -> None:
    path = tmp_path / "words.tsv"
    path.write_text(f"unlockable\t{UN_LOCKABLE}\nalone\n", encoding="utf-8")
    with pytest.raises(UserError) as caught:
        read_words(path)
    assert caught.value.values == {"file": "words.tsv", "line": 2}


def test_metrics_count_what_they_say(tmp_path: Path) -> None:
    path = tmp_path / "words.tsv"
    path.write_text(f"a\t{UN_LOCKABLE}\nb\t{UN_LOCKABLE}\nc\t{UN_LOCKABLE}\n", encoding="utf-8")
    said = {"a": [read(UN_LOCKABLE)], "b": [read(UNLOCK_ABLE), read(UN_LOCKABLE)], "c": []}
    metrics, ci95, baselines = evaluate(read_words(path), lambda word, _: said[word])
    assert metrics["has_tree"] == pytest.approx(2 / 3)
    assert metrics["in_readings"] == pytest.approx(2 / 3)
    assert metrics["first"] == pytest.approx(1 / 3)
    assert metrics["structure_f1"] == pytest.approx((1 + 0.5 + 0) / 3)
    assert ci95.keys() == metrics.keys()
    assert baselines == {
        "left_branching": {"structure_f1": 0.5},
        "right_branching": {"structure_f1": 1.0},
    }


def test_segmented_words_count_trees_only(tmp_path: Path) -> None:
    path = tmp_path / "words.tsv"
    path.write_text("unreadable\tun @@read @@able\t010\n", encoding="utf-8")
    assert evaluate(read_words(path), ENGINES["chart"]("en"))[0] == {"has_tree": 1.0}


@pytest.mark.parametrize(("lang", "least"), [("en", 160), ("es", 60), ("de", 56)])
def test_the_gold_is_sound(lang: str, least: int) -> None:
    trees = gold(lang)
    assert len(trees) >= least
    for word, readings in trees.items():
        assert readings, word
        assert len(set(readings)) == len(readings), word
        assert len({one.label for one in readings}) == 1, word
        assert word.casefold()[0] == readings[0].leaves[0].casefold()[0], word


@pytest.mark.parametrize("lang", ["en", "es", "de"])
def test_the_chart_keeps_what_it_reaches_on_the_gold(lang: str) -> None:
    known = analyser(lang)
    hits = [
        any(one.tree in trees for one in known.analyse(word).readings)
        for word, trees in gold(lang).items()
    ]
    assert sum(hits) / len(hits) >= 0.95


@pytest.mark.parametrize("word", ["Jugendschutzgesetz", "Arbeitszeitverkürzung", "Freundesgeld"])
def test_german_compounds_with_links_do_not_break_the_chart(word: str) -> None:
    assert analyser("de").analyse(word).readings
