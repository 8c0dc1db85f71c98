"""Fit confidence and thresholds of the FAQ search: `python -m training.calibrate`.

Uses the development questions only (`sheets/faq-dev.csv`). Besides the whole FAQ it asks FAQs with
fewer wordings and with rows taken away, so that the odds also hold for a visitor's thinner file.
"""

import argparse
import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from core.config import ASSETS, settings
from core.retrieval.confidence import Calibration, Vocabulary, signals
from core.retrieval.encoder import Encoder, own_encoder
from core.retrieval.faq import Faq
from core.retrieval.faq_file import load_faq
from core.retrieval.index import FaqIndex
from core.retrieval.search import CALIBRATION
from training.faq_sheet import Asked, read_sheet

SHEETS = Path(__file__).parent / "sheets"
MAX_CONFIDENTLY_WRONG = 0.015  # of all development questions; half of what we promise
MIN_KEPT = 0.985  # of the answerable ones must be answered or offered
_KEPT_VARIANTS = (0, 4, 12)
_WEIGHT_WHOLE = 3.0  # the shipped FAQ counts as much as its thinner copies together
Table = tuple[NDArray[np.float64], NDArray[np.bool_]]


def observe(faq: Faq, encoder: Encoder, asked: Sequence[Asked], ids: Sequence[str]) -> Table:
    """Return (signals [question, signal], whether the best row is right [question]).

    `ids` are the row ids of the whole FAQ; a question whose row `faq` lacks has no right row.
    """
    index = FaqIndex(faq, encoder)
    vocabulary = Vocabulary(index)
    seen, right = [], []
    for one in asked:
        found = index.search(one.question)
        seen.append(signals(one.question, found, vocabulary))
        best = faq.rows[int(found.order[0])].id
        right.append(one.row is not None and ids[one.row] == best)
    return np.array(seen), np.array(right)


def thinner(faq: Faq, seed: int = 0) -> list[Faq]:
    """Return copies of `faq` with fewer variants and with a third of the rows taken away."""
    rng = random.Random(seed)
    copies = [
        replace(faq, rows=tuple(replace(row, variants=row.variants[:kept]) for row in faq.rows))
        for kept in _KEPT_VARIANTS
    ]
    for whole in (faq, copies[1], copies[2]):
        kept_rows = sorted(rng.sample(range(len(faq.rows)), 2 * len(faq.rows) // 3))
        copies.append(replace(whole, rows=tuple(whole.rows[i] for i in kept_rows)))
    return copies


def fit(tables: Sequence[Table], weights: Sequence[float], fingerprint: str) -> Calibration:
    """Return a logistic calibration; thresholds come from the first table."""
    values = np.concatenate([table[0] for table in tables])
    right = np.concatenate([table[1] for table in tables])
    weight = np.concatenate(
        [np.full(len(table[1]), w) for table, w in zip(tables, weights, strict=True)]
    )
    mean, scale = values.mean(axis=0), values.std(axis=0) + 1e-6
    model = LogisticRegression(C=1.0, max_iter=1000)
    model.fit((values - mean) / scale, right, sample_weight=weight)
    plain = Calibration(
        fingerprint,
        tuple(mean.tolist()),
        tuple(scale.tolist()),
        tuple(model.coef_[0].tolist()),
        float(model.intercept_[0]),
        1.0,
        0.0,
    )
    probability = np.array([plain.probability(row) for row in tables[0][0]])
    answer_from, suggest_from = thresholds(probability, tables[0][1])
    return replace(plain, answer_from=answer_from, suggest_from=suggest_from)


def thresholds(probability: NDArray[np.float64], right: NDArray[np.bool_]) -> tuple[float, float]:
    """Return (answer_from, suggest_from).

    The lowest at which few enough questions get a wrong answer (but at least even odds), and the
    highest that still keeps nearly all rightly found rows in sight.
    """
    grid = np.arange(0.5, 0.96, 0.01)
    wrong = [float(((probability >= t) & ~right).mean()) for t in grid]
    answer_from = next(
        (float(t) for t, w in zip(grid, wrong, strict=True) if w <= MAX_CONFIDENTLY_WRONG),
        float(grid[-1]),
    )
    suggest_from = float(np.quantile(probability[right], 1 - MIN_KEPT))
    return round(answer_from, 2), round(min(suggest_from, answer_from), 3)


def target(name: str) -> tuple[Encoder, Path]:
    """Return the encoder called `name` and where its calibration is kept."""
    if name == "rimana":
        return own_encoder(), CALIBRATION
    from core.retrieval.e5 import e5_encoder

    encoder = e5_encoder()
    return encoder, settings().home / "calibration" / f"{encoder.fingerprint}.json"


def main(report: Callable[[str], None] = print) -> None:
    """Fit and write the calibration of an encoder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--faq", type=Path, default=ASSETS / "faq" / "faq.csv")
    parser.add_argument("--data", type=Path, default=SHEETS / "faq-dev.csv")
    parser.add_argument("--encoder", choices=("rimana", "e5"), default="rimana")
    options = parser.parse_args()
    faq, (encoder, out) = load_faq(options.faq), target(options.encoder)
    asked = read_sheet(options.data, faq)
    ids = [row.id for row in faq.rows]
    faqs = [faq, *thinner(faq)]
    tables = [observe(one, encoder, asked, ids) for one in faqs]
    calibration = fit(tables, [_WEIGHT_WHOLE] + [1.0] * (len(tables) - 1), encoder.fingerprint)
    out.parent.mkdir(parents=True, exist_ok=True)
    calibration.save(out)
    report(f"answer from {calibration.answer_from}, suggest from {calibration.suggest_from}")


if __name__ == "__main__":
    main()
