"""Which reading of a Spanish verb form its neighbours speak for."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.morphology.spanish_closed import auxiliaries
from core.morphology.spanish_verb_readings import VerbReading

_WINDOW = 5  # words before the verb in which its subject is looked for
_SUBJECTS = {
    "yo": (1, "sing"),
    "tú": (2, "sing"),
    "vos": (2, "sing"),
    "nosotros": (1, "plur"),
    "nosotras": (1, "plur"),
}
_REFLEXIVE = {"me": (1, "sing"), "te": (2, "sing"), "nos": (1, "plur")}
_PAST = frozenset(("ayer", "anoche", "anteayer", "antier", "pasado", "pasada", "pasados"))
_TOWARDS = frozenset(("a", "al", "hacia", "hasta", "por", "de", "para"))
_NOT_COMMANDED = frozenset(("que", "cuando", "ojalá", "quizás", "quizá", "para", "si", "aunque"))


@dataclass(frozen=True, slots=True)
class Neighbours:
    """A sentence in lower case with its classes, and where the verb stands."""

    words: Sequence[str]
    classes: Sequence[str]
    at: int

    @property
    def before(self) -> str:
        """Return the word before the verb."""
        return self.words[self.at - 1] if self.at else ""

    @property
    def after(self) -> str:
        """Return the word after the verb."""
        return self.words[self.at + 1] if self.at + 1 < len(self.words) else ""

    def subject(self) -> tuple[int, str] | None:
        """Return person and number of a pronoun that is likely the subject."""
        if self.before in _REFLEXIVE:
            return _REFLEXIVE[self.before]
        for at in range(self.at - 1, max(-1, self.at - 1 - _WINDOW), -1):
            if self.words[at] in _SUBJECTS:
                return _SUBJECTS[self.words[at]]
            if self.classes[at] in ("VERB", "PUNCT", "SCONJ"):
                return None
        return None

    def opens(self) -> bool:
        """Return whether nothing but pronouns, "no" and marks stands before the verb."""
        at = self.at - 1
        while at >= 0 and self.words[at] == "no":
            at -= 1
        return at < 0 or (self.classes[at] == "PUNCT" and self.words[at] != ",")


def choose(readings: Sequence[VerbReading], upos: str, near: Neighbours) -> VerbReading:
    """Return the likeliest of at least one reading."""
    if len(readings) == 1:
        return readings[0]
    subject, past = near.subject(), not _PAST.isdisjoint(near.words)
    told = near.before == "¡" or (near.opens() and "!" in near.words[near.at :])

    def doubt(at: int) -> tuple[int, int]:
        one = readings[at]
        points = _lemma_doubt(one, upos, near) + _mood_doubt(one, near, told)
        points += one.lemma != readings[0].lemma
        if subject and one.person and (one.person, one.number) != subject:
            points += 2
        if past and one.tense == "pres" and one.person == 1 and one.number == "plur":
            points += 1
        return points, at

    return readings[min(range(len(readings)), key=doubt)]


def _lemma_doubt(one: VerbReading, upos: str, near: Neighbours) -> int:
    points = 0
    if upos == "AUX" and one.lemma not in auxiliaries():
        points += 6
    if one.lemma == "ser" and one.tense in ("preterite", "subj_past") and upos != "AUX":
        towards = near.after in _TOWARDS or near.before in ("se", "me", "te", "nos")
        points += 3 if towards else 0
    return points


def _mood_doubt(one: VerbReading, near: Neighbours, told: bool) -> int:
    """Return how little speaks for a command, or for something else where one is likely."""
    if one.tense == "imperative" and not one.clitics:
        commanded = told or (one.person != 2 and near.opens() and near.before != "no")
        return 0 if commanded and near.before not in _NOT_COMMANDED else 3
    if told and one.tense == "pres" and one.person == 3:
        return 2
    if one.tense == "subj" and near.opens() and near.before != "no":
        return 1
    return 0
