"""A text sentence by sentence, and what a transfer gives."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from core.translation.rules.pieces import Step

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

    >>> sentences("Ven. ¿Ya?\\nSí")
    ['Ven.', ' ¿Ya?', '\\n', 'Sí']
    """
    return _SENTENCE.findall(text)


def assembled(parts: Sequence[str]) -> str:
    """Return sentences as a text, one space or line end between them."""
    text = ""
    for part in parts:
        gap = "" if not text or text.endswith("\n") or part.startswith("\n") else " "
        text += gap + part
    return text.strip()
