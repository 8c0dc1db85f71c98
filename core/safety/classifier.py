"""A small learned judge beside the rules: it knows ways of saying that no rule lists.

Hashed words, word pairs and pieces of words, summed, through one hidden layer; numpy only.
Trained by `python -m training.moderation`; card beside the weights.
"""

from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open

from core.config import ASSETS
from core.errors import UserError
from core.hashing import bucket, pieces
from core.safety.moderation import Kind
from core.safety.obfuscation import unmask
from core.text import words

KINDS: tuple[Kind, ...] = ("clean", "abuse", "self_harm", "injection")
TABLE_SIZE = 1 << 15
MAX_WORDS = 200
_LONGEST = 20_000


@dataclass(frozen=True)
class Suspicion:
    """The likeliest kind of trouble, and the probability in 0–1 that there is any."""

    kind: Kind
    probability: float


def features(text: str) -> NDArray[np.int64]:
    """Return the distinct features of `text`, ids in 0..TABLE_SIZE-1."""
    tokens = words(unmask(text[:_LONGEST]))[:MAX_WORDS]
    found = [bucket("w" + token) for token in tokens]
    found += [bucket(f"b{a} {b}") for a, b in pairwise(["^", *tokens, "$"])]
    found += [piece for token in tokens for piece in pieces(token)]
    return np.unique(np.array(found, np.int64) % TABLE_SIZE)


class Classifier:
    """The weights of the judge."""

    def __init__(self, path: Path) -> None:
        try:
            with safe_open(path, "numpy") as file:
                table, scale = file.get_tensor("table"), file.get_tensor("scale")
                self._out = file.get_tensor("out").astype(np.float32)
                self._bias = file.get_tensor("bias").astype(np.float32)
        except (OSError, SafetensorError) as problem:
            raise UserError("error.moderation_broken", file=path.name) from problem
        self._table = table.astype(np.float32) * scale.astype(np.float32)[:, None]

    def probabilities(self, text: str) -> NDArray[np.float32]:
        """Return the probability of each of `KINDS`, float32 [kind]."""
        found = features(text)
        hidden = np.tanh(self._table[found].sum(axis=0) / np.sqrt(len(found)))
        scores = hidden @ self._out + self._bias
        odds = np.exp(scores - scores.max())
        return np.asarray(odds / odds.sum(), np.float32)


@cache
def classifier(
    path: Path = ASSETS / "models" / "moderation" / "moderation.safetensors",
) -> Classifier:
    """Return the shipped judge, loaded once."""
    return Classifier(path)


def suspect(text: str) -> Suspicion:
    """Return what the learned judge fears of `text`.

    >>> suspect("¿Cuánto cuesta el curso de Excel?").probability < 0.1
    True
    """
    odds = classifier().probabilities(text)
    worst = int(odds[1:].argmax()) + 1
    return Suspicion(KINDS[worst], float(1 - odds[0]))
