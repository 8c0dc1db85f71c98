"""Explain every word of a Kichwa text: its readings, and what its stem means in Spanish."""

import re
from collections.abc import Sequence

from core.kichwa.analyse import analyse_sentence
from core.kichwa.analysis import Analysis
from core.kichwa.lexicon import lexicon
from core.kichwa.spelling import WORD
from core.translation.result import Gloss
from core.translation.sentences import split_sentences

_TOKEN = re.compile(rf"{WORD.pattern}|\d+|[^\w\s]")
_DENIALS = frozenset({"mana", "na", "ama"})  # without one of them, -chu in a question asks
MEANINGS = 4


def gloss_text(text: str) -> tuple[Gloss, ...]:
    """Return one gloss per word, in order; punctuation has none."""
    glosses: list[Gloss] = []
    start = 0
    for sentence, after in split_sentences(text):
        glosses += _sentence(sentence, start)
        start += len(sentence) + len(after)
    return tuple(glosses)


def _sentence(sentence: str, start: int) -> list[Gloss]:
    found = list(_TOKEN.finditer(sentence))
    words = [match[0] for match in found]
    readings = analyse_sentence(words)
    if "?" in words and not _DENIALS & {word.lower() for word in words}:
        readings = [_asking(known) for known in readings]
    return [
        Gloss(start + match.start(), start + match.end(), match[0], known, meanings(known))
        for match, known in zip(found, readings, strict=True)
        if match[0][0].isalnum()
    ]


def _asking(readings: tuple[Analysis, ...]) -> tuple[Analysis, ...]:
    """Return readings with those first in which -chu asks: the treebank often calls it denial."""
    return tuple(sorted(readings, key=lambda reading: "neg" in reading.tags))


def meanings(readings: Sequence[Analysis]) -> tuple[str, ...]:
    """Return what the stem of the likeliest reading means, most usual sense first."""
    if not readings:
        return ()
    best = readings[0]
    if best.stem_language == "es":
        return (best.lemma,)
    entries = lexicon().of(best.lemma, best.upos) or lexicon().of(best.lemma)
    senses = dict.fromkeys(sense for entry in entries for sense in entry.senses)
    return tuple(senses)[:MEANINGS]
