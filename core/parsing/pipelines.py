"""Our spaCy pipelines: one safetensors file each, weights in half precision, nothing executable.

A spaCy pipeline serialises to nested msgpack. Here its arrays of parameters become float16 tensors
of their own and the rest, the skeleton, one compressed tensor of bytes beside them.
"""

import hashlib
import zlib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file

from core.config import ASSETS
from core.errors import UserError

if TYPE_CHECKING:
    from spacy.language import Language

LANGUAGES = ("en", "es", "qu")
FILE = "pipeline.safetensors"
SKELETON = "skeleton"
CONFIG = ("nlp", "components")
_LARGEST_SKELETON = 64 << 20  # bytes; far above what any of ours needs
Tensors = dict[str, NDArray[Any]]


def folder(language: str) -> Path:
    """Return the folder of a shipped pipeline."""
    return ASSETS / "models" / f"spacy-{language}"


@cache
def load(language: str) -> "Language":
    """Return the shipped pipeline of "en", "es" or "qu", loaded once.

    Raises UserError when the file is missing, damaged, or made for another version of spaCy.
    """
    return read(folder(language) / FILE)


def export(language: str, target: Path) -> None:
    """Write a shipped pipeline as a plain folder for `spacy.load`, in single precision."""
    read(folder(language) / FILE).to_disk(target)


def fingerprint(tensors: Mapping[str, NDArray[Any]]) -> str:
    """Return the SHA-256 over names, shapes and values."""
    digest = hashlib.sha256()
    for name in sorted(tensors):
        values = np.ascontiguousarray(tensors[name])
        digest.update(f"{name} {values.dtype} {values.shape}\n".encode())
        digest.update(values.tobytes())
    return digest.hexdigest()


def save(nlp: "Language", path: Path) -> None:
    """Write a pipeline; its weights keep what float16 holds of them."""
    import srsly
    from spacy.about import __version__ as spacy_version
    from thinc.api import Config

    tensors: Tensors = {}
    whole = srsly.msgpack_loads(nlp.to_bytes())
    for name in nlp.pipe_names:
        parts = srsly.msgpack_loads(whole[name])
        model = srsly.msgpack_loads(parts["model"])
        for key, values in _parameters(name, model):
            tensors[key] = values.astype(np.float16)
        model["params"] = [dict.fromkeys(layer) for layer in model["params"]]
        whole[name] = srsly.msgpack_dumps(parts | {"model": srsly.msgpack_dumps(model)})
    # How it was trained, with paths of that machine, is the recipe's and the card's to tell.
    whole["config.cfg"] = Config({part: nlp.config[part] for part in CONFIG}).to_bytes()
    skeleton = zlib.compress(srsly.msgpack_dumps(whole), 9)
    tensors[SKELETON] = np.frombuffer(skeleton, np.uint8)
    path.parent.mkdir(parents=True, exist_ok=True)
    told = {"spacy": spacy_version, "sha256": fingerprint(tensors)}
    save_file(tensors, path, metadata=told)


def _parameters(name: str, model: Mapping[str, Any]) -> Iterator[tuple[str, NDArray[Any]]]:
    """Yield the arrays of a serialised model, each with its name in our file."""
    for at, layer in enumerate(model["params"]):
        for key, values in layer.items():
            if values is not None:
                yield f"{name}/{at}/{key}", values


def read(path: Path) -> "Language":
    """Return the pipeline of a file that `save` wrote.

    Raises UserError when the file is missing, damaged, or made for another version of spaCy.
    """
    from spacy.about import __version__ as spacy_version

    if not path.exists():
        raise UserError("error.pipeline_missing", name=path.parent.name)
    try:
        with safe_open(path, "numpy") as file:
            told = file.metadata() or {}
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
    except (OSError, SafetensorError) as problem:
        raise UserError("error.pipeline_broken", name=path.parent.name) from problem
    if told.get("sha256") != fingerprint(tensors) or SKELETON not in tensors:
        raise UserError("error.pipeline_broken", name=path.parent.name)
    if minor(told["spacy"]) != minor(spacy_version):
        raise UserError(
            "error.pipeline_version",
            name=path.parent.name,
            made=told["spacy"],
            here=spacy_version,
        )
    return _assemble(tensors)


def minor(version: str) -> str:
    """Return the part of a version within which spaCy's files stay readable.

    >>> minor("3.8.18")
    '3.8'
    """
    return ".".join(version.split(".")[:2])


def _assemble(tensors: Tensors) -> "Language":
    import srsly
    from spacy.util import load_model_from_config
    from thinc.api import Config

    packed = zlib.decompressobj().decompress(tensors[SKELETON].tobytes(), _LARGEST_SKELETON)
    whole = srsly.msgpack_loads(packed)
    nlp = load_model_from_config(Config().from_bytes(whole["config.cfg"]), auto_fill=True)
    layers: dict[tuple[str, int], dict[str, NDArray[Any]]] = {}
    for key in tensors.keys() - {SKELETON}:
        name, at, parameter = key.split("/")
        layers.setdefault((name, int(at)), {})[parameter] = tensors[key].astype(np.float32)
    for name in nlp.pipe_names:
        parts = srsly.msgpack_loads(whole[name])
        model = srsly.msgpack_loads(parts["model"])
        model["params"] = [
            layer | layers.get((name, at), {}) for at, layer in enumerate(model["params"])
        ]
        whole[name] = srsly.msgpack_dumps(parts | {"model": srsly.msgpack_dumps(model)})
    return nlp.from_bytes(srsly.msgpack_dumps(whole))
