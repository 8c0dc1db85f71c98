import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.morphology.spanish import analyse, split
from core.morphology.spanish_closed import closed_words
from core.morphology.spanish_stress import accents, bare, joined, nuclei, respelled, stressed
from core.morphology.spanish_tagger import tag

SENTENCES = {
    "Mi mamá cocina papas en la casa .": "DET NOUN VERB NOUN ADP DET NOUN PUNCT",
    "¿ Dónde viven tus abuelos ?": "PUNCT PRON VERB DET NOUN PUNCT",
    "Yo no quiero trabajar mañana .": "PRON ADV VERB VERB ADV PUNCT",
    "El maestro enseña a los niños pequeños .": "DET NOUN VERB ADP DET NOUN ADJ PUNCT",
}


@pytest.mark.parametrize("sentence", SENTENCES)
def test_classes(sentence):
    assert tag(sentence.split()) == SENTENCES[sentence].split()


def word(sentence, form):
    words = sentence.split()
    return analyse(words)[words.index(form)]


def test_context_tells_forms_apart():
    assert word("Yo estaba en casa .", "estaba").feats.count("Person=1") == 1
    assert word("Ella estaba en casa .", "estaba").feats.count("Person=3") == 1
    assert word("Ayer fuimos al mercado .", "fuimos").lemma == "ir"
    assert word("¡ Ven acá !", "Ven").feats == "Mood=Imp|Number=Sing|Person=2|VerbForm=Fin"
    assert word("¡ Siéntate !", "Siéntate").lemma == "sentar"
    assert word("Yo como pan .", "como").lemma == "comer"
    assert "Mood=Ind" in word("Juan come pan .", "come").feats


def test_polite_and_contracted_words():
    assert "Polite=Form" in word("¿ Cómo está usted ?", "usted").feats
    assert word("Viene del campo .", "del").lemma == "de"


def test_classes_of_the_caller_count():
    assert analyse(["como"], ["VERB"])[0].lemma == "comer"
    assert analyse(["como"], ["SCONJ"])[0].lemma == "como"
    with pytest.raises(ValueError, match="zip"):
        analyse(["uno", "dos"], ["NUM"])


def test_words_are_split_and_keep_their_place():
    assert split(["Quiero", "verlo", "al", "mediodía"]) == [
        ("Quiero", 0),
        ("ver", 1),
        ("lo", 1),
        ("a", 2),
        ("el", 2),
        ("mediodía", 3),
    ]
    assert split(["tomate", "sale"]) == [("tomate", 0), ("sale", 1)]


def test_stress():
    assert [len(nuclei(one)) for one in ("construido", "oía", "prohíbe", "quieto")] == [3, 3, 3, 2]
    assert stressed("canción") == 5
    assert respelled("guión") == "guion"
    assert joined("canta", "me", "la") == "cántamela"
    assert "tenía" in accents("tenia")
    assert bare("pingüino") == "pingüino"


def test_closed_words_are_of_universal_classes():
    classes = {one.upos for words in closed_words().values() for one in words}
    assert classes <= {"ADP", "ADV", "CCONJ", "DET", "INTJ", "NUM", "PRON", "SCONJ"}
    assert {one.upos for one in closed_words()["que"]} >= {"PRON", "SCONJ"}


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text(min_size=1, max_size=20), max_size=12))
def test_any_words_keep_their_number_and_form(words):
    found = analyse(words)
    assert [one.form for one in found] == words
    assert all(one.upos and one.lemma and one.feats for one in found)
    assert [at for _, at in split(words)] == sorted(at for _, at in split(words))


def test_hostile_words():
    odd = ["\u202e", "ＡＢＣ", "🙂", "<b>", "a" * 100_000, "¡", "12,5", "é" * 300, "ñ"]
    assert [one.form for one in analyse(odd)] == odd
