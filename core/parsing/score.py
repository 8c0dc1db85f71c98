"""How right parses are, word by word, with intervals by sentence."""

from collections.abc import Sequence
from functools import partial

import numpy as np

from core.metrics.interval import Interval, bootstrap, wilson
from core.parsing.parse import Parse

WORD_METRICS = ("uas", "las", "las_universal", "upos")


def word_hits(gold: Parse, parse: Parse) -> tuple[int, int, int, int]:
    """Return the words with the right head, head and relation, the same without subtypes, class.

    Raises ValueError when the parse is of other words.

    >>> told = Parse(("a", "b"), ("DET", "NOUN"), (2, 0), ("det:x", "root"))
    >>> word_hits(Parse(("a", "b"), ("DET", "X"), (2, 0), ("det", "root")), told)
    (2, 1, 2, 1)
    """
    if gold.forms != parse.forms:
        raise ValueError(f"parsed {parse.forms} where {gold.forms} was asked")
    heads = [told == right for told, right in zip(parse.heads, gold.heads, strict=True)]
    pairs = list(zip(heads, parse.relations, gold.relations, strict=True))
    return (
        sum(heads),
        sum(head and told == right for head, told, right in pairs),
        sum(head and told.split(":")[0] == right.split(":")[0] for head, told, right in pairs),
        sum(told == right for told, right in zip(parse.upos, gold.upos, strict=True)),
    )


def score(
    gold: Sequence[Parse], parses: Sequence[Parse]
) -> tuple[dict[str, float], dict[str, Interval]]:
    """Return the metrics, each in 0–1, and their 95 % intervals (bootstrap over sentences).

    uas, las, las_universal (relations without subtypes), upos: shares of all words, punctuation
    too. valid: share of sentences whose heads form a tree. whole: share of sentences without a
    wrong head or relation.
    """
    pairs = list(zip(gold, parses, strict=True))
    hits = np.array([word_hits(right, told) for right, told in pairs], dtype=float)
    words = np.array([len(right.forms) for right in gold], dtype=float)
    metrics: dict[str, float] = {}
    ci95: dict[str, Interval] = {}
    for name, column in zip(WORD_METRICS, hits.T, strict=True):
        metrics[name] = float(column.sum() / words.sum())
        ci95[name] = bootstrap(partial(_share, column, words), len(words))
    for name, count in (
        ("valid", sum(told.is_valid for told in parses)),
        ("whole", int((hits[:, 1] == words).sum())),
    ):
        metrics[name] = count / len(words)
        ci95[name] = wilson(count, len(words))
    return metrics, ci95


def _share(hits: np.ndarray, words: np.ndarray, at: np.ndarray) -> float:
    return float(hits[at].sum() / words[at].sum())
