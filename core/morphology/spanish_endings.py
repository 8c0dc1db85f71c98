"""Spanish verb endings undone: what is left of a form, and of which stems that may be spelled."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from core.morphology.spanish_conjugation import (
    ENDINGS,
    FUTURE,
    GERUND,
    PARTICIPLE,
    PAST_SUBJUNCTIVE,
    STRONG,
    Tense,
)
from core.morphology.spanish_stress import bare

AGREEMENT = (
    ("o", "masc", "sing"),
    ("a", "fem", "sing"),
    ("os", "masc", "plur"),
    ("as", "fem", "plur"),
)


@dataclass(frozen=True)
class Cut:
    """A form without an ending that it shows."""

    stem: str
    ending: str  # ar, er, ir
    tense: Tense
    slot: int


# What a stem's last letters may have been before the ending, and its last vowel without stress.
_SPELLINGS = (
    ("qu", "c"),
    ("gu", "g"),
    ("gü", "gu"),
    ("zc", "c"),
    ("c", "z"),
    ("z", "c"),
    ("j", "g"),
    ("j", "c"),
    ("g", "gu"),
    ("y", ""),
    ("uy", "ü"),
)
_VOWELS = (
    ("hue", "o"),
    ("üe", "o"),
    ("ue", "o"),
    ("ue", "u"),
    ("ye", "e"),
    ("ie", "e"),
    ("ie", "i"),
    ("i", "e"),
    ("í", "e"),
    ("u", "o"),
    ("í", "i"),
    ("ú", "u"),
)


@cache
def _endings() -> dict[str, tuple[tuple[str, Tense, int], ...]]:
    """Return each written ending with the classes, tenses and slots that show it."""
    found: dict[str, set[tuple[str, Tense, int]]] = {}
    for name in ("ar", "er", "ir"):
        for ending, tense, slot in _written_endings(name):
            for shown in (ending, f"y{ending[1:]}", ending[1:], f"í{ending[1:]}"):
                if shown == ending or (ending[0] == "i" and shown):
                    found.setdefault(shown, set()).add((name, tense, slot))
    return {ending: tuple(sorted(uses)) for ending, uses in found.items()}


def _written_endings(name: str) -> Iterator[tuple[str, Tense, int]]:
    for tense in ("pres", "imperfect", "preterite", "subj"):
        for slot, ending in enumerate(ENDINGS[name][tense]):
            yield ending, tense, slot
            yield bare(ending), tense, slot  # guie, huis: no accent on one syllable
            if tense == "subj" and slot:
                yield ending, "imperative", slot
    if name == "ir":
        yield from ((ending, "preterite", slot) for slot, ending in enumerate(STRONG))  # -duje
    yield from ((bare(name) + ending, "future", at) for at, ending in enumerate(FUTURE))
    for slot, ending in enumerate(ENDINGS["er"]["imperfect"]):
        yield name + ending, "conditional", slot
    stem = ENDINGS[name]["preterite"][5].removesuffix("ron")
    for slot, ending in enumerate(PAST_SUBJUNCTIVE):
        shown = {"a": "á", "ie": "ié"}[stem] if slot == 3 else stem
        yield shown + ending, "subj_past", slot
        yield f"{shown}se{ending[2:]}", "subj_past", slot
    yield ENDINGS[name]["pres"][2], "imperative", 1
    yield f"{name[0]}d", "imperative", 4
    yield from ((PARTICIPLE[name][:-1] + ending, "participle", 0) for ending, *_ in AGREEMENT)
    yield GERUND[name], "gerund", 0
    yield name, "infinitive", 0


def cuts(form: str) -> Iterator[Cut]:
    """Yield the form without each ending that it shows."""
    endings = _endings()
    for at in range(max(1, len(form) - 9), len(form)):
        for ending, tense, slot in endings.get(form[at:], ()):
            yield Cut(form[:at], ending, tense, slot)


def stems(stem: str) -> dict[str, None]:
    """Return the stems of infinitives that a stem may stand for."""
    spelled = [stem]
    spelled += [stem[: -len(now)] + then for now, then in _SPELLINGS if stem.endswith(now)]
    found = dict.fromkeys(spelled)
    for one in spelled:
        for now, then in _VOWELS:
            at = one.rfind(now)
            if at >= 0:
                found[one[:at] + then + one[at + len(now) :]] = None
    return found
