"""Write the tables of the phrase engine as they ship: safetensors, units.csv, weights.json."""

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file

from core.translation.decoder import FEATURES, Units
from core.translation.ngrams import ORDER, START
from core.translation.phrase_tables import STEPS, Tables
from core.translation.result import Direction
from core.translation.units import BETWEEN, SPLITS


def vocabulary(tables: Sequence[Tables]) -> list[str]:
    """Return every unit of the tables, in alphabetical order."""
    found = {START}
    for one in tables:
        for source, options in one.phrases.items():
            found.update(source, *(target for target, _ in options))
        found.update(gram[0] for gram in one.lm.counts[0])
        found.update(one.names)
    return sorted(found)


def _ragged(
    name: str, rows: Sequence[Units], number: Mapping[str, int]
) -> dict[str, NDArray[np.generic]]:
    return {
        name: np.array([number[unit] for row in rows for unit in row], dtype=np.uint16),
        f"{name}_lengths": np.array([len(row) for row in rows], dtype=np.uint8),
    }


def arrays(tables: Tables, number: Mapping[str, int]) -> dict[str, NDArray[np.generic]]:
    """Return the arrays of one direction. number: unit → line in units.csv."""
    ordered = sorted(tables.phrases.items())
    flat = [option for _, options in ordered for option in options]
    scores = np.array([scores for _, scores in flat])
    found: dict[str, NDArray[np.generic]] = {
        "options": np.array([len(options) for _, options in ordered], dtype=np.uint8),
        "scores": np.clip(np.rint(-scores * STEPS), 0, 255).astype(np.uint8),
        **_ragged("sources", [source for source, _ in ordered], number),
        **_ragged("targets", [target for target, _ in flat], number),
    }
    for length in range(1, ORDER + 1):
        grams = sorted(tables.lm.counts[length - 1].items())
        ids = np.array([[number[unit] for unit in gram] for gram, _ in grams], dtype=np.uint16)
        many = np.array([count for _, count in grams])
        found[f"grams{length}"] = ids.reshape(-1, length)
        found[f"counts{length}"] = np.minimum(many, 65_535).astype(np.uint16)
    return found


def write_splits(folder: Path, splits: Mapping[str, Units]) -> None:
    """Write how words were split when the tables were learned: words.csv."""
    with (folder / SPLITS.name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["word"])
        for _, (stem, *suffixes) in sorted(splits.items()):
            writer.writerow([BETWEEN.join([stem, *(suffix[1:] for suffix in suffixes)])])


def write_tables(folder: Path, tables: Sequence[Tables]) -> None:
    """Write the tables of both directions into a folder.

    Raises ValueError when there are more units than two bytes can number.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lines = vocabulary(tables)
    if len(lines) > 65_536:
        raise ValueError(f"{len(lines)} units are too many")
    number = {unit: line for line, unit in enumerate(lines)}
    names: dict[Direction, Mapping[str, str]] = {one.direction: one.names for one in tables}
    with (folder / "units.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["unit", "spanish", "kichwa"])
        spanish, kichwa = names.get("qu-es", {}), names.get("es-qu", {})
        writer.writerows([unit, spanish.get(unit, ""), kichwa.get(unit, "")] for unit in lines)
    weights = {
        one.direction: dict(zip(FEATURES, np.round(one.weights, 4).tolist(), strict=True))
        for one in tables
    }
    (folder / "weights.json").write_text(json.dumps(weights, indent=1) + "\n", encoding="utf-8")
    for one in tables:
        save_file(arrays(one, number), folder / f"{one.direction}.safetensors")
