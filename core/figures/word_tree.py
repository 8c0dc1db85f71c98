"""Draw how a Kichwa word is built, ending by ending."""

from core.figures.tree import draw_tree
from core.kichwa.analysis import Analysis
from core.kichwa.suffixes import Stage, suffixes

_CLASS: dict[Stage, str] = {"V": "V", "T": "V", "F": "V", "C": "V", "N": "N"}
STEM = "stem"
UNKNOWN = "unknown"


def suffix_group(tag: str) -> str:
    """Return the colour group of a suffix, or that of what is no suffix.

    >>> suffix_group("loc"), suffix_group("")
    ('case', 'stem')
    """
    if not tag:
        return STEM
    suffix = suffixes().get(tag)
    return suffix.group if suffix else UNKNOWN


def suffix_gloss(tag: str, language: str) -> str:
    """Return the abbreviation of a suffix after the Leipzig glossing rules, in Spanish or English.

    >>> suffix_gloss("acc", "es"), suffix_gloss("acc", "en")
    ('ACUS', 'ACC')
    """
    suffix = suffixes().get(tag)
    return suffix.gloss["en" if language == "en" else "es"] if suffix else "?"


def word_tree(analysis: Analysis, language: str, *, title: str = "", stem: str = "") -> str:
    """Return the tree of a word as SVG: the stem, and one branching per ending.

    stem: what the stem means, shown below it. Nodes have the class of their colour group.
    """
    labels = ["\n".join(filter(None, (analysis.morphemes[0].form, stem)))]
    children: list[list[int]] = [[]]
    kinds = [STEM]
    top, stage = 0, _first_class(analysis)
    for part in analysis.morphemes[1:]:
        suffix = suffixes().get(part.tag)
        stage = _CLASS.get(suffix.makes, stage) if suffix and suffix.makes else stage
        labels += [f"-{part.form}\n{suffix_gloss(part.tag, language)}", stage]
        children += [[], [top, len(children)]]
        kinds += [suffix_group(part.tag), ""]
        top = len(labels) - 1
    return draw_tree(labels, children, root=top, kinds=kinds, title=title or analysis.form)


def _first_class(analysis: Analysis) -> str:
    """Return the class of the stem, as its first ending tells it."""
    first = next(iter(analysis.tags), "")
    suffix = suffixes().get(first)
    if suffix and set(suffix.on) == {"V"}:
        return "V"
    return "V" if analysis.upos in ("VERB", "AUX") else "N"
