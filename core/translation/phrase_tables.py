"""The learned tables of the phrase engine (assets/kichwa/phrases).

Scores are stored as −16 · logarithm in a byte; units by their line in units.csv.
"""

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file

from core.config import ASSETS
from core.translation.decoder import FEATURES, Units
from core.translation.ngrams import ORDER, NGrams
from core.translation.result import Direction

FOLDER = ASSETS / "kichwa" / "phrases"
STEPS = 16
_COLUMN = {"qu-es": "spanish", "es-qu": "kichwa"}  # of units.csv: how names are written
Scores = tuple[float, float, float, float]
Arrays = Mapping[str, NDArray[np.generic]]


@dataclass(frozen=True)
class Tables:
    """What the phrase engine knows of one direction.

    phrases: source units → target units with their scores. longest: of a source, in units.
    names: words in small letters → as written, where they are names. weights: as FEATURES.
    """

    direction: Direction
    phrases: Mapping[Units, tuple[tuple[Units, Scores], ...]]
    longest: int
    lm: NGrams
    names: Mapping[str, str]
    weights: NDArray[np.float64]


def rows(arrays: Arrays, name: str, vocabulary: list[str]) -> list[Units]:
    """Return the rows of units stored under a name, with their lengths beside them."""
    lengths = np.asarray(arrays[f"{name}_lengths"]).astype(int)
    words = [vocabulary[i] for i in np.asarray(arrays[name]).tolist()]
    ends = np.cumsum(lengths).tolist()
    return [
        tuple(words[end - length : end]) for end, length in zip(ends, lengths.tolist(), strict=True)
    ]


def _phrases(
    arrays: Arrays, vocabulary: list[str]
) -> dict[Units, tuple[tuple[Units, Scores], ...]]:
    sources, targets = rows(arrays, "sources", vocabulary), rows(arrays, "targets", vocabulary)
    scores = (-np.asarray(arrays["scores"]).astype(float) / STEPS).tolist()
    found: dict[Units, tuple[tuple[Units, Scores], ...]] = {}
    at = 0
    for source, many in zip(sources, np.asarray(arrays["options"]).tolist(), strict=True):
        here = zip(targets[at : at + many], scores[at : at + many], strict=True)
        found[source] = tuple((target, (a, b, c, d)) for target, (a, b, c, d) in here)
        at += many
    return found


def _ngrams(arrays: Arrays, vocabulary: list[str]) -> NGrams:
    counts = []
    for length in range(1, ORDER + 1):
        ids = np.asarray(arrays[f"grams{length}"]).tolist()
        grams = (tuple(vocabulary[i] for i in row) for row in ids)
        many = np.asarray(arrays[f"counts{length}"]).tolist()
        counts.append(dict(zip(grams, many, strict=True)))
    return NGrams(tuple(counts))


def read_tables(folder: Path, direction: Direction) -> Tables:
    """Return the tables of a folder that `python -m training.translation` wrote.

    Raises ValueError when they do not fit together.
    """
    with (folder / "units.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    vocabulary = [row["unit"] for row in lines]
    weights = json.loads((folder / "weights.json").read_text(encoding="utf-8"))[direction]
    if tuple(weights) != FEATURES:
        raise ValueError(f"{folder.name}: weights are not those of the decoder's features")
    arrays = load_file(folder / f"{direction}.safetensors")
    phrases = _phrases(arrays, vocabulary)
    target = _COLUMN[direction]
    return Tables(
        direction,
        phrases,
        max(map(len, phrases)),
        _ngrams(arrays, vocabulary),
        {row["unit"]: row[target] for row in lines if row[target]},
        np.array(list(weights.values()), dtype=np.float64),
    )


@cache
def shipped_tables(direction: Direction) -> Tables:
    """Return the tables that ship."""
    return read_tables(FOLDER, direction)
