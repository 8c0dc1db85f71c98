"""Bits per byte of held-out text: a network beside 5-grams trained on the same text."""

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from core.errors import UserError
from core.metrics.interval import Interval, bootstrap
from core.models.interface import Model

_WORD = re.compile(r"\s*\S+")
# Every piece is read after the piece before it: two fill the windows that Llamita was trained on.
_PIECE_TOKENS = 120


@dataclass(frozen=True)
class Measured:
    """Bits of each document, by the network and by n-grams, and its bytes. [document]"""

    network: np.ndarray
    n_grams: np.ndarray
    bytes: np.ndarray
    tokens: int


def read_text(path: Path) -> str:
    """Return the text of a file.

    Raises UserError when it holds none.
    """
    text = path.read_text(encoding="utf-8-sig", errors="replace").strip()
    if not text:
        raise UserError("error.text_empty", file=path.name)
    return text


def split_text(text: str, count: Callable[[str], int], most: int = _PIECE_TOKENS) -> list[str]:
    """Return pieces of whole words, in order, at most `most` tokens each where words allow it.

    count: the number of tokens of a word. A piece begins with the space before its first word.

    >>> split_text("uno dos tres cuatro", len, 9)
    ['uno dos', ' tres', ' cuatro']
    """
    pieces: list[list[str]] = [[]]
    left = most
    for word in _WORD.findall(text):
        size = count(word)
        if size > left and pieces[-1]:
            pieces.append([])
            left = most
        pieces[-1].append(word)
        left -= size
    return ["".join(piece) for piece in pieces if piece]


def network_bits(model: Model, documents: Sequence[str]) -> tuple[np.ndarray, int]:
    """Return the bits that a model needs for each document, and all tokens."""
    bits = np.zeros(len(documents))
    tokens = 0
    for at, document in enumerate(documents):
        before = ""
        for piece in split_text(document, model.count):
            (scored,) = model.score(before, [piece])
            bits[at] -= scored.log_probability / math.log(2)
            tokens += scored.tokens
            before = piece
    return bits, tokens


def n_gram_bits(tokenizer: Any, train: Sequence[str], documents: Sequence[str]) -> np.ndarray:
    """Return the bits that Kneser-Ney 5-grams over the same tokens need for each document.

    tokenizer: of `tokenizers`.
    """
    from training.kneser_ney import log_probabilities

    def encode(texts: Sequence[str]) -> list[list[int]]:
        return [row.ids for row in tokenizer.encode_batch(list(texts), add_special_tokens=False)]

    found = log_probabilities(encode(train), encode(documents), tokenizer.get_vocab_size())
    return -np.array(found) / math.log10(2)


def measure(
    model: Model, tokenizer: Any, train: Sequence[str], documents: Sequence[str]
) -> Measured:
    """Return what both need for the same bytes; both read a document from its start."""
    found, tokens = network_bits(model, documents)
    sizes = np.array([len(document.encode()) for document in documents])
    return Measured(found, n_gram_bits(tokenizer, train, documents), sizes, tokens)


def score(measured: Measured) -> tuple[dict[str, float], dict[str, Interval], dict[str, float]]:
    """Return bits per byte with its interval, and the n-grams' as the baseline.

    saved_share: by how much the network needs fewer bits than the n-grams.
    """
    size, network, n_grams = measured.bytes, measured.network, measured.n_grams

    def per_byte(at: np.ndarray) -> float:
        return float(network[at].sum() / size[at].sum())

    def saved(at: np.ndarray) -> float:
        return float(1 - network[at].sum() / n_grams[at].sum())

    whole = np.arange(len(size))
    metrics = {"bits_per_byte": per_byte(whole), "saved_share": saved(whole)}
    ci95 = {
        "bits_per_byte": bootstrap(per_byte, len(size)),
        "saved_share": bootstrap(saved, len(size)),
    }
    return metrics, ci95, {"kneser_ney_bits_per_byte": float(n_grams.sum() / size.sum())}
