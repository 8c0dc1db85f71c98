"""How sure is the best row? Signals of a search, and the calibration that turns them into odds.

A cosine is not a percentage: thresholds hold for one encoder only, so each calibration carries the
fingerprint of the encoder that it was fitted with.
"""

import csv
import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from core.config import ASSETS
from core.errors import UserError
from core.retrieval.concepts import concepts
from core.retrieval.index import FaqIndex, Found
from core.text import words

SIGNALS = (
    "total", "margin", "encoder", "terms", "pieces",
    "encoder_agrees", "terms_agrees", "pieces_agrees",
    "covered_by_row", "covered_by_faq", "concepts_in_row", "rarest_missing", "log_words",
    "outside", "inside_lead",
)  # fmt: skip
_UNKNOWN_RARITY = 6.0  # words outside the 12,000 commonest: Zipf 2 or less
_SAME_WORD = 84  # rapidfuzz ratio from which two words count as one, typing errors allowed


@cache
def rarity_of_forms(path: Path = ASSETS / "words" / "es-frequency.csv") -> dict[str, float]:
    """Return {folded form: 8 − Zipf frequency}; "de" is about 0, rare words about 4."""
    with path.open(encoding="utf-8", newline="") as lines:
        return {row["form"]: 8 - float(row["zipf"]) for row in csv.DictReader(lines)}


def rarity(word: str) -> float:
    """Return how much a word tells, 0 ("de") to 6 (a word outside the common ones)."""
    return rarity_of_forms().get(word, _UNKNOWN_RARITY)


class Vocabulary:
    """The words and concepts of each row, for asking what a question has that a row lacks."""

    def __init__(self, index: FaqIndex) -> None:
        rows = [[words(w) for w in (*row.wordings, row.answer)] for row in index.faq.rows]
        self._words = [frozenset(token for text in row for token in text) for row in rows]
        self._concepts = [
            frozenset(c for text in row[:-1] for c in concepts().find(text)) for row in rows
        ]
        self._all = frozenset().union(*self._words)

    def coverage(self, tokens: Sequence[str], row: int) -> tuple[float, float, float, float]:
        """Return (share in the row, share in the FAQ, share of concepts, rarest missing word).

        Shares are weighted by rarity, in 0–1.
        """
        if not tokens:
            return 0.0, 0.0, 0.0, 0.0
        weights = np.array([rarity(token) + 0.1 for token in tokens])
        here = np.array([self._has(self._words[row], token) for token in tokens])
        somewhere = here | np.array([token in self._all for token in tokens])
        asked = set(concepts().find(tokens))
        common = len(asked & self._concepts[row]) / len(asked) if asked else 0.0
        missing = float(weights[~here].max()) if not here.all() else 0.0
        total = weights.sum()
        return (
            float(weights[here].sum() / total),
            float(weights[somewhere].sum() / total),
            common,
            missing,
        )

    @staticmethod
    def _has(vocabulary: frozenset[str], token: str) -> bool:
        if token in vocabulary or len(token) < 4:
            return token in vocabulary
        return (
            process.extractOne(token, vocabulary, scorer=fuzz.ratio, score_cutoff=_SAME_WORD)
            is not None
        )


def signals(question: str, found: Found, vocabulary: Vocabulary) -> NDArray[np.float64]:
    """Return the signals of a search in the order of `SIGNALS`, float64 [signal]."""
    order = found.order
    best = int(order[0])
    second = float(found.total[order[1]]) if len(order) > 1 else 0.0
    tokens = words(question)
    views = found.views
    return np.array(
        [
            float(found.total[best]),
            float(found.total[best]) - second,
            *(float(views[name][best]) for name in ("encoder", "terms", "pieces")),
            *(float(views[name].argmax() == best) for name in ("encoder", "terms", "pieces")),
            *vocabulary.coverage(tokens, best),
            math.log1p(len(tokens)),
            found.outside,
            float(views["encoder"][best]) - found.outside,
        ]
    )


@dataclass(frozen=True)
class Odds:
    """A logistic model over standardised signals."""

    weight: tuple[float, ...]
    bias: float

    def probability(self, standardised: NDArray[np.float64]) -> float:
        """Return the probability, in 0–1."""
        odds = float(standardised @ np.array(self.weight)) + self.bias
        return 1 / (1 + math.exp(-max(-60.0, min(60.0, odds))))


@dataclass(frozen=True)
class Calibration:
    """What the signals of a search are worth, and the two thresholds of the decision.

    answers: odds that the best row answers the question. covers: odds that the FAQ is about it at
    all, as it is about "precio", which no single row answers.
    answer_from, suggest_from: thresholds on these, in 0–1.
    """

    fingerprint: str
    mean: tuple[float, ...]
    scale: tuple[float, ...]
    answers: Odds
    covers: Odds
    answer_from: float
    suggest_from: float

    def judge(self, values: NDArray[np.float64]) -> tuple[float, float]:
        """Return the probabilities (the best row answers, the FAQ is about it), in 0–1."""
        standardised = (values - np.array(self.mean)) / np.array(self.scale)
        return self.answers.probability(standardised), self.covers.probability(standardised)

    def save(self, path: Path) -> None:
        """Write the calibration as JSON."""
        text = json.dumps({**asdict(self), "signals": SIGNALS}, indent=1)
        path.write_text(text + "\n", encoding="utf-8")

    @classmethod
    def load(cls, path: Path, fingerprint: str) -> "Calibration":
        """Return the calibration in `path`.

        Raises UserError when it is missing, broken or fitted with another encoder or other signals.
        """
        try:
            stored = json.loads(path.read_text(encoding="utf-8"))
            names = tuple(stored.pop("signals"))
            heads = {
                key: Odds(tuple(stored[key]["weight"]), stored[key]["bias"])
                for key in ("answers", "covers")
            }
            lists = {key: tuple(stored[key]) for key in ("mean", "scale")}
            calibration = cls(**{**stored, **lists, **heads})
        except (OSError, ValueError, KeyError, TypeError) as problem:
            raise UserError("error.calibration_missing", file=path.name) from problem
        if calibration.fingerprint != fingerprint or names != SIGNALS:
            raise UserError("error.calibration_other_encoder", encoder=fingerprint)
        return calibration
