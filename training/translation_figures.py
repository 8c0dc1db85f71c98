"""The measured translations that docs/results keeps, one figure per row."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from training.results import KEPT

MEASURES = ("chrf++", "chrf", "bleu")
_NAME = re.compile(r"translate_(es_qu|qu_es)(?:_(\w+))?")
_BASELINE = re.compile(r"(\w+?)_(chrf\+\+|chrf|bleu)")


@dataclass(frozen=True)
class Figure:
    """One figure of one system.

    baseline: whether it needs nothing learned (copying, the nearest sentence).
    score: 0–100. low, high: its 95 % interval, None where none was kept. n: sentences.
    """

    file: str
    direction: str
    system: str
    baseline: bool
    measure: str
    score: float
    low: float | None
    high: float | None
    n: int


def translation_figures(kept: Path = KEPT) -> tuple[Figure, ...]:
    """Return what was measured; nothing where the results are not on this machine."""
    found: list[Figure] = []
    for path in sorted(kept.glob("translate_*.json")):
        if (named := _NAME.fullmatch(path.stem)) is None:
            continue
        try:
            told = json.loads(path.read_text(encoding="utf-8"))
            found += _figures(path.name, named[1].replace("_", "-"), told)
        except (OSError, ValueError, KeyError, TypeError):
            continue  # of another make; docs/results.md tells it
    return tuple(found)


def _figures(file: str, direction: str, told: Mapping[str, Any]) -> Iterator[Figure]:
    n = int(told["n"]["sentences"])
    for measure in MEASURES:
        if (value := told["metrics"].get(measure)) is None:
            continue
        low, high = told.get("ci95", {}).get(measure, (None, None))
        yield Figure(file, direction, told["model"], False, measure, value, low, high, n)
    for name, value in told.get("baselines", {}).items():
        if known := _BASELINE.fullmatch(name):
            yield Figure(file, direction, known[1], True, known[2], value, None, None, n)
