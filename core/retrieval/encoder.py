"""Sentence encoders: texts in, unit vectors out."""

import hashlib
import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open

from core.config import ASSETS
from core.errors import UserError
from core.hashing import count_matrix
from core.retrieval.features import Features, extract

Vectors = NDArray[np.float32]


class Encoder(Protocol):
    """Turns texts into unit vectors whose dot product is their similarity.

    fingerprint: changes whenever the vectors would; thresholds belong to it.
    """

    name: str
    fingerprint: str

    def encode(self, texts: Sequence[str], features: Sequence[Features] | None = None) -> Vectors:
        """Return float32 [text, dimension]; `features` of the same texts spare their extraction."""
        ...


class OwnEncoder:
    """Our own encoder: hashed features, one hidden layer, about 3 million parameters.

    Trained by `python -m training.encoder` on FAQ wordings and public text; card in assets.
    """

    def __init__(self, path: Path) -> None:
        try:
            with safe_open(path, "numpy") as file:
                table, scale = file.get_tensor("table"), file.get_tensor("scale")
                self._out = file.get_tensor("out").astype(np.float32)
                self.name = json.loads(file.metadata()["card"])["name"]
        except (OSError, SafetensorError, KeyError, TypeError, ValueError) as problem:
            raise UserError("error.encoder_broken", file=path.name) from problem
        self._table = table.astype(np.float32) * scale.astype(np.float32)[:, None]
        self.fingerprint = hashlib.sha256(path.read_bytes()).hexdigest()[:12]

    def encode(self, texts: Sequence[str], features: Sequence[Features] | None = None) -> Vectors:
        """Return float32 [text, dimension]."""
        found = features if features is not None else [extract(text) for text in texts]
        size = len(self._table)
        counts = count_matrix(
            ((i % size for i in (*text.terms, *text.pieces)) for text in found), size
        )
        lengths = np.maximum(counts.sum(axis=1), 1.0)
        hidden = np.tanh((counts @ self._table) / np.sqrt(lengths)[:, None])
        return unit(hidden @ self._out)


def unit(vectors: NDArray[np.float32]) -> Vectors:
    """Return the vectors scaled to length 1; zero vectors stay zero."""
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(norms, 1e-9), dtype=np.float32)


@cache
def own_encoder(path: Path = ASSETS / "models" / "encoder" / "encoder.safetensors") -> OwnEncoder:
    """Return the shipped encoder, loaded once."""
    return OwnEncoder(path)
