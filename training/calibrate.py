"""Fit confidence and thresholds of the FAQ search: `python -m training.calibrate`.

Uses the development questions only (`sheets/faq-dev.csv`; `faq-vague.csv`: about the FAQ, but no
single row). Besides the whole FAQ it asks FAQs with fewer wordings and with rows taken away, so
that the odds also hold for a visitor's thinner file.
"""

import argparse
import csv
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from core.config import ASSETS, settings
from core.retrieval.confidence import Calibration, Odds, Vocabulary, signals
from core.retrieval.encoder import Encoder, own_encoder
from core.retrieval.faq import Faq
from core.retrieval.faq_file import load_faq
from core.retrieval.index import FaqIndex
from core.retrieval.search import CALIBRATION
from core.text import words
from training.faq_sheet import Asked, read_sheet

SHEETS = Path(__file__).parent / "sheets"
MAX_CONFIDENTLY_WRONG = 0.015  # of all development questions; half of what we promise
MIN_KEPT = 0.985  # of the questions that the FAQ is about must be answered or offered
_KEPT_VARIANTS = (0, 4, 12)
_WEIGHT_WHOLE = 3.0  # the shipped FAQ counts as much as its thinner copies together
_SHORT_WORDS = 5
_SHORT_SAMPLE = 500
_WEIGHT_SHORT = 0.3
_WEIGHT_VAGUE = 0.3  # people ask more clearly than the vague list does


@dataclass(frozen=True)
class Observed:
    """What the questions looked like to one FAQ.

    signals: [question, signal]. right: the best row is the right one. about: the FAQ is about it.
    told: whether `about` is known; a question whose row was taken away may still be half covered.
    """

    signals: NDArray[np.float64]
    right: NDArray[np.bool_]
    about: NDArray[np.bool_]
    told: NDArray[np.bool_]
    weight: NDArray[np.float64]


def observe(
    faq: Faq, encoder: Encoder, asked: Sequence[Asked], vague: Sequence[str], ids: Sequence[str]
) -> Observed:
    """Return what `faq` sees; `ids` are the row ids of the whole FAQ, `vague` has no right row."""
    index = FaqIndex(faq, encoder)
    vocabulary = Vocabulary(index)
    present = {row.id for row in faq.rows}
    seen, right, about, told = [], [], [], []
    for one in [*asked, *(Asked(question, None, "vague") for question in vague)]:
        found = index.search(one.question)
        seen.append(signals(one.question, found, vocabulary))
        wanted = None if one.row is None else ids[one.row]
        right.append(wanted is not None and faq.rows[int(found.order[0])].id == wanted)
        about.append(wanted in present or one.kind == "vague")
        told.append(wanted is None or wanted in present)
    weight = np.r_[np.ones(len(asked)), np.full(len(vague), _WEIGHT_VAGUE)]
    return Observed(np.array(seen), np.array(right), np.array(about), np.array(told), weight)


def observe_short(faq: Faq, encoder: Encoder, seed: int = 1) -> Observed:
    """Return what `faq` sees of its own short wordings, each left out of the search for itself.

    The vague list is short too; these show that short can also be clear.
    """
    index = FaqIndex(faq, encoder)
    vocabulary = Vocabulary(index)
    wordings = [(wording, row.id) for row in faq.rows for wording in row.wordings]
    short = [at for at, (text, _) in enumerate(wordings) if len(words(text)) <= _SHORT_WORDS]
    seen, right = [], []
    for at in random.Random(seed).sample(short, min(_SHORT_SAMPLE, len(short))):
        text, wanted = wordings[at]
        found = index.search(text, without=at)
        seen.append(signals(text, found, vocabulary))
        right.append(faq.rows[int(found.order[0])].id == wanted)
    every = np.ones(len(right), np.bool_)
    weight = np.full(len(right), _WEIGHT_SHORT)
    return Observed(np.array(seen), np.array(right), every, every, weight)


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


def fit(tables: Sequence[Observed], fingerprint: str) -> Calibration:
    """Return the calibration; the thresholds come from the first table, the whole FAQ.

    The last table, short wordings, belongs to the whole FAQ too.
    """
    values = np.concatenate([table.signals for table in tables])
    whole = (0, len(tables) - 1)
    weight = np.concatenate(
        [t.weight * (_WEIGHT_WHOLE if at in whole else 1.0) for at, t in enumerate(tables)]
    )
    mean, scale = values.mean(axis=0), values.std(axis=0) + 1e-6

    def odds(target: NDArray[np.bool_], used: NDArray[np.bool_]) -> Odds:
        model = LogisticRegression(C=1.0, max_iter=1000)
        standardised = (values[used] - mean) / scale
        model.fit(standardised, target[used], sample_weight=weight[used])
        return Odds(tuple(model.coef_[0].tolist()), float(model.intercept_[0]))

    told = np.concatenate([table.told for table in tables])
    answers = odds(np.concatenate([table.right for table in tables]), np.ones_like(told))
    covers = odds(np.concatenate([table.about for table in tables]), told)
    plain = Calibration(
        fingerprint, tuple(mean.tolist()), tuple(scale.tolist()), answers, covers, 1.0, 0.0
    )
    clear = tables[0].weight == 1  # a row shown for a vague question is no wrong answer
    judged = np.array([plain.judge(row) for row in tables[0].signals])
    return replace(
        plain,
        answer_from=lowest_safe(judged[clear, 0], tables[0].right[clear]),
        suggest_from=round(float(np.quantile(judged[tables[0].about, 1], 1 - MIN_KEPT)), 3),
    )


def lowest_safe(probability: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    """Return the lowest threshold, of even odds at least, at which few get a wrong answer."""
    for threshold in np.arange(0.5, 0.96, 0.01):
        if ((probability >= threshold) & ~right).mean() <= MAX_CONFIDENTLY_WRONG:
            return round(float(threshold), 2)
    return 0.95


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
    parser.add_argument("--vague", type=Path, default=SHEETS / "faq-vague.csv")
    parser.add_argument("--encoder", choices=("rimana", "e5"), default="rimana")
    options = parser.parse_args()
    faq, (encoder, out) = load_faq(options.faq), target(options.encoder)
    asked = read_sheet(options.data, faq)
    ids = [row.id for row in faq.rows]
    faqs = [faq, *thinner(faq)]
    with options.vague.open(encoding="utf-8", newline="") as lines:
        vague = [row["question"] for row in csv.DictReader(lines)]
    tables = [observe(one, encoder, asked, vague, ids) for one in faqs]
    calibration = fit([*tables, observe_short(faq, encoder)], encoder.fingerprint)
    out.parent.mkdir(parents=True, exist_ok=True)
    calibration.save(out)
    report(f"answer from {calibration.answer_from}, suggest from {calibration.suggest_from}")


if __name__ == "__main__":
    main()
