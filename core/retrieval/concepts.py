"""Concepts: different words that ask for the same thing, from `assets/words/concepts.toml`."""

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from core.config import ASSETS
from core.text import fold


@dataclass(frozen=True)
class _Entry:
    """One listed expression: its words in order; True where a word may go on (`word*`)."""

    concept: str
    parts: tuple[tuple[str, bool], ...]

    def goes_on(self, tokens: Sequence[str], at: int) -> bool:
        """Return whether the words after the first stand at position `at` of `tokens`."""
        if at + len(self.parts) - 1 > len(tokens):
            return False
        return all(
            _fits(token, part) for token, part in zip(tokens[at:], self.parts[1:], strict=False)
        )


def _fits(token: str, part: tuple[str, bool]) -> bool:
    return token.startswith(part[0]) if part[1] else token == part[0]


class Concepts:
    """Finds the concepts that a text mentions."""

    def __init__(self, entries: dict[str, list[str]], aspects: Iterable[str] = ()) -> None:
        self.aspects = frozenset(aspects)
        if unknown := self.aspects - entries.keys():
            raise ValueError(f"aspects without a concept: {sorted(unknown)}")
        self._by_start: dict[str, list[_Entry]] = {}
        for concept, expressions in entries.items():
            for expression in expressions:
                parts = tuple(
                    (part.rstrip("*"), part.endswith("*")) for part in fold(expression).split()
                )
                if not parts or not all(part for part, _ in parts):
                    raise ValueError(f"empty expression in concept {concept!r}")
                self._by_start.setdefault(parts[0][0][:1], []).append(_Entry(concept, parts))
        self._starting_with = lru_cache(maxsize=50_000)(self._entries_for)

    def _entries_for(self, token: str) -> tuple[_Entry, ...]:
        return tuple(e for e in self._by_start.get(token[:1], ()) if _fits(token, e.parts[0]))

    def find(self, tokens: Sequence[str]) -> list[str]:
        """Return the concepts in `tokens` (folded words), each once, in order of appearance."""
        return list(dict.fromkeys(concept for concept, _, _ in self.spans(tokens)))

    def spans(self, tokens: Sequence[str]) -> Iterator[tuple[str, int, int]]:
        """Yield (concept, start, stop) of each mention; mentions may overlap."""
        for at, token in enumerate(tokens):
            for entry in self._starting_with(token):
                if len(entry.parts) == 1 or entry.goes_on(tokens, at + 1):
                    yield entry.concept, at, at + len(entry.parts)


@cache
def concepts(path: Path = ASSETS / "words" / "concepts.toml") -> Concepts:
    """Return the shipped concepts, read once.

    >>> concepts().find(["precio", "del", "curso", "de", "excel"])
    ['price', 'course', 'excel']
    """
    listed = tomllib.loads(path.read_text(encoding="utf-8"))
    return Concepts(listed["concepts"], listed["aspects"])
