"""What a question says, as hashed features: words, word pairs, pieces of words and concepts.

One extraction serves the lexical index and the sentence encoder. Pieces of words forgive typing
errors and endings; concepts let different words meet.
"""

from dataclasses import dataclass
from itertools import pairwise

from core.hashing import bucket, pieces
from core.retrieval.concepts import concepts
from core.text import words

MAX_WORDS = 64


@dataclass(frozen=True)
class Features:
    """Hashed features of one text, repeats kept.

    terms: words, word pairs, concepts and concept pairs. pieces: character n-grams within words.
    """

    terms: tuple[int, ...]
    pieces: tuple[int, ...]


def extract(text: str) -> Features:
    """Return the features of `text`; words after the 64th do not count."""
    tokens = words(text)[:MAX_WORDS]
    found = sorted(concepts().find(tokens))
    terms = [bucket("w" + token) for token in tokens]
    terms += [bucket(f"b{a} {b}") for a, b in pairwise(tokens)]
    terms += [bucket("k" + concept) for concept in found]
    terms += [bucket(f"p{a}+{b}") for i, a in enumerate(found) for b in found[i + 1 :]]
    return Features(tuple(terms), tuple(piece for token in tokens for piece in pieces(token)))
