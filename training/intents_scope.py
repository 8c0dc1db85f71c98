"""How sure an intent model may be that a text belongs to any of its intents."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

Floats = NDArray[np.float32]
Ids = NDArray[np.int64]


@dataclass(frozen=True)
class Centres:
    """The unit mean vector of each label, [label, feature]."""

    vectors: Floats

    @classmethod
    def of(cls, vectors: Floats, targets: Ids, labels: int) -> Self:
        """Return the centres of unit `vectors` with label numbers `targets`."""
        members = sparse.csr_array(
            (np.ones(len(targets), np.float32), (targets, np.arange(len(targets)))),
            shape=(labels, len(targets)),
        )
        sums = members @ vectors
        lengths = np.linalg.norm(sums, axis=1, keepdims=True)
        return cls(np.asarray(sums / np.maximum(lengths, 1e-9), dtype=np.float32))


def scope_evidence(scores: Floats, vectors: Floats, centres: Centres, nearest: Floats) -> Floats:
    """Return what speaks for a text being in scope, [text, evidence]; each rises with it.

    Odds of the best label, energy (Liu et al. 2020, arXiv:2010.03759), cosine to the nearest centre
    and to the nearest training text.
    """
    top = scores.max(axis=1, keepdims=True)
    energy = top[:, 0] + np.log(np.exp(scores - top).sum(axis=1))
    share = np.clip(np.exp(top[:, 0] - energy), 1e-6, 1 - 1e-6)
    cosine = (vectors @ centres.vectors.T).max(axis=1)
    columns = [np.log(share / (1 - share)), energy, cosine, nearest]
    return np.stack(columns, axis=1).astype(np.float32)


def fit_scope_head(inside: Floats, outside: Floats, seed: int) -> Pipeline:
    """Return a logistic regression on the evidence of texts inside and outside."""
    answer = np.repeat([1, 0], [len(inside), len(outside)])
    head = make_pipeline(
        StandardScaler(), LogisticRegression(class_weight="balanced", random_state=seed)
    )
    return head.fit(np.concatenate([inside, outside]), answer)
