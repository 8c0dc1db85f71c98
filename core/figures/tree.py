"""Draw a labelled tree as SVG that follows the colours of the page around it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

_SIZE_PX = 16.0
_LINE_PX = 20.0
_LEVEL_PX = 56.0
_GAP_PX = 18.0
_EDGE_PX = 8.0
_NARROW = frozenset("iljtfr.,'|!:;()[] -I")
_WIDE = frozenset("mwMW@%")
_BAR_PX = 3.0
_SMALLER = ' font-size="12.5"'
_KIND = re.compile(r"[a-z0-9-]*")


@dataclass(frozen=True)
class _Node:
    """A node with its place: centre in `x`, first line of the label in `y`, both in pixels."""

    lines: tuple[str, ...]
    kind: str
    x: float
    y: float


def draw_tree(
    labels: Sequence[str],
    children: Sequence[Sequence[int]],
    *,
    root: int = 0,
    kinds: Sequence[str] = (),
    title: str = "",
) -> str:
    """Return the tree below `root` as an SVG element.

    labels, children: of each node; a line break in a label starts a smaller line. Leaves stand in
    one row at the bottom, in order. kinds: a word per node, or ""; below its first line goes a bar
    of class `f-<kind>`. All has the colour of the text around it, edges `--f-edge` if there is one.
    Raises ValueError when a node has two parents or is its own ancestor, or a kind is no word.
    """
    drawing = _Drawing(labels, children, kinds)
    drawing.place(root, 0)
    return drawing.svg(title)


def text_width(text: str) -> float:
    """Return about how wide a text is set, in pixels.

    >>> text_width("mm") > text_width("ii")
    True
    """
    share = (0.34 if c in _NARROW else 0.9 if c in _WIDE else 0.6 for c in text)
    return _SIZE_PX * sum(share)


class _Drawing:
    def __init__(
        self,
        labels: Sequence[str],
        children: Sequence[Sequence[int]],
        kinds: Sequence[str],
    ) -> None:
        wrong = [kind for kind in kinds if not _KIND.fullmatch(kind)]
        if len(labels) != len(children) or wrong:
            raise ValueError(f"{len(labels)} labels, {len(children)} child lists, kinds {wrong}")
        self._labels = [tuple(label.split("\n")) for label in labels]
        self._children = children
        self._kinds = kinds or [""] * len(labels)
        self._depth = 0
        self._right = _EDGE_PX
        self._nodes: dict[int, _Node] = {}
        self._open: set[int] = set()

    def place(self, node: int, level: int) -> float:
        """Place `node` and all below it from left to right; return its centre."""
        if node in self._open:
            raise ValueError(f"node {node} stands twice in the tree")
        self._open.add(node)
        self._depth = max(self._depth, level)
        width = max(text_width(line) for line in self._labels[node])
        below = self._children[node]
        if below:
            centres = [self.place(child, level + 1) for child in below]
            x = (centres[0] + centres[-1]) / 2
            self._right = max(self._right, x + width / 2 + _GAP_PX)
        else:
            x = self._right + width / 2
            self._right += width + _GAP_PX
        self._nodes[node] = _Node(self._labels[node], self._kinds[node], x, level * _LEVEL_PX)
        return x

    def svg(self, title: str) -> str:
        """Return what was placed."""
        # A wide parent of narrow leaves may reach beyond them.
        left = min(node.x - max(map(text_width, node.lines)) / 2 for node in self._nodes.values())
        shift = max(0.0, _EDGE_PX - left)
        width = self._right - _GAP_PX + _EDGE_PX + shift
        lowest = max(len(node.lines) for node in self._nodes.values())
        height = self._depth * _LEVEL_PX + (lowest + 0.5) * _LINE_PX
        named = escape(title)
        return (
            f'<svg class="f-tree" xmlns="http://www.w3.org/2000/svg" role="img"'
            f' aria-label="{named}" viewBox="0 0 {width:.0f} {height:.0f}"'
            f' width="{width:.0f}" height="{height:.0f}" font-size="{_SIZE_PX:.0f}"'
            f' text-anchor="middle" fill="currentColor"><title>{named}</title>'
            f'<g transform="translate({shift:.1f} 0)">{self._edges()}{self._texts()}</g></svg>'
        )

    def _edges(self) -> str:
        lines = []
        for node, placed in self._nodes.items():
            start = self._row(node) + len(placed.lines) * _LINE_PX + 2
            for child in self._children[node]:
                below = self._nodes[child]
                end = self._row(child) + 2
                lines.append(f"M{placed.x:.1f} {start:.1f}L{below.x:.1f} {end:.1f}")
        return (
            f'<path d="{"".join(lines)}" fill="none" stroke="var(--f-edge, currentColor)"'
            ' stroke-width="1.5"/>'
            if lines
            else ""
        )

    def _row(self, node: int) -> float:
        """Return the top of a node; leaves stand in one row."""
        return self._nodes[node].y if self._children[node] else self._depth * _LEVEL_PX

    def _texts(self) -> str:
        return "".join(self._text(node, placed) for node, placed in self._nodes.items())

    def _text(self, node: int, placed: _Node) -> str:
        top = self._row(node) + 0.8 * _LINE_PX
        lines = "".join(
            f'<tspan x="{placed.x:.1f}" y="{top + at * _LINE_PX:.1f}"'
            f"{_SMALLER if at else ''}>{escape(line)}</tspan>"
            for at, line in enumerate(placed.lines)
        )
        return f"<text>{lines}</text>{self._bar(placed, top)}"

    def _bar(self, placed: _Node, top: float) -> str:
        if not placed.kind:
            return ""
        width = text_width(placed.lines[0])
        return (
            f'<rect class="f-{placed.kind}" x="{placed.x - width / 2:.1f}"'
            f' y="{top + 4:.1f}" width="{width:.1f}" height="{_BAR_PX:.0f}"/>'
        )
