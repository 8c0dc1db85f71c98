"""Spanish text read word by word: what each word is for the rules."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Literal

from core.kichwa.lexicon import lexicon
from core.morphology.spanish import SpanishWord, verb_feats
from core.morphology.spanish import analyse as analyse_spanish
from core.morphology.spanish_verbs import VerbReading, verb_readings
from core.translation.rules.marks import is_cited, spaced, tokens
from core.translation.rules.tables import PERSONS, spanish_rules
from core.translation.rules.to_kichwa.amounts import Amount, amount

Kind = Literal[
    "mark", "phrase", "conj", "link", "que", "prep", "question", "article", "det", "poss", "clitic",
    "pron", "num", "adv", "verb", "adj", "noun", "name", "intj",
]  # fmt: skip
CLITICS = frozenset({"me", "te", "se", "nos", "os", "le", "les", "lo", "la", "los", "las"})
ALWAYS_CLITICS = frozenset({"me", "te", "se", "nos", "os", "le", "les"})
FINITE = frozenset(
    ("pres", "imperfect", "preterite", "future", "conditional", "subj", "subj_past", "imperative")
)
_CONTRACTED = re.compile(r" (de|a)l$")
_LONGEST = 5


@dataclass(frozen=True, slots=True)
class Word:
    """One word, or several that stand for one thing.

    form: as written; a mark with the spaces around it. low: lower case, without spaces.
    readings: as a form of a verb, most likely first. told: its Kichwa where a table is not asked.
    """

    form: str
    low: str
    kind: Kind
    lemma: str = ""
    upos: str = ""
    feats: str = ""
    readings: tuple[VerbReading, ...] = field(default=(), repr=False)
    told: str = ""

    @property
    def plural(self) -> bool:
        """Return whether the word is marked as plural."""
        return "Number=Plur" in self.feats

    def reading(self, *tenses: str) -> VerbReading | None:
        """Return the likeliest reading in one of these tenses."""
        return next((found for found in self.readings if found.tense in tenses), None)

    @property
    def finite(self) -> bool:
        """Return whether it can be a finite verb."""
        return self.kind == "verb" and self.reading(*FINITE) is not None


def person_tag(reading: VerbReading) -> str:
    """Return the person of a finite form, such as "p1pl"."""
    return PERSONS[(int(reading.person) - 1) + 3 * (reading.number == "plur")]


def _tables() -> tuple[tuple[Mapping[str, object], Kind], ...]:
    rules = spanish_rules()
    return (
        (rules.phrases, "phrase"),
        (rules.links, "link"),
        (rules.questions, "question"),
        (rules.negatives, "adv"),
        (rules.conjunctions, "conj"),
        (rules.prepositions, "prep"),
        (rules.adverbs, "adv"),
    )


def joined(forms: Sequence[str], at: int) -> tuple[int, Kind | None]:
    """Return how many words from `at` stand together in a table, and what they are."""
    for length in range(min(_LONGEST, len(forms) - at), 1, -1):
        key = " ".join(form.lower() for form in forms[at : at + length])
        key = _CONTRACTED.sub(r" \1", key)
        for table, kind in _tables():
            if key in table and not (kind == "phrase" and _goes_on(forms, at + length, key)):
                return length, kind
        loose = forms[at].lower() in spanish_rules().articles
        greeting = _goes_on(forms, at + length, key)
        if " " in key and not (loose or greeting) and (entries := lexicon().spanish.get(key)):
            kind_ = _OPEN.get(entries[0].pos, "adv")
            if kind_ != "verb":
                return length, kind_
    return 1, None


def _goes_on(forms: Sequence[str], at: int, key: str) -> bool:
    """Return whether "cómo está" is no greeting, as "tu mamá" follows."""
    return key.startswith("cómo ") and at < len(forms) and forms[at].isalpha()


_CLOSED: tuple[tuple[str, Kind], ...] = (
    ("phrases", "phrase"), ("negatives", "adv"), ("questions", "question"), ("links", "link"),
    ("possessives", "poss"), ("determiners", "det"), ("pronouns", "pron"),
    ("prepositions", "prep"), ("conjunctions", "conj"), ("adverbs", "adv"),
)  # fmt: skip
_OPEN: dict[str, Kind] = {
    "ADJ": "adj", "NOUN": "noun", "PROPN": "name", "NUM": "num", "ADV": "adv", "INTJ": "intj",
    "VERB": "verb", "AUX": "verb", "PUNCT": "mark", "SYM": "mark",
}  # fmt: skip


@lru_cache(maxsize=256)  # each alternative reads the same sentences again
def read_words(text: str) -> tuple[Word, ...]:
    """Return the words of a Spanish text, fixed phrases joined."""
    forms, shown = tokens(text), spaced(text)
    found = analyse_spanish(forms)
    words: list[Word] = []
    at = 0
    while at < len(forms):
        if (counted := amount(forms, at)) is not None:
            words.append(_counted(forms, at, counted))
            at += counted.length
            continue
        length, kind = joined(forms, at)
        if kind:
            form = " ".join(forms[at : at + length])
            words.append(Word(form, _CONTRACTED.sub(r" \1", form.lower()), kind))
        else:
            words.append(_word(forms, at, found[at], words))
            if words[-1].kind == "mark":
                words[-1] = replace(words[-1], form=shown[at])
        at += length
    return tuple(words)


def _counted(forms: Sequence[str], at: int, counted: Amount) -> Word:
    """Return a number, a date or an hour as one word."""
    form = " ".join(forms[at : at + counted.length])
    low = "día" if counted.kind == "noun" else form.lower()
    return Word(form, low, counted.kind, told=counted.kichwa)


def _word(forms: Sequence[str], at: int, found: SpanishWord, before: Sequence[Word]) -> Word:
    form, low = forms[at], forms[at].lower()
    readings = tuple(_ranked(verb_readings(low), found)) if form.isalpha() else ()
    kind = _kind(forms, at, found, before, readings)
    return Word(form, low, kind, found.lemma, found.upos, found.feats, readings)


def _ranked(readings: Sequence[VerbReading], found: SpanishWord) -> list[VerbReading]:
    """Return the readings with the one that the context asks for first: "diste" is of dar."""

    chosen = spanish_rules().verbs
    usual = any(reading.lemma in chosen for reading in readings) and found.lemma not in chosen

    def order(reading: VerbReading) -> tuple[bool, bool]:
        rare = usual and not lexicon().from_spanish(found.lemma, "VERB")
        wanted = reading.lemma in chosen if rare else reading.lemma == found.lemma
        return not wanted, verb_feats(reading) != found.feats

    return sorted(readings, key=order)


def _next(forms: Sequence[str], at: int) -> str:
    return forms[at + 1].lower() if at + 1 < len(forms) else ""


def _kind(
    forms: Sequence[str],
    at: int,
    found: SpanishWord,
    before: Sequence[Word],
    readings: Sequence[VerbReading],
) -> Kind:
    form, low = forms[at], forms[at].lower()
    if is_cited(form):
        return "name"
    if not any(letter.isalnum() for letter in form):
        return "mark"
    if form.strip("$ ")[0].isdigit():
        return "num"
    if low == "que" or (low == "donde" and before and before[-1].kind in ("noun", "name")):
        return "que"
    if low in CLITICS and (low in ALWAYS_CLITICS or found.upos == "PRON"):
        return "clitic"
    if low in spanish_rules().articles:
        return "article"
    if _swallowed(low, before):
        return "noun"
    return _closed_kind(forms, at, found, before) or _open_kind(
        form, found, readings, _after_determiner(before)
    )


def _swallowed(low: str, before: Sequence[Word]) -> bool:
    """Return whether a word is the noun of an idiom such as "tener sed"."""
    last = next((word for word in reversed(before) if word.low not in ("mucho", "mucha")), None)
    if last is None or not last.readings:
        return False
    return f"{last.readings[0].lemma} {low}" in spanish_rules().expressions


def _closed_kind(
    forms: Sequence[str], at: int, found: SpanishWord, before: Sequence[Word]
) -> Kind | None:
    rules, low, following = spanish_rules(), forms[at].lower(), _next(forms, at)
    if found.upos in ("VERB", "AUX") and low not in ("sobre", "para", "entre", "bajo", "hasta"):
        return None
    if low == "como" and before and before[-1].low in ("yo", "no", "nunca", "siempre", "ya"):
        return "verb"
    if low == "como":
        return "prep" if before and before[-1].kind != "mark" else "link"
    for section, kind in _CLOSED:
        if low in getattr(rules, section) and _fits(kind, following, found, before):
            return kind
    return "pron" if low in rules.determiners or low in rules.pronouns else None


def _fits(kind: Kind, following: str, found: SpanishWord, before: Sequence[Word]) -> bool:
    """Return whether a word of a closed class is one here."""
    if kind == "phrase":  # "vamos" alone is a phrase, "vamos a comer" is not
        return not following.isalpha() and (not before or before[-1].kind == "mark")
    if kind == "det":
        return found.upos == "DET" or (following.isalpha() and found.upos != "PRON")
    if kind == "adv":
        return found.upos not in ("NOUN", "ADJ") and not _after_determiner(before)
    return True


def _after_determiner(before: Sequence[Word]) -> bool:
    return bool(before) and before[-1].kind in ("article", "det", "poss")


def _open_kind(
    form: str, found: SpanishWord, readings: Sequence[VerbReading], determined: bool
) -> Kind:
    kind = _OPEN.get(found.upos, "noun")
    if found.upos == "NOUN" and determined:
        return "noun"
    if found.clitics or (found.upos in ("NOUN", "PROPN") and any(r.clitics for r in readings)):
        return "verb"
    if kind == "verb" and not readings:
        return "noun"
    if kind == "name" and form.islower():
        return "noun"
    return kind
