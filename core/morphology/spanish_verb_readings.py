"""Which forms of which verbs a Spanish word may be: endings undone, then conjugated back."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from core.morphology.spanish_clitics import hosts
from core.morphology.spanish_conjugation import (
    FINITE,
    PAST_SUBJUNCTIVE,
    TENSES,
    Tense,
    inflected,
    is_infinitive,
)
from core.morphology.spanish_endings import AGREEMENT, Cut, cuts, stems
from core.morphology.spanish_stress import accents
from core.morphology.spanish_verb_table import verb_table
from core.morphology.spanish_words import verbs

PERSONS = ((1, "sing"), (2, "sing"), (3, "sing"), (1, "plur"), (2, "plur"), (3, "plur"))
_COMMANDED = 2.0  # added to the Zipf value of a verb that is a command's likelier one
_LONGEST = 40  # letters; no Spanish verb form comes near
_HOSTS = ("infinitive", "gerund", "imperative")


@dataclass(frozen=True)
class VerbReading:
    """One form that a word may be.

    person: 1–3, 0 without; number: "sing", "plur" or ""; gender: of a participle "masc" or "fem";
    clitics: pronouns at the end, in order; variant: whether it is the subjunctive in -se; mended:
    whether only its accents were wrong.
    """

    lemma: str
    tense: Tense
    person: int = 0
    number: str = ""
    clitics: tuple[str, ...] = ()
    gender: str = ""
    variant: bool = False
    mended: bool = False


@lru_cache(maxsize=32768)
def verb_readings(form: str) -> tuple[VerbReading, ...]:
    """Return what `form` may be, commoner verbs first; of verbs nobody knows only regular forms.

    >>> verb_readings("dámelo")[0]
    VerbReading(lemma='dar', tense='imperative', person=2, number='sing', \
clitics=('me', 'lo'), gender='', variant=False, mended=False)
    """
    form = form.lower()
    if not form.isalpha() or not 2 <= len(form) <= _LONGEST:
        return ()
    known = [*_plain(form), *_with_clitics(form)] or list(_without_accent(form))
    if known:
        return tuple(sorted(dict.fromkeys(known), key=_rank))
    return tuple(dict.fromkeys(_guessed(form)))


def _rank(reading: VerbReading) -> tuple[float, int, bool, int]:
    """Return what to sort by: common verbs, tenses in order, the third person before the first."""
    tense = TENSES.index(reading.tense)
    zipf = verbs().get(reading.lemma, 0.0)
    if reading.clitics and reading.lemma in verb_table().commanded:
        zipf += _COMMANDED
    return -zipf, tense, reading.gender == "fem", -reading.person


def _plain(form: str) -> Iterator[VerbReading]:
    yield from _irregular_forms().get(form, ())
    for cut in cuts(form):
        for stem in stems(cut.stem):
            for lemma in _infinitives(stem, cut.ending):
                if lemma in verbs() and lemma not in _listed():
                    yield from _checked(lemma, cut, form)


def _without_accent(form: str) -> Iterator[VerbReading]:
    """Yield readings of a form of which only the accents are wrong: tenia, vió."""
    for other in accents(form):
        for reading in (*_plain(other), *_with_clitics(other)):
            yield replace(reading, mended=True)


def _infinitives(stem: str, ending: str) -> tuple[str, ...]:
    if ending == "ir" and stem.endswith(("a", "e", "o")):
        return (f"{stem}ír",)
    return (stem + ending,)


def _checked(lemma: str, cut: Cut, form: str) -> Iterator[VerbReading]:
    """Yield the reading that a cut gives when `lemma` conjugates to the form."""
    if cut.tense == "participle":
        yield from (one for made, one in _participles(lemma) if made == form)
    elif cut.tense == "subj_past":
        yield from (one for made, one in _past_subjunctives(lemma) if made == form)
    elif inflected(lemma, cut.tense, cut.slot) == form:
        yield _reading(lemma, cut.tense, cut.slot)


def _reading(lemma: str, tense: Tense, slot: int) -> VerbReading:
    if tense in ("infinitive", "gerund", "participle"):
        return VerbReading(lemma, tense)
    return VerbReading(lemma, tense, *PERSONS[slot])


def _participles(lemma: str) -> Iterator[tuple[str, VerbReading]]:
    stem = inflected(lemma, "participle", 0).removesuffix("o")
    for ending, gender, number in AGREEMENT:
        yield stem + ending, VerbReading(lemma, "participle", 0, number, (), gender)


def _past_subjunctives(lemma: str) -> Iterator[tuple[str, VerbReading]]:
    for slot, (person, number) in enumerate(PERSONS):
        made = inflected(lemma, "subj_past", slot)
        yield made, VerbReading(lemma, "subj_past", person, number)
        other = made[: -len(PAST_SUBJUNCTIVE[slot])] + "se" + PAST_SUBJUNCTIVE[slot][2:]
        yield other, VerbReading(lemma, "subj_past", person, number, (), "", True)


@cache
def _listed() -> frozenset[str]:
    """Return the verbs whose forms are all listed."""
    table = verb_table()
    return frozenset((*table.irregular, *table.prefixed)) - {"solver", "scribir"}


@cache
def _irregular_forms() -> dict[str, tuple[VerbReading, ...]]:
    """Return all forms of the verbs of the table."""
    found: dict[str, list[VerbReading]] = {}
    for lemma in sorted(_listed()):
        for form, reading in paradigm(lemma):
            found.setdefault(form, []).append(reading)
        for row in _also(lemma):
            found.setdefault(row[0], []).append(row[1])
    return {form: tuple(readings) for form, readings in found.items()}


def _also(lemma: str) -> Iterator[tuple[str, VerbReading]]:
    """Yield the further forms of a verb of the table."""
    irregular = verb_table().irregular.get(lemma)
    for row in irregular.also if irregular else ():
        form, tense, person, number = row.split()
        found = next(one for one in TENSES if one == tense)
        yield form, VerbReading(lemma, found, int(person), number, (), "masc" * (person == "0"))


def paradigm(lemma: str) -> Iterator[tuple[str, VerbReading]]:
    """Yield every form of a verb without pronouns, each with what it is."""
    for tense in FINITE[:-1]:
        for slot in range(6):
            yield inflected(lemma, tense, slot), _reading(lemma, tense, slot)
    for slot in range(1, 6):
        yield inflected(lemma, "imperative", slot), _reading(lemma, "imperative", slot)
    for tense in ("infinitive", "gerund"):
        yield inflected(lemma, tense, 0), VerbReading(lemma, tense)
    yield from _past_subjunctives(lemma)
    yield from _participles(lemma)


def _guessed(form: str) -> Iterator[VerbReading]:
    """Yield readings as a regular verb in -ar, -er or -ir."""
    for cut in cuts(form):
        lemma = cut.stem + cut.ending
        if is_infinitive(lemma) and len(cut.stem) > 2 and lemma not in verbs():
            yield from _checked(lemma, cut, form)


def _with_clitics(form: str) -> Iterator[VerbReading]:
    for host, clitics in hosts(form):
        for reading in _plain(host):
            if reading.tense in _HOSTS:
                yield VerbReading(
                    reading.lemma, reading.tense, reading.person, reading.number, clitics
                )
