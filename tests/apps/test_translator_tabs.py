"""The translator's tabs of forms, varieties and the quiz: what they draw, safely."""

import csv
import io

import pytest

from apps.translator.forms_card import render_choice, render_form
from apps.translator.forms_state import Forms, opened
from apps.translator.forms_table import render_chips, render_tables
from apps.translator.quiz_card import render_quiz
from apps.translator.quiz_state import Playing
from apps.translator.tabs_quiz import COLUMNS, result_rows
from apps.translator.tabs_varieties import Asked, csv_rows
from apps.translator.varieties_table import render_credit, render_rows, render_sounds
from apps.translator.work_parts import csv_file
from core.i18n.catalogue import LANGUAGES, Language, say
from core.kichwa.dialect_difference import differences, kind_of
from core.kichwa.dialects import dialects, search
from core.kichwa.word_builder import is_word, offers
from core.tasks.forms import find_words, form_rows
from core.tasks.quiz import make_quiz
from tests.apps.test_translator import HOSTILE, Tags


def form(state: Forms) -> str:
    return " ".join(part.form for part in state.parts)


def drawn(state: Forms, language: Language) -> str:
    parts = (render_choice, render_form, render_chips, render_tables)
    return "".join(part(state, language) for part in parts)


# --- forms ---


@pytest.mark.parametrize(
    ("typed", "word", "endings"),
    [
        ("caminar", "purina", ("p1",)),
        ("purirkanki", "purina", ("past", "p2")),
        ("wasikunapimi", "wasi", ("pl", "loc", "foc")),
        ("Casa", "wasi", ()),
        ("arbol", "yura", ()),
    ],
)
def test_words_are_found_in_both_languages(typed: str, word: str, endings: tuple[str, ...]) -> None:
    state = Forms().open(typed)
    assert state.word
    assert (state.word.citation, state.tags) == (word, endings)


def test_a_word_grows_by_pressing_endings() -> None:
    state = Forms().open("wasi")
    for tag in ("top", "loc", "pl"):
        state = state.toggle(tag)
    assert form(state) == "wasikunapika"
    assert "en las casas" in render_form(state, "es")
    assert form(state.toggle("dat")) == "wasikunamanka"
    assert state.toggle("dat").gone == ("loc",)
    assert form(state.toggle("pl")) == "wasipika"


def test_a_verb_stem_alone_is_said_to_be_no_word() -> None:
    state = Forms().open("purina").toggle("p1")
    assert not is_word("VERB", state.tags)
    assert say("forms.unfinished", "es") in render_form(state, "es")


def test_every_offered_ending_can_be_pressed() -> None:
    for typed in ("purina", "wasi", "hatun", "ñuka"):
        state = Forms().open(typed)
        assert state.word
        for offer in offers(state.word.upos, state.tags):
            pressed = state.toggle(offer.suffix.tag)
            if offer.standing in ("free", "instead"):
                assert offer.suffix.tag in pressed.tags
                assert set(pressed.gone) == set(offer.instead)


def test_a_cell_shows_how_it_is_built() -> None:
    state = Forms().open("purina").show("compound.pluperfect.p1pl")
    assert form(state) == "purishka karkanchik"
    assert "habíamos andado" in render_form(state, "es")
    assert opened(state.link) == opened(state.link)
    assert form(opened(state.link)) == form(state)
    assert state.show("finite.nothing.p9") == state


def test_tables_hold_tenses_persons_and_meanings() -> None:
    rows = {row[:3]: row for row in form_rows(find_words("caminar")[0])}
    assert rows["finite", "future", "p2"][3:] == (
        "purinki",
        "p2",
        "Number=Sing|Person=2|Tense=Pres|VerbForm=Fin",
        "caminarás",
    )
    assert rows["clause", "same", "form"][3] == "purishpa"
    assert rows["compound", "habitual", "p3pl"][6] == "solían caminar"


@pytest.mark.parametrize("text", ["", "   ", "🙂", "123", "a" * 61, "xyzzyq", *HOSTILE])
def test_odd_words_are_refused_or_drawn_safely(text: str) -> None:
    for upos in ("auto", "NOUN"):
        state = Forms().open(text, upos)
        for language in LANGUAGES:
            html = drawn(state, language)
            assert Tags(html).harmless()
            assert html


def test_an_address_may_hold_anything() -> None:
    for asked in ({"word": "<b>"}, {"form": "p1.<x>"}, {"cell": "a.b.c"}, {"pos": "X"}, {}):
        assert Tags(drawn(opened(asked), "es")).harmless()


# --- varieties ---


def test_differences_are_told_in_words() -> None:
    assert differences(search("cuerno")[0])["tena"] == "word"
    assert kind_of(search("nueve")[0]) == "same"
    html = render_rows(search("cuerno")[:1], "es")
    assert say("varieties.word", "es") in html
    assert "kurnus" in html


def test_filters_split_the_table() -> None:
    total = len(Asked(show="differs").rows) + len(Asked(show="same").rows)
    assert total == len(dialects()) == 150
    assert all(kind_of(row) == "word" for row in Asked(show="word").rows)


@pytest.mark.parametrize("language", LANGUAGES)
def test_table_notes_and_credit_speak_each_language(language: Language) -> None:
    html = render_rows(dialects(), language) + render_sounds(language) + render_credit(language)
    assert Tags(html).harmless()
    assert "CC BY 4.0" in html
    assert say("varieties.none", language) in render_rows((), language)


def test_csv_of_varieties_has_a_line_per_thing() -> None:
    rows = csv_rows(dialects())
    assert len(rows) == 151
    assert {len(row) for row in rows} == {4 + 3 * 5}


def test_saved_cells_are_no_formulas() -> None:
    text = csv_file("t.csv", [("word", "=1+1"), ("-pi", "wasi")])["text"]
    cells = list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))
    assert cells == [["word", "'=1+1"], ["'-pi", "wasi"]]


# --- quiz ---


def test_first_answer_counts_and_is_explained() -> None:
    state = Playing(make_quiz("clase7", "ending", count=5))
    assert state.question
    wrong = (state.question.right + 1) % 4
    told = state.answer(wrong).answer(state.question.right)
    assert (told.score, told.given) == (0, wrong)
    html = render_quiz(told, "es")
    assert say("quiz.told_wrong", "es", answer=state.question.answer.text) in html
    assert "t-ending" in html
    assert state.go_on() == state


def test_result_shows_score_and_chance() -> None:
    state = Playing(make_quiz("clase7", count=5))
    while state.question:
        state = state.answer(state.question.right).go_on()
    html = render_quiz(state, "es")
    assert say("quiz.score", "es", right=5, total=5) in html
    assert "1,25" in html
    assert "1.25" in render_quiz(state, "en")
    rows = result_rows(state)
    assert len(rows) == 5
    assert {len(row) for row in rows} == {len(COLUMNS)}
    assert next(csv.reader(io.StringIO(";".join(rows[0])), delimiter=";"))[-1] == "1"


@pytest.mark.parametrize("language", LANGUAGES)
def test_questions_speak_each_language(language: Language) -> None:
    state = Playing(make_quiz("<img src=x>", count=10))
    while state.question:
        assert Tags(render_quiz(state, language)).harmless()
        state = state.answer(0)
        assert Tags(render_quiz(state, language)).harmless()
        state = state.go_on()
