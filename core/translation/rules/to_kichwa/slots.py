"""The places of a Kichwa clause, and what it is in its sentence."""

from dataclasses import dataclass, field

from core.translation.rules.choose import Choose
from core.translation.rules.pieces import Pieces


@dataclass(slots=True)
class Slots:
    """The places of a Kichwa clause, in order."""

    front: list[Pieces] = field(default_factory=list)
    asked: list[Pieces] = field(default_factory=list)
    lead: list[Pieces] = field(default_factory=list)
    subject: list[Pieces] = field(default_factory=list)
    middle: list[Pieces] = field(default_factory=list)
    objects: list[Pieces] = field(default_factory=list)
    near: list[Pieces] = field(default_factory=list)
    negation: list[Pieces] = field(default_factory=list)
    verb: list[Pieces] = field(default_factory=list)
    tail: list[Pieces] = field(default_factory=list)

    def pieces(self) -> Pieces:
        """Return the clause."""
        places = (
            self.front, self.asked, self.lead, self.subject, self.middle, self.objects, self.near,
            self.negation, self.verb, self.tail,
        )  # fmt: skip
        return tuple(piece for place in places for chunk in place for piece in chunk)


@dataclass(frozen=True, slots=True)
class Setting:
    """What a clause is in its sentence.

    question: asked without a question word. polite: "por favor" stands in the sentence.
    named: no ending says whose the verb is, so that "yo" or "tú" becomes a word.
    """

    choose: Choose
    question: bool = False
    polite: bool = False
    named: bool = False
