"""Score an intent classifier trained on one labelled file and asked another."""

import csv
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

from core.errors import UserError
from core.metrics.interval import Interval, bootstrap, wilson
from core.metrics.refusal import auroc
from training.intents import IntentModel

Labelled = tuple[list[str], list[str]]


def read_labelled(name: str) -> Labelled:
    """Return (texts, labels) of a CSV `text,label` (or `text,category`), or of one part of a JSON.

    A JSON file in CLINC150's form is named with its part: `data.json#train`. Labels may be
    missing in a list of out-of-scope texts. Raises UserError for a missing column or part.
    """
    path, _, part = name.partition("#")
    if part:
        parts = json.loads(Path(path).read_text(encoding="utf-8"))
        if part not in parts:
            raise UserError("error.sheet_columns", file=Path(path).name, columns=part)
        return [text for text, _ in parts[part]], [label for _, label in parts[part]]
    with Path(path).open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    if not rows or "text" not in rows[0]:
        raise UserError("error.sheet_columns", file=Path(path).name, columns="text,label")
    return [row["text"] for row in rows], [
        row.get("label") or row.get("category") or "" for row in rows
    ]


def split(texts: Sequence[str], labels: Sequence[str]) -> tuple[Labelled, Labelled]:
    """Return a stratified 80/20 split, seed 0: (to train on, to ask)."""
    seen, asked, seen_labels, asked_labels = train_test_split(
        list(texts), list(labels), test_size=0.2, stratify=labels, random_state=0
    )
    return (seen, seen_labels), (asked, asked_labels)


def score(
    train: Labelled, asked: Labelled, outside: Sequence[str], outside_train: Sequence[str]
) -> tuple[dict[str, float], dict[str, Interval], dict[str, float]]:
    """Return metrics, their intervals, and the same of TF-IDF with logistic regression."""
    model = IntentModel.fit(train[0], train[1], out_of_scope=outside_train)
    predicted = np.array(model.labels)[model.predict_proba(asked[0]).argmax(axis=1)]
    right = predicted == np.array(asked[1])
    metrics = {"accuracy": float(right.mean())}
    intervals = {"accuracy": wilson(int(right.sum()), len(right))}
    vectorizer = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
    plain = LogisticRegression(C=10, max_iter=300)
    plain.fit(vectorizer.fit_transform(train[0]), train[1])
    odds = plain.predict_proba(vectorizer.transform(asked[0]))
    chosen = plain.classes_[odds.argmax(axis=1)]
    baselines = {"tfidf_lr_accuracy": float((chosen == np.array(asked[1])).mean())}
    if outside:
        inside_score, outside_score = model.inside(asked[0]), model.inside(outside)
        metrics["oos_auroc"] = auroc(inside_score, outside_score)
        both = np.concatenate([inside_score, outside_score])
        is_inside = np.arange(len(both)) < len(inside_score)
        intervals["oos_auroc"] = bootstrap(
            lambda at: auroc(both[at][is_inside[at]], both[at][~is_inside[at]]), len(both), 300
        )
        plain_outside = plain.predict_proba(vectorizer.transform(outside)).max(axis=1)
        baselines["tfidf_lr_oos_auroc"] = auroc(odds.max(axis=1), plain_outside)
    return metrics, intervals, baselines
