"""A small convolutional network over words, trained from nothing: no vectors from elsewhere.

A word is its own vector plus the mean of its pieces, so that typing errors and unseen endings still
mean something. Sources: Bojanowski et al. 2017, arXiv:1607.04606 (pieces); Kim 2014,
arXiv:1408.5882 (convolutions).
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from core.text import words

MAX_WORDS = 48
BATCH = 128
_PIECE_LENGTHS = (3, 4, 5)
_WIDTHS = (1, 2, 3, 4)

Ids = NDArray[np.int64]
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class NetworkSettings:
    """How a network is built and trained; the defaults are those of the evaluation."""

    dimension: int = 128
    channels: int = 128
    word_dropout: float = 0.15
    vector_dropout: float = 0.2
    dropout: float = 0.5
    epochs: int = 12
    batch: int = 64
    learning_rate: float = 2e-3
    label_smoothing: float = 0.1
    attack: float = 0.05


def tokens(text: str) -> list[str]:
    """Return the folded words that the network reads; at least one."""
    return words(text)[:MAX_WORDS] or [""]


@dataclass(frozen=True)
class Batch:
    """Texts as a network reads them: table rows of the distinct words, and which word stands where.

    rows, weights: of all distinct words in a line; starts: where each word's rows begin.
    places: [text, position], 0 for none, otherwise the distinct word's number from 1.
    """

    rows: Tensor
    weights: Tensor
    starts: Tensor
    places: Tensor


class WordPieces:
    """Splits words into the pieces that the training texts showed.

    Row 0 stands for every whole word that was seen less than twice.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        counts = Counter(word for text in texts for word in tokens(text))
        whole = sorted(f"<{word}>" for word, count in counts.items() if count > 1)
        parts = sorted({piece for word in counts for piece in self._pieces(word)})
        self._whole = {word: row for row, word in enumerate(whole, 1)}
        self._parts = {piece: row for row, piece in enumerate(parts, len(whole) + 1)}
        self._known: dict[str, tuple[int, list[int]]] = {}
        self.size = len(whole) + len(parts) + 1

    @staticmethod
    def _pieces(word: str) -> list[str]:
        edged = f"<{word}>"
        return [
            edged[i : i + length]
            for length in _PIECE_LENGTHS
            for i in range(len(edged) - length + 1)
        ]

    def rows(self, word: str) -> tuple[int, list[int]]:
        """Return the table rows of the whole word and of its pieces."""
        if word in self._known:
            return self._known[word]
        parts = [self._parts[piece] for piece in self._pieces(word) if piece in self._parts]
        found = self._whole.get(f"<{word}>", 0), parts
        if len(self._known) < 50_000:
            self._known[word] = found
        return found

    def batches(self, texts: Sequence[str]) -> list[Batch]:
        """Return texts as batches, in order."""
        read = [tokens(text) for text in texts]
        return [self.read(read[at : at + BATCH]) for at in range(0, len(read), BATCH)]

    def read(self, texts: Sequence[Sequence[str]]) -> Batch:
        """Return tokenised texts as one batch."""
        distinct = {word: at for at, word in enumerate(dict.fromkeys(w for t in texts for w in t))}
        flat: list[int] = []
        weights: list[float] = []
        starts: list[int] = []
        for word in distinct:
            whole, parts = self.rows(word)
            starts.append(len(flat))
            flat += [whole, *parts]
            weights += [float(whole > 0), *[1 / max(len(parts), 1)] * len(parts)]
        places = np.zeros((len(texts), max(map(len, texts))), np.int64)
        for row, text in enumerate(texts):
            places[row, : len(text)] = [distinct[word] + 1 for word in text]
        return Batch(
            torch.tensor(flat),
            torch.tensor(weights),
            torch.tensor(starts),
            torch.from_numpy(places),
        )


class IntentNetwork(nn.Module):
    """Word vectors → convolutions of four widths → maximum, beside the words' sum → scores."""

    def __init__(self, table_size: int, labels: int, settings: NetworkSettings) -> None:
        super().__init__()
        self.settings = settings
        self.table = nn.EmbeddingBag(table_size, settings.dimension, mode="sum")
        nn.init.normal_(self.table.weight, std=0.15)
        self.convolutions = nn.ModuleList(
            nn.Conv1d(settings.dimension, settings.channels, width, padding=width - 1)
            for width in _WIDTHS
        )
        self.out = nn.Linear(settings.channels * len(_WIDTHS) + settings.dimension, labels)

    def words(self, batch: Batch) -> tuple[Tensor, Tensor]:
        """Return word vectors, [text, position, dimension], and where words stand."""
        vectors = self.table(batch.rows, batch.starts, per_sample_weights=batch.weights)
        padded = torch.cat([torch.zeros(1, vectors.shape[1]), vectors])
        return padded[batch.places], batch.places > 0

    def features(self, vectors: Tensor, present: Tensor) -> Tensor:
        """Return what the texts are judged by, [text, feature]."""
        if self.training:
            kept = present & (torch.rand(present.shape) > self.settings.word_dropout)
            vectors = functional.dropout(vectors * kept[..., None], self.settings.vector_dropout)
        across = vectors.transpose(1, 2)
        found = [functional.relu(layer(across)).amax(-1) for layer in self.convolutions]
        total = vectors.sum(1) / present.sum(1, keepdim=True).sqrt()
        return torch.cat([*found, total], 1)

    def forward(self, vectors: Tensor, present: Tensor) -> Tensor:
        """Return scores before the softmax, [text, label]."""
        found = self.features(vectors, present)
        return torch.as_tensor(
            self.out(functional.dropout(found, self.settings.dropout, self.training))
        )

    @torch.no_grad()
    def judge(self, batches: Sequence[Batch]) -> tuple[Floats, Floats]:
        """Return scores, [text, label], and unit feature vectors, [text, feature]."""
        self.eval()
        found = [self.features(*self.words(batch)) for batch in batches]
        scores = torch.cat([self.out(part) for part in found])
        return scores.numpy(), functional.normalize(torch.cat(found), dim=1).numpy()


def add_gradients(network: IntentNetwork, batch: Batch, goal: Tensor) -> None:
    """Add the gradients of the loss, and of the loss after pushing the word vectors the worst way.

    Source: Miyato et al. 2017, arXiv:1605.07725.
    """
    settings = network.settings
    found, present = network.words(batch)
    vectors = found.detach().requires_grad_()
    push = torch.zeros_like(vectors)
    for _ in range(2):
        scores = network(vectors + push, present)
        loss = functional.cross_entropy(scores, goal, label_smoothing=settings.label_smoothing)
        loss.backward()  # type: ignore[no-untyped-call]
        slope = torch.as_tensor(vectors.grad)
        size = vectors.detach().norm(dim=(1, 2), keepdim=True)
        push = settings.attack * size * slope / slope.norm(dim=(1, 2), keepdim=True).clamp_min(1e-9)
    found.backward(vectors.grad)  # type: ignore[no-untyped-call]


def train_network(
    texts: Sequence[str],
    targets: Ids,
    labels: int,
    pieces: WordPieces,
    settings: NetworkSettings,
    seed: int,
) -> IntentNetwork:
    """Return a network trained on `texts` with label numbers `targets`."""
    generator = np.random.default_rng(seed)
    torch.manual_seed(seed)
    network = IntentNetwork(pieces.size, labels, settings)
    read = [tokens(text) for text in texts]
    lengths = np.array([len(text) for text in read])
    goal = torch.from_numpy(targets)
    optimiser = torch.optim.AdamW(network.parameters(), settings.learning_rate, weight_decay=1e-4)
    steps = settings.epochs * math.ceil(len(texts) / settings.batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, settings.learning_rate, total_steps=steps + 1, pct_start=0.15
    )
    network.train()
    for _ in range(settings.epochs):
        for chosen in similar_lengths(lengths, settings.batch, generator):
            optimiser.zero_grad()
            add_gradients(network, pieces.read([read[i] for i in chosen]), goal[chosen])
            nn.utils.clip_grad_norm_(network.parameters(), 2.0)
            optimiser.step()
            schedule.step()
    return network.eval()


def similar_lengths(lengths: Ids, size: int, generator: np.random.Generator) -> list[Ids]:
    """Return all text numbers in random batches of texts of about the same length: less padding."""
    order = generator.permutation(len(lengths))
    found = []
    for start in range(0, len(order), 8 * size):
        part = order[start : start + 8 * size]
        part = part[np.argsort(lengths[part], kind="stable")]
        found += [part[at : at + size] for at in range(0, len(part), size)]
    return [found[at] for at in generator.permutation(len(found))]
