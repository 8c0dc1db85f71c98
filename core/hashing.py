"""Texts as hashed features: names of features become numbers, so that no vocabulary is needed."""

import zlib
from collections.abc import Iterable
from functools import lru_cache

import numpy as np
from scipy import sparse

BUCKETS = 1 << 18
_PIECE_LENGTHS = (3, 4, 5)


def bucket(name: str) -> int:
    """Return the bucket of a feature's name, in 0..BUCKETS-1."""
    return zlib.crc32(name.encode()) % BUCKETS


@lru_cache(maxsize=100_000)
def pieces(word: str) -> tuple[int, ...]:
    """Return the buckets of the character n-grams (3 to 5, edges marked) of a word."""
    edged = f"<{word}>"
    return tuple(
        bucket("c" + edged[at : at + length])
        for length in _PIECE_LENGTHS
        for at in range(len(edged) - length + 1)
    )


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
