"""Word trees in bracket notation, as the seminar wrote them.

[adverb [adjective [prefix [in]] [adjective [verb [depend]] [suffix [ent]]]] [suffix [ly]]]

A node is `[label node …]`; the lowest nodes hold one morpheme: `[label [morpheme]]`. Here the
notation is read as it stands; `core.morphology.mending` reads what a model wrote carelessly.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from core.errors import UserError

CATEGORIES = ("noun", "verb", "adjective", "adverb", "root")  # root: a stem that is no word itself
AFFIXES = ("prefix", "suffix", "interfix")
LABELS = frozenset((*CATEGORIES, *AFFIXES))
MAX_DEPTH = 40
MAX_CHARACTERS = 20_000
TOKEN = re.compile(r"[\[\]]|[^\[\]\s]+")


@dataclass(frozen=True)
class Tree:
    """A word or a part of it: either `children`, or one morpheme in `leaf`."""

    label: str
    children: tuple["Tree", ...] = ()
    leaf: str = ""

    def __str__(self) -> str:
        return write(self)

    @property
    def leaves(self) -> tuple[str, ...]:
        """Return the morphemes from left to right."""
        return tuple(node.leaf for node in self.nodes() if node.leaf)

    def nodes(self) -> Iterator["Tree"]:
        """Yield the tree itself and every tree below it, parents first."""
        yield self
        for child in self.children:
            yield from child.nodes()


@dataclass
class _Open:
    """A bracket that is not closed yet, and where it stands."""

    at: int
    text: str = ""
    nodes: tuple[Tree, ...] = ()
    leaf: str = ""


def write(tree: Tree) -> str:
    """Return `tree` in one line.

    >>> write(Tree("noun", (Tree("verb", leaf="teach"), Tree("suffix", leaf="er"))))
    '[noun [verb [teach]] [suffix [er]]]'
    """
    inside = f"[{tree.leaf}]" if tree.leaf else " ".join(write(child) for child in tree.children)
    return f"[{tree.label} {inside}]"


def read(text: str) -> Tree:
    """Return the one tree that `text` holds.

    Raises UserError with the position (from 1) of the first fault.

    >>> read("[noun [verb [teach]] [suffix [er]]]").leaves
    ('teach', 'er')
    """
    if len(text) > MAX_CHARACTERS:
        raise UserError("error.tree_too_long", limit=MAX_CHARACTERS)
    open_: list[_Open] = []
    tree: Tree | None = None
    for token in TOKEN.finditer(text):
        if tree is not None or (not open_ and token[0] != "["):
            raise UserError("error.tree_outside", at=token.start() + 1, found=token[0][:20])
        if token[0] == "[":
            _enter(open_, token.start())
        elif token[0] == "]":
            tree = _close(open_, token.start())
        else:
            _name(open_[-1], token)
    if tree is None:
        raise UserError("error.tree_open", at=len(text) + 1, missing=len(open_))
    return tree


def _enter(open_: list[_Open], at: int) -> None:
    if len(open_) > MAX_DEPTH:
        raise UserError("error.tree_too_deep", at=at + 1, limit=MAX_DEPTH)
    open_.append(_Open(at))


def _name(node: _Open, token: re.Match[str]) -> None:
    if node.text or node.nodes or node.leaf:
        raise UserError("error.tree_outside", at=token.start() + 1, found=token[0][:20])
    node.text = token[0]


def _close(open_: list[_Open], at: int) -> Tree | None:
    """Close the innermost bracket; return the whole tree when it was the last one."""
    done = open_.pop()
    if not done.text:
        raise UserError("error.tree_no_label", at=done.at + 1)
    if not done.nodes and not done.leaf:
        _take_leaf(open_, done)
        return None
    if done.text not in LABELS:
        raise UserError("error.tree_label", at=done.at + 2, found=done.text[:20])
    if len(done.nodes) == 1 and done.nodes[0].label == done.text:
        raise UserError("error.tree_repeats", at=done.at + 1, found=done.text)
    tree = Tree(done.text, done.nodes, done.leaf)
    if not open_:
        return tree
    if open_[-1].leaf:
        raise UserError("error.tree_mixed", at=done.at + 1)
    open_[-1].nodes += (tree,)
    return None


def _take_leaf(open_: list[_Open], leaf: _Open) -> None:
    if not open_ or not open_[-1].text:
        raise UserError("error.tree_no_label", at=leaf.at + 1)
    if open_[-1].nodes or open_[-1].leaf:
        raise UserError("error.tree_mixed", at=leaf.at + 1)
    open_[-1].leaf = leaf.text
