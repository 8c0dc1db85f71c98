"""Search of a FAQ: which row do people's wordings point to, and how surely."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from core.hashing import BUCKETS, count_matrix
from core.retrieval.background import background
from core.retrieval.encoder import Encoder, Vectors
from core.retrieval.faq import Faq
from core.retrieval.features import Features, extract

Scores = NDArray[np.float32]
_ASKS_THE_SAME = 0.7  # encoder similarity
_CHUNK = 4096
# How much each view counts; chosen on the development questions (docs/results.md).
VIEW_WEIGHTS = {"encoder": 2.0, "terms": 0.5, "pieces": 1.0}


@dataclass(frozen=True)
class Found:
    """What a search saw.

    views: best similarity of each row under each view, float32 [row], from −1 to 1.
    total: weighted sum of the views, float32 [row].
    outside: best encoder similarity with a background question, which no row answers.
    """

    views: dict[str, Scores]
    total: Scores
    outside: float

    @property
    def order(self) -> NDArray[np.int64]:
        """Return row positions, best first."""
        return np.argsort(-self.total, kind="stable")


class LexicalView:
    """TF-IDF cosine over hashed features; `kept` names the bag of `Features` that it reads."""

    def __init__(self, kept: str, features: Sequence[Features]) -> None:
        self._kept = kept
        counts = count_matrix(getattr(text, kept) for text in features)
        documents = np.bincount(counts.indices, minlength=BUCKETS)
        self._idf = (np.log((1 + len(features)) / (1 + documents)) + 1).astype(np.float32)
        # Transposed once: a question then reads only the lists of its own features.
        self._lists = sparse.csr_array(self._weigh(counts).T)

    def similarities(self, text: Features) -> Scores:
        """Return the cosine with every indexed text, float32 [text]."""
        ids, counts = np.unique(np.array(getattr(text, self._kept), np.int64), return_counts=True)
        weights = (1 + np.log(counts)) * self._idf[ids]
        cosines = np.zeros(self._lists.shape[1], np.float32)
        norm = float(np.sqrt((weights**2).sum()))
        # One list per feature, added by hand: a sparse product costs four times as much here.
        for feature, weight in zip(ids, weights / max(norm, 1e-9), strict=True):
            start, end = self._lists.indptr[feature : feature + 2]
            cosines[self._lists.indices[start:end]] += weight * self._lists.data[start:end]
        return cosines

    def _weigh(self, counts: sparse.csr_array) -> sparse.csr_array:
        weighted = counts.copy()
        weighted.data = (1 + np.log(counts.data)) * self._idf[counts.indices]
        norms = np.sqrt(np.asarray(weighted.multiply(weighted).sum(axis=1)).ravel())
        scale = sparse.diags_array((1 / np.maximum(norms, 1e-9)).astype(np.float32))
        return sparse.csr_array(scale @ weighted)


class FaqIndex:
    """All wordings of a FAQ, ready to search."""

    def __init__(self, faq: Faq, encoder: Encoder) -> None:
        self.faq = faq
        self.encoder = encoder
        wordings = [wording for row in faq.rows for wording in row.wordings]
        self._starts = np.cumsum([0] + [len(row.wordings) for row in faq.rows])[:-1]
        features = [extract(wording) for wording in wordings]
        self._lexical = {kept: LexicalView(kept, features) for kept in ("terms", "pieces")}
        self._vectors: Vectors = encoder.encode(wordings, features)
        self._outside = self._far_from_rows(encoder.encode(background()))

    def search(self, question: str, without: int | None = None) -> Found:
        """Return the similarity of every row to `question`.

        without: position of a wording that must not count, to see how it would be found itself.
        """
        text = extract(question)
        by_wording = {kept: view.similarities(text) for kept, view in self._lexical.items()}
        vector = self.encoder.encode([question], [text])[0]
        by_wording["encoder"] = self._vectors @ vector
        if without is not None:
            for similarity in by_wording.values():
                similarity[without] = -1.0
        views = {
            name: np.maximum.reduceat(similarity, self._starts)
            for name, similarity in by_wording.items()
        }
        total = sum(VIEW_WEIGHTS[name] * view for name, view in views.items())
        outside = float((self._outside @ vector).max(initial=-1.0))
        return Found(views, np.asarray(total, dtype=np.float32), outside)

    def _far_from_rows(self, outside: Vectors) -> Vectors:
        """Return the background questions that this very FAQ does not ask itself."""
        nearest = np.full(len(outside), -1.0, np.float32)
        for at in range(0, len(self._vectors), _CHUNK):  # all at once would be 1 GB for 10,000 rows
            similar = self._vectors[at : at + _CHUNK] @ outside.T
            nearest = np.maximum(nearest, similar.max(axis=0))
        return outside[nearest < _ASKS_THE_SAME]
