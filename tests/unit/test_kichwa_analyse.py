"""Analyses of Kichwa words, against forms worked out by hand from textbook grammar."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.kichwa.analyse import analyse, analyse_sentence
from core.kichwa.chains import chains
from core.kichwa.features import compose, parse
from core.kichwa.suffixes import suffixes

# word, lemma, suffixes; none of them has another likely reading
WORDS = [
    ("wasikunapi", "wasi", ("pl", "loc")),
    ("wasikunamantapash", "wasi", ("pl", "abl", "add")),
    ("ñukanchikwan", "ñukanchik", ("ins",)),
    ("purirkanchik", "puri", ("past", "p1pl")),
    ("purishpaka", "puri", ("same", "top")),
    ("yachachinkapak", "yacha", ("caus", "purp_same")),
    ("mikukrini", "miku", ("prosp", "p1")),
    ("shamunki", "shamu", ("p2",)),
    ("shamukpika", "shamu", ("diff", "top")),
    ("kuwarka", "ku", ("obj1", "past")),
    ("llamkankichik", "llamka", ("p2pl",)),
    ("warmikunatapash", "warmi", ("pl", "acc", "add")),
    ("puñunayan", "puñu", ("des", "p3")),
]


@pytest.mark.parametrize(("word", "lemma", "tags"), WORDS)
def test_hand_worked_words(word: str, lemma: str, tags: tuple[str, ...]) -> None:
    best = analyse(word)[0]
    assert (best.lemma, best.tags) == (lemma, tags)
    assert "".join(part.form for part in best.morphemes) == word


@pytest.mark.parametrize(
    ("word", "feats"),
    [
        ("wasikunapi", "Case=Loc|Number=Plur"),
        ("purirkanchik", "Number=Plur|Person=1|Tense=Past|VerbForm=Fin"),
        ("mikushpa", "Switch=Same|VerbForm=Conv"),
        ("ñukaman", "Case=Dat|Number=Sing|Person=1|PronType=Prs"),
    ],
)
def test_features_are_those_of_universal_dependencies(word: str, feats: str) -> None:
    assert analyse(word)[0].feats == feats


def test_the_negation_before_it_decides_what_chu_means() -> None:
    negated = analyse_sentence(["Mana", "yachanichu", "."])[1][0]
    asked = analyse_sentence(["Kikinka", "yachankichu", "?"])[1][0]
    assert negated.tags == ("p1", "neg")
    assert asked.tags == ("p2", "quest")


def test_spelling_variants_are_read() -> None:
    assert analyse("wasipish")[0].tags == ("add",)
    assert analyse("intishna")[0].tags == ("equ",)
    assert analyse("kampak")[0].lemma == "kan"


def test_spanish_stems_take_kichwa_endings() -> None:
    best = analyse("hospitalkunamanta")[0]
    assert (best.lemma, best.tags, best.stem_language) == ("hospital", ("pl", "abl"), "es")


def test_unknown_stems_are_guessed_and_say_so() -> None:
    best = analyse("tsurukukunapi")[0]
    assert best.tags[-2:] == ("pl", "loc")
    assert best.stem_language == "unknown"


def test_a_given_lemma_and_class_are_kept() -> None:
    assert {one.lemma for one in analyse("rikuni", lemma="riku")} == {"riku"}
    assert {one.upos for one in analyse("llaki", upos="VERB")} == {"VERB"}


@pytest.mark.parametrize(
    "word",
    [
        "",
        " ",
        "😀",
        "😀kuna",
        "¿",
        "...",
        "12",
        "12ta",
        "a" * 100_000,
        "мамаkuna",
        "<b>wasi</b>",
        "\x00",
    ],
)
def test_odd_input_gets_one_analysis_at_least(word: str) -> None:
    found = analyse(word)
    assert found[0].form == word
    assert math.isclose(sum(one.probability for one in found), 1.0)
    assert "".join(part.form for part in found[0].morphemes) == word


@given(st.text(max_size=20))
@settings(max_examples=60, deadline=None)
def test_any_text_keeps_its_letters(word: str) -> None:
    for one in analyse(word):
        assert "".join(part.form for part in one.morphemes) == word


def test_a_sentence_has_as_many_analyses_as_words() -> None:
    assert analyse_sentence([]) == []
    assert len(analyse_sentence(["Ñuka", "wasika", "hatunmi", "kan", "."])) == 5


def test_every_suffix_is_read_in_every_form() -> None:
    for suffix in suffixes().values():
        for form in suffix.forms:
            links = {chain.links[:1] for stage in suffix.on for chain in chains(form, stage)}
            reached = ((suffix.tag, form),) in links
            assert reached or suffix.after(suffix.on[0]) == "V", suffix.tag


def test_features_of_stacked_cases_are_layered() -> None:
    assert parse(compose("_", ["gen", "dat"])) == {"Case[stem1]": "Gen", "Case[stem2]": "Dat"}
