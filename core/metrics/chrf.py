"""chrF and chrF++: how many runs of letters and words two sentences share.

Source: Popović 2017, aclanthology.org/W17-4770. Like sacreBLEU's with its defaults: six letters,
two words (chrF++) or none (chrF), recall counting twice as much as precision (β = 2).
"""

import string
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

LETTERS, WORDS = 6, 2
_BETA2 = 4.0
_MARKS = frozenset(string.punctuation)
Runs = tuple[Counter[str], ...]
"""The runs of each length: of letters, then of words."""
Counted = NDArray[np.float64]
"""[..., order, (in the translation, in the reference, in both)]."""


def _split_mark(word: str) -> list[str]:
    """Return a word and the mark that stands at its end or start."""
    if len(word) > 1 and word[-1] in _MARKS:
        return [word[:-1], word[-1]]
    if len(word) > 1 and word[0] in _MARKS:
        return [word[0], word[1:]]
    return [word]


def runs(text: str) -> Runs:
    """Return how often each run of letters and of words stands in a text."""
    letters = "".join(text.split())
    words = [part for word in text.split() for part in _split_mark(word)]
    found = [
        Counter(letters[at : at + n] for at in range(len(letters) - n + 1))
        for n in range(1, LETTERS + 1)
    ]
    found += [
        Counter(" ".join(words[at : at + n]) for at in range(len(words) - n + 1))
        for n in range(1, WORDS + 1)
    ]
    return tuple(found)


def compare(translation: Runs, reference: Runs) -> Counted:
    """Return the counts that the score is made of; those of many sentences add up: [order, 3]."""
    return np.array(
        [
            (one.total(), other.total(), (one & other).total())
            for one, other in zip(translation, reference, strict=True)
        ],
        dtype=np.float64,
    )


def score(counted: Counted) -> NDArray[np.float64]:
    """Return chrF++ in 0–100 of counts: [...].

    >>> round(float(score(compare(runs("alli puncha"), runs("alli puncha")))), 1)
    100.0
    """
    told, wanted, both = counted[..., 0], counted[..., 1], counted[..., 2]
    known = (told > 0) & (wanted > 0)
    orders = np.maximum(known.sum(-1), 1)
    precision = (np.where(known, both / np.maximum(told, 1), 0)).sum(-1) / orders
    recall = (np.where(known, both / np.maximum(wanted, 1), 0)).sum(-1) / orders
    below = np.maximum(_BETA2 * precision + recall, 1e-12)
    return np.asarray(100 * (1 + _BETA2) * precision * recall / below)


def chrf_plus_plus(translation: str, reference: str) -> float:
    """Return chrF++ of one sentence, 0–100."""
    return float(score(compare(runs(translation), runs(reference))))


def likenesses(texts: Sequence[str]) -> NDArray[np.float64]:
    """Return chrF++ of every text with every text as its reference: [translation, reference]."""
    counts = [runs(text) for text in texts]
    size, orders = len(texts), LETTERS + WORDS
    counted = np.zeros((size, size, orders, 3))
    for order in range(orders):
        number: dict[str, int] = {}
        for one in counts:
            for run in one[order]:
                number.setdefault(run, len(number))
        table = np.zeros((size, len(number)), dtype=np.int32)
        for row, one in enumerate(counts):
            for run, n in one[order].items():
                table[row, number[run]] = n
        totals = table.sum(axis=1)
        counted[:, :, order, 0] = totals[:, None]
        counted[:, :, order, 1] = totals[None, :]
        for row in range(size):
            counted[row, :, order, 2] = np.minimum(table[row], table).sum(axis=1)
    return score(counted)
