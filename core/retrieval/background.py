"""Questions that no FAQ row answers: everyday life, and banking that is not ours."""

import csv
from functools import cache
from pathlib import Path

from core.config import ASSETS


@cache
def background(path: Path = ASSETS / "faq" / "background.csv") -> list[str]:
    """Return the shipped background questions, read once."""
    with path.open(encoding="utf-8", newline="") as lines:
        return [row["question"] for row in csv.DictReader(lines)]
