"""How sure an engine is of a translation: from evidence to the likeness to expect, 0–1.

The weights are fitted on chapters held out in training (assets/kichwa/confidence.json).
"""

import json
import math
from collections.abc import Mapping, Sequence
from functools import cache

from core.config import ASSETS
from core.metrics.chrf import chrf_plus_plus
from core.translation.ngrams import NGrams
from core.translation.result import Candidate, Direction
from core.translation.units import languages, units

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


def evidence(
    text: str, candidate: Candidate, peers: Sequence[str], direction: Direction, lm: NGrams
) -> dict[str, float]:
    """Return what speaks for and against a translation.

    own: as its engine sees it. agreement: chrF++ / 100 with the best translation of each other
    engine, on average. fluency: mean logarithm per unit. unknown: share of the words of the text.
    longer: logarithm of its length beside that of the text. size: logarithm of the text's words.
    """
    parts = units(candidate.text, languages(direction)[1])
    words = max(1, len(text.split()))
    agreed = [chrf_plus_plus(candidate.text, peer) / 100 for peer in peers]
    return {
        "own": candidate.confidence,
        "own2": candidate.confidence**2,
        "agreement": sum(agreed) / len(agreed) if agreed else 0.0,
        "alone": float(not agreed),
        "fluency": lm.sentence(parts) / (len(parts) + 1),
        "unknown": min(1.0, len(candidate.unknown) / words),
        "longer": math.log((1 + len(candidate.text)) / (1 + len(text))),
        "size": math.log(words),
    }


def weighed(weights: Weights, found: Mapping[str, float]) -> float:
    """Return the likeness to expect, 0–1.

    >>> round(weighed({"": 0.2, "own": 0.5}, {"own": 1.0, "size": 2.0}), 3)
    0.7
    """
    expected = sum(weights.get(name, 0.0) * value for name, value in {"": 1.0, **found}.items())
    return min(1.0, max(0.0, expected))


def estimate(name: str, found: Mapping[str, float], otherwise: float) -> float:
    """Return how close to a person's translation one with this evidence is: chrF++ / 100.

    name: "direction engine". otherwise: what to say where nothing was fitted for it.
    """
    weights = shipped_weights().get(name)
    return otherwise if weights is None else weighed(weights, found)
