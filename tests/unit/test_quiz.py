"""The quiz: the same seed, the same questions, and of four options exactly one is right."""

from itertools import combinations

import pytest

from core.errors import UserError
from core.kichwa.analyse import analyse
from core.kichwa.generate import generate
from core.kichwa.lexicon import lexicon
from core.kichwa.paradigm import paradigm
from core.kichwa.phrasebook import phrases
from core.kichwa.quiz_words import LEVELS, alike, asked_words, level_words, senses_of, unread_words
from core.kichwa.sound import REGIONS, sound
from core.kichwa.suffixes import suffixes
from core.lexicon.held_out import heldout_head
from core.tasks.quiz import COUNTS, KINDS, UNREAD_KINDS, make_quiz
from core.tasks.quiz_questions import Question

SEEDS = ("clase7", "ñuka", "2026", "<b>", "🙂")


def right_of(question: Question) -> list[int]:
    """Return every option that the sources call right, found without the quiz's own help."""
    judge = {
        "meaning": lambda text: text in senses_of(question.shown),
        "word": lambda text: question.shown in senses_of(text),
        "phrase": lambda text: any((one.qu, one.es) == (question.shown, text) for one in phrases()),
        "ending": lambda text: question.shown[:-1] + text[1:] == _form(question),
        "order": lambda text: text.replace("-", "") == _form(question),
        "sound": lambda text: text in {sound(question.shown, r).respelling for r in REGIONS},
    }[question.kind]
    return [at for at, option in enumerate(question.options) if judge(option.text)]


def _form(question: Question) -> str:
    lemma = question.shown.removesuffix("-")
    verbal = any("V" in suffixes()[tag].on for tag in question.tags[:1])
    if question.kind == "order" and verbal:
        lemma = lemma.removesuffix("na")
    return generate(lemma, question.tags, "VERB" if verbal else "NOUN")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("level", LEVELS)
def test_exactly_one_option_is_right(kind: str, level: str) -> None:
    for seed in SEEDS[:2]:
        quiz = make_quiz(seed, kind, level, 10)
        assert len(quiz.questions) >= 8, seed
        for question in quiz.questions:
            texts = [option.text for option in question.options]
            assert len(texts) == len(set(texts)) == 4, texts
            assert right_of(question) == [question.right], question


def test_wrong_endings_say_something_else() -> None:
    for question in make_quiz("clase7", "ending", "1", 5).questions:
        said = [option.note.partition(": ")[2] for option in question.options]
        assert len(set(said)) == 4, said
        forms = [option.note.partition(": ")[0] for option in question.options]
        lemma = question.shown.removesuffix("-")
        cells = [
            cell
            for upos in ("VERB", "NOUN")
            for row in paradigm(lemma, upos).cells.values()
            for cell in row.values()
        ]
        feats = [{cell.feats for cell in cells if cell.form == form} for form in forms]
        assert all(found for found in feats)
        assert all(left.isdisjoint(right) for left, right in combinations(feats, 2))


def test_wrong_orders_are_no_kichwa_words() -> None:
    for question in make_quiz("clase7", "order", "1", 5).questions:
        for option in question.options:
            lemma = option.text.partition("-")[0]
            read = analyse(option.text.replace("-", ""), lemma=lemma)
            legal = any(reading.tags for reading in read)
            assert legal == (option is question.answer), option.text


def test_the_seed_decides() -> None:
    assert make_quiz("clase7", count=10) == make_quiz(" clase7 ", count=10)
    assert make_quiz("clase7").questions != make_quiz("clase8").questions
    longer = make_quiz("clase7", count=20).questions
    assert longer[:10] == make_quiz("clase7", count=10).questions
    topics = [question.topic for question in longer]
    assert len(set(topics)) == len(topics)


def test_a_mixed_quiz_asks_every_kind() -> None:
    kinds = {question.kind for question in make_quiz("clase7", count=20).questions}
    assert kinds == set(KINDS) - {"mixed"}


def test_answers_stand_in_every_place() -> None:
    places = [q.right for seed in SEEDS for q in make_quiz(seed, "meaning", "1", 20).questions]
    assert {places.count(place) > 10 for place in range(4)} == {True}


def test_frequent_words_come_first() -> None:
    first = {entry.citation for entry in level_words("1")}
    assert first >= {"kullki", "rurana", "yachana", "warmi"}
    assert len(level_words("1")) == 150
    assert len(level_words("2")) == 300
    assert set(level_words("1")).isdisjoint(level_words("3"))
    assert all(not entry.region for entry in asked_words())


def test_words_alike_are_known_for_such() -> None:
    one, other = lexicon().from_spanish("árbol")[:2]
    assert alike(one, other)
    wasi, yaku = lexicon().of("wasi")[0], lexicon().of("yaku")[0]
    assert not alike(wasi, yaku)
    assert alike(wasi, wasi)


@pytest.mark.parametrize("kind", UNREAD_KINDS)
def test_unread_words_are_held_out_of_training(kind: str) -> None:
    for question in make_quiz("clase7", kind, count=20, unread=True).questions:
        assert heldout_head(question.shown)
    assert len(unread_words(True)) >= 30
    assert len(unread_words(False)) >= 30


@pytest.mark.parametrize(
    ("settings", "key"),
    [
        (("",), "quiz.error_seed"),
        (("a" * 41,), "quiz.error_seed"),
        (("a", "poetry"), "quiz.error_settings"),
        (("a", "word", "9"), "quiz.error_settings"),
        (("a", "word", "1", 0), "quiz.error_settings"),
        (("a", "word", "1", max(COUNTS) + 1), "quiz.error_settings"),
        (("a", "order", "1", 5, True), "quiz.error_unread"),
    ],
)
def test_faulty_settings_are_refused(settings: tuple[str, ...], key: str) -> None:
    with pytest.raises(UserError) as told:
        make_quiz(*settings)  # type: ignore[arg-type]
    assert told.value.key == key
