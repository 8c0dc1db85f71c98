"""What a whole sentence tells about its words: tenses that agree, verbs taken for nouns."""

from collections.abc import Sequence
from dataclasses import replace

from core.morphology.spanish_verbs import VerbReading
from core.translation.rules.tables import spanish_rules
from core.translation.rules.to_kichwa.words import Word


def mended(words: Sequence[Word]) -> list[Word]:
    """Return the words with what a whole sentence tells: tenses that agree, verbs not missed."""
    if any(_formal(word) for word in words):
        words = [_yours(word) for word in words]
    told = [word.readings[0].tense for word in words if word.finite]
    found: list[Word] = []
    for at, word in enumerate(words):
        before = found[-1] if found else None
        if word.kind == "verb" and before is not None and _describes(word, before):
            word = replace(word, kind="adj")
        elif _commands(word, before, words[at + 1] if at + 1 < len(words) else None):
            word = _first(word, "imperative")
        elif word.finite and word.readings[0].tense == "pres" and "preterite" in told:
            word = _first(word, "preterite", word.readings[0])
        found.append(word)
        if word.kind == "mark" or at == len(words) - 1:
            _find_verb(found)
    return found


def _formal(word: Word) -> bool:
    """Return whether a word says usted: the pronoun, or a polite command."""
    polite = any((one.tense, one.person) == ("imperative", 3) for one in word.readings[:1])
    return word.low in ("usted", "ustedes", "ud", "uds") or (word.kind == "verb" and polite)


def _yours(word: Word) -> Word:
    """Return "su" as the possessor that goes with usted."""
    return replace(word, low=f"{word.low} usted") if word.low in ("su", "sus") else word


def _describes(word: Word, before: Word) -> bool:
    """Return whether "enferma" after "está" is no verb."""
    linked = before.kind == "verb" and before.readings[0].lemma in ("ser", "estar")
    return linked and word.readings[0].tense in ("pres", "subj") and len(word.low) > 3


def _commands(word: Word, before: Word | None, after: Word | None) -> bool:
    """Return whether a word is a command: "ven", or "entre" all alone."""
    starts = before is None or before.kind in ("mark", "conj")
    alone = word.kind == "prep" and (after is None or after.kind == "mark")
    return starts and (alone or word.low in spanish_rules().commands)


def _first(word: Word, tense: str, like: VerbReading | None = None) -> Word:
    """Return the word with a reading in this tense first, of the same verb as `like`."""
    for reading in word.readings:
        same = like is None or (reading.lemma, reading.person, reading.number) == (
            like.lemma, like.person, like.number,
        )  # fmt: skip
        if reading.tense == tense and same:
            others = tuple(one for one in word.readings if one is not reading)
            return replace(word, kind="verb", readings=(reading, *others))
    return word


def _find_verb(words: list[Word]) -> None:
    """Make a verb of a word taken for a noun where the words since the last mark have none."""
    start = len(words) - 1
    while start > 0 and words[start - 1].kind != "mark":
        start -= 1
    segment = words[start:]
    if _has_verb(segment):
        return
    second = segment[0].reading("pres") if start and words[start - 1].form == "¿" else None
    if second is not None and segment[0].kind == "noun" and second.person == 2:
        words[start] = _first(segment[0], "pres", second)
        return
    for at, word in enumerate(segment):
        before = segment[at - 1] if at else None
        after = segment[at + 1] if at + 1 < len(segment) else None
        if _may_be_verb(word, before, after):
            words[start + at] = _first(word, "pres")
            return


def _has_verb(segment: Sequence[Word]) -> bool:
    """Return whether a main clause has its verb, or needs none."""
    verb = next((at for at, word in enumerate(segment) if word.finite), None)
    link = next((at for at, word in enumerate(segment) if word.kind in ("link", "que")), None)
    if verb is None and link is None:
        return any(word.kind == "question" for word in segment)
    if segment[0].kind != "noun" or link is None:
        return True
    return verb is not None and verb < link


def _may_be_verb(word: Word, before: Word | None, after: Word | None) -> bool:
    reading = word.reading("pres")
    if word.kind != "noun" or reading is None or after is None or after.kind == "mark":
        return False
    if after.low in ("de", "del", "y"):
        return False
    if before is None:
        return after.kind != "adj" and (reading.person, reading.number) == (1, "sing")
    return before.kind in ("noun", "name", "pron") and reading.person == 3
