"""Parsers that know nothing of the sentence, or only its word classes: the line to beat."""

from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np

from core.parsing.eisner import eisner
from core.parsing.parse import Parse


def _uas(gold: Sequence[Parse], heads: Sequence[Sequence[int]]) -> float:
    """Return the share of words with the right head."""
    words = sum(len(parse.forms) for parse in gold)
    right = sum(
        told == head
        for parse, guess in zip(gold, heads, strict=True)
        for told, head in zip(guess, parse.heads, strict=True)
    )
    return right / words


def random_tree(n: int, rng: np.random.Generator) -> list[int]:
    """Return the heads of a random projective tree: the best one for random arc scores."""
    return eisner(rng.random((n + 1, n)))


class OffsetByClass:
    """Hang each word where its class hangs most often; the root is of the class that most often is.

    Needs true classes, so it is a baseline and no parser.
    """

    def __init__(self, train: Sequence[Parse]) -> None:
        offsets: defaultdict[str, Counter[int]] = defaultdict(Counter)
        roots, seen = Counter[str](), Counter[str]()
        for parse in train:
            for at, (upos, head) in enumerate(zip(parse.upos, parse.heads, strict=True), 1):
                seen[upos] += 1
                if head:
                    offsets[upos][head - at] += 1
                else:
                    roots[upos] += 1
        self._offset = {upos: count.most_common(1)[0][0] for upos, count in offsets.items()}
        self._root = {upos: roots[upos] / seen[upos] for upos in seen}

    def heads(self, upos: Sequence[str]) -> list[int]:
        """Return a head for every word; words whose offset leads outside hang from the root."""
        root = max(range(len(upos)), key=lambda at: self._root.get(upos[at], 0.0)) + 1
        found = []
        for at, name in enumerate(upos, 1):
            head = at + self._offset.get(name, 1)
            inside = 0 < head <= len(upos) and head != at
            found.append(0 if at == root else head if inside else root)
        return found


def _offsets_crossed(gold: Sequence[Parse]) -> list[list[int]]:
    """Return heads by offsets learnt on the other half of the sentences."""
    halves = OffsetByClass(gold[1::2]), OffsetByClass(gold[0::2])
    return [halves[at % 2].heads(parse.upos) for at, parse in enumerate(gold)]


def baselines(gold: Sequence[Parse], seed: int = 0) -> dict[str, dict[str, float]]:
    """Return the UAS (0–1) of uninformed parsers on the same sentences."""
    rng = np.random.default_rng(seed)
    lengths = [len(parse.forms) for parse in gold]
    guesses: dict[str, list[list[int]]] = {
        "previous word": [list(range(n)) for n in lengths],
        "next word": [[*range(2, n + 1), 0] for n in lengths],
        "random projective tree": [random_tree(n, rng) for n in lengths],
        "usual offset of the true class": _offsets_crossed(gold),
    }
    return {name: {"uas": _uas(gold, heads)} for name, heads in guesses.items()}
