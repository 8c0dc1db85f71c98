"""How the next token is drawn: temperature, then top-k, then nucleus, on one row of logits.

Sources: top-k, Fan et al. 2018, arXiv:1805.04833; nucleus, Holtzman et al. 2020, arXiv:1904.09751.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.models.interface import Sampling

Probabilities = NDArray[np.float64]


def log_softmax(logits: ArrayLike) -> Probabilities:
    """Return natural-log probabilities over the last axis.

    >>> np.exp(log_softmax([0.0, np.log(3.0)])).round(2).tolist()
    [0.25, 0.75]
    """
    values = np.asarray(logits, dtype=np.float64)
    shifted = values - values.max(axis=-1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True)))


def distribution(logits: ArrayLike, sampling: Sampling) -> Probabilities:
    """Return the probability of every token [vocab] that `sampling` draws from.

    Logits are divided by the temperature; the k largest stay; of those the smallest set whose
    probabilities sum to p stays; what is left is scaled to sum to 1. Among equals, lower numbers
    come first. Temperature 0 is the most probable token alone.

    >>> half = np.log([0.5, 0.3, 0.15, 0.05])
    >>> distribution(half, Sampling(temperature=1)).round(3).tolist()
    [0.5, 0.3, 0.15, 0.05]
    >>> distribution(half, Sampling(temperature=1, top_k=2)).round(3).tolist()
    [0.625, 0.375, 0.0, 0.0]
    >>> distribution(half, Sampling(temperature=1, top_p=0.8)).round(3).tolist()
    [0.625, 0.375, 0.0, 0.0]
    >>> distribution(half, Sampling(temperature=1, top_k=3, top_p=0.9)).round(3).tolist()
    [0.526, 0.316, 0.158, 0.0]
    >>> distribution(half, Sampling()).tolist()
    [1.0, 0.0, 0.0, 0.0]
    """
    values = np.asarray(logits, dtype=np.float64)
    order = np.argsort(-values, kind="stable")
    kept = np.zeros(len(values))
    if sampling.temperature == 0:
        kept[order[0]] = 1.0
        return kept
    order = order[: sampling.top_k] if sampling.top_k else order
    # The largest logit is taken away first: tiny temperatures would overflow otherwise.
    weights = np.exp((values[order] - values[order[0]]) / sampling.temperature)
    probabilities = weights / weights.sum()
    if sampling.top_p < 1:
        # A token stays while those before it sum to less than p; rounding must not add one.
        before = np.cumsum(probabilities) - probabilities
        probabilities = np.where(before < sampling.top_p - 1e-12, probabilities, 0.0)
    kept[order] = probabilities / probabilities.sum()
    return kept


def draw(logits: ArrayLike, sampling: Sampling, random: np.random.Generator) -> int:
    """Return one token drawn from `distribution(logits, sampling)`.

    >>> one = np.random.default_rng(7)
    >>> drawn = [draw(np.log([0.5, 0.3, 0.2]), Sampling(temperature=1), one) for _ in range(1000)]
    >>> [round(drawn.count(token) / 1000, 1) for token in range(3)]
    [0.5, 0.3, 0.2]
    """
    if sampling.temperature == 0:
        return int(np.argmax(logits))
    summed = np.cumsum(distribution(logits, sampling))
    return int(np.searchsorted(summed, random.random() * summed[-1], side="right"))
