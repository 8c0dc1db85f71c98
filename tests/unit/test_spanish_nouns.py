import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.morphology.spanish_nouns import (
    agree,
    before,
    contract,
    feminine,
    gender,
    lemma_of_adjective,
    masculine,
    pluralize,
    singularize,
    with_article,
)
from core.morphology.spanish_words import adjectives, nouns

PLURALS = {
    "casa": "casas",
    "lección": "lecciones",
    "lápiz": "lápices",
    "examen": "exámenes",
    "joven": "jóvenes",
    "régimen": "regímenes",
    "carácter": "caracteres",
    "rey": "reyes",
    "inglés": "ingleses",
    "crisis": "crisis",
    "lunes": "lunes",
    "rubí": "rubíes",
    "café": "cafés",
    "sofá": "sofás",
    "árbol": "árboles",
    "autobús": "autobuses",
    "país": "países",
    "mes": "meses",
    "clase": "clases",
    "jersey": "jerséis",
}
GENDERS = {
    "masc": "día problema mapa sofá avión corazón idioma planeta café",
    "fem": "mano foto lección ciudad agua flor sal costumbre leche crisis reunión",
    "": "estudiante artista joven testigo",
}


@pytest.mark.parametrize("word", [word for word in PLURALS if word != "jersey"])
def test_number(word):
    assert pluralize(word) == PLURALS[word]
    assert singularize(PLURALS[word]) == word


@pytest.mark.parametrize("wanted", GENDERS)
def test_gender(wanted):
    told = {noun: gender(noun) for noun in GENDERS[wanted].split()}
    assert told == dict.fromkeys(told, wanted)


def test_feminine_and_back():
    pairs = {"profesor": "profesora", "alemán": "alemana", "inglés": "inglesa", "rojo": "roja"}
    for word, wanted in pairs.items():
        assert feminine(word) == wanted
        assert masculine(wanted) == word
    assert [feminine(word) for word in ("feliz", "mejor", "cortés", "azul")] == [
        "feliz",
        "mejor",
        "cortés",
        "azul",
    ]


def test_agreement_and_short_forms():
    assert agree("español", "fem", "plur") == "españolas"
    assert agree("feliz", "fem", "plur") == "felices"
    assert before("grande", "masc", "sing") == "gran"
    assert before("tercero", "masc", "sing") == "tercer"
    assert before("bueno", "fem", "sing") == "buena"
    assert lemma_of_adjective("grandes") == "grande"
    assert lemma_of_adjective("encantadoras") == "encantador"


def test_articles():
    assert with_article("agua") == "el agua"
    assert with_article("hambre", "indefinite") == "un hambre"
    assert with_article("abeja") == "la abeja"
    assert with_article("lápiz", "indefinite", "plur") == "unos lápices"
    assert with_article("estudiante", gender_="fem") == "la estudiante"


def test_contractions():
    assert contract("voy a el río de el pueblo") == "voy al río del pueblo"
    assert contract("la casa de El Oro") == "la casa de El Oro"
    assert contract("aguja e hilo, y hielo") == "aguja e hilo, y hielo"
    assert contract("madre y hija o hoy") == "madre e hija u hoy"
    assert contract("padre y yo") == "padre y yo"


@given(st.sampled_from(sorted({*nouns(), *adjectives()})))
def test_plural_of_every_listed_word_is_a_plural(word):
    plural = pluralize(word)
    assert plural.endswith("s") or plural == word
    assert pluralize(singularize(plural)) in (plural, pluralize(plural))


@given(st.text(max_size=40))
def test_any_text_goes_through(text):
    assert isinstance(singularize(pluralize(text)), str)
    assert isinstance(feminine(text) + masculine(text) + contract(text), str)
    assert gender(text) in ("masc", "fem", "")
