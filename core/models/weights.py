"""A model folder, checked before anything of it is loaded."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from core.errors import UserError
from core.models.tokens import Tokens

_PICKLES = (".bin", ".pt", ".pth", ".ckpt", ".pkl", ".pickle")
_HEADER_LIMIT = 100_000_000  # bytes; the format's own limit
_INDEX = "model.safetensors.index.json"
Shapes = Mapping[str, tuple[int, ...]]
"""{tensor's name: its shape}"""


def check_model(folder: Path) -> None:
    """Raise UserError unless `folder` holds a whole Llama in safetensors with its tokenizer."""
    if not folder.is_dir():
        raise UserError("error.model_folder", folder=folder)
    config = read_json(folder / "config.json")
    if config.get("model_type") != "llama":
        found = config.get("model_type", "–")
        raise UserError("error.not_llama", folder=folder.name, found=found)
    shapes = model_shapes(folder)
    rows = shapes.get("model.embed_tokens.weight", (0,))[0]
    if rows != config.get("vocab_size"):
        raise UserError("error.weights_misfit", folder=folder.name)
    _check_tokenizer(folder, config, rows)


def check_adapter(folder: Path, base: Path) -> None:
    """Raise UserError unless `folder` holds a whole LoRA adapter made for the model of `base`."""
    config = read_json(folder / "adapter_config.json")
    if config.get("peft_type") != "LORA" or config.get("bias", "none") != "none":
        raise UserError("error.adapter_kind", name=folder.name)
    file = folder / "adapter_model.safetensors"
    if not file.is_file():
        raise _no_weights(folder)
    known = model_shapes(base)
    if not all(_fits(name, shape, known) for name, shape in read_shapes(file).items()):
        raise UserError("error.adapter_misfit", name=folder.name)


def find_adapters(folder: Path) -> dict[str, Path]:
    """Return {name: folder} of a model's own adapters, in `adapters/` beside its weights."""
    found = sorted(folder.glob("adapters/*/adapter_config.json"))
    return {config.parent.name: config.parent for config in found}


def model_shapes(folder: Path) -> dict[str, tuple[int, ...]]:
    """Return the shapes of all tensors of a model, from one file or several.

    Raises UserError when files are missing, damaged or not safetensors.
    """
    if (folder / _INDEX).is_file():
        named = read_json(folder / _INDEX).get("weight_map", {})
        files = [folder / str(name) for name in sorted(set(named.values()))]
    else:
        files = [folder / "model.safetensors"]
    if not files or not all(file.is_file() for file in files):
        raise _no_weights(folder)
    return {name: shape for file in files for name, shape in read_shapes(file).items()}


def read_shapes(file: Path) -> dict[str, tuple[int, ...]]:
    """Return the shapes of a safetensors file's tensors, none of which is read.

    Raises UserError when the header is damaged or the file shorter than it says.
    Source: safetensors format, 8 bytes of length, JSON header, data.
    """
    try:
        size = file.stat().st_size
        with file.open("rb") as stream:
            length = int.from_bytes(stream.read(8), "little")
            if not 2 <= length <= min(_HEADER_LIMIT, size - 8):
                raise ValueError("no header")
            header = json.loads(stream.read(length))
        header.pop("__metadata__", None)
        end = 8 + length + max((each["data_offsets"][1] for each in header.values()), default=0)
        shapes = {name: tuple(each["shape"]) for name, each in header.items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError, IndexError) as problem:
        raise UserError("error.model_file_broken", file=file.name) from problem
    if end != size:
        raise UserError(
            "error.weights_truncated", file=file.name, found=_mb(size), expected=_mb(end)
        )
    return shapes


def read_json(file: Path) -> dict[str, Any]:
    """Return a JSON object. Raises UserError when it is missing or damaged."""
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError as problem:
        raise UserError(
            "error.model_file_missing", file=file.name, folder=file.parent.name
        ) from problem
    except (OSError, ValueError) as problem:
        raise UserError("error.model_file_broken", file=file.name) from problem
    if not isinstance(found, dict):
        raise UserError("error.model_file_broken", file=file.name)
    return found


def _check_tokenizer(folder: Path, config: dict[str, Any], rows: int) -> None:
    tokens = Tokens(folder)
    # Tables may be padded; one twice as long as needed belongs to another tokenizer.
    fits = rows / 2 <= tokens.vocabulary <= rows and tokens.agrees(config)
    if not fits:
        raise UserError(
            "error.wrong_tokenizer", folder=folder.name, found=tokens.vocabulary, rows=rows
        )


def _fits(name: str, shape: tuple[int, ...], base: Shapes) -> bool:
    """Return whether a LoRA matrix has the width of the layer it adds to: A reads, B writes."""
    layer, lora, kind = name.removeprefix("base_model.model.").rpartition(".lora_")
    if not lora:
        return True  # scales and other additions say nothing about widths
    weight = base.get(f"{layer}.weight", ())
    if kind.startswith("embedding") or len(weight) != 2 or len(shape) != 2:
        return kind.startswith("embedding") and len(weight) == 2
    return shape[1] == weight[1] if kind.startswith("A") else shape[0] == weight[0]


def _no_weights(folder: Path) -> UserError:
    pickles = sorted(file.name for file in folder.iterdir() if file.suffix in _PICKLES)
    if pickles:  # they can run code when read
        return UserError("error.pickle", file=pickles[0])
    return UserError("error.no_weights", folder=folder.name)


def _mb(size: int) -> str:
    return f"{size / 1e6:.1f} MB"
