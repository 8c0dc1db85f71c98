"""What a translation says about itself: where it comes from, how sure it is, what is missing."""

from dataclasses import dataclass
from typing import Literal

from core.kichwa.analysis import Analysis

Direction = Literal["es-qu", "qu-es"]
Engine = Literal["memory", "rules", "phrases", "model"]
"""memory: a known translation; rules: dictionary and grammar; phrases: word and phrase choices
learned from a corpus; model: a language model's guess."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One translation by one engine.

    confidence: 0–1, calibrated on training chapters: how close to a person's translation it is.
    unknown: source words that were carried over untranslated.
    note: key of the text catalogue that says what to keep in mind, or "".
    """

    text: str
    engine: Engine
    confidence: float
    unknown: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A known pair that an answer rests on.

    origin: where it was read, such as "phrasebook" or "killkan 6_70".
    likeness: 0–1 to what was asked.
    reviewed: whether a speaker has signed it.
    """

    source: str
    target: str
    likeness: float
    origin: str
    reviewed: bool = False


@dataclass(frozen=True, slots=True)
class Gloss:
    """One word of the Kichwa side, explained.

    start, end: place in the text, in characters.
    readings: best first; empty for punctuation.
    meanings: Spanish equivalents of the stem, most usual first; empty when unknown.
    """

    start: int
    end: int
    form: str
    readings: tuple[Analysis, ...]
    meanings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a text and its translations.

    after: the white space between it and the next.
    """

    source: str
    after: str
    best: Candidate
    alternatives: tuple[Candidate, ...] = ()
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Translation:
    """The answer to one text: the best candidate, the others, and why.

    best: of the whole text; its engine is that of the least certain sentence.
    alternatives: other translations of the whole text; those of a sentence stand with it.
    glosses: of the Kichwa side, whichever it is.
    variety: what the text is written in, as `core.kichwa.variety` found it, with its certainty 0–1
    and keys of sentences that say why.
    unified: the text in unified spelling, as it was translated; "" when it was so already.
    """

    source: str
    direction: Direction
    best: Candidate
    alternatives: tuple[Candidate, ...]
    sources: tuple[Source, ...]
    glosses: tuple[Gloss, ...]
    sentences: tuple[Sentence, ...] = ()
    variety: str = ""
    certainty: float = 0.0
    unified: str = ""
    reasons: tuple[str, ...] = ()

    @property
    def kichwa(self) -> str:
        """Return the Kichwa side, whose words the glosses explain."""
        return self.best.text if self.direction == "es-qu" else self.unified or self.source
