"""Kichwa text read word by word: what each word is for the rules."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from core.kichwa.analyse import analyse_sentence
from core.kichwa.analysis import Analysis
from core.kichwa.suffixes import suffixes
from core.translation.rules.tables import kichwa_rules

Kind = Literal["mark", "noun", "finite", "adverbial", "nominalised", "particle", "question", "no"]
_TOKEN = re.compile(r"\d+(?:[.,:/]\d+)*|[^\W_]+(?:['’\-][^\W_]+)*|[^\w\s]|_")
ADVERBIAL = ("same", "diff", "purp_same", "purp_diff", "until")
NOMINALISED = ("inf", "nmlz", "agent", "part")
_FINITE = frozenset(
    [
        "p1",
        "p2",
        "p3",
        "p1pl",
        "p2pl",
        "p3pl",
        "p3pl_past",
        "past",
        "perf",
        "fut1",
        "fut3",
        "fut3pl",
        "fut1pl",
        "imp",
        "imp2pl",
        "juss",
        "juss3pl",
        "cond1",
        "cond",
        "hab",
    ]
)
CASES = ("acc", "dat", "loc", "abl", "ins", "gen", "ben", "ter", "cause", "equ", "assoc", "with",
         "toward", "without")  # fmt: skip
ENCLITICS = frozenset({"top", "foc", "neg", "quest", "open", "add", "cont", "infer", "dub", "emph",
                       "contrast", "self", "lim", "very"})  # fmt: skip
_NEGATIVE = {"mana": "mana", "na": "mana", "ama": "ama", "manarak": "manarak"}


@dataclass(frozen=True, slots=True)
class KichwaWord:
    """One word in its likeliest reading.

    verbal: the ending that makes a verb what it is here ("same", "inf" …), "" without one.
    """

    form: str
    kind: Kind
    lemma: str
    upos: str
    tags: tuple[str, ...]
    verbal: str
    language: str

    @property
    def low(self) -> str:
        """Return the form in lower case."""
        return self.form.lower()

    @property
    def case(self) -> str:
        """Return the outermost case, "" without one."""
        return next((tag for tag in reversed(self.tags) if tag in CASES), "")

    @property
    def key(self) -> str:
        """Return the stem with its endings but the enclitics: "may+loc"."""
        kept = (tag for tag in self.tags if tag not in ENCLITICS or tag == "add")
        return "+".join((self.lemma.lower(), *kept))

    @property
    def plain_key(self) -> str:
        """Return the key without -pash."""
        return self.key.removesuffix("+add")

    @property
    def derived(self) -> tuple[str, ...]:
        """Return the endings that make a verb stem from a verb stem."""
        return tuple(t for t in self.tags if suffixes()[t].makes == "V")

    def has(self, *tags: str) -> bool:
        """Return whether one of these endings stands in the word."""
        return any(tag in self.tags for tag in tags)


def tokens(text: str) -> list[str]:
    """Return words, numbers and marks."""
    return _TOKEN.findall(text)


def read_kichwa(text: str) -> list[KichwaWord]:
    """Return the words of a Kichwa sentence."""
    forms = tokens(text)
    found = analyse_sentence(forms)
    return [_word(form, readings) for form, readings in zip(forms, found, strict=True)]


def _word(form: str, readings: Sequence[Analysis]) -> KichwaWord:
    if not any(letter.isalnum() for letter in form):
        return KichwaWord(form, "mark", form, "PUNCT", (), "", "")
    if not readings:
        return KichwaWord(form, "noun", form, "X", (), "", "unknown")
    best = readings[0]
    verbal = next((t for t in best.tags if t in (*ADVERBIAL, *NOMINALISED)), "")
    kind = _kind(form.lower(), best, verbal)
    return KichwaWord(form, kind, best.lemma, best.upos, best.tags, verbal, best.stem_language)


def _kind(low: str, best: Analysis, verbal: str) -> Kind:
    rules = kichwa_rules()
    lemma = best.lemma.lower()
    if (lemma in _NEGATIVE and not best.tags) or lemma in ("mana", "na", "ama"):
        return "no"
    if verbal in ADVERBIAL:
        return "adverbial"
    if verbal in NOMINALISED:
        return "nominalised"
    if any(tag in _FINITE for tag in best.tags):
        return "finite"
    if lemma in rules.stems_asked and not any(t == "add" for t in best.tags):
        return "question"
    if best.upos in ("ADV", "CCONJ", "SCONJ", "PART", "INTJ") or low in rules.words:
        return "particle"
    return "noun"


def negation_of(word: KichwaWord) -> str:
    """Return "mana", "ama" or "manarak"."""
    lemma = word.lemma.lower()
    if lemma == "mana" and word.has("cont"):
        return "manarak"
    return _NEGATIVE.get(lemma, "mana")
