import json

import pytest
import torch

from core.errors import UserError
from training.job import Job

CONFIG = {"name": "a", "data": ("b",)}


def test_checkpoint_and_events_come_back(tmp_path):
    job = Job(tmp_path, CONFIG)
    job.event("step", 1, loss=2.5)
    job.save(1, {"w": torch.arange(3.0)}, seconds=4.0)
    job.close()
    again = Job(tmp_path, CONFIG, resume=True)
    tensors, progress = again.load()
    assert tensors["w"].tolist() == [0, 1, 2]
    assert progress == {"step": 1, "seconds": 4.0}
    assert again.events() == [{"kind": "step", "step": 1, "loss": 2.5}]


def test_what_came_after_the_checkpoint_is_forgotten(tmp_path):
    job = Job(tmp_path, CONFIG)
    for step in (1, 2, 3):
        job.event("step", step)
        if step == 2:
            job.save(2, {})
    job.close()
    with (tmp_path / "events.jsonl").open("a") as file:
        file.write('{"kind": "st')  # cut short by a crash
    again = Job(tmp_path, CONFIG, resume=True)
    again.load()
    again.event("step", 3)
    lines = (tmp_path / "events.jsonl").read_text().splitlines()
    assert [json.loads(line)["step"] for line in lines] == [1, 2, 3]


def test_without_a_checkpoint_a_run_begins_anew(tmp_path):
    job = Job(tmp_path, CONFIG)
    job.event("step", 1)
    job.close()
    again = Job(tmp_path, CONFIG, resume=True)
    assert again.load() is None
    assert again.events() == []


@pytest.mark.parametrize(
    ("config", "resume", "key"),
    [(CONFIG, False, "job_exists"), ({"name": "other"}, True, "job_other_recipe")],
)
def test_another_run_is_not_overwritten(tmp_path, config, resume, key):
    Job(tmp_path, CONFIG).close()
    with pytest.raises(UserError, match=key):
        Job(tmp_path, config, resume)
    Job(tmp_path, CONFIG, resume=True).close()


def test_a_folder_serves_one_process_at_a_time(tmp_path):
    job = Job(tmp_path, CONFIG)
    with pytest.raises(UserError, match="job_running"):
        Job(tmp_path, CONFIG, resume=True)
    job.close()
    Job(tmp_path, CONFIG, resume=True).close()


def test_a_failed_write_leaves_the_old_file(tmp_path, monkeypatch):
    job = Job(tmp_path, CONFIG)
    job.save(1, {"w": torch.ones(2)})

    def full(_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", full)
        with pytest.raises(UserError, match="storage"):
            job.save(2, {"w": torch.zeros(2)})
    tensors, progress = job.load()
    assert progress["step"] == 1
    assert tensors["w"].tolist() == [1, 1]
