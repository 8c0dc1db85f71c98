"""Translations of words whose form no phrase covers, by their lemma and ending.

Spanish forms become Kichwa stems with suffixes, a verb the dictionary lacks becomes a loan with
them; Kichwa verbs become forms of the Spanish verbs in the dictionary.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from core.errors import UserError
from core.kichwa.generate import generate
from core.kichwa.lexicon import lexicon
from core.lexicon.spelling import spanish_forms as common_spanish
from core.morphology.spanish_verbs import Tense, conjugate, going_to, verb_readings
from core.morphology.spanish_words import verbs
from core.text import fold

Units = tuple[str, ...]
_MOST = 3
_PLURAL = "kuna"
_PERSONS = {
    (1, "sing"): "p1",
    (2, "sing"): "p2",
    (3, "sing"): "p3",
    (1, "plur"): "p1pl",
    (2, "plur"): "p2pl",
    (3, "plur"): "p3pl",
}
_PAST = {**_PERSONS, (3, "sing"): "", (3, "plur"): "p3pl_past"}
_FUTURE = {
    (1, "sing"): "fut1",
    (2, "sing"): "p2",
    (3, "sing"): "fut3",
    (1, "plur"): "fut1pl",
    (2, "plur"): "p2pl",
    (3, "plur"): "fut3pl",
}
_COMMANDS = {
    (2, "sing"): "imp",
    (3, "sing"): "imp",
    (1, "plur"): "fut1pl",
    (2, "plur"): "imp2pl",
    (3, "plur"): "imp2pl",
}
_UNINFLECTED: Mapping[Tense, tuple[str, ...]] = {
    "infinitive": ("inf",),
    "gerund": ("same",),
    "participle": ("part",),
}
# Suffixes as they are written → Spanish tense, person, number; "go": ir a + infinitive.
_WHO: Mapping[str, tuple[int, str]] = {
    "ni": (1, "sing"),
    "nki": (2, "sing"),
    "nchik": (1, "plur"),
    "nkichik": (3, "plur"),
}
_FINITE = {**_WHO, "n": (3, "sing"), "nkuna": (3, "plur")}
_AFTER_PAST = {**_WHO, "": (3, "sing"), "kuna": (3, "plur")}
_ALONE: Mapping[Units, tuple[Tense, int, str]] = {
    ("sha",): ("future", 1, "sing"),
    ("nka",): ("future", 3, "sing"),
    ("nkakuna",): ("future", 3, "plur"),
    ("y",): ("imperative", 2, "sing"),
    ("pa", "y"): ("imperative", 3, "sing"),
    ("ychik",): ("imperative", 3, "plur"),
    ("chun",): ("subj", 3, "sing"),
    ("na",): ("infinitive", 3, "sing"),
    ("nkapak",): ("infinitive", 3, "sing"),
    ("shpa",): ("gerund", 3, "sing"),
    ("kpi",): ("subj", 3, "sing"),
    ("shka",): ("participle", 3, "sing"),
    ("k",): ("imperfect", 3, "sing"),
}


@dataclass(frozen=True, slots=True)
class Word:
    """A translation of one word; loan: whether its stem was carried over."""

    text: str
    loan: bool = False


def _endings(tense: Tense, person: int, number: str) -> tuple[str, ...] | None:
    """Return the Kichwa suffixes of a Spanish form, None where there are none."""
    if tense in _UNINFLECTED:
        return _UNINFLECTED[tense]
    who = (person, number)
    if tense in ("pres", "subj"):
        return ("juss",) if tense == "subj" and person == 3 else (_PERSONS[who],)
    if tense in ("preterite", "imperfect"):
        return tuple(filter(None, ("past", _PAST[who])))
    if tense == "imperative":
        return (_COMMANDS[who],) if who in _COMMANDS else None
    if tense == "future":
        return (_FUTURE[who],)
    return ("cond1",) if who == (1, "sing") else (_PERSONS[who], "cond")


def _loan_stem(lemma: str) -> str:
    """Return the stem under which Kichwa takes a Spanish verb: valer → vali.

    >>> _loan_stem("instalar"), _loan_stem("valer")
    ('instala', 'vali')
    """
    return lemma[:-2] + ("a" if lemma[-2] == "a" else "i")


@lru_cache(maxsize=4096)
def kichwa_forms(word: str) -> tuple[Word, ...]:
    """Return what a Spanish word in small letters may be in Kichwa, the likeliest first."""
    nouns = list(_nouns(word))
    actions = list(_verbs(word))
    known = [one for one in nouns + actions if not one.loan]
    return tuple(dict.fromkeys(known or [*actions, *_loan_nouns(word)]))[: 2 * _MOST]


def _verbs(word: str) -> Iterator[Word]:
    """Yield the verbs of the dictionary, or the loan, in the form that a word may be."""
    for reading in verb_readings(word)[:_MOST]:
        if reading.lemma not in verbs():
            continue
        tags = _endings(reading.tense, reading.person or 3, reading.number or "sing")
        if tags is None:
            continue
        entries = lexicon().from_spanish(reading.lemma, "VERB")[:_MOST]
        stems = [(entry.lemma, False) for entry in entries]
        for stem, loan in stems or [(_loan_stem(reading.lemma), True)]:
            yield Word(generate(stem, tags, "VERB"), loan)


def _nouns(word: str) -> Iterator[Word]:
    """Yield the words of the dictionary for the singular or masculine of a form."""
    for lemma, plural in _singulars(word):
        for entry in lexicon().from_spanish(lemma)[:_MOST]:
            yield Word(entry.citation + (_PLURAL if plural and entry.pos == "NOUN" else ""))


def _loan_nouns(word: str) -> Iterator[Word]:
    """Yield a Spanish plural with the Kichwa plural instead of its own."""
    for lemma, plural in _singulars(word):
        if plural and fold(lemma) in common_spanish():
            yield Word(lemma + _PLURAL, True)


def _singulars(word: str) -> Iterator[tuple[str, bool]]:
    """Yield what a noun or adjective may be a form of, and whether the word is its plural."""
    plural = word.endswith("s") and len(word) > 3
    bases = [word]
    if plural:
        bases = [word[:-1]] + ([word[:-2]] if word.endswith("es") else [])
        bases += [word[:-3] + "z"] if word.endswith("ces") else []
    for base in bases:
        if base != word:
            yield base, plural
        if base.endswith("a"):
            yield base[:-1] + "o", plural


@lru_cache(maxsize=4096)
def spanish_forms(stem: str, suffixes: Units) -> tuple[Units, ...]:
    """Return the Spanish forms of a Kichwa verb with these suffixes, the likeliest verb first."""
    found = []
    for entry in lexicon().of(stem, "VERB"):
        for lemma in entry.senses:
            told = None if " " in lemma else _spanish(lemma, suffixes)
            if told:
                found.append(tuple(told.split()))
    return tuple(dict.fromkeys(found))[:_MOST]


def _spanish(lemma: str, suffixes: Sequence[str]) -> str | None:
    """Return the form of a Spanish verb that suffixes stand for, None where they say more."""
    rest = tuple(suffixes)
    if rest[:1] == ("kri",) and rest[-1] in _FINITE and len(rest) == 2:
        return _formed(going_to, lemma, "pres", *_FINITE[rest[1]])
    progressive = rest[:1] == ("ku",) and len(rest) > 1
    rest = rest[1:] if progressive else rest
    if rest in _ALONE:
        return _formed(conjugate, lemma, *_ALONE[rest])
    if len(rest) == 1 and rest[0] in _FINITE:
        return _formed(conjugate, lemma, "pres", *_FINITE[rest[0]])
    if rest[:1] in (("rka",), ("shka",)) and len(rest) < 3:
        who = _AFTER_PAST.get(rest[1] if len(rest) > 1 else "")
        tense: Tense = "imperfect" if progressive else "preterite"
        return _formed(conjugate, lemma, tense, *who) if who else None
    if len(rest) == 2 and rest[1] == "man" and rest[0] in _FINITE:
        return _formed(conjugate, lemma, "conditional", *_FINITE[rest[0]])
    return None


def _formed(
    make: Callable[[str, Tense, int, str], str],
    lemma: str,
    tense: Tense,
    person: int,
    number: str,
) -> str | None:
    """Return a form, None for what is no verb or has no such form."""
    try:
        return make(lemma, tense, person, number)
    except UserError:
        return None
