"""Single facts, "this Kichwa word means that Spanish word", out of public dictionaries."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from core.kichwa.lexicon import is_unified
from core.lexicon import dictionary
from core.lexicon.dictionary import Dictionary

UPOS = {
    "s": "NOUN",
    "v": "VERB",
    "adj": "ADJ",
    "adv": "ADV",
    "pron": "PRON",
    "det": "DET",
    "num": "NUM",
    "conj": "CCONJ",
    "prep": "ADP",
    "interj": "INTJ",
}
_LONGEST_SENSE = 5
_INFINITIVE = re.compile(r"\w*[aeií]r(?:se|le)?\b")
_SPANISH = re.compile(r"[a-záéíóúüñA-ZÁÉÍÓÚÑ]+(?:[ -][a-záéíóúüñA-ZÁÉÍÓÚÑ]+)*")


@dataclass(frozen=True, slots=True)
class Fact:
    """One equivalence.

    place: of the word in its article, from 0; the first is the most usual.
    narrow: whether the article says it of a special case only.
    from_kichwa: whether the article's head is the Kichwa word.
    """

    lemma: str
    pos: str
    sense: str
    region: str
    source: str
    place: int
    narrow: bool
    from_kichwa: bool


def facts(read: Dictionary, source: str, dropped: Counter[str]) -> Iterator[Fact]:
    """Yield the facts of a dictionary; `dropped` counts by reason what gives none."""
    for entry in read.entries:
        for place, (sense, note) in enumerate(zip(entry.senses, entry.qualifiers, strict=True)):
            to_spanish = entry.direction == "qu-es"
            word, meaning = (entry.head, sense) if to_spanish else (sense, entry.head)
            lemma, pos, reason = _head(word, entry)
            if note and pos == "VERB" and not to_spanish:
                meaning = f"{meaning} {note}"
            reason = reason or _reason_against(meaning, pos)
            if reason:
                dropped[reason] += 1
                continue
            region = "+".join(entry.regions)
            yield Fact(lemma, pos, meaning, region, source, place, bool(note), to_spanish)


def _head(word: str, entry: dictionary.Entry) -> tuple[str, str, str]:
    """Return the head word in our form, its class, and a reason to drop it or ""."""
    lemma = word.casefold().replace("tz", "ts").replace("-", " ")
    pos = UPOS.get(entry.pos, "")
    if not pos:
        return lemma, pos, "class unknown"
    if not is_unified(lemma):
        return lemma, pos, "spelling not unified"
    if pos != "VERB":
        return lemma, pos, ""
    if not lemma.endswith("na") or len(lemma) < 4:
        return lemma, pos, "not an infinitive in Kichwa"
    return lemma[:-2], pos, ""


def _reason_against(sense: str, pos: str) -> str:
    """Return why a Spanish equivalent is of no use, or ""."""
    if not _SPANISH.fullmatch(sense):
        return "letters that Spanish has not"
    if len(sense.split()) > _LONGEST_SENSE or sense.startswith("expresión"):
        return "an explanation"
    infinitive = bool(_INFINITIVE.fullmatch(sense.split(" ")[0]))
    if pos == "VERB" and not infinitive:
        return "not an infinitive in Spanish"
    if pos == "NOUN" and infinitive and sense.endswith("rse"):
        return "a verb under a noun"
    return ""
