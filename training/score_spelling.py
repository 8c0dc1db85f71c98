"""Score the normaliser: old spellings made unified, and unified words left alone.

Real old-spelled running text is not among the data. "written" words are our own list of forms as
grammars and readers of four traditions spell them; "synthetic" ones are words of the treebank,
respelled by training/old_spelling.py.
"""

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.kichwa.spelling import is_kichwa_word, unify
from core.metrics.interval import Interval, wilson
from core.parsing.conllu import load
from training.old_spelling import respell_all

SHEET = Path(__file__).parent / "sheets" / "old-spelling.csv"
Scores = tuple[dict[str, float], dict[str, Interval], dict[str, int]]


@dataclass(frozen=True)
class Asked:
    """A word in old spelling, or several, and the same in unified spelling."""

    old: str
    unified: str
    style: str


def written(part: str) -> list[Asked]:
    """Return the words of our own list: part "dev", "test" or "all"."""
    with SHEET.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if part in ("all", row["part"])]
    return [Asked(row["old"], row["unified"], row["style"]) for row in rows]


def kichwa_sentences(path: Path) -> list[tuple[str, list[str]]]:
    """Return (text, Kichwa words in it) of each sentence of a treebank with language codes."""
    found = []
    for sentence in load(path):
        words = [token.form.strip() for token in sentence.words if "CSID=KC" in token.misc]
        found.append((sentence.comment("sent") or sentence.text, words))
    return found


def synthetic(words: Sequence[str], seed: int = 0) -> list[Asked]:
    """Return distinct words that some old spelling writes otherwise, so written."""
    pairs = respell_all(sorted({word.lower() for word in words if word.isalpha()}), seed)
    return [Asked(old, new, "synthetic") for old, new in pairs if old != new]


def _analysable(text: str) -> bool:
    return all(is_kichwa_word(word.lower()) for word in text.split())


def _shares(
    asked: Sequence[Asked], told: Sequence[str], holds: Callable[[Asked, str], bool]
) -> tuple[float, Interval]:
    hits = sum(holds(one, text) for one, text in zip(asked, told, strict=True))
    return hits / len(asked) if asked else float("nan"), wilson(hits, len(asked))


def score_old(name: str, asked: Sequence[Asked]) -> tuple[Scores, dict[str, float]]:
    """Return shares of words that are analysable and right after, and analysable before.

    Words with a Spanish stem are not asked for analysis, but must come out right.
    """
    told = [unify(one.old).text for one in asked]
    kichwa = [at for at, one in enumerate(asked) if one.style != "loans"]
    own = [asked[at] for at in kichwa]
    after, after_ci = _shares(own, [told[at] for at in kichwa], lambda _, text: _analysable(text))
    exact, exact_ci = _shares(asked, told, lambda one, text: one.unified.lower() == text.lower())
    before = sum(_analysable(one.old) for one in own) / len(own) if own else float("nan")
    ceiling = sum(_analysable(one.unified) for one in own) / len(own) if own else float("nan")
    metrics = {f"{name}_analysable": after, f"{name}_exact": exact}
    intervals = {f"{name}_analysable": after_ci, f"{name}_exact": exact_ci}
    peers = {f"{name}_before": before, f"{name}_of_gold": ceiling}
    return (metrics, intervals, {name: len(asked)}), peers


def score_unified(sentences: Sequence[tuple[str, list[str]]]) -> Scores:
    """Return the share of Kichwa words in unified spelling that change, in sentences and alone."""
    changed = alone = words = 0
    for text, kichwa in sentences:
        own = {word.lower() for word in kichwa}
        words += len(kichwa)
        changed += sum(change.old.lower() in own for change in unify(text).changes)
        alone += sum(bool(unify(word).changes) for word in kichwa)
    counts = {"unified_changed": changed, "unified_changed_alone": alone}
    metrics = {name: count / words if words else float("nan") for name, count in counts.items()}
    return metrics, {name: wilson(n, words) for name, n in counts.items()}, {"unified": words}
