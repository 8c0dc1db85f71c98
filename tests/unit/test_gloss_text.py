"""Words of a Kichwa text explained."""

import pytest

from core.translation.gloss_text import gloss_text


def test_every_word_stands_where_it_is_in_the_text() -> None:
    text = "Ñukaka wasipi kani. «Ari», nirka 3 runa!"
    found = gloss_text(text)
    assert [text[one.start : one.end] for one in found] == [one.form for one in found]
    assert [one.form for one in found] == ["Ñukaka", "wasipi", "kani", "Ari", "nirka", "3", "runa"]
    assert found[1].meanings[0] == "casa"


@pytest.mark.parametrize(
    ("sentence", "tag"),
    [("Kutiy ushanchu?", "quest"), ("Mana shamunkichu?", "neg"), ("Mana munanichu.", "neg")],
)
def test_chu_asks_in_a_question_that_denies_nothing(sentence: str, tag: str) -> None:
    assert gloss_text(sentence)[-1].readings[0].tags[-1] == tag


def test_loans_mean_themselves_and_marks_have_no_gloss() -> None:
    [word] = gloss_text("… computadorapi !")
    assert word.readings[0].stem_language == "es"
    assert word.meanings == ("computadora",)
