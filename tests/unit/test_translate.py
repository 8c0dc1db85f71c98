from pathlib import Path

import pytest

from core.errors import UserError
from core.lexicon.memory import Memory
from core.models.fake import FakeModel
from training.score_translate import baselines, from_model, read_task, score

KNOWN = [("Ñuka wasi hatunmi.", "Mi casa es grande."), ("Allku kaparin.", "El perro ladra.")]
FILE = """# sent = Ñuka wasika hatunmi.
# trans = Mi casa es grande.
1\tÑuka\t_

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


def test_the_memory_finds_the_most_similar_sentence() -> None:
    [match] = Memory(KNOWN).best(["ñuka wasika hatun"])
    assert (match.source, match.target) == KNOWN[0]
    assert 0.5 < match.likeness < 1
    [same] = Memory(KNOWN).best(["Allku kaparin."])
    assert same.likeness == pytest.approx(1)


def test_a_model_is_asked_in_its_wording(path: Path) -> None:
    task = read_task(path, "es-qu", [])
    model = FakeModel(
        {
            "Traduce al kichwa:\nEl gato duerme.": "Misi\n puñun.",
            "Traduce al kichwa:\nDuerme el gato.": "Puñun.",
        },
        adapters=("kichwa",),
    )
    assert from_model(task, model, "es-qu", "kichwa")[-2:] == ["Misi puñun.", "Puñun."]
    assert model.requests[0].adapter == "kichwa"


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
    floors = baselines(task, KNOWN)
    assert floors["memory_chrf++"] > floors["copy_chrf++"] > 0
