import csv
import io
import json
from pathlib import Path

import pytest

from core.tasks.experiments import COLUMNS, PATH, experiments, export_csv, read_runs
from training.experiments import ADAPTER, our_runs
from training.results import KEPT


def test_published_runs_stand_first_and_say_so() -> None:
    runs = experiments()
    published = [run for run in runs if run.origin == "published"]
    assert list(runs[: len(published)]) == published
    assert [(run.project, run.score, run.bound) for run in published] == [
        ("URKU", 0.889, ""),
        ("URKU", 0.178, "at most"),
    ]
    assert all(run.rank is None and run.loss is None for run in published)  # never told


def test_our_runs_are_those_that_were_measured() -> None:
    ours = tuple(run for run in experiments() if run.origin == "ours")
    assert ours == our_runs(), "run `python -m training.experiments`"
    config = json.loads((ADAPTER / "adapter_config.json").read_text(encoding="utf-8"))
    kept = json.loads((KEPT / "recall_es_qu.json").read_text(encoding="utf-8"))
    (taught,) = [run for run in ours if run.benchmark == "recall_es_qu_trained"]
    assert (taught.rank, taught.alpha) == (config["r"], config["lora_alpha"])
    assert taught.score == kept["metrics"]["any_sense_trained"]
    assert taught.n == kept["n"]["trained"]
    assert "q_proj" in taught.projections
    assert 0 < (taught.learning_rate or 0) < 1 < (taught.steps or 0)


def test_the_export_is_the_table() -> None:
    text = export_csv().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert tuple(rows[0]) == COLUMNS
    assert len(rows) == 1 + len(experiments())


@pytest.mark.parametrize(
    ("old", "new"),
    [("origin,", "origen,"), ("published,", "mine,"), ("0.889", ""), ("0.889", "much"),
     ("Llama 2 70B", "")],
)  # fmt: skip
def test_a_table_that_says_less_is_refused(tmp_path: Path, old: str, new: str) -> None:
    text = PATH.read_text(encoding="utf-8").replace(old, new)
    (tmp_path / "e.csv").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"\w"):
        read_runs(tmp_path / "e.csv")
