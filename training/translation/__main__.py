"""Learn what translation needs: `python -m training.translation [--recipe FILE] [--out FOLDER]`.

On folds of chapters 1–15, the decoder's weights are tuned, then every engine's confidence is
fitted; the tables that ship are learned from all of these chapters.
"""

import argparse
import random
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.config import ASSETS
from core.translation.confidence import PATH
from core.translation.phrase_tables import FOLDER, Tables
from core.translation.result import Direction
from training.config import RECIPES, TranslationRecipe
from training.parallel import killkan
from training.translation.calibration import Seen, observe, write
from training.translation.corpus import Fold, folds, oriented
from training.translation.learn import START_WEIGHTS, learn, split_anew
from training.translation.ship import write_splits, write_tables
from training.translation.tuning import Asked, tune

DIRECTIONS: tuple[Direction, ...] = ("qu-es", "es-qu")


def asked_of(
    parts: Sequence[Fold], tables: Sequence[Tables], recipe: TranslationRecipe
) -> list[Asked]:
    """Return sentences of each fold with the tables learned without it."""
    found = []
    for part, one in zip(parts, tables, strict=True):
        held_out = list(part.held_out)
        random.Random(recipe.seed).shuffle(held_out)
        for pair in held_out[: recipe.tuned_on]:
            found.append(Asked(*oriented(pair, one.direction), one))
    return found


def tuned(
    parts: Sequence[Fold], tables: Sequence[Tables], recipe: TranslationRecipe
) -> NDArray[np.float64]:
    """Return the weights with which the folds are translated best."""
    asked = asked_of(parts, tables, recipe)
    best, highest = START_WEIGHTS, 0.0
    for begun, quality in tune(
        asked, START_WEIGHTS, recipe.rounds, recipe.longest_text, recipe.seed
    ):
        print(f"{tables[0].direction}: {quality:.2f} on the folds", flush=True)
        if quality > highest:
            best, highest = begun, quality
    return best


def trained(direction: Direction, recipe: TranslationRecipe) -> tuple[Tables, list[Seen]]:
    """Return the tables of all chapters, and what the engines say of chapters held out."""
    pairs = killkan()
    parts = folds(pairs, recipe.folds)
    tables = [learn(part.train, direction, recipe) for part in parts]
    weights = tuned(parts, tables, recipe)
    seen = [
        one
        for part, table in zip(parts, tables, strict=True)
        for one in observe(part, replace(table, weights=weights), recipe.calibrated_on)
    ]
    return replace(learn(pairs, direction, recipe), weights=weights), seen


def main() -> None:
    """Train and write."""
    parser = argparse.ArgumentParser(prog="python -m training.translation", description=__doc__)
    parser.add_argument("--recipe", type=Path, default=RECIPES / "translation.toml")
    parser.add_argument("--out", type=Path, default=ASSETS / "kichwa")
    options = parser.parse_args()
    began = time.perf_counter()
    recipe = TranslationRecipe.read(options.recipe)
    splits = split_anew(killkan())
    found = {direction: trained(direction, recipe) for direction in DIRECTIONS}
    (options.out / FOLDER.name).mkdir(parents=True, exist_ok=True)
    write_splits(options.out / FOLDER.name, splits)
    write_tables(options.out / FOLDER.name, [tables for tables, _ in found.values()])
    write(options.out / PATH.name, {direction: seen for direction, (_, seen) in found.items()})
    print(f"{time.perf_counter() - began:.0f} s")


if __name__ == "__main__":
    main()
