"""How sure an engine is of a translation: from evidence to the likeness to expect, 0–1.

The weights are fitted on chapters held out in training (assets/kichwa/confidence.json).
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from core.config import ASSETS
from core.translation.result import Direction, Engine

PATH = ASSETS / "kichwa" / "confidence.json"
Weights = Mapping[str, float]
"""Of each piece of evidence; "" is what is always added."""


@cache
def shipped_weights() -> Mapping[str, Weights]:
    """Return the weights that ship, by "direction engine"; none before the first training."""
    if not PATH.exists():
        return {}
    read: dict[str, dict[str, float]] = json.loads(PATH.read_text(encoding="utf-8"))
    return read


def weighed(weights: Weights, evidence: Mapping[str, float]) -> float:
    """Return the likeness to expect, 0–1.

    >>> weighed({"": 0.2, "agreement": 0.5}, {"agreement": 1.0, "length": 2.0})
    0.7
    """
    expected = sum(weights.get(name, 0.0) * value for name, value in {"": 1.0, **evidence}.items())
    return min(1.0, max(0.0, expected))


def estimate(direction: Direction, engine: Engine, evidence: Mapping[str, float]) -> float:
    """Return how close to a person's translation one with this evidence is: chrF++ / 100."""
    return weighed(shipped_weights().get(f"{direction} {engine}", {}), evidence)
