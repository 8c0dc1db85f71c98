"""Word trees as models write them: read with every repair told, or given up."""

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import NamedTuple

from core.errors import UserError
from core.morphology.brackets import (
    AFFIXES,
    LABELS,
    MAX_CHARACTERS,
    MAX_DEPTH,
    TOKEN,
    Tree,
    read,
)

_ROUND = str.maketrans("(){}", "[][]")
_EDGE = "-–—_*~+.,:;'\"`"


class Repair(NamedTuple):
    """One thing that was changed: what kind of fault, and what stood there."""

    kind: str
    detail: str = ""


@dataclass
class _Node:
    """A bracket while it is being read."""

    words: list[str] = field(default_factory=list)
    nodes: list[Tree | str] = field(default_factory=list)  # trees, and morphemes without a label


def mend(text: str) -> tuple[Tree | None, tuple[Repair, ...]]:
    """Return the tree that `text` most likely means, and the repairs; None where there is none.

    Kinds: prose, missing_outer, round, unclosed, closed_twice, label, unlabelled, unbracketed,
    hyphen, flattened, empty, too_long, too_deep, no_tree.
    """
    try:
        return read(text), ()
    except UserError:
        return _Mending().mend(text)


@cache
def synonyms() -> dict[str, str]:
    """Return what else labels are called, with our names; all in lower case."""
    path = Path(__file__).with_name("labels.toml")
    listed = tomllib.loads(path.read_text(encoding="utf-8"))
    if unknown := listed.keys() - LABELS:
        raise ValueError(f"no such labels: {sorted(unknown)}")
    return {name: label for label, names in listed.items() for name in (label, *names)}


def known_label(word: str) -> str | None:
    """Return the label that `word` names.

    >>> known_label("Adjektiv"), known_label("adj."), known_label("lock")
    ('adjective', 'adjective', None)
    """
    return synonyms().get(word.casefold().strip(_EDGE + "<>=/"))


class _Mending:
    """One repair under way."""

    def __init__(self) -> None:
        self.log: list[Repair] = []

    def note(self, kind: str, detail: str = "") -> None:
        self.log.append(Repair(kind, detail[:40]))

    def mend(self, text: str) -> tuple[Tree | None, tuple[Repair, ...]]:
        tree = self._read(self._bare(text))
        if tree is None:
            self.note("no_tree")
        return tree, tuple(dict.fromkeys(self.log))

    def _bare(self, text: str) -> str:
        """Return `text` from its first bracket on, in square brackets."""
        if len(text) > MAX_CHARACTERS:
            self.note("too_long", str(len(text)))
            text = text[:MAX_CHARACTERS]
        if "[" not in text and "(" in text:
            self.note("round")
            text = text.translate(_ROUND)
        before, bracket, rest = text.partition("[")
        lines = before.rstrip().splitlines()
        if lines and known_label(lines[-1].strip()):
            self.note("missing_outer", lines.pop().strip())
            bracket = f"[{known_label(before.split()[-1])} ["
        if "".join(lines).strip():
            self.note("prose", " ".join(lines).strip())
        return bracket + rest

    def _read(self, text: str) -> Tree | None:
        open_: list[_Node] = []
        for token in TOKEN.finditer(text):
            if token[0] == "[" and len(open_) > MAX_DEPTH:
                self.note("too_deep", str(MAX_DEPTH))
                return None
            if (tree := self._take(token[0], open_)) is not None:
                self._rest(text[token.end() :])
                return tree
        if open_:
            self.note("unclosed", str(len(open_)))
        while open_:
            if (tree := self._leave(open_)) is not None:
                return tree
        return None

    def _take(self, token: str, open_: list[_Node]) -> Tree | None:
        """Read one token; return the tree when it closes the outermost bracket."""
        if token == "[":
            open_.append(_Node())
        elif not open_:
            self.note("prose", token)  # after a bracketed word that was no tree
        elif token == "]":
            return self._leave(open_)
        else:
            open_[-1].words.append(token)
        return None

    def _rest(self, after: str) -> None:
        """Tell what stands after the tree."""
        after = after.strip()
        if after.startswith("]"):
            self.note("closed_twice", str(len(after) - len(after.lstrip("] "))))
        if after := after.lstrip("] "):
            self.note("prose", after)

    def _leave(self, open_: list[_Node]) -> Tree | None:
        """Close the innermost bracket; return the tree when it was the outermost."""
        node = self._build(open_.pop())
        if not open_:
            return node if isinstance(node, Tree) else None
        if node is not None:
            open_[-1].nodes.append(node)
        return None

    def _build(self, node: _Node) -> Tree | str | None:
        """Return a bracket's tree, or its morpheme when it holds nothing else."""
        if len(node.words) == 1 and not node.nodes:
            return self._morpheme(node.words[0])
        label, words = self._label(node)
        if words:
            self.note("unbracketed", " ".join(words))
        nodes = [*filter(None, map(self._morpheme, words)), *node.nodes]
        if not nodes:
            self.note("empty", label)
            return None
        if len(nodes) == 1:
            return self._only(label, nodes[0])
        return Tree(label, tuple(self._labelled(item) for item in nodes))

    def _label(self, node: _Node) -> tuple[str, list[str]]:
        """Return the label of a bracket and the words that are left over."""
        if not node.words:
            self.note("unlabelled", "[")
            return "root", []
        first, *others = node.words
        label = known_label(first)
        if label is None:
            self.note("label", first)
            return "root", others
        if label != first:
            self.note("label", first)
        return label, others

    def _only(self, label: str, node: Tree | str) -> Tree:
        """Return a bracket with one thing in it; two brackets of one label are one."""
        if isinstance(node, str):
            return Tree(label, leaf=node)
        if node.label == label or label in AFFIXES:
            self.note("flattened", label)
            return Tree(label, node.children, node.leaf)
        return Tree(label, (node,))

    def _labelled(self, node: Tree | str) -> Tree:
        if isinstance(node, Tree):
            return node
        self.note("unlabelled", node)
        return Tree("root", leaf=node)

    def _morpheme(self, word: str) -> str | None:
        """Return a morpheme without hyphens and marks at its edges."""
        bare = re.sub(r"\s", "", word.strip(_EDGE))
        if bare != word:
            self.note("hyphen", word)
        return bare or None
