"""One question against one FAQ: search, follow-ups and calibrated confidence."""

import logging
from dataclasses import dataclass
from typing import Literal

import numpy as np

from core.config import ASSETS, settings
from core.errors import UserError
from core.retrieval.concepts import concepts
from core.retrieval.confidence import Calibration, Vocabulary, rarity, signals
from core.retrieval.encoder import Encoder, own_encoder
from core.retrieval.faq import Faq, FaqRow
from core.retrieval.index import FaqIndex
from core.text import words

CALIBRATION = ASSETS / "models" / "encoder" / "calibration.json"
_LOG = logging.getLogger(__name__)
_CONTINUES = frozenset(
    ["y", "e", "and", "pero", "entonces", "tambien", "what", "ese", "esa", "eso"]
)
_ASKS = frozenset(
    words(
        "que cual cuales cuanto cuantos cuanta cuantas cuando como donde quien "
        "what how when where who"
    )
)
_CONTENT = 2.0  # rarity from which a word carries content: "el" 0.9, "cuesta" 3.6
_SHOWN = 3
_FALL = 6.0  # how fast the odds fall with similarity behind the first row
_EXACT = 0.99  # probability where a question is a wording of just one row


Outcome = Literal["answer", "suggest", "refuse"]


@dataclass(frozen=True)
class Result:
    """The best rows for a question.

    probability: calibrated, in 0–1, that the first candidate answers the question.
    coverage: calibrated, in 0–1, that the FAQ is about the question at all.
    candidates: (row position, probability), best first; calibrated for the first only.
    """

    probability: float
    coverage: float
    candidates: tuple[tuple[int, float], ...]
    follow_up: bool


class Search:
    """A FAQ's index with the calibration of its encoder."""

    def __init__(self, faq: Faq, encoder: Encoder, calibration: Calibration) -> None:
        self.calibration = calibration
        self.index = FaqIndex(faq, encoder)
        self._vocabulary = Vocabulary(self.index)
        self._rows_by_wording = _rows_by_wording(faq)

    def best(self, question: str, last_row: FaqRow | None = None) -> Result:
        """Return the best rows; `last_row` was cited just before and may be what is meant."""
        plain = self._once(question, follow_up=False)
        if last_row is None:
            return plain
        completed = complete(question, last_row.question)
        if completed is None:
            return plain
        joined = self._once(completed, follow_up=True)
        return joined if joined.probability > plain.probability else plain

    def decide(self, result: Result) -> Outcome:
        """Return what the calibrated thresholds make of `result`."""
        if result.probability >= self.calibration.answer_from:
            return "answer"
        return "suggest" if result.coverage >= self.calibration.suggest_from else "refuse"

    def _once(self, question: str, follow_up: bool) -> Result:
        tokens = words(question)
        found = self.index.search(question)
        probability, coverage = self.calibration.judge(signals(question, found, self._vocabulary))
        order = found.order[:_SHOWN]
        exact = self._rows_by_wording.get(" ".join(tokens), -1)
        if exact == order[0]:  # the file itself says so
            probability, coverage = max(probability, _EXACT), max(coverage, _EXACT)
        if not any(token.isalpha() for token in tokens):  # bare numbers and signs
            probability = coverage = 0.0
        # Only the first is calibrated; the others follow it at the distance of their similarity.
        shares = probability * np.exp(_FALL * (found.total[order] - found.total[order[0]]))
        return Result(
            probability,
            coverage,
            tuple(
                (int(position), float(share)) for position, share in zip(order, shares, strict=True)
            ),
            follow_up,
        )


def _rows_by_wording(faq: Faq) -> dict[str, int]:
    """Return {folded wording: row position}; wordings of several rows are left out."""
    rows: dict[str, set[int]] = {}
    for position, row in enumerate(faq.rows):
        for wording in row.wordings:
            rows.setdefault(" ".join(words(wording)), set()).add(position)
    return {wording: next(iter(found)) for wording, found in rows.items() if len(found) == 1}


def complete(question: str, last_question: str) -> str | None:
    """Return `question` with what it leaves unsaid, from the last one; None if it stands alone.

    "¿y cuánto cuesta?" lacks the thing, "¿y el de riesgo?" lacks what is asked of it.
    """
    tokens = words(question)
    content = [token for token in tokens if rarity(token) >= _CONTENT]
    if len(tokens) > 9 or (tokens and tokens[0] not in _CONTINUES and len(content) > 3):
        return None
    asks, names = _parts(tokens)
    last_asks, last_names = _parts(words(last_question))
    missing: list[str] = []
    if not names and set(asks) - _ASKS:
        missing = last_names
    elif names and not asks:
        missing = last_asks
    return " ".join([*tokens, *missing]) if missing else None


def _parts(tokens: list[str]) -> tuple[list[str], list[str]]:
    """Return the words that ask for an aspect (price, dates) and those that name a thing."""
    listed = concepts()
    asking = {at for at, token in enumerate(tokens) if token in _ASKS}
    for concept, start, stop in listed.spans(tokens):
        if concept in listed.aspects:
            asking.update(range(start, stop))
    names = [t for at, t in enumerate(tokens) if at not in asking and rarity(t) >= _CONTENT]
    return [tokens[at] for at in sorted(asking)], names


def chosen_encoder() -> tuple[Encoder, Calibration, str | None]:
    """Return encoder, calibration and the text key of the reason when it is not the one wanted."""
    wanted = settings().encoder
    if wanted == "e5":
        from core.retrieval.e5 import e5_encoder  # loads torch, only when asked for

        try:
            encoder: Encoder = e5_encoder()
            stored = settings().home / "calibration" / f"{encoder.fingerprint}.json"
            return encoder, Calibration.load(stored, encoder.fingerprint), None
        except UserError as problem:
            _LOG.warning("using our own encoder: %s", problem)
            return (*_own(), problem.key)
    return (*_own(), None)


def _own() -> tuple[Encoder, Calibration]:
    encoder = own_encoder()
    return encoder, Calibration.load(CALIBRATION, encoder.fingerprint)
