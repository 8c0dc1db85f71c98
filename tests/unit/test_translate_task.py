"""The translation task: which direction, which refusals, and sentences put together again."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from core.config import settings
from core.errors import UserError
from core.tasks import translate as task
from core.tasks.look_up import look_up
from core.tasks.translate import translate, with_alternative
from core.translation.choose import Chosen
from core.translation.result import Candidate, Direction
from core.translation.sentences import split_sentences

SOUTHERN = "Wasiymanta hamuchkani, manam unqusqachu kani."


@pytest.fixture(autouse=True)
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """An engine that answers in capitals; return what it was asked."""
    seen: list[tuple[str, str]] = []

    def choose(
        text: str, direction: Direction, engine: str, signed: Sequence[tuple[str, str]] = ()
    ) -> Chosen:
        seen.append((text, direction))
        for source, target in signed:
            if source == text:
                return Chosen(Candidate(target, "memory", 1.0), (), ())
        sure = 0.2 if "wasi" in text else 0.8
        best = Candidate(text.upper(), "model" if engine == "model" else "rules", sure)
        return Chosen(best, (Candidate("other", "phrases", 0.1, ("x",)),), ())

    monkeypatch.setattr(task, "choose", choose)
    return seen


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("Mi casa es grande.", "es-qu"),
        ("Ñukapa wasika hatunmi.", "qu-es"),
        ("wasi", "qu-es"),
        ("casa", "es-qu"),
        ("aklla", "qu-es"),  # by its letters it might be of the south
        ("wasi wasi wasi wasi wasi", "qu-es"),
    ],
)
def test_direction_follows_the_text(text: str, direction: str) -> None:
    assert translate(text).direction == direction


def test_southern_quechua_is_never_silently_translated(asked: list[tuple[str, str]]) -> None:
    for way in (None, "qu-es"):
        with pytest.raises(UserError, match="error_quechua"):
            translate(SOUTHERN, way)  # type: ignore[arg-type]
    assert asked == []
    assert translate(SOUTHERN, anyway=True).variety == "quechua"


def test_older_spelling_is_unified_and_said(asked: list[tuple[str, str]]) -> None:
    given = translate("Ñucaca huasipi causani.")
    assert given.unified == "Ñukaka wasipi kawsani."
    assert given.source == "Ñucaca huasipi causani."
    assert asked == [("Ñukaka wasipi kawsani.", "qu-es")]
    assert given.kichwa == given.unified


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "error_empty"),
        (" \u200b\x00 ", "error_empty"),
        ("¡…! 42", "error_no_words"),
        ("🙂🙂", "error_no_words"),
        ("blorp", "error_unknown_language"),
        ("a" * 100_000, "too_long"),
    ],
)
def test_refusals(text: str, key: str) -> None:
    with pytest.raises(UserError, match=key):
        translate(text)


def test_nothing_between_sentences_is_lost() -> None:
    text = "Mi casa es grande.  ¡Hola a todos!\n\n— … —\nAdiós a todos."
    given = translate(text, "es-qu")
    assert given.best.text == "MI CASA ES GRANDE.  ¡HOLA A TODOS!\n\n— … —\nADIÓS A TODOS."
    assert "".join(one.source + one.after for one in given.sentences) == text


def test_whole_is_as_sure_as_its_parts_and_named_for_the_weakest() -> None:
    given = translate("Ñukapa mama. Ñukapa wasi.", "qu-es")
    assert [one.best.confidence for one in given.sentences] == [0.8, 0.2]
    assert 0.4 < given.best.confidence < 0.6
    assert given.alternatives == ()


def test_alternative_takes_the_first_place() -> None:
    given = translate("Mi casa. Tu casa.", "es-qu")
    other = with_alternative(given, 1, 0)
    assert other.best.text == "MI CASA. other"
    assert other.sentences[1].alternatives[0].text == "TU CASA."
    assert other.best.unknown == ("x",)
    assert [gloss.form for gloss in other.glosses] == ["MI", "CASA", "other"]
    with pytest.raises(IndexError):
        with_alternative(given, 1, 7)


def test_glosses_point_at_the_kichwa_side() -> None:
    given = translate("Ñukapa wasika, hatunmi.", "qu-es")
    assert [given.kichwa[one.start : one.end] for one in given.glosses] == [
        "Ñukapa",
        "wasika",
        "hatunmi",
    ]
    assert given.glosses[1].meanings[0] == "casa"
    assert given.glosses[1].readings[0].tags == ("top",)


def test_model_is_asked_only_when_wanted() -> None:
    assert "model" not in {one.engine for one in translate("Mi casa.").alternatives}
    assert "model" in {one.engine for one in translate("Mi casa.", with_model=True).alternatives}


def test_signed_translations_come_first() -> None:
    def signed(direction: Direction) -> Sequence[tuple[str, str]]:
        return [("Mi casa.", "Ñukapa wasi.")] if direction == "es-qu" else []

    assert translate("Mi casa.", signed=signed).best.text == "Ñukapa wasi."


@pytest.mark.parametrize(
    ("word", "told"),
    [("casa", "wasi"), ("¿Perro?", "¿Allku?"), ("mikuna", "comida"), ("purina", "andar")],
)
def test_one_word_is_looked_up(word: str, told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    near = Candidate("Wasiman rini.", "memory", 0.5)
    monkeypatch.setattr(task, "choose", lambda *_: Chosen(near, (), ()))
    given = translate(word)
    assert (given.best.text, given.best.engine) == (told, "rules")
    assert near in given.alternatives


def test_same_text_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    ranked = (Candidate("Wasiman rini.", "memory", 0.5), Candidate("Wasi", "phrases", 0.3))
    monkeypatch.setattr(task, "choose", lambda *_: Chosen(ranked[0], ranked[1:], ()))
    given = translate("casa", "es-qu")
    told = [given.best.text, *(one.text for one in given.alternatives)]
    assert told[0] == "wasi"
    assert "Wasi" not in told


def test_limit_is_that_of_the_installation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RIMANA_MAX_TRANSLATION_CHARS", "500")
    settings.cache_clear()
    with pytest.raises(UserError, match="too_long"):
        translate("casa " * 101)


@pytest.mark.parametrize(
    "text", ["El Sr. Quispe vino. Se fue.", "", " a ", "¡Ya! No...Sí.\n\n\tx", "1.5. Dos"]
)
def test_sentences_are_the_whole_text(text: str) -> None:
    parts = split_sentences(text)
    assert "".join(sentence + after for sentence, after in parts) == text
    assert sum("Quispe" in sentence for sentence, _ in parts) <= 1


@pytest.mark.parametrize(
    ("word", "check"),
    [
        ("Wasi", lambda found: found.kichwa[0].senses[0] == "casa"),
        ("purina", lambda found: found.kichwa[0].lemma == "puri"),
        ("wasikunamanta", lambda found: found.form_of == "wasi"),
        ("¿Árbol?", lambda found: any(one.lemma == "yura" for one in found.spanish)),
        ("arbol", lambda found: any(one.lemma == "yura" for one in found.spanish)),
        ("wassi", lambda found: "wasi" in found.near),
        ("qqqqqq", lambda found: not (found.kichwa or found.spanish or found.near)),
    ],
)
def test_dictionary_finds(word: str, check: Callable[[object], bool]) -> None:
    assert check(look_up(word))


def test_dictionaries_on_this_machine_are_looked_up_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    articles = {"yaku": "[yaku] s. rocío de prueba.", "shampika": "[shampika] s. palabra ideada."}
    (tmp_path / "kichwa").mkdir()
    (tmp_path / "kichwa" / "mine.json").write_text(json.dumps(articles), encoding="utf-8")
    assert not look_up("palabra ideada").spanish
    monkeypatch.setenv("RIMANA_SOURCES", str(tmp_path))
    settings.cache_clear()
    (water,) = look_up("yaku").kichwa
    assert (water.senses[0], water.senses[-1]) == ("agua", "rocío de prueba")
    assert water.source.endswith("+mine")
    (new,) = look_up("palabra ideada").spanish
    assert (new.lemma, new.source) == ("shampika", "mine")
    assert look_up("shampikata").form_of == "shampika"
    assert "shampika" in look_up("shampikka").near


@pytest.mark.parametrize(("word", "key"), [(" ¿? ", "error_no_word"), ("a" * 61, "too_long")])
def test_dictionary_refuses(word: str, key: str) -> None:
    with pytest.raises(UserError, match=key):
        look_up(word)
