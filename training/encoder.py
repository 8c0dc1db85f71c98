"""Train the FAQ's sentence encoder: `python -m training.encoder [--recipe FILE] [--out FILE]`.

Pairs that mean the same attract, the other pairs of the batch repel (in-batch softmax, both ways).
Source of the loss: Henderson et al. 2017, arXiv:1705.00652.
"""

import argparse
import json
import random
import time
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import torch
from safetensors.numpy import save_file
from torch import Tensor, nn
from torch.nn import functional

from core.config import ASSETS
from core.retrieval.background import background
from core.retrieval.faq import Faq
from core.retrieval.faq_file import load_faq
from core.retrieval.features import extract
from core.text import fold
from training.config import RECIPES, EncoderRecipe
from training.sources import neighbouring_sentences, word_families

Pair = tuple[str, str]
OPENINGS = (
    "hola ",
    "buenas, ",
    "disculpe ",
    "una consulta: ",
    "oye ",
    "por favor ",
    "quisiera saber ",
)


class EncoderNetwork(nn.Module):
    """Sum of feature vectors / √n → tanh → linear → unit length."""

    def __init__(self, recipe: EncoderRecipe) -> None:
        super().__init__()
        self.table = nn.EmbeddingBag(recipe.table_size, recipe.hidden, mode="sum", sparse=True)
        nn.init.normal_(self.table.weight, std=0.02)
        self.out = nn.Linear(recipe.hidden, recipe.dimension, bias=False)

    def forward(self, texts: Sequence[str]) -> Tensor:
        """Return unit vectors, [text, dimension]."""
        size = self.table.num_embeddings
        bags = [[i % size for i in (*f.terms, *f.pieces)] or [0] for f in map(extract, texts)]
        lengths = torch.tensor([len(bag) for bag in bags])
        starts = torch.cat([torch.zeros(1, dtype=torch.long), lengths.cumsum(0)[:-1]])
        summed = self.table(torch.tensor([i for bag in bags for i in bag]), starts)
        return functional.normalize(self.out(torch.tanh(summed / lengths.sqrt()[:, None])), dim=1)


def roughen(text: str, rng: random.Random) -> str:
    """Return `text` as someone in a hurry might type it: no accents, a slip, a word missing."""
    if rng.random() < 0.4:
        text = fold(text)
    parts = text.split()
    if len(parts) > 3 and rng.random() < 0.3:
        del parts[rng.randrange(len(parts))]
        text = " ".join(parts)
    if len(text) > 6 and rng.random() < 0.3:
        at = rng.randrange(1, len(text) - 1)
        slips = (
            text[:at] + text[at + 1 :],
            text[:at] + text[at + 1] + text[at] + text[at + 2 :],
            text[:at] + rng.choice("aeioulsrnt") + text[at:],
        )
        text = rng.choice(slips)
    return rng.choice(OPENINGS) + text if rng.random() < 0.15 else text


def pair_sources(
    recipe: EncoderRecipe, faq: Faq, rng: random.Random
) -> Callable[[], tuple[list[Pair], list[str]]]:
    """Return a function that draws one batch by the recipe's shares: pairs, and texts like none."""
    sentences = neighbouring_sentences() if recipe.share_text else []
    families = list(word_families()) if recipe.share_families else []
    listed = tomllib.loads((ASSETS / "words" / "concepts.toml").read_text(encoding="utf-8"))
    expressions = [
        [e.replace("*", "") for e in group]
        for group in listed["concepts"].values()
        if len(group) > 1
    ]
    rows = [row.wordings for row in faq.rows if len(row.wordings) > 1]
    outside = background()

    def two_of(groups: Sequence[Sequence[str]]) -> list[Pair]:
        chosen = rng.sample(groups, min(recipe.batch, len(groups)))
        return [(first, second) for first, second in (rng.sample(list(g), 2) for g in chosen)]

    def draw() -> tuple[list[Pair], list[str]]:
        kind = rng.random()
        if kind < recipe.share_text:
            return rng.sample(sentences, recipe.batch), []
        if kind < recipe.share_text + recipe.share_families:
            half = rng.sample(families, recipe.batch // 2)
            return half + two_of(expressions)[: recipe.batch // 2], []
        unlike = rng.sample(outside, min(recipe.outside, len(outside)))
        pairs = [(roughen(a, rng), roughen(b, rng)) for a, b in two_of(rows)]
        return pairs, [roughen(text, rng) for text in unlike]

    return draw


def contrast(
    network: EncoderNetwork, pairs: Sequence[Pair], unlike: Sequence[str], temperature: float
) -> Tensor:
    """Return the mean of both in-batch softmax losses; `unlike` texts match nobody."""
    first, second = (network([pair[side] for pair in pairs]) for side in (0, 1))
    scores = first @ second.T / temperature
    target = torch.arange(len(pairs))
    if unlike:
        extra = network(unlike)
        forth = torch.cat([scores, first @ extra.T / temperature], dim=1)
        back = torch.cat([scores.T, second @ extra.T / temperature], dim=1)
    else:
        forth, back = scores, scores.T
    return (functional.cross_entropy(forth, target) + functional.cross_entropy(back, target)) / 2


def train(recipe: EncoderRecipe, faq: Faq, report: Callable[[str], None] = print) -> EncoderNetwork:
    """Return the trained network; the same recipe and data give the same curve."""
    rng = random.Random(recipe.seed)
    torch.manual_seed(recipe.seed)
    torch.set_num_threads(1)  # small matrices: more threads only wait for each other
    network = EncoderNetwork(recipe)
    table = torch.optim.SparseAdam(list(network.table.parameters()), lr=recipe.learning_rate)
    rest = torch.optim.Adam(network.out.parameters(), lr=recipe.learning_rate)
    draw = pair_sources(recipe, faq, rng)
    began, running = time.perf_counter(), 0.0
    for step in range(1, recipe.steps + 1):
        for optimiser in (table, rest):
            left = 1 - (step - 1) / recipe.steps
            optimiser.param_groups[0]["lr"] = recipe.learning_rate * left
            optimiser.zero_grad()
        pairs, unlike = draw()
        loss = contrast(network, pairs, unlike, recipe.temperature)
        loss.backward()  # type: ignore[no-untyped-call]
        table.step()  # type: ignore[no-untyped-call]
        rest.step()
        running = 0.98 * running + 0.02 * loss.item() if step > 1 else loss.item()
        if step % 250 == 0 or step == recipe.steps:
            report(f"step {step} loss {running:.4f} {time.perf_counter() - began:.0f} s")
    return network.eval()


def int8_rows(table: nn.EmbeddingBag) -> dict[str, np.ndarray]:
    """Return the table in int8 with one float16 scale per row, a quarter of its size."""
    weights = table.weight.detach().numpy()
    scale = np.maximum(np.abs(weights).max(axis=1), 1e-9) / 127
    return {
        "table": np.round(weights / scale[:, None]).astype(np.int8),
        "scale": scale.astype(np.float16),
    }


def save(network: EncoderNetwork, recipe: EncoderRecipe, path: Path) -> None:
    """Write the weights, the table in int8."""
    path.parent.mkdir(parents=True, exist_ok=True)
    save_file(
        {
            **int8_rows(network.table),
            "out": np.ascontiguousarray(network.out.weight.detach().numpy().T).astype(np.float16),
        },
        path,
        metadata={"card": json.dumps({"name": recipe.name, "recipe": recipe.model_dump()})},
    )


def main() -> None:
    """Train by the recipe and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--recipe", type=Path, default=RECIPES / "encoder.toml")
    parser.add_argument("--faq", type=Path, default=ASSETS / "faq" / "faq.csv")
    parser.add_argument(
        "--out", type=Path, default=ASSETS / "models" / "encoder" / "encoder.safetensors"
    )
    options = parser.parse_args()
    recipe = EncoderRecipe.read(options.recipe)
    save(train(recipe, load_faq(options.faq)), recipe, options.out)


if __name__ == "__main__":
    main()
