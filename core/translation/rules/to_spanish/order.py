"""The places of a Spanish clause, how it hangs on others, and what a Kichwa clause is."""

from dataclasses import dataclass, field

from core.translation.rules.to_spanish.said import Text
from core.translation.rules.to_spanish.tree import KichwaClause, KichwaPhrase
from core.translation.rules.to_spanish.verbs import Person

_COPULAS = frozenset({"ka"})
_PAST = frozenset({"past", "perf", "hab"})


@dataclass(slots=True)
class Order:
    """The places of a Spanish clause, in order; like: gender and number of the subject."""

    front: Text = ()
    asked: Text = ()
    subject: Text = ()
    verb: Text = ()
    predicate: Text = ()
    objects: Text = ()
    rest: Text = ()
    last: Text = ()
    clitics: list[str] = field(default_factory=list)
    like: str = ""

    def text(self) -> Text:
        """Return the clause; in questions with a question word the subject follows the verb."""
        if self.asked:
            middle = (*self.asked, *self.verb, *self.subject, *self.predicate)
        else:
            middle = (*self.subject, *self.verb, *self.predicate)
        return (*self.front, *middle, *self.objects, *self.rest, *self.last)


@dataclass(frozen=True, slots=True)
class Tied:
    """How a clause hangs on others.

    tense: of a dependent verb, "" for its own. person: of its subject, None for its own.
    word: "si", "cuando", "para" … before it.
    """

    tense: str = ""
    person: Person | None = None
    word: str = ""
    rule: str = ""


FREE = Tied()
"""How a main clause stands."""


def is_existence(clause: KichwaClause) -> bool:
    """Return whether a clause says that something is there."""
    return bool(clause.verbs) and clause.verbs[-1].lemma.lower() == "tiya"


def is_copula(clause: KichwaClause) -> bool:
    """Return whether the verb is ka."""
    return bool(clause.verbs) and clause.verbs[0].lemma.lower() in _COPULAS


def is_predicated(clause: KichwaClause) -> bool:
    """Return whether a clause without verb says what something is."""
    return any(word.has("foc", "neg", "quest", "open") for word in clause.words)


def is_predicate(phrase: KichwaPhrase, clause: KichwaClause) -> bool:
    """Return whether a phrase says what something is: it needs no article."""
    links = not clause.verbs or is_copula(clause) or is_existence(clause)
    links = links or clause.kind == "agent"
    return not phrase.case and links and (is_existence(clause) or not phrase.head.has("top"))


def is_past(clause: KichwaClause) -> bool:
    """Return whether the verb stands in a past tense."""
    return bool(clause.verbs) and clause.verbs[-1].has(*_PAST)


def is_wish(clause: KichwaClause) -> bool:
    """Return whether the verb asks or wants something of another."""
    return bool(clause.verbs) and clause.verbs[-1].lemma.lower() in ("muna", "maña", "ni", "kacha")
