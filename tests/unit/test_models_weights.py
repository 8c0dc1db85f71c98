"""Damaged, foreign and dangerous model folders are refused before anything is loaded."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file

from core.errors import UserError
from core.i18n.catalogue import LANGUAGES, say
from core.models.torch_backend import TorchModel
from core.models.weights import check_adapter, check_model, find_adapters, model_shapes
from tests.unit.tiny_llama import VOCABULARY, tiny_llama


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(tiny_llama(("faq",)), tmp_path / "tiny"))


def change(file: Path, **values: object) -> None:
    file.write_text(json.dumps(json.loads(file.read_text()) | values))


def truncate(folder: Path) -> None:
    file = folder / "model.safetensors"
    file.write_bytes(file.read_bytes()[:-1000])


def scribble(folder: Path) -> None:
    (folder / "model.safetensors").write_bytes(b"\xff" * 5000)


def pickled(folder: Path) -> None:
    torch.save(load_file(folder / "model.safetensors"), folder / "pytorch_model.bin")
    (folder / "model.safetensors").unlink()


def other_tokenizer(folder: Path) -> None:
    file = folder / "tokenizer.json"
    tokenizer = json.loads(file.read_text())
    merged = [f"w{n}" for n in range(100)]
    tokenizer["model"]["vocab"] |= {word: VOCABULARY + n for n, word in enumerate(merged)}
    file.write_text(json.dumps(tokenizer))


def wider(folder: Path) -> None:
    change(folder / "config.json", vocab_size=VOCABULARY + 8)


FAULTS: dict[str, Callable[[Path], object]] = {
    "error.weights_truncated": truncate,
    "error.model_file_broken": scribble,
    "error.pickle": pickled,
    "error.no_weights": lambda folder: (folder / "model.safetensors").unlink(),
    "error.not_llama": lambda folder: change(folder / "config.json", model_type="gpt2"),
    "error.wrong_tokenizer": other_tokenizer,
    "error.model_tokenizer": lambda folder: (folder / "tokenizer.json").unlink(),
    "error.model_file_missing": lambda folder: (folder / "config.json").unlink(),
    "error.weights_misfit": wider,
    "error.model_folder": shutil.rmtree,
}


def test_a_whole_model_passes(folder: Path) -> None:
    check_model(folder)
    check_adapter(find_adapters(folder)["faq"], folder)


@pytest.mark.parametrize("key", FAULTS)
def test_faults_are_named(folder: Path, key: str) -> None:
    FAULTS[key](folder)
    with pytest.raises(UserError) as refused:
        check_model(folder)
    assert refused.value.key == key
    for language in LANGUAGES:
        assert say(key, language, **refused.value.values)


def test_the_truncated_size_is_said(folder: Path) -> None:
    truncate(folder)
    with pytest.raises(UserError) as refused:
        check_model(folder)
    whole = (tiny_llama() / "model.safetensors").stat().st_size
    assert refused.value.values["expected"] == f"{whole / 1e6:.1f} MB"


def test_end_token_of_another_tokenizer(folder: Path) -> None:
    change(folder / "config.json", eos_token_id=7)
    with pytest.raises(UserError, match="wrong_tokenizer"):
        check_model(folder)


def test_weights_in_several_files(folder: Path) -> None:
    tensors = load_file(folder / "model.safetensors")
    whole = model_shapes(folder)
    parts = {"a.safetensors": list(tensors)[:5], "b.safetensors": list(tensors)[5:]}
    for name, keys in parts.items():
        save_file({key: tensors[key] for key in keys}, folder / name)
    index = {key: name for name, keys in parts.items() for key in keys}
    (folder / "model.safetensors.index.json").write_text(json.dumps({"weight_map": index}))
    (folder / "model.safetensors").unlink()
    check_model(folder)
    assert model_shapes(folder) == whole
    (folder / "b.safetensors").unlink()
    with pytest.raises(UserError, match="no_weights"):
        check_model(folder)


def test_missing_tensors_are_not_replaced_by_chance(folder: Path) -> None:
    tensors = load_file(folder / "model.safetensors")
    del tensors["model.layers.1.mlp.up_proj.weight"]
    save_file(tensors, folder / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(UserError, match="weights_incomplete") as refused:
        TorchModel("tiny", folder).complete(["hola"])
    assert refused.value.values["missing"] == 1


def test_an_adapter_of_another_model(folder: Path) -> None:
    file = folder / "adapters" / "faq" / "adapter_model.safetensors"
    tensors = {name: torch.zeros(each.shape[0], 96) for name, each in load_file(file).items()}
    save_file(tensors, file)
    with pytest.raises(UserError, match="adapter_misfit"):
        check_adapter(file.parent, folder)


@pytest.mark.parametrize("values", [{"peft_type": "PREFIX_TUNING"}, {"bias": "all"}])
def test_adapters_that_cannot_be_taken_off(folder: Path, values: dict[str, str]) -> None:
    adapter = folder / "adapters" / "faq"
    change(adapter / "adapter_config.json", **values)
    with pytest.raises(UserError, match="adapter_kind"):
        check_adapter(adapter, folder)


def test_a_pickled_adapter(folder: Path) -> None:
    adapter = folder / "adapters" / "faq"
    (adapter / "adapter_model.safetensors").rename(adapter / "adapter_model.bin")
    with pytest.raises(UserError, match="pickle"):
        check_adapter(adapter, folder)
