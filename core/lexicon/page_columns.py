"""From the text of printed pages to lines in reading order: headers off, columns apart."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.lexicon.heads import alphabetic_key, longest_ordered
from core.text import fold

_EDGE = 2  # lines at the top and the bottom where running heads stand
_PAGE_NUMBER = re.compile(r"[\s\-–—|.·]*(?:p[aá]g\.?|p\.)?\s*\d{1,4}[\s\-–—|.·]*", re.IGNORECASE)
_GUIDE = re.compile(r"\s*\d{0,4}\s*[^\W\d_]+\s*(?:[-–—•·]|\s{2,}\d*)\s*[^\W\d_]+\s*\d{0,4}\s*")
_LETTER = re.compile(r"\s*[A-ZÑ](?:[a-zñ]|[\s,\-–]+[a-zñA-ZÑ]{1,2})?\s*")
_GAP = re.compile(r"\S(\s{2,})(?=\S)")
_START = re.compile(r"\s*([^\W\d_][^\W\d_\s]*)\s*(?:\[|(?:s|v|adj|adv|num|pron|interj)\.)")
_LEAST_SHARE = 0.4  # of the lines of a page that a gutter has to cut


@dataclass(frozen=True)
class Line:
    """One printed line; page and number count from 1."""

    page: int
    number: int
    text: str


@dataclass(frozen=True)
class Repair:
    """What was changed on the way from a page to its records; page and line count from 1."""

    page: int
    line: int
    kind: str
    before: str
    after: str


def pages(text: str) -> list[list[Line]]:
    """Return the lines of each page; a form feed ends a page."""
    return [
        [
            Line(number, at, line.replace("\t", "    ").rstrip())
            for at, line in enumerate(page.split("\n"), 1)
            if line.strip()
        ]
        for number, page in enumerate(text.split("\f"), 1)
    ]


def without_running_heads(book: Sequence[list[Line]]) -> tuple[list[list[Line]], list[Repair]]:
    """Return pages without page numbers, guide words, letters and lines that every page repeats."""
    edges = Counter(shape for page in book for shape in {_shape(line) for line in _edge(page)})
    kept: list[list[Line]] = []
    repairs: list[Repair] = []
    for page in book:
        dropped = {line for line in _edge(page) if _is_running(line, edges)}
        dropped |= {line for line in page if _LETTER.fullmatch(line.text)}
        kept.append([line for line in page if line not in dropped])
        repairs += [
            Repair(line.page, line.number, "running_head", line.text.strip(), "")
            for line in page
            if line in dropped
        ]
    return kept, repairs


def _edge(page: list[Line]) -> list[Line]:
    return page if len(page) <= 2 * _EDGE else page[:_EDGE] + page[-_EDGE:]


def _shape(line: Line) -> str:
    return re.sub(r"[\d\s]+", " ", line.text).strip()


def _is_running(line: Line, edges: Counter[str]) -> bool:
    if _PAGE_NUMBER.fullmatch(line.text) or _GUIDE.fullmatch(line.text):
        return True
    shape = _shape(line)
    return edges[shape] >= 3 and not _START.match(line.text)


def in_reading_order(page: list[Line]) -> tuple[list[Line], str]:
    """Return the lines of a page in reading order, and how they were printed.

    "one": one column; "side by side": two, cut apart at their gutter; "interleaved": a line of the
    left column, then one of the right. A dictionary is alphabetical, which tells which it is.
    """
    split = _split_at_gutter(page)
    if split and _order(split) >= _order(page) - 0.3:  # a gutter says much by itself
        return split, "side by side"
    turns = page[::2] + page[1::2]
    if _order(turns) >= _order(page) + 0.2:
        return turns, "interleaved"
    return page, "one"


def _order(lines: Sequence[Line]) -> float:
    """Return the share of heads in alphabetical order, of older dictionaries or of new ones."""
    heads = [found[1] for line in lines if (found := _START.match(line.text))]
    if len(heads) < 2:
        return 0.0
    orders = ([alphabetic_key(head) for head in heads], [fold(head) for head in heads])
    return max(len(longest_ordered(keys)) for keys in orders) / len(heads)


def _split_at_gutter(page: list[Line]) -> list[Line] | None:
    """Return the left column and below it the right one, where a gutter shows."""
    ends = Counter(found.end() for line in page for found in _GAP.finditer(line.text))
    if not ends:
        return None
    gutter, _ = max(
        ((place, sum(ends[place + step] for step in (-1, 0, 1))) for place in ends),
        key=lambda found: found[1],
    )
    cut = [_halves(line, gutter) for line in page]
    if sum(bool(left and right) for left, right in cut) < _LEAST_SHARE * len(page):
        return None
    lefts = [left for left, _ in cut if left]
    return lefts + [right for _, right in cut if right]


def _halves(line: Line, gutter: int) -> tuple[Line | None, Line | None]:
    """Return the parts before and after the gutter; a line that runs across stays whole."""
    text = line.text
    gaps = [found for found in _GAP.finditer(text) if abs(found.end() - gutter) <= 3]
    if gaps:
        left, right = text[: gaps[-1].start(1)], text[gaps[-1].end() :]
    elif not text[: gutter - 3].strip():
        left, right = "", text
    else:
        left, right = text, ""
    parts = (replace(line, text=part.strip()) if part.strip() else None for part in (left, right))
    return next(parts), next(parts)
