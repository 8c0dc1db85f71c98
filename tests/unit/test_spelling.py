import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.kichwa.spelling import Unified, unify
from core.kichwa.spelling_rules import readings, rules
from training.old_spelling import STYLES, respell
from training.score_spelling import score_old, score_unified, written


def put_back(unified: Unified) -> str:
    """Return the text with every change undone."""
    text, shift = unified.text, 0
    for change in unified.changes:
        at = change.start + shift
        assert text[at : at + len(change.new)] == change.new
        text = text[:at] + change.old + text[at + len(change.new) :]
    return text


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("huasicunapi", "wasikunapi"),
        ("ñucanchic", "ñukanchik"),
        ("shamurcanqui", "shamurkanki"),
        ("cuyai", "kuyay"),
        ("mishqui", "mishki"),
        ("chaquiñan", "chakiñan"),
        ("cancunamanta", "kankunamanta"),
        ("shamugrin", "shamukrin"),
        ("ricungui", "rikunki"),
        ("yuyaringapaj", "yuyarinkapak"),
        ("paicunapish", "paykunapash"),
        ("micujun", "mikukun"),
        ("chunga", "chunka"),
    ],
)
def test_an_old_word_becomes_unified(old: str, new: str) -> None:
    assert unify(old).text == new


def test_capitals_marks_and_spaces_stay() -> None:
    unified = unify("¿Maipitac  causanqui?\n¡SHAMUICHIC, huahuacuna!")
    assert unified.text == "¿Maypitak  kawsanki?\n¡SHAMUYCHIK, wawakuna!"
    assert unified.changes[0].old == "Maipitac"
    assert (unified.changes[0].start, unified.changes[0].end) == (1, 9)


@pytest.mark.parametrize(
    "text",
    [
        "Ñukanchik wasipimi kawsanchik, mashikuna.",
        "Los caballos de la hacienda comen hierba cada mañana.",
        "The quick brown fox can make a guest judge jump.",
        "Wasiymanta hamuchkani, manam unqusqachu kani.",
        "https://example.org/huasi?q=1 <b>42</b>",
        "",
        "…!¿?",
    ],
)
def test_what_is_no_old_kichwa_stays(text: str) -> None:
    assert unify(text) == Unified(text, ())


def test_a_name_and_a_spanish_stem_keep_their_letters() -> None:
    unified = unify("Ñucaca Quito pueblomanda shamurcani, Juan Huamanhuan trabajangapaj.")
    assert unified.text == "Ñukaka Quito pueblomanta shamurkani, Juan Huamanhuan trabajankapak."


def test_open_letters_are_offered() -> None:
    change = unify("cai runacuna chairajun, zambucunata charin").changes
    offered = {one.old: one.alternatives for one in change}
    assert any("h" in other for other in offered["chairajun"])


def test_decomposed_letters_are_read_as_one() -> None:
    text = unicodedata.normalize("NFD", "ñucanchic huasi")
    assert unify(text).text == "ñukanchik wasi"


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_no_text_is_lost(text: str) -> None:
    unified = unify(text)
    assert put_back(unified) == text


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([one.old for one in written("dev")]), max_size=12))
def test_unified_text_is_not_changed_again(words: list[str]) -> None:
    once = unify(" ".join(words)).text
    settled = unify(once).text
    assert unify(settled).text == settled


@pytest.mark.parametrize("piece", ["j", "huasi ", "😀", "<p>", "n\u0303", "Ж", "\u202e", "zjgxb"])
def test_long_text_is_quick(piece: str) -> None:
    text = (piece * 100_000)[:100_000]
    began = time.perf_counter()
    unified = unify(text)
    assert time.perf_counter() - began < 10
    assert put_back(unified) == text


def test_readings_are_few_for_a_word_of_doubts() -> None:
    assert 1 <= len(readings("zjxgbzjxgbzjxgb")) <= 24


def test_every_style_is_read_back() -> None:
    words = ["wasikunapak", "hatunmi", "kawsanchik", "punkumanta", "waykupi", "rikushpaka"]
    for style in STYLES:
        for word in words:
            assert word in readings(respell(word, style)), (style.name, word)


def test_most_words_of_the_held_out_list_come_right() -> None:
    (metrics, _, counts), peers = score_old("written", written("test"))
    assert counts["written"] >= 250
    assert metrics["written_analysable"] >= 0.8 > peers["written_before"]


def test_changes_to_unified_words_are_counted() -> None:
    kept = ("Ñukanchik wasipi kanchik.", ["Ñukanchik", "wasipi", "kanchik"])
    changed = ("Cai runacuna shamun.", ["Cai", "runacuna", "shamun"])
    metrics, _, counts = score_unified([kept, changed])
    assert counts == {"unified": 6}
    assert metrics["unified_changed"] == pytest.approx(2 / 6)
    assert score_unified([kept])[0] == {"unified_changed": 0.0, "unified_changed_alone": 0.0}


@pytest.mark.parametrize(
    "text",
    [
        '[words]\n"Huasi" = "wasi"',
        '[words]\n[[rule]]\nfind = "("\nto = "a"',
        '[words]\n[[rule]]\nfind = ""\nto = "a"',
        '[words]\n[[rule]]\nfind = "a"\nto = "b"\nwrong = 1',
    ],
)
def test_a_faulty_table_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "rules.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"rules\.toml|validation"):
        rules(path)
