"""Word trees of an engine against gold trees, or how many segmented words get a tree at all."""

import csv
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core.errors import UserError
from core.metrics.interval import Interval, bootstrap, wilson
from core.morphology.analyse import analyser
from core.morphology.brackets import Tree, read
from core.morphology.grammar import Lang
from core.morphology.score import same, score
from core.morphology.written import write_trees

Engine = Callable[[str, Sequence[str]], Sequence[Tree]]
_MORPHEME = " @@"
_TREE = re.compile(r"\s*\[\w+\s*\[")
_DERIVED = "010"  # SIGMORPHON's class of words made by derivation alone
_Metrics = dict[str, float]
_Intervals = dict[str, Interval]


@dataclass(frozen=True)
class Asked:
    """A word with its true trees, or with its morphemes only."""

    word: str
    trees: tuple[Tree, ...] = ()
    morphemes: tuple[str, ...] = ()


def chart_engine(lang: Lang) -> Engine:
    """Return the affix grammar as an engine: every reading that stands, the likeliest first."""
    known = analyser(lang)
    return lambda word, morphemes: [
        reading.tree for reading in known.analyse(word, morphemes).readings
    ]


def model_engine(lang: Lang) -> Engine:
    """Return the chosen language model as an engine: the one tree that it writes."""
    from core.models.open import open_model

    model = open_model()
    adapter = "morphology" if "morphology" in model.adapters else None

    def engine(word: str, _: Sequence[str]) -> list[Tree]:
        tree = write_trees(model, [word], lang, adapter)[0].tree
        return [tree] if tree else []

    return engine


ENGINES: dict[str, Callable[[Lang], Engine]] = {"chart": chart_engine, "llamita": model_engine}


def read_words(path: Path, least: int = 1) -> list[Asked]:
    """Return the words of a file: word TAB tree(s), or word TAB morphemes (TAB class).

    Rows with a class other than derivation, or with fewer than `least` morphemes, are left out.
    Raises UserError with the line of the first fault.
    """
    asked = []
    with path.open(encoding="utf-8") as lines:
        rows = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        for number, row in enumerate(rows, 1):
            if not row:
                continue
            if len(row) < 2 or not row[0].strip():
                raise UserError("error.words_row", file=path.name, line=number)
            asked += [item for item in _items(row) if _size(item) >= least]
    return asked


def _items(row: Sequence[str]) -> list[Asked]:
    word, first, *rest = row
    if _TREE.match(first):
        return [Asked(word, tuple(read(text) for text in (first, *rest) if text.strip()))]
    derived = not rest or rest[0] == _DERIVED
    return [Asked(word, morphemes=tuple(first.split(_MORPHEME)))] if derived else []


def _size(item: Asked) -> int:
    return len(item.trees[0].leaves) if item.trees else len(item.morphemes)


def evaluate(
    asked: Sequence[Asked], engine: Engine
) -> tuple[_Metrics, _Intervals, dict[str, object]]:
    """Return metrics, their intervals and the baselines; the last two are empty without trees."""
    answers = [list(engine(item.word, item.morphemes)) for item in asked]
    having = sum(map(bool, answers))
    metrics = {"has_tree": having / max(len(asked), 1)}
    ci95 = {"has_tree": wilson(having, len(asked))}
    judged = [(item, trees) for item, trees in zip(asked, answers, strict=True) if item.trees]
    if not judged:
        return metrics, ci95, {}
    inside = sum(any(_right(tree, item) for tree in trees) for item, trees in judged)
    first = sum(any(_right(tree, item) for tree in trees[:1]) for item, trees in judged)
    for name, hits in (("in_readings", inside), ("first", first)):
        metrics[name], ci95[name] = hits / len(judged), wilson(hits, len(judged))
    scores = [score(trees[0], item.trees) if trees else None for item, trees in judged]
    structure = np.array([one.structure_f1 if one else 0.0 for one in scores])
    labels = np.array(
        [
            np.nan if one is None or one.label_accuracy is None else one.label_accuracy
            for one in scores
        ]
    )
    for name, values in (("structure_f1", structure), ("label_accuracy", labels)):
        metrics[name] = _mean(values)
        ci95[name] = _spread(values)
    return metrics, ci95, baselines(asked)


def _right(tree: Tree, item: Asked) -> bool:
    return any(same(tree, gold) for gold in item.trees)


def _spread(values: np.ndarray) -> Interval:
    return bootstrap(lambda at: _mean(values[at]), len(values))


def _mean(values: np.ndarray) -> float:
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else float("nan")


def baselines(asked: Sequence[Asked]) -> dict[str, object]:
    """Return structure F1 of trees that always branch to one side, over the true morphemes."""
    judged = [item for item in asked if item.trees]
    return {
        name: {
            "structure_f1": _mean(
                np.array([score(build(i.trees[0].leaves), i.trees).structure_f1 for i in judged])
            )
        }
        for name, build in (
            ("left_branching", left_branching),
            ("right_branching", right_branching),
        )
    }


def left_branching(leaves: Sequence[str]) -> Tree:
    """Return `((a b) c)`, all of it labelled noun.

    >>> [len(child.leaves) for child in left_branching(["un", "lock", "able"]).children]
    [2, 1]
    """
    tree = Tree("noun", leaf=leaves[0])
    for leaf in leaves[1:]:
        tree = Tree("noun", (tree, Tree("noun", leaf=leaf)))
    return tree


def right_branching(leaves: Sequence[str]) -> Tree:
    """Return `(a (b c))`, all of it labelled noun."""
    tree = Tree("noun", leaf=leaves[-1])
    for leaf in reversed(leaves[:-1]):
        tree = Tree("noun", (Tree("noun", leaf=leaf), tree))
    return tree
