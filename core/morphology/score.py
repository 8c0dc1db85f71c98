"""How near a word tree comes to the truth: brackets and labels apart, the nearest true reading."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from core.morphology.brackets import CATEGORIES, Tree

_Span = tuple[int, int]


@dataclass(frozen=True, order=True)
class Score:
    """Scores of one tree, each in 0–1; `label_accuracy` is None where no bracket is shared."""

    structure_f1: float
    label_accuracy: float | None
    exact: bool


def score(tree: Tree, gold: Sequence[Tree]) -> Score:
    """Return the scores of `tree` against the reading of `gold` that it comes nearest to.

    Raises ValueError when `gold` is empty.
    """
    return max((_against(tree, one) for one in gold), key=_order)


def _order(one: Score) -> tuple[bool, float, float]:
    return one.exact, one.structure_f1, one.label_accuracy or 0.0


def _against(tree: Tree, gold: Tree) -> Score:
    by_letter = len(tree.leaves) != len(gold.leaves)
    found, true = _labels(tree, by_letter), _labels(gold, by_letter)
    shared = found.keys() & true.keys()
    right = sum(found[span] == true[span] for span in shared)
    return Score(
        structure_f1=_f1(_brackets(tree, by_letter), _brackets(gold, by_letter)),
        label_accuracy=right / len(shared) if shared else None,
        exact=same(tree, gold),
    )


def same(one: Tree, other: Tree) -> bool:
    """Return whether two trees have the same brackets, labels and morphemes, whatever their case.

    >>> same(Tree("noun", leaf="Haus"), Tree("noun", leaf="haus"))
    True
    """
    return (
        one.label == other.label
        and one.leaf.casefold() == other.leaf.casefold()
        and len(one.children) == len(other.children)
        and all(map(same, one.children, other.children))
    )


def _f1(found: set[_Span], true: set[_Span]) -> float:
    if not found and not true:
        return 1.0
    return 2 * len(found & true) / (len(found) + len(true))


def _brackets(tree: Tree, by_letter: bool) -> set[_Span]:
    """Return the spans of all brackets around two or more morphemes."""
    return {span for span, node in _spans(tree, by_letter) if len(node.leaves) > 1}


def _labels(tree: Tree, by_letter: bool) -> dict[_Span, str]:
    """Return the category of each span; of several the outermost."""
    nodes = reversed([*_spans(tree, by_letter)])
    return {span: node.label for span, node in nodes if node.label in CATEGORIES}


def _spans(tree: Tree, by_letter: bool) -> list[tuple[_Span, Tree]]:
    """Return each node with where it begins and ends: in letters, or counted in morphemes."""
    widths = [len(leaf) if by_letter else 1 for leaf in tree.leaves]
    edges = [0, *accumulate(widths)]
    spans: list[tuple[_Span, Tree]] = []

    def visit(node: Tree, first: int) -> int:
        at = len(spans)
        spans.append(((0, 0), node))
        last = first + 1 if node.leaf else first
        for child in node.children:
            last = visit(child, last)
        spans[at] = ((edges[first], edges[last]), node)
        return last

    visit(tree, 0)
    return spans
