"""What a Kichwa word with its endings means in Spanish, from the meaning of its stem."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from core.kichwa.candidates import VERBAL
from core.kichwa.suffixes import suffixes
from core.morphology.spanish_conjugation import TENSES, Tense, is_infinitive
from core.morphology.spanish_nouns import agree, contract, gender, pluralize, with_article
from core.morphology.spanish_verbs import attach, conjugate, is_reflexive

_TABLE = Path(__file__).with_suffix(".toml")
_NAMING: dict[str, Tense] = {name: name for name in TENSES}
# Clauses and nominals of a verb, whose pronouns stand at the end of the form.
_ATTACHING = frozenset({"infinitive", "gerund", "imperative"})
_ARTICLES = frozenset({"NOUN", "ADJ"})
_TENSE_OF = {"cond": "conditional", "past": "preterite", "perf": "perfect"}
_SECOND = frozenset({"p2", "p2pl"})


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a word means.

    text: in Spanish, "" where the stem's meaning is unknown. unsaid: tags of endings that Spanish
    has no words for, such as the topic.
    """

    text: str
    unsaid: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Verb:
    """A Spanish verb phrase, not yet inflected: the verb, what follows, what it helps."""

    lemma: str
    after: str = ""
    helped: "_Verb | None" = None
    main: Tense = "infinitive"
    between: str = ""


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads(_TABLE.read_text(encoding="utf-8"))


@lru_cache(maxsize=20_000)
def form_meaning(sense: str, upos: str, tags: tuple[str, ...], row: str = "") -> Meaning:
    """Return what a stem of this meaning and class says with endings in order.

    row: of the paradigm, where the same form stands in two (`purinki`: present and future).

    >>> form_meaning("caminar", "VERB", ("caus", "past", "p1")).text
    'hice caminar'
    >>> form_meaning("casa", "NOUN", ("pl", "loc", "add", "top"))
    Meaning(text='en las casas también', unsaid=('top',))
    """
    if not sense:
        return Meaning("", tags)
    if upos not in VERBAL:
        phrase, rest = _noun_phrase(sense, upos, tags)
        which = gender(sense.split()[0]) or "masc"
        return _enclosed(phrase, rest, agree("mismo", which, "plur" if "pl" in tags else "sing"))
    verb = _verb(sense)
    if verb is None:
        return Meaning(sense, tags)
    phrase, rest = _verb_phrase(verb, tags, row)
    return _enclosed(phrase, rest, "mismo")


def compound_meaning(sense: str, name: str, person: str) -> str:
    """Return what a compound tense says, "" where the stem's meaning is no verb.

    person: tag of its ending, from "p1" to "p3pl".

    >>> compound_meaning("irse", "pluperfect", "p1"), compound_meaning("comer", "habitual", "p3pl")
    ('me había ido', 'solían comer')
    """
    verb, how, who = _verb(sense), _table()["compound"][name], _table()["finite"][person]
    if verb is None:
        return ""
    reflexive = how["verb"] == "haber" and is_reflexive(verb.lemma)
    helping = _Verb(how["verb"] + "se" * reflexive, "", verb, _NAMING[how["main"]])
    return _said(helping, _NAMING[how["tense"]], who["person"], who["number"])


def _verb(sense: str) -> _Verb | None:
    lemma, _, after = sense.partition(" ")
    return _Verb(lemma, after) if is_infinitive(lemma.removesuffix("se")) else None


def _enclosed(phrase: str, tags: Sequence[str], same: str) -> Meaning:
    around, unsaid = _table()["around"], []
    for tag in tags:
        if tag in around:
            phrase = around[tag].format(phrase, self=same)
        else:
            unsaid.append(tag)
    said = contract(phrase)
    return Meaning(_table()["whole"].get(said, said), tuple(unsaid))


def _verb_phrase(verb: _Verb, tags: Sequence[str], row: str) -> tuple[str, Sequence[str]]:
    """Return the verb inflected, and the endings that are left."""
    at, finite = 0, _table()["finite"]
    while at < len(tags) and tags[at] not in finite:
        verb = _derived(verb, tags[at])
        at += 1
    own, rest = tags[:at], list(tags[at:])
    if not rest:
        return _said(verb, "infinitive", 3, "sing"), ()
    ending = rest.pop(0)
    way = dict(finite[ending])
    if ending in ("past", "perf") and rest and rest[0] in finite:
        way |= finite[rest.pop(0)] | {"tense": _TENSE_OF[ending]}
    if "cond" in rest[:1]:
        way["tense"] = _TENSE_OF[rest.pop(0)]
    if ending == "agent" and "pl" in rest[:1]:
        rest.pop(0)
        way |= {"before": "los que ", "number": "plur"}
    way |= _of_row(row, ending, "polite" in own and way["tense"] == "imperative")
    return way.get("before", "") + _inflected(verb, way, "obj1" in own), rest


def _of_row(row: str, ending: str, polite: bool) -> Mapping[str, Any]:
    """Return what differs where a form stands in several rows, and where it is polite."""
    if row == "future" and ending in _SECOND:
        return {"tense": "future"}
    if row in ("imperative", "polite") and ending == "fut1pl":
        return {"tense": "imperative"}
    return {"person": 3} if polite else {}


def _derived(verb: _Verb, tag: str) -> _Verb:
    table = _table()
    if tag in table["helping"]:
        how = table["helping"][tag]
        return _Verb(how["verb"], "", verb, _NAMING[how["main"]], how["between"])
    if tag in table["after"]:
        return _Verb(
            verb.lemma,
            f"{verb.after} {table['after'][tag]}".strip(),
            verb.helped,
            verb.main,
            verb.between,
        )
    if tag == "refl" and not is_reflexive(verb.lemma):
        return replace(verb, lemma=verb.lemma + "se")
    return verb


def _inflected(verb: _Verb, way: Mapping[str, Any], to_me: bool) -> str:
    tense, person, number = way["tense"], way["person"], way["number"]
    if tense == "habitual":
        verb, tense = _Verb("soler", "", verb), "imperfect"
    if tense == "perfect":
        haber = "haberse" if is_reflexive(verb.lemma) else "haber"
        verb, tense = _Verb(haber, "", verb, "participle"), "pres"
    return _said(verb, _NAMING[tense], person, number, "me" if to_me else "")


def _said(verb: _Verb, tense: Tense, person: int, number: str, pronoun: str = "") -> str:
    """Return a verb phrase in words; `pronoun` is its object."""
    form = conjugate(verb.lemma, tense, person, number)
    if pronoun and not is_reflexive(verb.lemma):
        form = attach(form, pronoun) if tense in _ATTACHING else f"{pronoun} {form}"
    helped = ""
    if verb.helped:
        helped = verb.between + _said(verb.helped, verb.main, person, number)
    return " ".join(part for part in (form, helped, verb.after) if part)


def _noun_phrase(sense: str, upos: str, tags: Sequence[str]) -> tuple[str, Sequence[str]]:
    """Return the noun with article, number and adjectives, and the endings that are left."""
    table, named = _table(), upos in _ARTICLES
    number = "plur" if "pl" in tags and named else "sing"
    head, _, after = sense.partition(" ")
    described = [table["beside"][tag] for tag in tags if tag in table["beside"]]
    said = {"pl", *table["beside"]} if named else table["beside"]
    rest = [tag for tag in tags if tag not in said]
    noun = pluralize(head) if number == "plur" else head
    if rest and suffixes()[rest[0]].group == "case":
        with_preposition = noun if rest[0] == "equ" else table["oblique"].get(noun, noun)
        noun = with_article(head, number=number) if named else with_preposition
    adjectives = [agree(word, gender(head) or "masc", number) for word in described]
    return " ".join(part for part in (noun, after, *adjectives) if part), rest
