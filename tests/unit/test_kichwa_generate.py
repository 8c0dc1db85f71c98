"""Kichwa words made from stems, against forms worked out by hand; glosses and paradigms."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.i18n.catalogue import LANGUAGES, say
from core.kichwa.analyse import analyse
from core.kichwa.chains import chains
from core.kichwa.generate import generate, generate_feats, ordered, tags_of
from core.kichwa.gloss import interlinear, lines
from core.kichwa.paradigm import paradigm
from core.kichwa.suffixes import suffixes


@pytest.mark.parametrize(
    ("lemma", "tags", "upos", "form"),
    [
        ("wasi", ["top", "pl", "loc"], "NOUN", "wasikunapika"),
        ("miku", ["p1", "past"], "VERB", "mikurkani"),
        ("miku", ["neg", "p1", "prog"], "VERB", "mikukunichu"),
        ("yacha", ["agent", "caus", "pl", "dat"], "VERB", "yachachikkunaman"),
        ("kan", ["ben"], "PRON", "kanpak"),
        ("shamu", ["imp2pl", "polite"], "VERB", "shamupaychik"),
        ("ri", ["p3", "cond", "quest"], "VERB", "rinmanchu"),
        ("uku", ["abl", "gen", "pl"], "NOUN", "ukukunamantapa"),
    ],
)
def test_suffixes_find_their_places(lemma: str, tags: list[str], upos: str, form: str) -> None:
    assert generate(lemma, tags, upos) == form


@pytest.mark.parametrize(
    ("lemma", "upos", "feats", "form"),
    [
        ("puri", "VERB", "Number=Sing|Person=1|Tense=Fut|VerbForm=Fin", "purisha"),
        ("puri", "VERB", "Number=Plur|Person=3|Tense=Past|VerbForm=Fin", "purirkakuna"),
        ("puri", "VERB", "Person=3|VerbForm=Part", "purishka"),
        ("puri", "VERB", "Mood=Prp|Switch=Diff|VerbForm=Conv", "purichun"),
        ("puri", "VERB", "Case=Acc|VerbForm=Inf", "purinata"),
        ("puri", "VERB", "Mood=Imp|Number=Plur|Person=2|Polite=Form|VerbForm=Fin", "puripaychik"),
        ("wasi", "NOUN", "Case=Ins|Focus=Addit|Number=Plur", "wasikunawanpash"),
        ("ñuka", "PRON", "Case=Dat|Info=Top|Number=Sing|Person=1|PronType=Prs", "ñukamanka"),
        ("ñukanchik", "PRON", "Case=Gen|Number=Plur|Person=1|PronType=Prs", "ñukanchikpa"),
        ("wasi", "NOUN", "_", "wasi"),
    ],
)
def test_features_become_words(lemma: str, upos: str, feats: str, form: str) -> None:
    assert generate_feats(lemma, upos, feats) == form


def test_what_does_not_go_together_is_refused() -> None:
    with pytest.raises(ValueError, match="go together"):
        ordered(["p1", "p2"], "VERB")
    with pytest.raises(ValueError, match="no Kichwa suffix"):
        generate("wasi", ["nosuch"])


NOMINAL = st.lists(st.sampled_from(["pl", "dim"]), unique=True).flatmap(
    lambda before: st.tuples(
        st.just(before),
        st.sampled_from(["", "acc", "dat", "loc", "abl", "ins", "ter"]),
        st.sampled_from(["", "top", "foc", "add", "quest"]),
    )
)


@given(st.sampled_from(["wasi", "warmi", "yaku", "llakta"]), NOMINAL)
@settings(max_examples=80, deadline=None)
def test_what_is_generated_is_among_the_readings(
    noun: str, parts: tuple[list[str], str, str]
) -> None:
    before, case, last = parts
    tags = [tag for tag in (*before, case, last) if tag]
    wanted = ordered(tags, "NOUN")
    word = generate(noun, tags, "NOUN")
    assert wanted in {chain.tags for chain in chains(word.removeprefix(noun), "N")}


@given(st.sampled_from(sorted(suffixes())), st.sampled_from(sorted(suffixes())))
@settings(max_examples=200, deadline=None)
def test_the_order_asked_in_does_not_matter(one: str, other: str) -> None:
    table = suffixes()
    free = table[one].free or table[other].free
    stacked = {table[one].group, table[other].group} == {"case"}
    try:
        first = ordered([one, other])
    except ValueError:
        return
    if not free and not stacked and table[one].slot != table[other].slot:
        assert ordered([other, one]) == first


def test_glosses_name_the_suffixes() -> None:
    best = analyse("wasikunapi")[0]
    assert lines(best, "en", "house") == ("wasi-kuna-pi", "house-PL-LOC")
    assert [part.group for part in interlinear(best)] == ["stem", "plural", "case"]


def test_a_third_person_without_letters_is_glossed() -> None:
    best = analyse("purirka")[0]
    assert lines(best, "es", "caminar") == ("puri-rka-∅", "caminar-PAS-3")


def test_every_suffix_has_a_name_and_an_explanation() -> None:
    for suffix in suffixes().values():
        for language in LANGUAGES:
            assert say(suffix.name_key, language)
            assert say(suffix.why_key, language).endswith(".")


def test_verb_paradigm() -> None:
    forms = paradigm("puri", "VERB")
    past = forms.cells["finite", "past"]
    assert [past[person].form for person in forms.columns[:6] if person in past] == [
        *("purirkani", "purirkanki", "purirka"),
        *("purirkanchik", "purirkankichik", "purirkakuna"),
    ]
    assert forms.cells["compound", "pluperfect"]["p1"].form == "purishka karkani"
    assert forms.cells["clause", "diff"]["form"].form == "purikpi"
    assert "p1" not in forms.cells["finite", "imperative"]
    assert forms.cells["finite", "future"]["p1pl"].feats == (
        "Number=Plur|Person=1|Tense=Fut|VerbForm=Fin"
    )


def test_noun_paradigm() -> None:
    forms = paradigm("wasi", "NOUN")
    assert forms.columns == ("sg", "pl")
    assert forms.cells["case", "nom"]["sg"].form == "wasi"
    assert forms.cells["case", "ben"]["pl"].form == "wasikunapak"
    assert forms.cells["enclitic", "foc"]["pl"].feats == "Info=Foc|Number=Plur|Polarity=Pos"


@pytest.mark.parametrize("upos", ["VERB", "NOUN"])
def test_the_tags_of_a_paradigm_give_its_forms(upos: str) -> None:
    for row in paradigm("puri" if upos == "VERB" else "wasi", upos).cells.values():
        for cell in row.values():
            assert cell.form.split()[0] == generate(
                "puri" if upos == "VERB" else "wasi", cell.tags, upos
            )


def test_tags_of_an_empty_description_are_none() -> None:
    assert tags_of("_", "NOUN") == ()
