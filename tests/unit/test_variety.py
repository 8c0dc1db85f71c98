import time
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.i18n.catalogue import catalogue
from core.kichwa.variety import CLASSES, detect, pieces, weights
from training.score_variety import by_letters, parts, score, wrong_variety
from training.variety import told_apart
from training.variety_data import Text, as_ayacucho, with_five_vowels


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Ñukanchik wasipimi kawsanchik, mashikuna.", "qu"),
        ("Kayaka yachana wasiman rishun.", "qu"),
        ("Ñucanchic huasipimi causanchic, mashicuna.", "qu-old"),
        ("Caimanda cangunapash shamunguichi.", "qu-old"),
        ("Wasiymanta hamuchkani, manam unqusqachu kani.", "quechua"),
        ("Paykunaqa llaqtankupi tiyachkanku.", "quechua"),
        ("Noqaqa llaqtaypi llank'ashani.", "quechua"),
        ("Mañana vamos a la feria con mi hermana.", "es"),
        ("The children are playing in the garden.", "unknown"),
        ("Ñuka mashi shamunka, pero no tengo dinero para la comida.", "mixed"),
        ("12 + 30 = 42 😀", "unknown"),
    ],
)
def test_languages_are_told_apart(text: str, language: str) -> None:
    assert detect(text).language == language


def test_each_word_has_its_language() -> None:
    found = dict(detect("Ñuka mashi shamunka, pero no tengo dinero para la comida.").words)
    assert found["shamunka"] == "qu"
    assert found["tengo"] == found["comida"] == "es"


def test_the_answer_says_why() -> None:
    told = detect("Wasiymanta hamuchkani, manam unqusqachu kani.")
    assert told.reasons == ("detect.southern",)
    assert told.confidence > 0.95
    assert set(detect("kan").reasons + detect("").reasons) <= set(catalogue())


def test_what_two_varieties_share_is_not_decided_by_one_word() -> None:
    told = detect("mama")
    assert "detect.short" in told.reasons
    assert told.language == "unknown" or told.confidence >= 0.7


@given(st.text(max_size=300))
def test_any_text_gets_an_answer(text: str) -> None:
    told = detect(text)
    assert 0 <= told.confidence <= 1
    assert all(word in text and language in CLASSES for word, language in told.words)


@pytest.mark.parametrize("piece", ["j", "wasi ", "😀", "<script>", "ñ", "Ж ", "\x00"])
def test_long_text_is_quick(piece: str) -> None:
    began = time.perf_counter()
    detect((piece * 100_000)[:100_000])
    assert time.perf_counter() - began < 5


def test_the_table_is_small_and_of_known_pieces() -> None:
    table = weights()
    assert 1000 < len(table) < 6000
    assert all(vector.shape == (len(CLASSES),) for vector in table.values())
    assert sum(piece in table for piece in pieces("wasikunapi")) > 10


def test_cusco_is_respelled_as_its_neighbours_write() -> None:
    assert as_ayacucho("p'unchaypi mikhushani") == "punchaypi mikuchkani"
    assert with_five_vowels("ñuqanchik urqupi") == "ñoqanchik orqopi"


def test_a_word_that_one_class_has_far_more_often_is_taught_there_only() -> None:
    found = told_apart({"es": Counter({"de": 99, "pan": 1}), "qu": Counter({"de": 1, "pan": 99})})
    assert (set(found["es"]), set(found["qu"])) == ({"de"}, {"pan"})


def test_scores_count_both_errors_of_the_variety() -> None:
    north, old = Text("Ñukaka kayman shamurkani.", "qu"), Text("Cai huasipi causani.", "qu-old")
    south = Text("Paykunaqa llaqtankupi tiyachkanku.", "quechua")
    kinds = {"qu": [north], "qu-old": [old], "quechua": [south], "quechua_ayacucho": [south]}
    (metrics, ci95, counts), confusion = score(kinds, "sentence")
    assert metrics["sentence_qu"] == metrics["sentence_wrong_variety"] == 1
    assert counts["sentence_quechua"] == 1
    assert confusion["sentence_quechua"] == {"quechua": 1}
    assert ci95["sentence_qu"][0] < 0.5
    assert wrong_variety(kinds, lambda _: "quechua")[0] == 0.5
    assert wrong_variety(kinds, lambda _: "qu")[0] == 0.5
    share, (low, high) = wrong_variety(kinds, by_letters)
    assert (share, high) == (1, 1)
    assert 0.5 < low < 0.9


def test_texts_are_cut_into_pieces_of_given_size() -> None:
    pieces_ = parts([Text("a b c d e f g h i j k", "es")], 3, 8)
    assert all(3 <= len(piece.text.split()) <= 8 for piece in pieces_)
    assert len({word for piece in pieces_ for word in piece.text.split()}) >= 9
