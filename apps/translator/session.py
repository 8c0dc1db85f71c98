"""What one open page of the translator holds on the server."""

from dataclasses import dataclass, replace

from core.errors import UserError
from core.kichwa.spelling import Unified
from core.translation.result import Candidate, Direction, Gloss, Translation

PAST = 100
"""How many translations the history of a visit keeps."""


@dataclass(frozen=True)
class Entry:
    """One line of the history."""

    source: str
    target: str
    direction: Direction
    engine: str
    confidence: float


@dataclass(frozen=True)
class Session:
    """What one open page holds.

    given: the translation on the page. refused: why there is none, with what was asked.
    respelled: what the spelling button changed, until the next translation.
    opinion: what the language model says, when asked; model: its name.
    word: place of the chosen word's gloss.
    past: latest first.
    """

    given: Translation | None = None
    respelled: Unified | None = None
    refused: UserError | None = None
    asked: str = ""
    opinion: Candidate | None = None
    model: str = ""
    word: int | None = None
    past: tuple[Entry, ...] = ()

    @property
    def gloss(self) -> Gloss | None:
        """Return the gloss of the chosen word."""
        if self.given is None or self.word is None:
            return None
        return self.given.glosses[self.word]

    def show(self, given: Translation) -> "Session":
        """Return the session with a new translation, which goes into the history."""
        best = given.best
        entry = Entry(given.source, best.text, given.direction, best.engine, best.confidence)
        past = [entry, *(one for one in self.past if one.source != entry.source)]
        return Session(given=given, asked=given.source, past=tuple(past[:PAST]))

    def refuse(self, asked: str, why: UserError) -> "Session":
        """Return the session with a refusal instead of a translation."""
        return Session(refused=why, asked=asked, past=self.past)

    def choose_word(self, at: int) -> "Session":
        """Return the session with another word explained; the same word again closes it."""
        there = self.given is not None and 0 <= at < len(self.given.glosses)
        return replace(self, word=at if there and at != self.word else None)
