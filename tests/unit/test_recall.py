import json
from pathlib import Path

import pytest

from core.lexicon.held_out import heldout_head
from core.models.fake import FakeModel
from training.score_recall import (
    Asked,
    answers,
    baselines,
    commonest_answers,
    nearest_answers,
    read_asked,
    score,
    split_senses,
)

HELD = next(f"w{number}" for number in range(500) if heldout_head(f"w{number}"))
KEPT = [f"w{number}" for number in range(500) if not heldout_head(f"w{number}")]
DICTIONARY = {
    HELD: "s. rumi",
    KEPT[0]: "s. wasi, uku",
    KEPT[1]: "v. rina; mu  yuna, rina",
    KEPT[2]: "s. wasi",
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "d.json").write_text(json.dumps(DICTIONARY), encoding="utf-8")
    return tmp_path / "d.json"


def told(asked: list[Asked], **table: str) -> list[str]:
    script = {f"Palabra en kichwa:\n{head}": text for head, text in table.items()}
    model = FakeModel(lambda text, _: script.get(text, "?"), adapters=("kichwa",))
    found = answers(model, asked, "kichwa")
    assert {asked.adapter for asked in model.requests} == {"kichwa"}
    return found


def test_only_the_first_sense_counts_and_order_does_not(path: Path) -> None:
    asked = read_asked(path)
    table = {HELD: "Rumi.", KEPT[0]: "uku, wasi", KEPT[1]: "muyu, rina", KEPT[2]: "wasi, rumi"}
    metrics, ci95, counts = score(asked, told(asked, **table))
    assert metrics["exact"] == 0.5  # HELD, KEPT[0]
    assert metrics["any_sense"] == 0.75  # all but KEPT[1], whose first sense is wrong
    assert metrics["any_sense_heldout"] == 1
    assert metrics["any_sense_trained"] == pytest.approx(2 / 3)
    assert counts == {"asked": 4, "trained": 3, "heldout": 1}
    assert ci95["any_sense"][0] < 0.75 < ci95["any_sense"][1]


def test_a_mute_model_scores_nothing(path: Path) -> None:
    asked = read_asked(path)
    metrics, _, _ = score(asked, [""] * len(asked))
    assert metrics["any_sense"] == metrics["exact"] == 0


def test_a_word_s_part_is_told(path: Path) -> None:
    assert {one.record.entry for one in read_asked(path) if one.part == "heldout"} == {HELD}


def test_records_are_asked_in_their_own_words(tmp_path: Path) -> None:
    rows = [{"Instrucción": "¿Cómo se dice?", "Entrada": "casa", "Salida": "wasi; Uku"}]
    (tmp_path / "r.json").write_text(json.dumps(rows), encoding="utf-8")
    asked = read_asked(tmp_path / "r.json")
    assert [(one.record.question, one.senses) for one in asked] == [
        ("¿Cómo se dice?\ncasa", ("wasi", "uku"))
    ]
    (tmp_path / "r.jsonl").write_text("\n".join(map(json.dumps, rows * 2)), encoding="utf-8")
    assert read_asked(tmp_path / "r.jsonl") == asked * 2


def test_the_direction_can_be_given(path: Path) -> None:
    asked = read_asked(path, direction="qu-es")
    assert asked[0].record.instruction == "Palabra en español:"


def test_the_nearest_head_is_never_the_word_itself(tmp_path: Path) -> None:
    pairs = {"casita": ["wasi"], "casitas": ["wasikuna"], "perro": ["allku"], "can": ["allku"]}
    (tmp_path / "d.json").write_text(json.dumps(pairs))
    asked = read_asked(tmp_path / "d.json", "es-qu")
    assert nearest_answers(asked[:2], asked) == ["wasikuna", "wasi"]
    assert commonest_answers(asked[:2], asked) == ["allku", "allku"]
    assert baselines(asked, asked)["nearest_head_any_sense"] == 0


def test_senses_meet_in_any_dress() -> None:
    assert split_senses("«Wasi»;\n UKU , wasi.") == ("wasi", "uku")
