"""How sure an intent model may be that a text belongs to any of its intents."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

Floats = NDArray[np.float32]


def class_centres(vectors: Floats, targets: NDArray[np.int64], labels: int) -> Floats:
    """Return the unit mean vector of each label, [label, feature]."""
    belongs = sparse.csr_array(
        (np.ones(len(targets), np.float32), (targets, np.arange(len(targets)))),
        shape=(labels, len(targets)),
    )
    sums = belongs @ vectors
    return np.asarray(sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9))
