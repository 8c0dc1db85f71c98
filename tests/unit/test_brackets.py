"""The notation of word trees, strict and mended."""

import pytest

from core.errors import UserError
from core.morphology.brackets import read, write
from core.morphology.mending import Repair, mend

INDEPENDENTLY = (
    "[adverb [adjective [prefix [in]] [adjective [verb [depend]] [suffix [ent]]]] [suffix [ly]]]"
)
LOCKABLE = "[adjective [verb [lock]] [suffix [able]]]"


@pytest.mark.parametrize(
    "text",
    [
        INDEPENDENTLY,
        LOCKABLE,
        "[noun [dog]]",
        "[noun [verb [laufen]]]",
        "[noun [noun [Kindheit]] [interfix [s]] [noun [traum]]]",
    ],
)
def test_what_is_read_is_written_the_same(text: str) -> None:
    assert write(read(text)) == text
    assert mend(text) == (read(text), ())


def test_space_does_not_matter() -> None:
    assert read(" [adjective\n  [verb [lock]]\n  [suffix[able]] ]\n") == read(LOCKABLE)


def test_a_tree_knows_its_morphemes() -> None:
    assert read(INDEPENDENTLY).leaves == ("in", "depend", "ent", "ly")


@pytest.mark.parametrize(
    ("text", "key", "at"),
    [
        ("", "error.tree_open", 1),
        ("[noun [dog]", "error.tree_open", 12),
        ("noun [dog]", "error.tree_outside", 1),
        ("[noun [dog]] ]", "error.tree_outside", 14),
        ("[noun [dog]] [noun [cat]]", "error.tree_outside", 14),
        ("[noun [dog] s]", "error.tree_outside", 13),
        ("[dog]", "error.tree_no_label", 1),
        ("[noun []]", "error.tree_no_label", 7),
        ("[noun]", "error.tree_no_label", 1),
        ("[[dog]]", "error.tree_no_label", 2),
        ("[noun [nuon [dog]] [suffix [s]]]", "error.tree_label", 8),
        ("[noun [dog] [suffix [s]]]", "error.tree_mixed", 13),
        ("[noun [suffix [s]] [dog]]", "error.tree_mixed", 20),
        ("[noun [noun [dog]]]", "error.tree_repeats", 1),
    ],
)
def test_a_fault_is_named_with_its_place(text: str, key: str, at: int) -> None:
    with pytest.raises(UserError) as caught:
        read(text)
    assert (caught.value.key, caught.value.values["at"]) == (key, at)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        (f"Sure! Here is the tree:\n{LOCKABLE}\nHope this helps.", ["prose"]),
        (f"```\n{LOCKABLE}\n```", ["prose"]),
        (LOCKABLE[:-1], ["unclosed"]),
        (LOCKABLE[:-3], ["unclosed"]),
        (LOCKABLE + "]]", ["closed_twice"]),
        (LOCKABLE[1:-1], ["missing_outer", "unclosed"]),
        (LOCKABLE[1:], ["missing_outer"]),
        ("(adjective (verb (lock)) (suffix (able)))", ["round"]),
        ("[Adj. [V [lock]] [Suffix [-able]]]", ["label", "hyphen"]),
        ("[Adjektiv [Verb [lock]] [Nachsilbe [able]]]", ["label"]),
        ("[adjetivo [verbo [lock]] [sufijo [-able]]]", ["label", "hyphen"]),
        ("[adjective [verb lock] [suffix able]]", ["unbracketed"]),
        ("[adjective [verb [verb [lock]]] [suffix [able]]]", ["flattened"]),
        ("[adjective [verb [lock]] [] [suffix [able]]]", ["unlabelled", "empty"]),
    ],
)
def test_careless_trees_are_mended_and_the_repair_told(text: str, kinds: list[str]) -> None:
    tree, log = mend(text)
    assert tree == read(LOCKABLE)
    assert {repair.kind for repair in log} == set(kinds)


def test_an_unknown_label_and_a_bare_morpheme_become_roots() -> None:
    tree, log = mend("[adjective un [thing [do]] [suffix [able]]]")
    assert tree == read("[adjective [root [un]] [root [do]] [suffix [able]]]")
    assert Repair("label", "thing") in log
    assert Repair("unlabelled", "un") in log


@pytest.mark.parametrize("text", ["", "I cannot do that.", "[unlockable]", "[]", "[[[]]]", "]]]["])
def test_where_there_is_no_tree_none_is_made_up(text: str) -> None:
    tree, log = mend(text)
    assert tree is None
    assert log[-1] == Repair("no_tree")


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        "]" * 100_000,
        "[]" * 50_000,
        "[noun " * 30_000,
        "[noun [a]" * 20_000,
        "[noun " * 3000 + "[x]" + "]" * 3000,
        "(" * 100_000,
        "\x00[noun\ud800 [" + "x" * 100_000,
    ],
)
def test_hostile_text_ends_in_a_sentence_and_not_in_a_crash(text: str) -> None:
    with pytest.raises(UserError):
        read(text)
    mend(text)


def test_labels_stand_in_lower_case_when_read_strictly() -> None:
    with pytest.raises(UserError):
        read("[Noun [dog]]")
