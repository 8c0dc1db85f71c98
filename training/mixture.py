"""The token stream that Llamita is pretrained on: `python -m training.mixture --out FOLDER`.

Every kind of document gets its share of the tokens (recipes/llamita.toml); a kind with too few
documents is repeated, in a new order each time. The tokenizer is trained on the same documents.
"""

import argparse
import json
import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from training.config import RECIPES, PretrainRecipe
from training.tasks import TASKS
from training.tokenizer import BOS, EOS, save, train_tokenizer

_SAMPLE_CHARS = 600_000  # of each kind, for the tokenizer


def documents(kind: str) -> list[str]:
    """Return the documents of a kind as they stand in the stream, special tokens written out."""
    return [
        f"{BOS}<|user|>{record.question}<|bot|>{record.output}{EOS}"
        if record.question
        else f"{BOS}{record.output}{EOS}"
        for record in TASKS[kind]()
    ]


def fit_tokenizer(kinds: dict[str, list[str]], vocabulary: int) -> Tokenizer:
    """Return a tokenizer trained on a sample of every kind; dictionaries count whole."""
    sample: list[str] = []
    for name, texts in kinds.items():
        left = _SAMPLE_CHARS
        for text in random.Random(name).sample(texts, len(texts)):
            sample.append(text)
            left -= len(text)
            if left < 0:
                break
    return train_tokenizer(sample, vocabulary)


def stream(kinds: dict[str, list[list[int]]], recipe: PretrainRecipe) -> np.ndarray:
    """Return the mixed tokens, uint16[tokens + 1]; the same recipe gives the same stream.

    kinds: the tokens of every document of a kind.
    """
    total = sum(recipe.shares.values())
    picked: list[list[int]] = []
    for name, share in sorted(recipe.shares.items()):
        rng = random.Random(f"{name} {recipe.seed}")
        left = share / total * recipe.tokens
        for ids in _endless(kinds[name], rng):
            picked.append(ids)
            left -= len(ids)
            if left < 0:
                break
    random.Random(recipe.seed).shuffle(picked)
    joined = np.fromiter((token for ids in picked for token in ids), dtype=np.uint16)
    return joined[: recipe.tokens + 1]


def _endless(documents: list[list[int]], rng: random.Random) -> Iterator[list[int]]:
    while True:
        yield from rng.sample(documents, len(documents))


def main() -> None:
    """Write tokens.npy and the tokenizer of a recipe; print what is in it."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--recipe", type=Path, default=RECIPES / "llamita.toml")
    options.add_argument("--out", type=Path, required=True, help="folder of the run")
    chosen = options.parse_args()
    recipe = PretrainRecipe.read(chosen.recipe)
    texts = {name: documents(name) for name in recipe.shares}
    tokenizer = fit_tokenizer(texts, recipe.vocabulary)
    save(tokenizer, chosen.out, recipe.max_positions)
    kinds = {
        name: [encoded.ids for encoded in tokenizer.encode_batch(listed)]
        for name, listed in texts.items()
    }
    tokens = stream(kinds, recipe)
    np.save(chosen.out / "tokens.npy", tokens)
    total = sum(recipe.shares.values())
    about = {}
    for name, listed in kinds.items():
        size = sum(map(len, listed))
        passes = recipe.shares[name] / total * recipe.tokens / size
        about[name] = {"documents": len(listed), "tokens": size, "passes": round(passes, 2)}
    text = json.dumps({"tokens": len(tokens), "kinds": about}, indent=1)
    (chosen.out / "mixture.json").write_text(text + "\n", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
