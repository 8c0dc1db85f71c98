"""Interlinear glosses of Kichwa words after the Leipzig rules."""

from dataclasses import dataclass

from core.i18n.catalogue import Language
from core.kichwa.analysis import Analysis
from core.kichwa.suffixes import suffixes

_ZERO = "∅"
_FINITE_PARTS = frozenset({"past", "perf"})


@dataclass(frozen=True, slots=True)
class Glossed:
    """One part of a glossed word.

    form: as it stands in the word. gloss: meaning of the stem, or abbreviation of the suffix.
    tag: id of the suffix, "" for the stem. group: its colour group, "stem" for the stem.
    """

    form: str
    gloss: str
    tag: str
    group: str


def interlinear(
    analysis: Analysis, language: Language = "es", meaning: str = ""
) -> tuple[Glossed, ...]:
    """Return the parts of a word with their glosses; `meaning` is that of the stem.

    Kichwa takes the abbreviations of the Leipzig rules as they are. Without a meaning the stem
    stands for itself.
    """
    table, parts = suffixes(), []
    for part in analysis.morphemes:
        if part.tag:
            suffix = table[part.tag]
            gloss = suffix.gloss["es" if language == "es" else "en"]
            parts.append(Glossed(part.form, gloss, part.tag, suffix.group))
        else:
            parts.append(Glossed(part.form, meaning or analysis.lemma, "", "stem"))
    if analysis.tags and analysis.tags[-1] in _FINITE_PARTS and "Person=3" in analysis.feats:
        parts.append(Glossed(_ZERO, "3", "", "person"))
    return tuple(parts)


def lines(analysis: Analysis, language: Language = "es", meaning: str = "") -> tuple[str, str]:
    """Return the two lines of an interlinear gloss: forms, and glosses, joined by hyphens."""
    parts = interlinear(analysis, language, meaning)
    return "-".join(part.form for part in parts), "-".join(
        ".".join(part.gloss.split()) for part in parts
    )
