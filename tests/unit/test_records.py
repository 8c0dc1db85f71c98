import json
from pathlib import Path

import pytest

from core.errors import UserError
from core.lexicon.dictionary import read_entries
from core.lexicon.held_out import heldout_head
from core.lexicon.records import dump_chats, parse_records, read_records, write_records
from core.prompts.llamita import WORD_TO_KICHWA, WORD_TO_SPANISH
from core.prompts.records import Record
from training.records import dictionary_records, reversed_entries

RECORDS = [Record("Traduce:", "casa", "wasi"), Record("¿Qué es «wasi»?", "", "Una casa")]
HELD = [f"w{number}" for number in range(300) if heldout_head(f"w{number}")]
KEPT = [f"w{number}" for number in range(300) if not heldout_head(f"w{number}")]


def test_records_are_read_as_they_were_written(tmp_path: Path) -> None:
    write_records(RECORDS, tmp_path / "r.json")
    assert read_records(tmp_path / "r.json") == RECORDS
    assert json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))[0] == {
        "Instrucción": "Traduce:",
        "Entrada": "casa",
        "Salida": "wasi",
    }


@pytest.mark.parametrize(
    "text",
    [
        '\ufeff[{"instruccion": "Traduce:", "entrada": "casa", "salida": "wasi"}]',
        '{"INSTRUCCIÓN": "Traduce: ", "Entrada": "casa", "Salida": "wasi"}\n\n',
        '{"Instrucción": "Traduce:", "Entrada": "casa", "Salida": "wasi"}',
    ],
)
def test_records_of_other_hands_are_read(tmp_path: Path, text: str) -> None:
    (tmp_path / "r.json").write_text(text, encoding="utf-8")
    assert read_records(tmp_path / "r.json") == RECORDS[:1]


def test_json_lines_are_read(tmp_path: Path) -> None:
    row = '{"Instrucción": "Traduce:", "Entrada": "casa", "Salida": "wasi"}\n'
    (tmp_path / "r.jsonl").write_text(row * 3, encoding="utf-8")
    assert read_records(tmp_path / "r.jsonl") == RECORDS[:1] * 3


def test_chats_are_read_as_they_were_written(tmp_path: Path) -> None:
    (tmp_path / "r.jsonl").write_text(dump_chats(RECORDS), encoding="utf-8")
    assert read_records(tmp_path / "r.jsonl") == RECORDS


@pytest.mark.parametrize(
    "text",
    [
        "Kichwa;Español\nwasi;casa\n\n",
        "\ufeffespañol,quichua\r\ncasa,wasi\r\n",
        "Instrucción\tEntrada\tSalida\nPalabra en kichwa:\tcasa\twasi\n",
        "libro,kamu\n",
    ],
)
def test_tables_are_read_whichever_column_comes_first(text: str) -> None:
    (record,) = parse_records(text.encode("utf-8"), "r.csv")
    pair = {record.entry, record.output}
    assert pair in ({"wasi", "casa"}, {"libro", "kamu"})
    qu = {"wasi", "kamu"}
    told = WORD_TO_KICHWA if record.output in qu else WORD_TO_SPANISH
    assert record.instruction == told


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"%PDF-1.7 ...", "r.json"),
        (b"PK\x03\x04word/", "r.json"),
        (b"[" * 100_000, "r.json"),
        (b'{"a":' * 100_000, "r.jsonl"),
        (b"\x00\x01\x02\x03" * 50, "r.csv"),
        (b"a;b\nonly one\n", "r.csv"),
        (b'{"messages": [{"role": "user", "content": 3}]}', "r.jsonl"),
        (b'[{"Salida": "' + b"9" * 10 + b'", "Entrada": 1e999}]', "r.json"),
    ],
)
def test_other_files_are_refused_with_a_sentence(data: bytes, name: str) -> None:
    with pytest.raises(UserError, match="records_unreadable"):
        parse_records(data, name)


@pytest.mark.parametrize(
    "text", ["", "no", '[{"Entrada": "casa"}]', '[["casa"]]', '[{"Salida": 3}]']
)
def test_what_is_no_record_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "r.json").write_text(text)
    if text == "":
        assert read_records(tmp_path / "r.json") == []
        return
    with pytest.raises(UserError, match="records_unreadable"):
        read_records(tmp_path / "r.json")


def test_about_four_of_a_hundred_heads_are_held_out() -> None:
    held = sum(heldout_head(f"palabra{number}") for number in range(20_000))
    assert held == pytest.approx(800, abs=100)
    assert heldout_head("CANCIÓN") == heldout_head("cancion")


def test_held_out_heads_are_in_no_training_record() -> None:
    entries = read_entries({HELD[0]: ["sa"], KEPT[0]: ["sa", "pi"], KEPT[1]: ["pi"]}, "es-qu")
    train = dictionary_records(entries.entries)
    assert Record(WORD_TO_SPANISH, "pi", f"{KEPT[0]}, {KEPT[1]}") in train
    assert Record(WORD_TO_SPANISH, "sa", KEPT[0]) in train
    assert not any(HELD[0] in (record.entry, record.output) for record in train)
    assert dictionary_records(entries.entries, heldout=True) == [
        Record(WORD_TO_KICHWA, HELD[0], "sa")
    ]


def test_a_held_out_word_is_not_asked_backwards() -> None:
    entries = read_entries({KEPT[0]: [HELD[1]]}, "es-qu").entries
    assert [record.entry for record in dictionary_records(entries)] == [KEPT[0]]


def test_an_article_answers_before_other_articles_read_backwards() -> None:
    entries = (
        *read_entries({KEPT[0]: ["rumi"], KEPT[1]: ["rumi"]}, "es-qu").entries,
        *read_entries({"rumi": [KEPT[0]]}, "qu-es").entries,
    )
    asked = [record for record in dictionary_records(entries) if record.entry == "rumi"]
    assert asked == [Record(WORD_TO_SPANISH, "rumi", KEPT[0])]


def test_entries_read_backwards_keep_their_order() -> None:
    entries = read_entries({"a": ["x", "y"], "b": ["y"]}, "es-qu").entries
    assert [(entry.head, entry.senses) for entry in reversed_entries(entries)] == [
        ("x", ("a",)),
        ("y", ("a", "b")),
    ]
