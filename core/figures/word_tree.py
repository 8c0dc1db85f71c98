"""Draw how a Kichwa word is built, ending by ending."""

from core.figures.tree import draw_tree
from core.i18n.catalogue import Language
from core.kichwa.analysis import Analysis
from core.kichwa.gloss import interlinear
from core.kichwa.suffixes import Stage, suffixes

# What the word so far is: a verb or a nominal; other stages leave it as it was.
_CLASS: dict[Stage | None, str] = {"V": "V", "T": "V", "F": "V", "C": "V", "N": "N"}


def word_tree(analysis: Analysis, language: Language, *, title: str = "", meaning: str = "") -> str:
    """Return the tree of a word as SVG: the stem, and one branching per ending.

    meaning: of the stem, shown below it. Leaves have the class of their colour group.
    """
    first, *endings = interlinear(analysis, language, meaning)
    labels, kinds = [f"{first.form}\n{first.gloss}"], [first.group]
    children: list[list[int]] = [[]]
    top, word_class = 0, _first_class(analysis)
    for part in endings:
        suffix = suffixes().get(part.tag)
        word_class = _CLASS.get(suffix.makes if suffix else None, word_class)
        labels += [f"-{part.form}\n{part.gloss}", word_class]
        children += [[], [top, len(children)]]
        kinds += [part.group, ""]
        top = len(labels) - 1
    return draw_tree(labels, children, root=top, kinds=kinds, title=title or analysis.form)


def _first_class(analysis: Analysis) -> str:
    """Return the class of the stem, as its first ending tells it."""
    suffix = suffixes().get(next(iter(analysis.tags), ""))
    verbal = suffix is not None and set(suffix.on) == {"V"}
    return "V" if verbal or analysis.upos in ("VERB", "AUX") else "N"
