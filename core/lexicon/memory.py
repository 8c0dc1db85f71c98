"""Translation memory: the translation of the known sentence that looks most like a new one.

A sentence is a bag of its runs of 2–4 letters, weighted by rarity (TF-IDF); likeness is the cosine.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from core.text import fold


@dataclass(frozen=True)
class Match:
    """A known sentence with its translation, and how like the new one it is (0–1)."""

    source: str
    target: str
    likeness: float


class Memory:
    """Sentences with translations, searched by likeness."""

    def __init__(self, pairs: Sequence[tuple[str, str]]) -> None:
        self._pairs = list(pairs)
        self._features = TfidfVectorizer(
            analyzer="char_wb", ngram_range=(2, 4), preprocessor=fold, sublinear_tf=True
        )
        self._known = self._features.fit_transform([source for source, _ in self._pairs])

    def best(self, sources: Sequence[str]) -> list[Match]:
        """Return the nearest known sentence of each source, the first of equals."""
        found: list[Match] = []
        for start in range(0, len(sources), 256):  # bounds the matrix of likenesses
            asked = self._features.transform(sources[start : start + 256])
            likeness = (asked @ self._known.T).toarray()
            for row, at in enumerate(np.asarray(likeness.argmax(axis=1))):
                found.append(Match(*self._pairs[int(at)], float(likeness[row, at])))
        return found
