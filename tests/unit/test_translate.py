from pathlib import Path

import pytest

from core.errors import UserError
from core.models.fake import FakeModel
from core.translation.result import Candidate
from training.score_engines import from_model
from training.score_translate import (
    baselines,
    by_group,
    calibration,
    compared,
    from_memory,
    read_task,
    score,
)

KNOWN = [("Ñuka wasi hatunmi.", "Mi casa es grande."), ("Allku kaparin.", "El perro ladra.")]
FILE = """# sent = Ñuka wasika hatunmi.
# trans = Mi casa es grande.
1\tÑuka\t_\t_\t_\t_\t_\t_\t_\tCSID=MIXED

# sent = allku kaparin.
# trans = Ladra el perro.

# sent = Misi puñun.
# trans = El gato duerme.

# sent = Misi puñun.
# trans = Duerme el gato.

# sent = Ari.
# trans = [MISSING]

# sent = Gracias.
# trans = Gracias.
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "f.conllu").write_text(FILE, encoding="utf-8")
    return tmp_path / "f.conllu"


def test_known_repeated_and_untranslated_sentences_are_left_out(path: Path) -> None:
    task = read_task(path, "qu-es", KNOWN)
    assert task.sources == ("Ñuka wasika hatunmi.", "Misi puñun.")
    assert task.references == ("Mi casa es grande.", "El gato duerme.")
    assert task.repeated == 2


def test_nothing_to_translate_is_said(path: Path) -> None:
    path.write_text("# sent = Allku kaparin.\n# trans = El perro ladra.\n", encoding="utf-8")
    with pytest.raises(UserError, match="no_translations"):
        read_task(path, "qu-es", KNOWN)


def test_a_model_is_told_the_nearest_pair(path: Path) -> None:
    task = read_task(path, "es-qu", KNOWN)
    model = FakeModel({}, adapters=("kichwa",))
    told = from_model(task, model, "es-qu", "kichwa")
    assert [one.engine for one in told] == ["model"] * len(task.sources)
    assert model.requests[0].adapter == "kichwa"
    shortest = min(task.sources, key=len)
    assert shortest in model.requests[0].prompt[-1].content


def test_scores_are_sacrebleu_s(path: Path) -> None:
    references = ["Mi casa es grande.", "El gato duerme en casa."]
    metrics, ci95, signatures = score(references, references)
    assert metrics == pytest.approx({"chrf++": 100, "chrf": 100, "bleu": 100})
    worse, _, _ = score(["Mi casa es roja.", "Un perro duerme."], references)
    assert all(worse[name] < metrics[name] for name in metrics)
    assert "nw:2" in signatures["chrf++"]
    assert ci95["chrf"] == pytest.approx((100, 100))


def test_floors_need_no_model(path: Path) -> None:
    task = read_task(path, "qu-es", KNOWN)
    floors = baselines(task, KNOWN, "qu-es")
    assert floors["memory_chrf++"] > floors["copy_chrf++"] > 0
    assert floors["gloss_chrf++"] > floors["copy_chrf++"]


def test_the_nearest_known_sentence_is_told(path: Path) -> None:
    task = read_task(path, "qu-es", KNOWN)
    first, _ = from_memory(task, KNOWN, "qu-es")
    assert first.text == "Mi casa es grande."
    assert 0.5 < first.confidence < 1


def test_groups_by_length_and_by_spanish_words(path: Path) -> None:
    task = read_task(path, "qu-es", KNOWN)
    assert task.switched == (True, False)
    groups = by_group(task.references, task)
    assert {name: group["n"] for name, group in groups.items()} == {
        "words_1_3": 2,
        "with_spanish_words": 1,
        "all_kichwa": 1,
    }
    assert groups["words_1_3"]["chrf++"] == pytest.approx(100)


def test_a_better_translation_gains_in_every_resample() -> None:
    references = ["Mi casa es grande.", "El gato duerme en casa.", "Vamos al mercado."]
    gains = compared(references, {"copy": references, "worse": ["a", "b", "c"]}, references)
    assert gains["copy"] == {"gain": 0, "low": 0, "high": 0}
    assert gains["worse"]["gain"] > gains["worse"]["low"] > 50


def test_calibration_is_perfect_where_confidence_is_the_score() -> None:
    references = ["Mi casa es grande.", "El gato duerme."]
    told = [Candidate("Mi casa es grande.", "rules", 1.0), Candidate("xyz", "rules", 0.0)]
    found = calibration(told, references)
    assert found["correlation"] == pytest.approx(1)
    assert found["ece"] == pytest.approx(0, abs=0.02)
    assert calibration(told[::-1], references[::-1])["ece"] == found["ece"]
