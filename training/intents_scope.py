"""How sure an intent model may be that a text belongs to any of its intents."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from core.text import words

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


class NearestText:
    """Finds how near the nearest known text is, by words and pairs of words."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._view = TfidfVectorizer(analyzer=words_and_pairs, sublinear_tf=True)
        self._known = sparse.csr_array(self._view.fit_transform(list(texts)).T)  # [term, text]

    def cosine(self, texts: Sequence[str], among: Sequence[int] | None = None) -> Floats:
        """Return the largest cosine of each text with a known text, or with those `among` them."""
        known = self._known if among is None else self._known[:, list(among)]
        found = sparse.csr_array(self._view.transform(list(texts)) @ known)
        return np.asarray(found.max(axis=1).toarray().ravel(), dtype=np.float32)


def words_and_pairs(text: str) -> list[str]:
    """Return the folded words of `text` and each two in a row."""
    found = words(text)
    return found + [f"{a} {b}" for a, b in pairwise(found)]


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
