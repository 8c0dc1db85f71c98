import re

import pytest

from core.config import settings
from core.errors import UserError
from core.kichwa.analyse import analyse
from core.kichwa.lexicon import lexicon
from core.kichwa.phrasebook import COLUMNS, TOPICS, phrases, read_phrasebook
from core.text import fold, words

# Spanish words and names that the phrases take over.
TAKEN = [
    "cajero",
    "cédula",
    "clave",
    "copia",
    "cuenta",
    "dólar",
    "gerente",
    "interés",
    "otavalo",
    "recibo",
    "riobamba",
    "rosa",
    "tarjeta",
    "teléfono",
    "turno",
    "ventanilla",
]
LETTERS = re.compile(r"[^\W\d_]+")
KICHWA_WORDS = sorted({word.lower() for phrase in phrases() for word in LETTERS.findall(phrase.qu)})


def test_it_is_a_whole_phrasebook() -> None:
    assert len(phrases()) >= 300
    assert {phrase.topic for phrase in phrases()} == set(TOPICS)
    assert {phrase.review for phrase in phrases()} == {"borrador"}
    for phrase in phrases():
        for text in (phrase.es, phrase.qu):
            assert re.fullmatch(r"[¿¡]?[A-ZÁÉÍÓÚÑ].*[.?!]", text), text


def test_questions_are_questions_on_both_sides() -> None:
    for phrase in phrases():
        assert phrase.es.endswith("?") == phrase.qu.endswith("?"), phrase


@pytest.mark.parametrize("word", KICHWA_WORDS)
def test_every_kichwa_word_can_be_analysed(word: str) -> None:
    stems = {reading.lemma.lower() for reading in analyse(word)}
    assert any(stem in lexicon() or stem in TAKEN for stem in stems), stems


def test_one_spelling_of_each_pair() -> None:
    pairs = [(fold(phrase.es), fold(phrase.qu)) for phrase in phrases()]
    assert len(set(pairs)) == len(pairs)
    assert len({spanish for spanish, _ in pairs}) == len(pairs)


def test_no_sentence_of_killkan_stands_in_it() -> None:
    if not settings().sources:
        pytest.skip("RIMANA_SOURCES is not set: killkan is not here")
    from training.parallel import killkan

    known = {" ".join(words(pair.kichwa)) for pair in killkan()}
    # Up to two words are greetings and set phrases that every speaker says.
    ours = [words(phrase.qu) for phrase in phrases()]
    assert [text for text in map(" ".join, (w for w in ours if len(w) > 2)) if text in known] == []


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (",Alli puncha.,greeting,borrador", "es"),
        ("Hola.,,greeting,borrador", "qu"),
        ("Hola.,Imanalla.,weather,borrador", "topic"),
        ("Hola.,Imanalla.,greeting,", "review"),
        ("Gracias.,Imanalla.,greeting,borrador", "es"),
    ],
)
def test_a_broken_row_is_named(tmp_path, row: str, column: str) -> None:
    path = tmp_path / "phrases.csv"
    good = "Gracias.,Yupaychani.,courtesy,borrador"
    path.write_text("\n".join([",".join(COLUMNS), good, row]), encoding="utf-8")
    with pytest.raises(UserError) as fault:
        read_phrasebook(path)
    assert fault.value.key == "error.phrasebook_row"
    assert (fault.value.values["line"], fault.value.values["column"]) == (3, column)
