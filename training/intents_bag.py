"""A bag of words, word pairs and letter pieces behind one hidden layer, trained from nothing."""

import math
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from core.text import words
from training.intents_network import BATCH, NetworkSettings

Ids = NDArray[np.int64]
Floats = NDArray[np.float32]
Bag = tuple[Ids, Ids]

_PIECE_LENGTHS = (3, 4, 5)
_FEATURE_DROPOUT = 0.3
_DROPOUT = 0.4
_LEARNING_RATE = 3e-3
_WARM_UP = 0.05
_ATTRACTION = 0.5
_TEMPERATURE = 0.1


class Terms:
    """Numbers the features that the training texts showed at least twice; 0 stands for none."""

    def __init__(self, texts: Sequence[str]) -> None:
        counts = Counter(term for text in texts for part in self._parts(text) for term in set(part))
        kept = sorted(term for term, count in counts.items() if count > 1)
        self._rows = {term: row for row, term in enumerate(kept, 1)}
        self.size = len(kept) + 1

    @staticmethod
    def _parts(text: str) -> tuple[list[str], list[str]]:
        found = words(text)
        near = [f"{a} _ {b}" for a, b in pairwise(found)]
        far = [f"{a} _ _ {b}" for a, b in zip(found, found[2:], strict=False)]
        line = f" {' '.join(found)} "
        pieces = [line[i : i + n] for n in _PIECE_LENGTHS for i in range(len(line) - n + 1)]
        return [f"<{word}>" for word in found] + near + far, pieces

    def read(self, text: str) -> Bag:
        """Return the rows of the words and pairs of `text`, and those of its letter pieces."""
        of_words, of_pieces = (
            np.array([self._rows[term] for term in part if term in self._rows] or [0])
            for part in self._parts(text)
        )
        return of_words, of_pieces


class BagNetwork(nn.Module):
    """Sums of vectors / √n → tanh → scores."""

    def __init__(self, terms: Terms, labels: int, hidden: int) -> None:
        super().__init__()
        self.terms = terms
        self.table = nn.EmbeddingBag(terms.size, hidden, mode="sum", sparse=True)
        nn.init.normal_(self.table.weight, std=0.05)
        self.bias = nn.Parameter(torch.zeros(hidden))
        self.out = nn.Linear(hidden, labels)

    def forward(self, bags: Sequence[Bag]) -> Tensor:
        """Return hidden vectors, [text, hidden]."""
        parts = [part for bag in bags for part in bag]
        lengths = np.array([len(part) for part in parts])
        weights = np.repeat(1 / np.sqrt(np.maximum(lengths, 1)), lengths).astype(np.float32)
        starts = np.concatenate([[0], lengths.cumsum()])[: len(parts) : 2]
        summed = self.table(
            torch.from_numpy(np.concatenate(parts)),
            torch.from_numpy(starts),
            per_sample_weights=torch.from_numpy(weights),
        )
        return torch.tanh(summed + self.bias)

    @torch.no_grad()
    def judge(self, texts: Sequence[str]) -> tuple[Floats, Floats]:
        """Return scores before the softmax, [text, label], and unit vectors, [text, hidden]."""
        self.eval()
        read = [self.terms.read(text) for text in texts]
        found = torch.cat([self(read[at : at + BATCH]) for at in range(0, len(read), BATCH)])
        return self.out(found).numpy(), functional.normalize(found, dim=1).numpy()


def attraction(hidden: Tensor, goal: Tensor) -> Tensor:
    """Return a loss that is small where texts of one label lie together and the others apart.

    Source: Khosla et al. 2020, arXiv:2004.11362.
    """
    unit = functional.normalize(hidden, dim=1)
    alone = torch.eye(len(goal), dtype=torch.bool)
    odds = (unit @ unit.T / _TEMPERATURE).masked_fill(alone, -1e4).log_softmax(1)
    same = (goal[:, None] == goal[None]) & ~alone
    paired = same.any(1)
    if not paired.any():
        return hidden.new_zeros(())
    return -((odds * same).sum(1)[paired] / same.sum(1)[paired]).mean()


def train_bag(
    texts: Sequence[str],
    targets: Ids,
    labels: int,
    terms: Terms,
    settings: NetworkSettings,
    seed: int,
) -> BagNetwork:
    """Return a network trained on `texts` with label numbers `targets`."""
    generator = np.random.default_rng(seed)
    torch.manual_seed(seed)
    network = BagNetwork(terms, labels, 2 * settings.dimension)
    read = [terms.read(text) for text in texts]
    goal = torch.from_numpy(targets)
    optimisers = (
        torch.optim.SparseAdam([network.table.weight]),
        torch.optim.AdamW([network.bias, *network.out.parameters()], weight_decay=1e-4),
    )
    steps, step = settings.epochs * math.ceil(len(texts) / settings.batch), 0
    for _ in range(settings.epochs):
        order = generator.permutation(len(texts))
        for chosen in np.split(order, range(settings.batch, len(order), settings.batch)):
            bags = [(_thin(read[i][0], generator), _thin(read[i][1], generator)) for i in chosen]
            for optimiser in optimisers:
                optimiser.param_groups[0]["lr"] = (
                    _LEARNING_RATE * min(1, (step + 1) / (_WARM_UP * steps)) * (1 - step / steps)
                )
                optimiser.zero_grad()
            hidden = network(bags)
            scores = network.out(functional.dropout(hidden, _DROPOUT))
            loss = functional.cross_entropy(
                scores, goal[chosen], label_smoothing=settings.label_smoothing
            ) + _ATTRACTION * attraction(hidden, goal[chosen])
            loss.backward()  # type: ignore[no-untyped-call]
            for optimiser in optimisers:
                optimiser.step()  # type: ignore[no-untyped-call]
            step += 1
    return network.eval()


def _thin(rows: Ids, generator: np.random.Generator) -> Ids:
    return rows[generator.random(len(rows)) > _FEATURE_DROPOUT]
