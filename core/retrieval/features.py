"""Texts as hashed features: words, word pairs, pieces of words and concepts.

One extraction serves the lexical index and the sentence encoder. Pieces of words forgive typing
errors and endings; concepts let different words meet.
"""

import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from scipy import sparse

from core.retrieval.concepts import concepts
from core.text import words

BUCKETS = 1 << 18
MAX_WORDS = 64
_PIECE_LENGTHS = (3, 4, 5)


@dataclass(frozen=True)
class Features:
    """Hashed features of one text, ids in 0..BUCKETS-1, repeats kept.

    terms: words, word pairs, concepts and concept pairs. pieces: character n-grams within words.
    """

    terms: tuple[int, ...]
    pieces: tuple[int, ...]


def bucket(name: str) -> int:
    """Return the bucket of a feature's name."""
    return zlib.crc32(name.encode()) % BUCKETS


@lru_cache(maxsize=100_000)
def _pieces(word: str) -> tuple[int, ...]:
    edged = f"<{word}>"
    return tuple(
        bucket("c" + edged[i : i + length])
        for length in _PIECE_LENGTHS
        for i in range(len(edged) - length + 1)
    )


def extract(text: str) -> Features:
    """Return the features of `text`; words after the 64th do not count."""
    tokens = words(text)[:MAX_WORDS]
    found = sorted(concepts().find(tokens))
    terms = [bucket("w" + token) for token in tokens]
    terms += [bucket(f"b{a} {b}") for a, b in pairwise(tokens)]
    terms += [bucket("k" + concept) for concept in found]
    terms += [bucket(f"p{a}+{b}") for i, a in enumerate(found) for b in found[i + 1 :]]
    return Features(tuple(terms), tuple(p for token in tokens for p in _pieces(token)))


def count_matrix(bags: Iterable[Iterable[int]], size: int = BUCKETS) -> sparse.csr_array:
    """Return counts as a sparse float32 matrix, [text, size]."""
    indices: list[int] = []
    starts = [0]
    for bag in bags:
        indices.extend(bag)
        starts.append(len(indices))
    matrix = sparse.csr_array(
        (np.ones(len(indices), np.float32), np.array(indices, np.int32), np.array(starts)),
        shape=(len(starts) - 1, size),
    )
    matrix.sum_duplicates()
    return matrix
