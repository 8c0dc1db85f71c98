import json
import time
from pathlib import Path

import pytest

from core.i18n.catalogue import LANGUAGES
from core.lexicon.damage import find_damage
from core.lexicon.findings import SEVERITY
from core.lexicon.inspection import Knowledge, inspect, repaired
from core.lexicon.likeness import near_pairs, same_key
from core.lexicon.sides import directions, foreign_words, is_flipped
from core.prompts.records import Record

WORDS = (
    "wasi wasikuna alli killa hueso casa grande la de pan fresco mostrar buenos dias luna kuyllur"
    " estrella hatun chakra sementera teléfono mi nombre es rosa"
)
KNOWN = frozenset(WORDS.split())
KNOWLEDGE = Knowledge(KNOWN.__contains__)


def word(spanish: str, kichwa: str) -> Record:
    return Record("Palabra en kichwa:", spanish, kichwa)


GOOD = [word("casa", "wasi"), word("luna", "killa"), word("estrella", "kuyllur")]


def kinds(records: list[Record], **more: object) -> dict[str, tuple[int, ...]]:
    found = inspect(records, KNOWLEDGE, **more).findings
    return {finding.kind: finding.rows for finding in found}


def mended(text: str) -> tuple[list[str], str]:
    found = list(find_damage(text, KNOWN.__contains__))
    return [damage.kind for damage in found], found[-1].mended if found else text


@pytest.mark.parametrize(
    ("text", "kind", "whole"),
    [
        ("hue  so", "hyphenation", "hueso"),
        ("hue- so", "hyphenation", "hueso"),
        ("hue-\nso", "hyphenation", "hueso"),
        ("hue\xadso", "hyphenation", "hueso"),
        ("pan  fresco", "hyphenation", "pan fresco"),
        ("a1li", "mixed_letters", "alli"),
        ("aIli", "mixed_letters", "alli"),
        ("kilia", "mixed_letters", "killa"),
        ("wa5i", "mixed_letters", "wasi"),
        ("wаsi", "mixed_letters", "wasi"),  # a Cyrillic a
        ("wa¬si", "stray_symbol", "wasi"),
        ("wasi |", "stray_symbol", "wasi"),
        ("waSi", "inner_capital", "wasi"),
        ("HAtun chakra", "inner_capital", "hatun chakra"),
        ("telÃ©fono", "mojibake", "teléfono"),
        ("wa si", "torn_word", "wasi"),
        ("mos trar", "torn_word", "mostrar"),
    ],
)
def test_damage_is_named_and_mended(text: str, kind: str, whole: str) -> None:
    assert mended(text) == ([kind], whole)


@pytest.mark.parametrize(
    "text",
    ["la casa grande", "WhatsApp", "McDonald", "2do piso", "10km", "PDF", "COVID19", "A4", "y/o",
     "¿Qué?", "s. casa", "mana-alli", "1450", "www.cifb.example", "iPhone", "áéíóúüñ"],
)  # fmt: skip
def test_sound_text_stays(text: str) -> None:
    assert mended(text) == ([], text)


def test_a_lost_letter_is_left_to_a_person() -> None:
    assert mended("tel\ufffdfono") == (["stray_symbol"], "tel\ufffdfono")


def test_repeats_and_contradictions_name_their_rows() -> None:
    records = [*GOOD, word("Casa.", "WASI"), word("luna", "hatun killa")]
    found = kinds(records)
    assert found["same"] == (1, 4)
    assert found["conflict"] == (2, 5)
    assert set(kinds(GOOD)) == set()


def test_accents_and_tildes_make_other_words() -> None:
    assert same_key("papá") != same_key("papa")
    assert same_key("año") != same_key("ano")


def test_nearly_the_same_sentences_are_paired_and_numbers_respected() -> None:
    texts = [
        "¿Cuánto cuesta el curso de contabilidad básica?",
        "¿Cuanto cuesta el curso de contabilidad basic?",
        "El curso empieza el 3 de mayo en la sede central",
        "El curso empieza el 4 de mayo en la sede central",
    ]
    assert list(near_pairs(texts)) == [(0, 1)]
    assert list(near_pairs(texts[:1], texts[1:])) == [(0, 0)]


def test_leaks_are_found_whole_turned_round_and_nearly() -> None:
    long = Record("Traduce al kichwa:", "vamos a la casa grande de Rosa", "hatun wasiman rishun")
    near = Record("Traduce al kichwa:", "vamos a la casa grande de Rosas", "hatun wasiman rishun")
    test = [Record("¿Cómo se dice?", "casa", "?"), Record("", "killa", "luna"), near]
    found = kinds([*GOOD, long], test=test)
    assert found["leak_near"] == (4,)
    inspection = inspect([*GOOD, long], KNOWLEDGE, test)
    leaks = {finding.rows[0] for finding in inspection.findings if finding.kind == "leak_same"}
    assert leaks == {1, 2}
    assert repaired([*GOOD, long], inspection)[0] == [GOOD[2]]


def test_flipped_columns_and_other_letters() -> None:
    assert is_flipped("wasi", "la casa")
    assert not is_flipped("kipu", "kipu")
    records = [*GOOD, word("kuyllurkuna", "las estrellas"), word("luna", "quilla")]
    found = kinds(records)
    assert found["flipped"] == (4,)
    assert found["foreign_letter"] == (5,)
    assert foreign_words("chay churi María") == []
    whole, log = repaired(records, inspect(records, KNOWLEDGE))
    assert whole[3] == word("las estrellas", "kuyllurkuna")
    assert [(change.row, change.before, change.after) for change in log] == [
        (4, "kuyllurkuna", "las estrellas")
    ]


def test_a_direction_nobody_names_is_that_of_most_rows() -> None:
    rows = [("gato", "misi"), ("perro", "allku"), ("casa", "wasi"), ("ñan", "camino")]
    told = directions([Record("¿Cómo se dice?", *row) for row in rows])
    assert told == ["es-qu"] * 4
    prose = [Record("Pregunta:", "¿Cuánto cuesta?", "Cuesta diez.")] * 5
    assert directions(prose) == [None] * 5


def test_personal_data_empty_and_long_rows() -> None:
    records = [
        *GOOD,
        word("mi correo", "ana@correo.com"),
        word("pan", " "),
        word("de", "la " * 900),
    ]
    found = kinds(records)
    assert (found["personal_data"], found["empty"], found["too_long"]) == ((4,), (5,), (6,))
    whole, _ = repaired(records, inspect(records, KNOWLEDGE))
    assert whole[3].output == "[CORREO]"
    assert len(whole) == len(records) - 1


def test_several_kinds_of_damage_in_one_text_are_all_mended() -> None:
    records = [*GOOD, word("hue-  so gran\u00adde", "wa¬5i")]
    whole, log = repaired(records, inspect(records, KNOWLEDGE))
    assert whole[3] == word("hueso grande", "wasi")
    assert [change.row for change in log] == [4] * len(log)
    assert not inspect(whole, KNOWLEDGE).findings


def test_uneven_files_are_told() -> None:
    many = [word(f"palabra{n}", f"shimi{n}") for n in range(300)]
    told = inspect([*many, Record("Otra:", "x", "y")], KNOWLEDGE).findings
    details = [finding.detail for finding in told if finding.kind == "unbalanced"]
    assert details == ["Otra:: 1 / 301", "es-qu 301 / qu-es 0"]


@pytest.mark.parametrize(
    "text", ["a" * 100_000, "1" * 100_000, "A" * 100_000, " " * 100_000, "-  " * 30_000,
             "a  " * 15_000, "\u202e\ud800\x00", "<script>" * 5000, "🦙" * 20_000, "l1" * 15_000]
)  # fmt: skip
def test_hostile_texts_take_no_time_and_break_nothing(text: str) -> None:
    began = time.perf_counter()
    inspection = inspect([word(text, text), word("casa", text)], KNOWLEDGE)
    repaired([word(text, text), word("casa", text)], inspection)
    assert time.perf_counter() - began < 5


def test_every_kind_has_words() -> None:
    from core.i18n.catalogue import catalogue

    for kind in SEVERITY:
        for key in (f"records.wrong.{kind}", f"records.advice.{kind}"):
            assert set(catalogue()[key]) == set(LANGUAGES)


def test_the_command_writes_report_repair_and_log(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from training.inspect import main

    rows = [
        {"Instrucción": "Palabra en kichwa:", "Entrada": "hue  so", "Salida": "tullu"},
        {"Instrucción": "Palabra en kichwa:", "Entrada": "casa", "Salida": ""},
    ]
    source, out, mend = tmp_path / "r.json", tmp_path / "report.json", tmp_path / "mended.json"
    source.write_text(json.dumps(rows), encoding="utf-8")
    assert main([str(source), "--out", str(out), "--repair", str(mend), "--language", "en"]) == 0
    assert "left broken at the end of a line" in capsys.readouterr().out
    report = json.loads(out.read_text(encoding="utf-8"))
    assert report["counts"] == {"empty": 1, "hyphenation": 1}
    assert [row["Entrada"] for row in json.loads(mend.read_text(encoding="utf-8"))] == ["hueso"]
    log = (tmp_path / "mended.changes.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(log[0])["after"] == "hueso"
    assert main([str(tmp_path / "none.json")]) == 1
