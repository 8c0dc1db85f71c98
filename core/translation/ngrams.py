"""A trigram model of the units of a language: interpolated Kneser-Ney smoothing.

Source: Chen & Goodman 1999, doi:10.1006/csla.1999.0128.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

ORDER = 3
START, END = "<s>", "</s>"
_DISCOUNT = 0.75
_KEPT = 100_000  # probabilities that are remembered, of texts and of what was tried for them
NGram = tuple[str, ...]
Counts = tuple[Mapping[NGram, int], ...]
"""How often each n-gram stands, by length from 1 to ORDER; shorter ones: after how many words."""


def count_ngrams(sentences: Iterable[Sequence[str]], rarest: int = 1) -> Counts:
    """Return the counts of sentences; trigrams seen fewer than `rarest` times are left out.

    >>> count_ngrams([["a", "a"]])[1][("a", "a")]
    1
    """
    counts: list[Counter[NGram]] = [Counter() for _ in range(ORDER)]
    for sentence in sentences:
        row = (*[START] * (ORDER - 1), *sentence, END)
        counts[-1].update(row[at : at + ORDER] for at in range(len(row) - ORDER + 1))
    for length in range(ORDER - 1, 0, -1):
        counts[length - 1].update(gram[1:] for gram in counts[length])
    kept = Counter({gram: n for gram, n in counts[-1].items() if n >= rarest})
    return (*counts[:-1], kept)


class NGrams:
    """Probabilities of a unit after the two before it."""

    def __init__(self, counts: Counts) -> None:
        self.counts = counts
        self._total: dict[NGram, int] = defaultdict(int)
        self._kinds: dict[NGram, int] = defaultdict(int)
        for grams in counts:
            for gram, count in grams.items():
                self._total[gram[:-1]] += count
                self._kinds[gram[:-1]] += 1
        self._logarithm = lru_cache(_KEPT)(self._log_probability)

    @property
    def vocabulary(self) -> list[str]:
        """Return the units the model was made of, without the start; "" stands for all others."""
        return [*(gram[0] for gram in self.counts[0]), ""]

    def probability(self, history: NGram, unit: str) -> float:
        """Return how likely `unit` is after `history`; over the vocabulary this sums to 1."""
        context = history[-(ORDER - 1) :] if history else ()
        total = self._total.get(context, 0)
        if not total and context:
            return self.probability(context[1:], unit)
        count = self.counts[len(context)].get((*context, unit), 0)
        seen = max(count - _DISCOUNT, 0.0) / total if total else 0.0
        kept_back = _DISCOUNT * self._kinds[context] / total if total else 1.0
        if context:
            return seen + kept_back * self.probability(context[1:], unit)
        return seen + kept_back / (len(self.counts[0]) + 1)

    def log_probability(self, history: NGram, unit: str) -> float:
        """Return the natural logarithm of `probability`."""
        return self._logarithm((*history[-(ORDER - 1) :], unit))

    def _log_probability(self, gram: NGram) -> float:
        return math.log(self.probability(gram[:-1], gram[-1]))

    def sentence(self, parts: Sequence[str]) -> float:
        """Return the logarithm of the probability of a whole sentence."""
        row = (*[START] * (ORDER - 1), *parts, END)
        return sum(
            self.log_probability(row[at - ORDER + 1 : at], row[at])
            for at in range(ORDER - 1, len(row))
        )
