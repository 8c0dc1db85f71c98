import pytest

from core.retrieval.concepts import Concepts, concepts
from core.text import words


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("¿A cómo está el diplomado?", "price"),
        ("kuanto kuesta", "price"),
        ("How much is it?", "price"),
        ("¿hay que pagar?", "free"),
        ("se me olvidó la clave", "forgot"),
        ("sueño con un cajero automático", "atm"),
    ],
)
def test_different_words_for_one_thing_meet(text, concept):
    assert concept in concepts().find(words(text))


def test_an_expression_of_several_words_needs_them_in_order():
    listed = Concepts({"atm": ["cajero automatico"]})
    assert listed.find(["cajero", "automatico"]) == ["atm"]
    assert listed.find(["automatico", "cajero"]) == []
    assert listed.find(["cajero"]) == []


def test_a_word_without_star_is_not_a_beginning():
    listed = Concepts({"bank": ["banco"], "teach": ["enseñ*"]})
    assert listed.find(["bancos"]) == []
    assert listed.find(words("enseñanza")) == ["teach"]


def test_broken_lists_are_refused():
    with pytest.raises(ValueError, match="empty expression"):
        Concepts({"price": ["*"]})
    with pytest.raises(ValueError, match="aspects without a concept"):
        Concepts({"price": ["precio"]}, aspects=["prize"])
