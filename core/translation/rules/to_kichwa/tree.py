"""The tree of a Spanish sentence: clauses, verb groups, noun phrases."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from core.morphology.spanish_verbs import VerbReading
from core.translation.rules.tables import Chain, spanish_rules
from core.translation.rules.to_kichwa.words import Word

_NOBODY = frozenset({"nadie", "nada", "ninguno", "ninguna"})


@dataclass(slots=True)
class Nominal:
    """A noun phrase with its preposition.

    of: what it belongs to ("de"). clause: relative clause. also: a second one joined by `joint`.
    """

    prep: str = ""
    before: list[Word] = field(default_factory=list)
    head: Word | None = None
    after: list[Word] = field(default_factory=list)
    of: "Nominal | None" = None
    clause: "Clause | None" = None
    also: "Nominal | None" = None
    joint: str = ""

    @property
    def plural(self) -> bool:
        """Return whether more than one is meant and no number says so."""
        words = [word for word in (*self.before, self.head) if word is not None]
        return any(word.plural or word.low in ("los", "las") for word in words)

    @property
    def indefinite(self) -> bool:
        """Return whether it stands with "un"."""
        return any(word.low in spanish_rules().indefinite for word in self.before)


@dataclass(slots=True)
class VerbGroup:
    """A verb with what leads it: "no me lo quiere dar" has one chain, querer.

    lead: the first form, which has tense and person, or None for a bare infinitive or gerund.
    """

    lead: VerbReading
    main: VerbReading
    word: Word
    chains: tuple[Chain, ...] = ()
    clitics: tuple[str, ...] = ()

    @property
    def finite(self) -> bool:
        """Return whether it has tense and person."""
        return self.lead.tense not in ("infinitive", "gerund", "participle")


@dataclass(slots=True)
class Clause:
    """One verb and what belongs to it.

    link: the word that ties it to another clause, "" for a main clause.
    """

    link: str = ""
    parts: "list[Nominal | VerbGroup | Word | Clause]" = field(default_factory=list)
    question: bool = False

    @property
    def verb(self) -> VerbGroup | None:
        """Return the verb group."""
        return next((part for part in self.parts if isinstance(part, VerbGroup)), None)

    @property
    def negated(self) -> bool:
        """Return whether a word of the clause denies it."""
        return self.denial is not None or any(_is_nobody(phrase) for phrase in self.nominals)

    @property
    def denial(self) -> Word | None:
        """Return the word that denies the clause."""
        negatives = spanish_rules().negatives
        words = (part for part in self.parts if isinstance(part, Word))
        return next((word for word in words if word.low in negatives), None)

    @property
    def nominals(self) -> "Iterator[Nominal]":
        """Yield the noun phrases."""
        return (part for part in self.parts if isinstance(part, Nominal))


def _is_nobody(phrase: Nominal) -> bool:
    words = (*phrase.before, phrase.head)
    return any(word is not None and word.low in _NOBODY | {"ningún"} for word in words)
