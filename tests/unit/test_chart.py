"""Readings of words: hand-worked cases, on small words of our own and on the shipped list."""

import pytest

from core.morphology.analyse import Analyser, analyser
from core.morphology.brackets import read
from core.morphology.chart import Chart
from core.morphology.grammar import grammar
from core.morphology.score import Score, score
from core.morphology.words import Words

WORDS = Words(
    {
        "lock": ("verb", "noun"),
        "believe": ("verb",),
        "unlock": ("verb",),
        "lockable": ("adjective",),
        "believable": ("adjective",),
    },
    simple=["lock", "believe"],
)
UNLOCK_ABLE = "[adjective [verb [prefix [un]] [verb [lock]]] [suffix [able]]]"
UN_LOCKABLE = "[adjective [prefix [un]] [adjective [verb [lock]] [suffix [able]]]]"


def readings(word: str, words: Words = WORDS) -> list[str]:
    return [str(one.tree) for one in Analyser(grammar("en"), words).analyse(word).readings]


def test_both_readings_stand_where_both_inner_words_exist() -> None:
    assert sorted(readings("unlockable")) == sorted([UNLOCK_ABLE, UN_LOCKABLE])


def test_one_reading_stands_where_one_inner_word_exists() -> None:
    assert readings("unbelievable") == [
        "[adjective [prefix [un]] [adjective [verb [believe]] [suffix [able]]]]"
    ]


def test_where_no_inner_word_is_known_nothing_is_decided() -> None:
    found = Analyser(grammar("en"), Words({"zip": ("verb",)}, ["zip"])).analyse("unzippable")
    assert len(found.readings) == 2
    assert all(one.cost.unattested for one in found.readings)


def test_given_morphemes_are_kept() -> None:
    found = Chart(grammar("en"), WORDS).readings(("un", "believe", "able"))
    assert {one.tree.leaves for one in found} == {("un", "believe", "able")}


@pytest.mark.parametrize(
    ("word", "tree"),
    [
        (
            "independently",
            "[adverb [adjective [prefix [in]] [adjective [verb [depend]] [suffix [ent]]]] "
            "[suffix [ly]]]",
        ),
        ("replacement", "[noun [verb [prefix [re]] [verb [place]]] [suffix [ment]]]"),
        ("unbelievable", "[adjective [prefix [un]] [adjective [verb [believe]] [suffix [able]]]]"),
        ("unhappiness", "[noun [adjective [prefix [un]] [adjective [happy]]] [suffix [ness]]]"),
        ("number", "[noun [number]]"),
    ],
)
def test_words_of_the_seminar_have_one_reading(word: str, tree: str) -> None:
    found = analyser("en").analyse(word).readings
    assert str(found[0].tree) == tree
    assert len({one.tree.label for one in found}) == len(found)


def test_unlockable_has_exactly_its_two_readings_in_the_shipped_list() -> None:
    found = [str(one.tree) for one in analyser("en").analyse("unlockable").readings]
    assert sorted(found) == sorted([UNLOCK_ABLE, UN_LOCKABLE])


def test_an_unknown_stem_is_cut_and_marked_as_guessed() -> None:
    best = analyser("en").analyse("reblicketable").readings[0]
    assert best.tree.leaves == ("re", "blicket", "able")
    assert best.cost.guessed == len("blicket")


@pytest.mark.parametrize("word", ["", "two words", "<b>", "a" * 10_000, "un" * 30, "\x00", "42"])
def test_what_is_no_word_has_no_reading_or_few(word: str) -> None:
    assert len(analyser("en").analyse(word).readings) < 200


@pytest.mark.parametrize(
    ("base", "suffix", "derived"),
    [
        ("happy", "ness", "happiness"),
        ("believe", "able", "believable"),
        ("run", "er", "runner"),
        ("decide", "ion", "decision"),
        ("full", "ly", "fully"),
        ("able", "ity", "ability"),
        ("simplify", "ication", "simplification"),
    ],
)
def test_spelling_changes_go_both_ways(base: str, suffix: str, derived: str) -> None:
    rules = grammar("en")
    affix = rules.suffixes[suffix]
    assert derived in set(rules.join(base, affix))
    assert base in set(rules.bases(derived, affix))


def test_the_recorded_replacement_has_right_brackets_and_wrong_labels() -> None:
    said = read("[adverb [adjective [prefix [re]] [verb [place]]] [suffix [ment]]]")
    gold = read("[noun [verb [prefix [re]] [verb [place]]] [suffix [ment]]]")
    assert score(said, [gold]) == Score(1.0, 1 / 3, exact=False)


def test_the_nearest_true_reading_counts() -> None:
    both = [read(UNLOCK_ABLE), read(UN_LOCKABLE)]
    assert score(both[1], both) == Score(1.0, 1.0, exact=True)
    assert score(both[1], both[:1]) == Score(0.5, 1.0, exact=False)


def test_other_morphemes_are_compared_by_letters() -> None:
    coarse = read("[adjective [prefix [in]] [adjective [verb [depend]] [suffix [ent]]]]")
    fine = read(
        "[adjective [prefix [in]] [adjective [verb [prefix [de]] [verb [pend]]] [suffix [ent]]]]"
    )
    assert score(coarse, [fine]) == Score(0.8, 1.0, exact=False)
