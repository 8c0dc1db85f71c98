import json

import pytest

from core.errors import UserError
from core.prompts.llamita import FAQ
from core.prompts.records import Record
from tests.unit.tiny_llama import tiny_llama
from training.config import RECIPES, LoraRecipe
from training.lora_data import load_records, load_task, prepare

PAIR = Record("", "¿Dónde?", "Ahí.")


def recipe(**changes):
    settings = {"name": "t", "data": ("words",), "licence": "own", "epochs": 1, "max_length": 64}
    return LoraRecipe(**settings | changes)


@pytest.fixture(scope="module")
def tokenizer():
    from transformers import AutoTokenizer

    return AutoTokenizer.from_pretrained(tiny_llama())


@pytest.mark.parametrize(
    "row",
    [
        {"Instrucción": "", "Entrada": "¿Dónde?", "Salida": "Ahí."},
        {"instruction": "", "input": "¿Dónde?", "output": "Ahí."},
        {"question": "¿Dónde?", "answer": "Ahí.", "source": "x"},
        {"pregunta": "¿Dónde?", "respuesta": "Ahí."},
        {"prompt": "¿Dónde?", "completion": "Ahí."},
    ],
)
def test_common_json_formats_are_read(tmp_path, row):
    (tmp_path / "a.json").write_text(json.dumps([row, row]))
    (tmp_path / "a.jsonl").write_text(json.dumps(row) + "\n\n" + json.dumps(row) + "\n")
    assert load_records(str(tmp_path / "a.json")) == [PAIR, PAIR]
    assert load_records(str(tmp_path / "a.jsonl")) == [PAIR, PAIR]


def test_every_wording_of_a_faq_row_is_an_example(tmp_path):
    text = "pregunta;respuesta;variantes\n¿Dónde están?;Ahí.;ubicación|la dirección\n"
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    found = load_records(str(tmp_path / "a.csv"))
    assert found == [Record(FAQ, q, "Ahí.") for q in ("¿Dónde están?", "ubicación", "la dirección")]


def test_the_shipped_faq_is_a_task():
    records = load_task("faq")
    assert len(records) > 3000
    assert all(record.instruction == FAQ and record.output for record in records)


@pytest.mark.parametrize(
    ("name", "text", "number"),
    [
        ("a.json", '[{"question": "a", "answer": "b"}, {"question": "a"}]', 2),
        ("a.json", '[{"question": "a", "answer": ""}]', 1),
        ("a.json", "{no", 1),
        ("a.json", "[1]", 1),
        ("a.jsonl", '{"question": "a", "answer": "b"}\n{"que', 2),
    ],
)
def test_a_broken_file_says_where(tmp_path, name, text, number):
    (tmp_path / name).write_text(text)
    with pytest.raises(UserError) as told:
        load_records(str(tmp_path / name))
    assert told.value.key == "error.data_format"
    assert told.value.values == {"name": name, "number": number}


def test_bytes_that_are_no_text_are_told(tmp_path):
    (tmp_path / "a.jsonl").write_bytes(b"\xff\xfe\x00\xd8")
    with pytest.raises(UserError, match="data_format"):
        load_records(str(tmp_path / "a.jsonl"))


@pytest.mark.parametrize(("name", "key"), [("x.json", "data_missing"), ("dance", "task_unknown")])
def test_what_is_not_there_is_told(name, key):
    with pytest.raises(UserError, match=key):
        load_records(name)


def words(name):
    if name == "empty":
        return []
    return [Record(name, f"word {at}", f"answer {at}") for at in range(40)]


def test_a_share_is_held_back_and_never_taught(tokenizer):
    lesson = prepare(recipe(held_out=0.25), tokenizer, words)
    assert (len(lesson.taught), len(lesson.held_out)) == (30, 10)
    assert not any(example in lesson.taught for example in lesson.held_out)
    assert lesson == prepare(recipe(held_out=0.25), tokenizer, words)


def test_replay_has_its_share_and_changes_with_the_epoch(tokenizer):
    changes = {"replay": ("old",), "replay_share": 0.5, "batch_size": 8, "accumulate": 2}
    asked = recipe(**changes)
    lesson = prepare(asked, tokenizer, words)
    drawn = []
    for epoch in (1, 2):
        seen = [e for group in lesson.batches(asked, epoch) for batch in group for e in batch]
        assert len(seen) == 80
        assert all(example in seen for example in lesson.taught)
        drawn.append(sorted(e.ids for e in seen if any(e in pool for pool in lesson.replay)))
        assert len(drawn[-1]) == 40
    assert drawn[0] != drawn[1]
    assert [len(group) for group in lesson.batches(asked, 1)] == [2] * 5


def test_examples_without_room_for_an_answer_are_counted_and_left_out(tokenizer):
    def task(name):
        return [Record("", "a", "b" * 100), Record("", "a" * 100, "b"), Record("", "a", "b")]

    lesson = prepare(recipe(max_length=32), tokenizer, task)
    assert (len(lesson.taught), lesson.truncated, lesson.left_out) == (2, 2, 1)


@pytest.mark.parametrize("changes", [{"data": ("empty",)}, {"held_out": 0.99}])
def test_nothing_to_learn_is_told(tokenizer, changes):
    with pytest.raises(UserError, match="data_empty"):
        prepare(recipe(**changes), tokenizer, words)


@pytest.mark.parametrize(
    "changes",
    [
        {"seconds": 5},
        {"epochs": 0},
        {"replay_share": 0.5},
        {"method": "full", "quantise": "nf4"},
        {"rank": 0},
        {"rnak": 8},
    ],
)
def test_a_recipe_that_makes_no_sense_is_refused(changes):
    with pytest.raises(ValueError, match="1 validation error"):
        recipe(**changes)


NAMES = ("faq", "kichwa", "morphology", "syntax", "faq-as-published", "llama2-7b-faq")


@pytest.mark.parametrize("name", NAMES)
def test_shipped_recipes_are_read(name):
    assert LoraRecipe.read(RECIPES / f"{name}.toml").name == name
