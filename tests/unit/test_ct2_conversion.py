"""Conversions that are cut short, refused or out of date."""

import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from core.errors import UserError
from core.i18n.catalogue import say
from core.models.conversion import cache_folder, converted
from core.models.ct2_backend import Ct2Model
from core.models.interface import Sampling
from tests.unit.tiny_llama import add_adapter, tiny_llama

ROOT = Path(__file__).resolve().parents[2]
SHORT = Sampling(max_tokens=5)


@pytest.fixture
def base(tmp_path):
    return Path(shutil.copytree(tiny_llama(), tmp_path / "base"))


def names():
    return sorted(path.name for path in cache_folder().iterdir())


def test_a_model_is_converted_once_and_anew_when_a_file_changes(base):
    first = converted("tiny", base)
    made = (first / "model.bin").stat().st_mtime_ns
    assert converted("tiny", base) == first
    assert (first / "model.bin").stat().st_mtime_ns == made
    adapted = converted("tiny+faq", base, add_adapter(base, "faq", seed=1))
    assert (adapted / "model.bin").read_bytes() != (first / "model.bin").read_bytes()
    config = json.loads((base / "config.json").read_text())
    (base / "config.json").write_text(json.dumps(config | {"rms_norm_eps": 1e-5}))
    second = converted("tiny", base)
    assert names() == sorted([second.name, adapted.name])  # the stale one is gone


def test_a_retrained_adapter_replaces_its_old_conversion(base):
    old = converted("tiny+faq", base, add_adapter(base, "faq", seed=1))
    new = converted("tiny+faq", base, add_adapter(base, "faq", seed=2))
    assert names() == [new.name] != [old.name]


def test_what_dead_processes_left_is_removed_and_the_living_are_left_alone(base):
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    left = [cache_folder() / f".converting-{process}-1" for process in (dead.pid, os.getpid())]
    living = cache_folder() / f".converting-{os.getppid()}-1"
    for folder in (*left, living):
        folder.mkdir(parents=True)
        (folder / "model.bin").write_bytes(b"half")
    kept = converted("tiny", base)
    assert names() == sorted([kept.name, living.name])


def test_two_at_once_get_the_same_complete_model(base):
    with ThreadPoolExecutor(2) as pool:
        folders = list(pool.map(lambda _: converted("tiny", base), range(2)))
    assert folders[0] == folders[1]
    assert names() == [folders[0].name]


def test_another_process_that_was_faster_wins(base, monkeypatch):
    from core.models import conversion

    other = converted("other", base)
    original = conversion._export

    def overtaken(base, adapter, folder):
        original(base, adapter, folder)
        shutil.copytree(other, cache_folder() / other.name.replace("other", "tiny"))

    monkeypatch.setattr(conversion, "_export", overtaken)
    assert converted("tiny", base).is_dir()
    assert not [name for name in names() if name.startswith(".")]


def test_a_folder_that_cannot_be_written_is_told(base, monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setattr("core.models.conversion.cache_folder", lambda: tmp_path / "file" / "ct2")
    with pytest.raises(UserError) as told:
        converted("tiny", base)
    assert told.value.key == "error.conversion_disk"
    assert "tiny" in say(told.value.key, "es", **told.value.values)


def truncate(path):
    path.write_bytes(path.read_bytes()[:-1000])


def fewer_weights(base, adapter):
    truncate(base / "model.safetensors")


def pickled_weights(base, adapter):
    (base / "model.safetensors").rename(base / "pytorch_model.bin")


def pickled_adapter(base, adapter):
    (adapter / "adapter_model.safetensors").rename(adapter / "adapter_model.bin")


def no_adapter(base, adapter):
    shutil.rmtree(adapter)


def more_words_than_rows(base, adapter):
    tokenizer = json.loads((base / "tokenizer.json").read_text(encoding="utf-8"))
    tokenizer["model"]["vocab"] |= {f"extra{number}": 400 + number for number in range(50)}
    (base / "tokenizer.json").write_text(json.dumps(tokenizer), encoding="utf-8")


def foreign_layers(base, adapter):
    from safetensors.numpy import load_file, save_file

    tensors = load_file(adapter / "adapter_model.safetensors")
    renamed = {name.replace("self_attn", "attention"): tensor for name, tensor in tensors.items()}
    save_file(renamed, adapter / "adapter_model.safetensors")


@pytest.mark.parametrize(
    "damage",
    [
        fewer_weights,
        pickled_weights,
        pickled_adapter,
        no_adapter,
        more_words_than_rows,
        foreign_layers,
    ],
)
def test_what_is_damaged_or_does_not_belong_is_refused_in_words(base, damage):
    adapter = add_adapter(base, "faq", seed=1)
    damage(base, adapter)
    with pytest.raises(UserError) as told:
        converted("tiny+faq", base, adapter)
    assert say(told.value.key, "es", **told.value.values)
    assert not cache_folder().is_dir() or names() == []


def test_a_model_that_the_converter_refuses_is_told(base, monkeypatch):
    from core.models import conversion

    def refuse(*_):
        raise ValueError("rope scaling of an unknown kind")

    monkeypatch.setattr(conversion, "merged", refuse)
    with pytest.raises(UserError) as told:
        converted("tiny", base)
    assert told.value.key == "error.conversion_failed"
    assert names() == []


@pytest.mark.parametrize("file", ["model.bin", "vocabulary.json"])
def test_a_damaged_conversion_is_made_again(base, file):
    model = Ct2Model("tiny", base)
    expected = model.complete(["perro"], SHORT)
    model.close()
    truncate(converted("tiny", base) / file)
    again = Ct2Model("tiny", base)
    assert again.complete(["perro"], SHORT) == expected
    again.close()


def test_names_of_the_hub_stay_in_the_cache_folder(base):
    folder = converted("../who/model v1", base)
    assert folder.parent == cache_folder()
