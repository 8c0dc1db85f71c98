"""Step-by-step reading of a model, for answers whose every token a grammar must allow."""

from collections.abc import Sequence
from typing import Protocol, cast

import numpy as np
from numpy.typing import NDArray

from core.errors import UserError
from core.models.interface import Capability, Model, Prompt


class Walk(Protocol):
    """One answer in the making; what was read is kept and never computed again."""

    ends: frozenset[int]
    """Tokens by which the model ends its answer."""

    def log_probabilities(self) -> NDArray[np.float32]:
        """Return the natural-log probability of every possible next token, [vocab]."""

    def feed(self, tokens: Sequence[int]) -> None:
        """Take these tokens as the answer's next ones."""

    def encode(self, text: str) -> list[int]:
        """Return the tokens of `text` as it stands inside an answer."""

    def decode(self, tokens: Sequence[int]) -> str:
        """Return the text of tokens."""


class _Walker(Protocol):
    def walk(self, prompt: Prompt, *, adapter: str | None = None) -> Walk: ...


def start_walk(model: Model, prompt: Prompt, *, adapter: str | None = None) -> Walk:
    """Return a walk that begins after `prompt`.

    Raises UserError when the model has no capability "walk".
    """
    require(model, "walk")
    return cast("_Walker", model).walk(prompt, adapter=adapter)


def require(model: Model, capability: Capability) -> None:
    """Raise UserError when `model` lacks `capability`."""
    if capability not in model.capabilities:
        raise UserError("error.model_cannot", model=model.name, capability=capability)
