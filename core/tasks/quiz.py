"""A quiz for classes: the same seed gives every pupil the same questions, each with one answer."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import cycle
from typing import Literal, get_args

from core.errors import UserError
from core.kichwa.quiz_words import LEVELS, Level, level_words, unread_words
from core.tasks.quiz_questions import (
    Question,
    Rng,
    ask_ending,
    ask_meaning,
    ask_order,
    ask_phrase,
    ask_sound,
    ask_word,
)
from core.text import clean

Kind = Literal["mixed", "meaning", "word", "ending", "order", "phrase", "sound"]
KINDS: tuple[Kind, ...] = get_args(Kind)
UNREAD_KINDS: tuple[Kind, ...] = ("mixed", "meaning", "word")
"""Kinds that can be asked with words no model of ours has read."""
COUNTS = (5, 10, 20)
CHANCE = 0.25
"""Share of right answers that guessing gives: each question has four options."""
_SEED_CHARS = 40
_MOST_TRIES = 100

Maker = Callable[[Level, bool, Rng], Question | None]
_MAKERS: dict[Kind, Maker] = {
    "meaning": lambda level, unread, rng: ask_meaning(
        unread_words(False) if unread else level_words(level), rng
    ),
    "word": lambda level, unread, rng: ask_word(
        unread_words(True) if unread else level_words(level), rng
    ),
    "ending": lambda level, _, rng: ask_ending(level_words(level), rng),
    "order": lambda level, _, rng: ask_order(level_words(level), rng),
    "phrase": lambda _level, _, rng: ask_phrase(rng),
    "sound": lambda level, _, rng: ask_sound(level_words(level), rng),
}


@dataclass(frozen=True, slots=True)
class Quiz:
    """The questions of one seed.

    asked: how many questions were wished for; there may be fewer of a narrow kind.
    unread: only head words that the training records of our models keep back.
    """

    seed: str
    kind: Kind
    level: Level
    asked: int
    unread: bool
    questions: tuple[Question, ...]


def make_quiz(
    seed: str, kind: str = "mixed", level: str = "1", count: int = 10, unread: bool = False
) -> Quiz:
    """Return the questions of a seed, always the same ones; more of them begin with the fewer.

    Raises UserError for an empty or long seed and for settings that do not exist.
    """
    named = clean(seed)
    if not named or len(named) > _SEED_CHARS:
        raise UserError("quiz.error_seed", limit=_SEED_CHARS)
    known_kind = next((one for one in KINDS if one == kind), None)
    known_level = next((one for one in LEVELS if one == level), None)
    if known_kind is None or known_level is None or not 1 <= count <= max(COUNTS):
        raise UserError("quiz.error_settings")
    if unread and known_kind not in UNREAD_KINDS:
        raise UserError("quiz.error_unread")
    rng = random.Random(f"{named}|{known_kind}|{known_level}|{unread}")
    found = _questions(known_kind, known_level, unread, rng)
    questions = tuple(question for _, question in zip(range(count), found, strict=False))
    return Quiz(named, known_kind, known_level, count, unread, questions)


def _questions(kind: Kind, level: Level, unread: bool, rng: Rng) -> Iterator[Question]:
    """Yield questions that differ in what they ask."""
    mixed = [one for one in (UNREAD_KINDS if unread else KINDS) if one != "mixed"]
    seen: set[tuple[str, str]] = set()
    for one in cycle(mixed if kind == "mixed" else [kind]):
        question = _new(one, level, unread, rng, seen)
        if question is None:
            return
        seen.add(question.topic)
        yield question


def _new(
    kind: Kind, level: Level, unread: bool, rng: Rng, seen: set[tuple[str, str]]
) -> Question | None:
    """Return a question that was not asked yet, None when the kind has no more."""
    for _ in range(_MOST_TRIES):
        question = _MAKERS[kind](level, unread, rng)
        if question and question.topic not in seen:
            return question
    return None
