"""The tree of a Kichwa sentence: clauses and phrases."""

from dataclasses import dataclass, field

from core.translation.rules.tables import Helper
from core.translation.rules.to_spanish.words import KichwaWord


@dataclass(slots=True)
class KichwaPhrase:
    """A noun with what stands before it.

    owner: the phrase with -pa before it. relative: the clause that describes it. also: a second
    one with -pash.
    """

    words: list[KichwaWord] = field(default_factory=list)
    owner: "KichwaPhrase | None" = None
    relative: "KichwaClause | None" = None
    also: "KichwaPhrase | None" = None

    @property
    def head(self) -> KichwaWord:
        """Return the last word, which has the endings."""
        return self.words[-1]

    @property
    def case(self) -> str:
        """Return the case of the phrase."""
        return self.head.case


@dataclass(slots=True)
class KichwaClause:
    """A verb and what stands before it.

    verbs: the verb, or a verb and its helper. kind: "same", "diff" … of dependent clauses.
    """

    items: list[KichwaPhrase | KichwaWord] = field(default_factory=list)
    verbs: list[KichwaWord] = field(default_factory=list)
    helper: Helper | None = None
    negation: str = ""
    kind: str = ""

    @property
    def phrases(self) -> list[KichwaPhrase]:
        """Return the noun phrases."""
        return [item for item in self.items if isinstance(item, KichwaPhrase)]

    @property
    def words(self) -> list[KichwaWord]:
        """Return all words that carry enclitics: particles, heads, verbs."""
        heads = [item.head if isinstance(item, KichwaPhrase) else item for item in self.items]
        return [*heads, *self.verbs]
