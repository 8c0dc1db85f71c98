"""The rules of spelling.toml: what an old spelling may stand for, the likeliest first."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

_TABLE = Path(__file__).with_name("spelling.toml")
_READINGS = 24  # a word of many doubtful letters has no end of readings
_Word = Annotated[str, Field(pattern=r"^[a-zñ]+$")]


class _Rule(BaseModel):
    """One rule as the file writes it."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    find: str = Field(min_length=1)
    to: str
    other: tuple[str, ...] = Field((), alias="or")


class _File(BaseModel):
    """The whole file of rules."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    words: dict[_Word, _Word]
    rule: tuple[_Rule, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: the pattern, what is written instead, and what it may be besides.

    within: finds no match only where no line of a text has one.
    """

    pattern: re.Pattern[str]
    within: re.Pattern[str]
    to: str
    other: tuple[str, ...]

    def readings(self, word: str) -> tuple[str, ...]:
        """Return `word` after this rule, then its other readings."""
        first, found = self.pattern.subn(self.to, word)
        if not found:
            return (word,)
        return (first, *(self.pattern.sub(other, word) for other in self.other))


@cache
def rules(path: Path = _TABLE) -> tuple[Mapping[str, str], tuple[Rule, ...]]:
    """Return the words that have a row of their own, and the rules in order.

    Raises ValueError when the file breaks its own format.
    """
    file = _File.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    try:
        compiled = tuple(
            Rule(re.compile(rule.find), re.compile(rule.find, re.M), rule.to, rule.other)
            for rule in file.rule
        )
    except re.error as error:
        raise ValueError(f"{path.name}: {error}") from error
    return file.words, compiled


@lru_cache(maxsize=5_000)
def readings(word: str) -> tuple[str, ...]:
    """Return what a lower-case word may be in unified spelling, the likeliest first.

    >>> readings("huahuacunapac")[0], readings("shamujun")[:2]
    ('wawakunapak', ('shamukun', 'shamuhun'))
    """
    words, steps = rules()
    if word in words:
        return (words[word],)
    lines = _stem_replaced(word, words)
    ranked = {lines: 0}
    for step in steps:
        if not step.within.search(lines):
            continue
        following: dict[str, int] = {}
        for text, doubts in ranked.items():
            for extra, reading in enumerate(step.readings(text)):
                following[reading] = min(following.get(reading, 99), doubts + extra)
        ranked = dict(sorted(following.items(), key=lambda item: item[1])[:_READINGS])
        lines = "\n".join(ranked)
    return tuple(ranked)


def _stem_replaced(word: str, words: Mapping[str, str]) -> str:
    """Return `word` with the unified form of its stem, where the stem has a row of its own.

    >>> _stem_replaced("punllapi", {"punlla": "puncha"})
    'punchapi'
    """
    for end in range(len(word) - 1, 3, -1):
        if word[:end] in words:
            return words[word[:end]] + word[end:]
    return word
