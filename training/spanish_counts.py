"""What the tagger of Spanish knows: classes of common words, and which class follows which.

`python -m training.spanish_counts` counts them in halves of two treebanks and writes
`core/morphology/spanish_counts.csv` and `spanish_order.csv`; the other halves are for measuring.
"""

import csv
import hashlib
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from core.morphology import spanish_tagger
from core.parsing import conllu
from core.parsing.conllu import Sentence
from training.sources import source

TREEBANKS = ("ud/es_gsd-ud-dev.conllu", "ud/es_coser-ud-test.conllu")
_OFTEN = 3


def tuned_on(sentence: Sentence) -> bool:
    """Return whether a sentence is in the half that tables and rules may be fitted to."""
    return hashlib.sha256(" ".join(sentence.forms).encode()).digest()[0] % 2 == 0


def tuning_sentences() -> Iterator[Sentence]:
    """Yield the sentences of both treebanks' tuning halves."""
    for name in TREEBANKS:
        yield from filter(tuned_on, conllu.load(source(name)))


def classes(sentences: list[Sentence]) -> Iterator[tuple[str, ...]]:
    """Yield form, class and count of every form that is common, names and marks left out."""
    seen: Counter[tuple[str, str]] = Counter()
    for word in (word for sentence in sentences for word in sentence.words):
        seen[word.form.lower(), word.upos] += 1
    total: Counter[str] = Counter()
    for (form, _), count in seen.items():
        total[form] += count
    for (form, upos), count in sorted(seen.items()):
        if form.isalpha() and total[form] >= _OFTEN and upos not in ("PROPN", "PUNCT", "X"):
            yield form, upos, str(count)


def order(sentences: list[Sentence]) -> Iterator[tuple[str, ...]]:
    """Yield class, next class and count; the edge of a sentence is "#"."""
    pairs: Counter[tuple[str, str]] = Counter()
    for sentence in sentences:
        row = [spanish_tagger.EDGE, *(word.upos for word in sentence.words), spanish_tagger.EDGE]
        pairs.update(pairwise(row))
    yield from ((*pair, str(count)) for pair, count in sorted(pairs.items()))


def _write(path: Path, header: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def main() -> None:
    """Write both tables."""
    sentences = list(tuning_sentences())
    _write(spanish_tagger.COUNTS, ("form", "upos", "count"), classes(sentences))
    _write(spanish_tagger.ORDER, ("first", "second", "count"), order(sentences))


if __name__ == "__main__":
    main()
