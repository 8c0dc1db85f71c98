"""Which reading of a Kichwa word stands, by its place between two marks."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from core.kichwa.analysis import Analysis
from core.kichwa.lexicon import lexicon
from core.translation.rules.tables import kichwa_rules

FINITE = frozenset({
    "p1", "p2", "p3", "p1pl", "p2pl", "p3pl", "p3pl_past", "past", "perf", "fut1", "fut3",
    "fut3pl", "fut1pl", "imp", "imp2pl", "juss", "juss3pl", "cond1", "cond", "hab",
})  # fmt: skip
_CASED = frozenset({"acc", "dat", "loc", "abl", "ins", "ter", "top"})
Readings = Sequence[Analysis]


def settled(forms: Sequence[str], found: Sequence[Readings]) -> list[Readings]:
    """Return the readings of each word, the one that its place asks for first."""
    kept = [
        _named(form, readings, at == 0)
        for at, (form, readings) in enumerate(zip(forms, found, strict=True))
    ]
    kept = [_in_lexicon(readings) for readings in kept]
    for at in range(1, len(kept)):
        if forms[at - 1].lower() == "ama":
            kept[at] = _longest(kept[at])
    for start, end in _segments(forms):
        _pronoun(forms, kept, start, end)
        _describing(kept, start, end)
        _closing(kept, start, end)
    return kept


def _named(form: str, readings: Readings, first: bool) -> Readings:
    """Return the readings of a capitalised word that is no Kichwa noun: it is a name.

    first: it begins the sentence, where the capital of a Kichwa word says nothing.
    """
    if not (form[:1].isupper() and readings):
        return readings
    best = readings[0]
    chosen = _first(readings, lambda one: one.upos == "PROPN")
    if best.stem_language == "unknown":
        return chosen
    told = _first(readings, lambda one: one.lemma.title() in kichwa_rules().names)[0]
    if told.lemma.title() in kichwa_rules().names:
        return (replace(told, upos="PROPN", lemma=form[: len(told.lemma)]), *readings)
    verb = best.upos == "VERB" and not (set(best.tags) & FINITE)
    return chosen if verb and not first and chosen[0].upos == "PROPN" else readings


def _segments(forms: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield where words between two marks start and end."""
    start = 0
    for at, form in enumerate((*forms, ".")):
        if not any(letter.isalnum() for letter in form):
            if at > start:
                yield start, at
            start = at + 1


def _pronoun(forms: Sequence[str], kept: list[Readings], start: int, end: int) -> None:
    """Read "kan" as "you" where a clause begins: "is" ends one."""
    if end - start > 1 and forms[start].lower() == "kan":
        kept[start] = _first(kept[start], lambda one: one.upos == "PRON" and one.lemma == "kan")


def _describing(kept: list[Readings], start: int, end: int) -> None:
    """Read -shka before a noun as a participle where another verb ends the clause."""
    if not _is_finite(kept[end - 1]):
        return
    for at in range(start, end - 2):
        following = kept[at + 1]
        noun = following and following[0].upos == "NOUN"
        if noun and kept[at] and kept[at][0].tags[-1:] == ("perf",):
            kept[at] = _first(kept[at], lambda one: one.tags[-1:] == ("part",))


def _closing(kept: list[Readings], start: int, end: int) -> None:
    """Read the last word as a verb where none stands before it and it may be one."""
    before = [readings[0] for readings in kept[start : end - 1] if readings]
    if any(set(one.tags) & FINITE or one.lemma in ("mana", "na") for one in before):
        return
    last = kept[end - 1]
    if not last or _is_finite(last) or set(last[0].tags) & (_CASED | {"foc", "neg", "quest"}):
        return
    if last[0].upos == "VERB" and not any(set(one.tags) & _CASED for one in before):
        return  # "mikuna yanuy" may be a heading
    wanted = ("imp", "imp2pl") if last[0].upos == "VERB" else ("p3pl",)
    kept[end - 1] = _first(
        last, lambda one: one.stem_language == "qu" and one.tags[-1:] in [(tag,) for tag in wanted]
    )


def _in_lexicon(readings: Readings) -> Readings:
    """Return the readings, one of a head word before the same endings on a guess ("arru-ta")."""
    if not readings or readings[0].upos == "PROPN" or lexicon().of(readings[0].lemma):
        return readings
    tags = readings[0].tags
    return _first(readings, lambda one: one.tags == tags and bool(lexicon().of(one.lemma)))


def _longest(readings: Readings) -> Readings:
    """Return the readings, the command with the longest stem first: "kapari-y" is not of "ka"."""
    commands = [one for one in readings if one.stem_language == "qu" and "imp" in one.tags]
    if not commands:
        return readings
    longest = max(len(one.lemma) for one in commands)
    return _first(readings, lambda one: one in commands and len(one.lemma) == longest)


def _is_finite(readings: Readings) -> bool:
    return bool(readings) and bool(set(readings[0].tags) & FINITE)


def _first(readings: Readings, wanted: Callable[[Analysis], bool]) -> Readings:
    """Return the readings with the likeliest wanted one first; as they are where none is."""
    chosen = next((one for one in readings if wanted(one)), None)
    if chosen is None:
        return readings
    return (chosen, *(one for one in readings if one is not chosen))
