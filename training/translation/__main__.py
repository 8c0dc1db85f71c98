"""Learn what translation needs: `python -m training.translation [--recipe FILE] [--out FOLDER]`.

Weights are tuned on folds of chapters 1–15, then the tables are learned from all of these.
"""

import argparse
import random
import time
from pathlib import Path

from core.translation.phrase_tables import FOLDER, Tables
from core.translation.result import Direction
from training.config import RECIPES, TranslationRecipe
from training.parallel import killkan
from training.translation.corpus import Fold, folds, oriented
from training.translation.learn import START_WEIGHTS, learn
from training.translation.ship import write_tables
from training.translation.tuning import Asked, tune

DIRECTIONS: tuple[Direction, ...] = ("qu-es", "es-qu")


def asked_of(parts: list[Fold], tables: list[Tables], recipe: TranslationRecipe) -> list[Asked]:
    """Return sentences of each fold with the tables learned without it."""
    found = []
    for part, one in zip(parts, tables, strict=True):
        held_out = list(part.held_out)
        random.Random(recipe.seed).shuffle(held_out)
        for pair in held_out[: recipe.tuned_on]:
            found.append(Asked(*oriented(pair, one.direction), one))
    return found


def trained(direction: Direction, recipe: TranslationRecipe) -> Tables:
    """Return the tables of all chapters with weights tuned on folds of them."""
    pairs = killkan()
    parts = folds(pairs, recipe.folds)
    tables = [learn(part.train, direction, recipe) for part in parts]
    asked = asked_of(parts, tables, recipe)
    weights = best = START_WEIGHTS
    highest = 0.0
    for fitted, quality in tune(asked, weights, recipe.rounds, recipe.longest_text, recipe.seed):
        print(f"{direction}: chrF++ {quality:.2f} on the folds", flush=True)
        if quality > highest:
            highest, best = quality, weights
        weights = fitted
    return learn(pairs, direction, recipe, best)


def main() -> None:
    """Train and write."""
    parser = argparse.ArgumentParser(prog="python -m training.translation", description=__doc__)
    parser.add_argument("--recipe", type=Path, default=RECIPES / "translation.toml")
    parser.add_argument("--out", type=Path, default=FOLDER)
    options = parser.parse_args()
    began = time.perf_counter()
    recipe = TranslationRecipe.read(options.recipe)
    write_tables(options.out, [trained(direction, recipe) for direction in DIRECTIONS])
    print(f"{time.perf_counter() - began:.0f} s")


if __name__ == "__main__":
    main()
