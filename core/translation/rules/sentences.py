"""A text sentence by sentence, and what a transfer gives."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from core.translation.rules.pieces import Step

_LONGEST = 240  # characters; a quarter as many words at least
_SENTENCE = re.compile(r"[^.?!…\n]+(?:[.?!…]+|\n|$)|[.?!…\n]+")


@dataclass(frozen=True, slots=True)
class Transferred:
    """A text in the other language.

    unknown: source words carried over. known: share of the words that a dictionary or the grammar
    has, 0–1. steps: one per word and rule.
    """

    text: str
    unknown: tuple[str, ...]
    known: float
    steps: tuple[Step, ...]


def sentences(text: str) -> list[str]:
    """Return sentences with their closing marks; line ends stand alone or close one.

    What is too long for a sentence is cut between words: grammars nest, and stacks end.

    >>> sentences("Ven. ¿Ya?\\nSí")
    ['Ven.', ' ¿Ya?', '\\n', 'Sí']
    """
    found: list[str] = []
    for sentence in _SENTENCE.findall(text):
        words = sentence.split(" ") if len(sentence) > _LONGEST else [sentence]
        parts = (words[at : at + _LONGEST // 4] for at in range(0, len(words), _LONGEST // 4))
        found += [" ".join(part) for part in parts]
    return found


def assembled(parts: Sequence[str]) -> str:
    """Return sentences as a text, one space or line end between them."""
    text = ""
    for part in parts:
        gap = "" if not text or text.endswith("\n") or part.startswith("\n") else " "
        text += gap + part
    return text.strip()
