"""Questions of a quiz: four options of one kind, of which exactly one is right."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from core.kichwa.lexicon import Entry
from core.kichwa.phrasebook import Phrase, phrases
from core.kichwa.quiz_words import alike, asked_words
from core.kichwa.sound import REGIONS, sound
from core.tasks.quiz_endings import Blank, blanks, order_of, rivals, wrong_orders
from core.text import words

Rng = random.Random
OPTIONS = 4
_KIN = 0.5  # share of words from which two phrases say nearly the same


@dataclass(frozen=True, slots=True)
class Option:
    """One option. note: what it is, told after the answer. language: that of `text`."""

    text: str
    note: str = ""
    language: Literal["es", "qu"] = "es"


@dataclass(frozen=True, slots=True)
class Question:
    """One question.

    kind: as in quiz.KINDS. shown: what it is about. hint: more of it, in Spanish.
    names: keys of texts that say what is asked for. tags: suffixes to explain after the answer.
    right: place of the one right option.
    """

    kind: str
    shown: str
    options: tuple[Option, ...]
    right: int
    hint: str = ""
    names: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    review: str = field(default="")

    @property
    def topic(self) -> tuple[str, str]:
        """Return what no two questions of a quiz share."""
        return self.kind, f"{self.shown}|{self.hint}"

    @property
    def answer(self) -> Option:
        """Return the right option."""
        return self.options[self.right]


def _mixed(right: Option, wrong: Sequence[Option], rng: Rng) -> tuple[tuple[Option, ...], int]:
    options = [right, *wrong]
    rng.shuffle(options)
    return tuple(options), options.index(right)


def _others(entry: Entry, near: Sequence[Entry], rng: Rng) -> list[Entry] | None:
    """Return three words of the same class that are not also right, nor alike among themselves.

    near: where they come from, as long as it has enough of them.
    """
    chosen: list[Entry] = []
    for pool in (near, asked_words()):
        for one in rng.sample(pool, len(pool)):
            if one.pos == entry.pos and not any(alike(one, known) for known in (entry, *chosen)):
                chosen.append(one)
            if len(chosen) == OPTIONS - 1:
                return chosen
    return None


def ask_meaning(pool: Sequence[Entry], rng: Rng) -> Question | None:
    """Return what a Kichwa word means."""
    entry = rng.choice(pool)
    others = _others(entry, pool, rng)
    if others is None:
        return None
    right, *wrong = (Option(one.senses[0], one.citation) for one in (entry, *others))
    options, at = _mixed(right, wrong, rng)
    return Question("meaning", entry.citation, options, at, review=entry.review)


def ask_word(pool: Sequence[Entry], rng: Rng) -> Question | None:
    """Return how a Spanish word is said."""
    entry = rng.choice(pool)
    others = _others(entry, pool, rng)
    if others is None:
        return None
    right, *wrong = (
        Option(one.citation, ", ".join(one.senses[:2]), "qu") for one in (entry, *others)
    )
    options, at = _mixed(right, wrong, rng)
    return Question("word", entry.senses[0], options, at, review=entry.review)


def ask_ending(pool: Sequence[Entry], rng: Rng) -> Question | None:
    """Return which ending a form needs to say something."""
    entry = rng.choice(pool)
    found = blanks(entry)
    if not found:
        return None
    blank = rng.choice(found)
    others = rivals(blank, found, rng, OPTIONS - 1)
    if len(others) < OPTIONS - 1:
        return None
    right, *wrong = (_ending(one) for one in (blank, *others))
    options, at = _mixed(right, wrong, rng)
    return Question(
        "ending", f"{entry.lemma}-", options, at, blank.meaning, blank.names, blank.tags
    )


def _ending(blank: Blank) -> Option:
    return Option(f"-{blank.ending}", f"{blank.form}: {blank.meaning}", "qu")


def ask_order(pool: Sequence[Entry], rng: Rng) -> Question | None:
    """Return in which order the parts of a word stand."""
    entry = rng.choice(pool)
    row = order_of(entry, rng)
    if row is None:
        return None
    wrong = wrong_orders(entry, row.tags, rng, OPTIONS - 1)
    if len(wrong) < OPTIONS - 1:
        return None
    right, *others = (Option(text, "", "qu") for text in (row.text, *wrong))
    options, at = _mixed(right, others, rng)
    return Question("order", entry.citation, options, at, row.meaning, row.names, row.tags)


def ask_phrase(rng: Rng) -> Question | None:
    """Return what a sentence of the phrasebook means."""
    phrase = rng.choice(phrases())
    pool = [one for one in phrases() if one.topic == phrase.topic]
    rng.shuffle(pool)
    chosen: list[Phrase] = []
    for one in pool:
        if not any(_kin(one, other) for other in (phrase, *chosen)):
            chosen.append(one)
        if len(chosen) == OPTIONS - 1:
            break
    else:
        return None
    right, *wrong = (Option(one.es, one.qu) for one in (phrase, *chosen))
    options, at = _mixed(right, wrong, rng)
    return Question("phrase", phrase.qu, options, at, review=phrase.review)


def _kin(one: Phrase, other: Phrase) -> bool:
    """Return whether two phrases say nearly the same, in either language."""
    return max(_shared(one.qu, other.qu), _shared(one.es, other.es)) >= _KIN


def _shared(one: str, other: str) -> float:
    left, right = set(words(one)), set(words(other))
    return len(left & right) / (min(len(left), len(right)) or 1)


def ask_sound(pool: Sequence[Entry], rng: Rng) -> Question | None:
    """Return how a word sounds in the highlands, respelled for readers of Spanish."""
    entry = rng.choice(pool)
    heard = {sound(entry.citation, region).respelling for region in REGIONS}
    right = sound(entry.citation).respelling
    wrong = sorted(_misread(right) - heard)
    if len(wrong) < OPTIONS - 1:
        return None
    said = Option(right, f"[{sound(entry.citation).ipa}]", "qu")
    others = [Option(text, "", "qu") for text in rng.sample(wrong, OPTIONS - 1)]
    options, at = _mixed(said, others, rng)
    return Question("sound", entry.citation, options, at, hint=entry.senses[0])


_ACCENTS = dict(zip("áéíóú", "aeiou", strict=True))
_STRESSED = {bare: accented for accented, bare in _ACCENTS.items()}
_VOICING = (("ng", "nk"), ("nd", "nt"), ("mb", "mp"))


def _misread(respelling: str) -> set[str]:
    """Return a respelling with the stress elsewhere, or as a reader of Spanish would say it."""
    readings = {respelling}
    for voiced, voiceless in _VOICING:
        readings |= {one.replace(voiced, voiceless) for one in readings}
    found = set()
    for one in readings:
        bare = "".join(_ACCENTS.get(letter, letter) for letter in one)
        vowels = [at for at, letter in enumerate(bare) if letter in _STRESSED]
        places = {vowels[-1], vowels[0], *vowels[-2:]} if len(vowels) > 1 else set()
        found |= {f"{bare[:at]}{_STRESSED[bare[at]]}{bare[at + 1 :]}" for at in places}
    return found | (readings - {respelling})
