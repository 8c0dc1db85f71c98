"""The public data of training: where they lie and what pairs they give. Licences: assets' cards."""

import csv
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from core.config import settings
from core.errors import UserError

_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+")


def source(relative: str) -> Path:
    """Return the path of a public data file.

    Raises UserError when the file is not in the folder of sources.
    """
    folder = settings().sources_folder
    if not (folder / relative).exists():
        raise UserError("error.source_missing", file=relative)
    return folder / relative


def neighbouring_sentences(pattern: str = "es-*.txt") -> list[tuple[str, str]]:
    """Return pairs of sentences (21–219 characters) that follow each other in the books."""
    pairs = []
    for path in sorted(source("text").glob(pattern)):
        text = path.read_text(encoding="utf-8", errors="replace").replace("\n", " ")
        lines = [line.strip() for line in _SENTENCE_END.split(text) if 20 < len(line) < 220]
        pairs += list(pairwise(lines))
    return pairs


def word_families() -> Iterator[tuple[str, str]]:
    """Yield Spanish words with a word derived from them (MorphyNet)."""
    with source("morphology/morphynet-spa-derivational.tsv").open(encoding="utf-8") as lines:
        for row in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            if len(row) >= 2 and row[0] and row[1]:
                yield row[0], row[1]
