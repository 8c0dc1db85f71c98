"""Every tree that a row of morphemes may have: CKY over the affix grammar, attested words first.

Of trees with the same brackets and the same category only the likeliest labels are kept.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from core.morphology.brackets import Tree
from core.morphology.grammar import Affix, Grammar
from core.morphology.words import Words

MAX_MORPHEMES = 12
_SPELLINGS = 16  # of one part; more only repeat each other
_STEM = 2  # a stem's second category weighs more than an affix's second use
_WHOLE = ("noun", "verb", "adjective", "adverb")
_GUESS = ("noun", "verb", "adjective")
_COMPOUND = {  # what may stand before a head, and in which category
    "noun": ("noun", "adjective", "verb", "root"),
    "adjective": ("noun", "adjective"),
    "verb": ("noun", "adjective", "adverb"),
}


@dataclass(frozen=True, order=True)
class Cost:
    """How unlikely a tree is; compared field by field."""

    guessed: int = 0  # letters of stems that no list knows
    unattested: int = 0  # inner words that no list knows
    compounds: int = 0
    rare: int = 0  # rare uses of affixes
    order: int = 0  # how far down their lists the uses and the stems' categories stand

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(
            self.guessed + other.guessed,
            self.unattested + other.unattested,
            self.compounds + other.compounds,
            self.rare + other.rare,
            self.order + other.order,
        )


@dataclass(frozen=True)
class Reading:
    """One tree, what it costs, and for an inner word the spellings that it may have."""

    tree: Tree
    cost: Cost
    spellings: frozenset[str] = frozenset()

    @cached_property
    def brackets(self) -> str:
        """Return the tree without labels: what two trees with the same brackets share."""
        return brackets(self.tree)


def brackets(tree: Tree) -> str:
    """Return the brackets of `tree` without labels.

    >>> brackets(Tree("noun", (Tree("verb", leaf="teach"), Tree("suffix", leaf="er"))))
    '(teach er)'
    """
    return tree.leaf or f"({' '.join(brackets(child) for child in tree.children)})"


class Chart:
    """Finds the readings of rows of morphemes."""

    def __init__(self, grammar: Grammar, words: Words) -> None:
        self._grammar = grammar
        self._words = words

    def readings(self, morphemes: Sequence[str], word: str = "") -> tuple[Reading, ...]:
        """Return all readings of `morphemes`, the likeliest first.

        When the category of `word` is known, readings in other categories are left out.
        """
        count = len(morphemes)
        if not 1 <= count <= MAX_MORPHEMES:
            return ()
        cells = {(at, at + 1): tuple(self._leaf(morphemes, at, count == 1)) for at in range(count)}
        for width in range(2, count + 1):
            for start in range(count - width + 1):
                span = (start, start + width)
                cells[span] = _likeliest(self._pairs(cells, span, whole=width == count))
        known = self._words.categories(word)
        found = [reading for reading in cells[0, count] if reading.tree.label in (known or _WHOLE)]
        return tuple(sorted(found, key=lambda reading: reading.cost))

    def _leaf(self, morphemes: Sequence[str], at: int, alone: bool) -> Iterator[Reading]:
        """Yield what one morpheme may be: affixes first, then stems."""
        form = morphemes[at]
        affixes = self._affixes(form, at, len(morphemes))
        yield from (Reading(Tree(affix.kind, leaf=form), Cost()) for affix in affixes)
        spelled = frozenset([form.casefold()])
        listed = self._words.categories(form)
        for rank, category in enumerate(listed):
            leaf = form.capitalize() if self._grammar.lang == "de" and category == "noun" else form
            yield Reading(Tree(category, leaf=leaf), Cost(order=_STEM * rank), spelled)
        if form in self._grammar.bound and "root" not in listed:
            yield Reading(Tree("root", leaf=form), Cost(order=1), spelled)
        if not listed and (alone or not affixes):
            for rank, category in enumerate(_GUESS):
                yield Reading(
                    Tree(category, leaf=form), Cost(guessed=len(form), order=rank), spelled
                )

    def _affixes(self, form: str, at: int, count: int) -> list[Affix]:
        found = []
        if at < count - 1 and (prefix := self._grammar.prefixes.get(form)):
            found.append(prefix)
        if at > 0 and (suffix := self._grammar.suffixes.get(form)):
            found.append(suffix)
        if 0 < at < count - 1 and form in self._grammar.interfixes:
            found.append(Affix(form, "interfix", ()))
        return found

    def _pairs(
        self, cells: dict[tuple[int, int], tuple[Reading, ...]], span: tuple[int, int], whole: bool
    ) -> Iterator[Reading]:
        start, stop = span
        for split in range(start + 1, stop):
            for left in cells[start, split]:
                for right in cells[split, stop]:
                    for tree, cost in self._joined(left.tree, right.tree):
                        yield self._weighed(left, right, tree, cost, whole)

    def _joined(self, left: Tree, right: Tree) -> Iterator[tuple[Tree, Cost]]:
        """Yield the trees that two neighbours make, with what joining costs."""
        if left.label == "prefix":
            takes = self._grammar.prefixes[left.leaf].takes
            yield from _attached(takes, right.label, (left, right))
        elif right.label == "suffix":
            takes = self._grammar.suffixes[right.leaf].takes
            yield from _attached(takes, left.label, (left, right))
        elif right.label == "interfix" and left.label in _COMPOUND:
            yield Tree("interfix", (left, right)), Cost()
        elif right.label in _COMPOUND and left.label in (*_COMPOUND[right.label], "interfix"):
            first = left.children if left.label == "interfix" else (left,)
            yield Tree(right.label, (*first, right)), Cost(compounds=1)

    def _weighed(
        self, left: Reading, right: Reading, tree: Tree, cost: Cost, whole: bool
    ) -> Reading:
        total = left.cost + right.cost + cost
        if whole:
            return Reading(tree, total)
        spellings = self._spellings(left, right, tree)
        if tree.label != "interfix":
            attested = any(self._known(form, tree.label) for form in spellings)
            total += Cost(unattested=not attested)
        return Reading(tree, total, spellings)

    def _known(self, form: str, category: str) -> bool:
        """Return whether a list has `form`, and has it as a word with parts."""
        return self._words.attested(form, category) and not self._words.simple(form)

    def _spellings(self, left: Reading, right: Reading, tree: Tree) -> frozenset[str]:
        if left.tree.label == "prefix":
            affix, base = self._grammar.prefixes[left.tree.leaf], right
        elif right.tree.label == "suffix":
            affix, base = self._grammar.suffixes[right.tree.leaf], left
        else:
            tail = right.spellings or {right.tree.leaf}
            joined = (one + other for one in sorted(left.spellings) for other in sorted(tail))
            return frozenset(list(joined)[:_SPELLINGS])
        forms = (form for one in sorted(base.spellings) for form in self._grammar.join(one, affix))
        return frozenset(list(dict.fromkeys(forms))[:_SPELLINGS])


def _attached(
    takes: tuple[tuple[str, str, bool], ...], label: str, children: tuple[Tree, ...]
) -> Iterator[tuple[Tree, Cost]]:
    for rank, (taken, made, rare) in enumerate(takes):
        if taken == label:
            yield Tree(made, children), Cost(rare=rare, order=rank)


def _likeliest(found: Iterator[Reading]) -> tuple[Reading, ...]:
    """Return the cheapest reading for each bracketing and category."""
    best: dict[tuple[str, str], Reading] = {}
    for reading in found:
        key = (reading.brackets, reading.tree.label)
        if key not in best or reading.cost < best[key].cost:
            best[key] = reading
    return tuple(best.values())
