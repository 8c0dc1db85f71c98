"""What is known about one Kichwa word: stem, suffixes, features."""

from dataclasses import dataclass
from typing import Literal

StemLanguage = Literal["qu", "es", "unknown"]
"""Of which language the stem is: in the Kichwa lexicon, a Spanish loan, or neither."""


@dataclass(frozen=True, slots=True)
class Morpheme:
    """One part of a word.

    form: as it stands in the word, in unified spelling.
    tag: id of the suffix in suffixes.toml; "" for the stem.
    """

    form: str
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Analysis:
    """One reading of a word.

    lemma: as killkan gives it; of verbs the bare stem ("puri" for purina).
    feats: Universal Dependencies features, sorted, "Case=Acc|Number=Plur"; "_" for none.
    probability: 0–1, how likely this reading is among those of the word.
    """

    form: str
    lemma: str
    upos: str
    feats: str
    morphemes: tuple[Morpheme, ...]
    stem_language: StemLanguage
    probability: float

    @property
    def tags(self) -> tuple[str, ...]:
        """Return the ids of the suffixes, in order."""
        return tuple(part.tag for part in self.morphemes if part.tag)
