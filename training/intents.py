"""An intent classifier trained from nothing on labelled texts, with an out-of-scope score.

An average of small networks and a linear model on words and character n-grams. No weights and no word
vectors from elsewhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import FeatureUnion, Pipeline, make_pipeline
from sklearn.svm import LinearSVC

from core.text import words
from training.intents_network import IntentNetwork, NetworkSettings, train_network
from training.intents_scope import Evidence, ScopeHead, fit_head

NETWORKS = 5
LINEAR_SHARE = 0.25
LINEAR_SHARPNESS = 4.0
HELD_OUT = 0.1

Floats = NDArray[np.float32]


def linear_model(seed: int) -> Pipeline:
    """Return the untrained linear model: words and pairs, and characters across words."""
    views = FeatureUnion(
        [
            (
                "words",
                TfidfVectorizer(
                    tokenizer=words,
                    token_pattern=None,
                    lowercase=False,
                    ngram_range=(1, 2),
                    sublinear_tf=True,
                ),
            ),
            (
                "characters",
                TfidfVectorizer(analyzer="char", ngram_range=(2, 6), min_df=2, sublinear_tf=True),
            ),
        ]
    )
    return make_pipeline(views, LinearSVC(C=0.3, random_state=seed))


def softmax(scores: Floats) -> Floats:
    """Return the softmax of each row."""
    grown = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(grown / grown.sum(axis=1, keepdims=True), dtype=np.float32)
