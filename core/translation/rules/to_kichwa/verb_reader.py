"""The verb groups among the words between two marks."""

from collections.abc import Sequence

from core.morphology.spanish_verbs import VerbReading
from core.translation.rules.tables import Chain, spanish_rules
from core.translation.rules.to_kichwa.tree import VerbGroup
from core.translation.rules.to_kichwa.words import Word

_BEFORE_NOUN = ("article", "det", "poss", "num", "adj")
_HEADS = ("noun", "name", "pron")


class VerbReader:
    """Reads verb groups, and looks ahead."""

    def __init__(self, words: Sequence[Word]) -> None:
        self.words = words
        self.at = 0

    def peek(self, ahead: int = 0) -> Word | None:
        """Return the word `ahead` places on, None beyond the end."""
        place = self.at + ahead
        return self.words[place] if place < len(self.words) else None

    def _verb_follows(self) -> bool:
        ahead = 0
        while (word := self.peek(ahead)) is not None:
            if word.kind != "clitic" and word.low not in spanish_rules().negatives:
                return word.finite
            ahead += 1
        return False

    def _nominal_follows(self, ahead: int) -> bool:
        word = self.peek(ahead)
        return word is not None and word.kind in (*_BEFORE_NOUN, *_HEADS)

    def _had_verb(self, end: int) -> bool:
        return any(word.finite for word in self.words[:end])

    def verb_group(self) -> VerbGroup | None:
        """Return the verb group that starts here, None when no verb follows the clitics."""
        start, clitics = self.at, []
        while (word := self.peek()) is not None and word.kind == "clitic":
            clitics.append(word.low)
            self.at += 1
        if word is None or word.kind != "verb" or not word.readings:
            self.at = start
            return None
        self.at += 1
        lead = main = word.readings[0]
        chains: list[Chain] = []
        clitics += main.clitics
        while (step := self._chain(main)) is not None:
            chain, main, word = step
            chains.append(chain)
            clitics += main.clitics
        return VerbGroup(lead, main, word, tuple(chains), tuple(clitics))

    def _chain(self, main: VerbReading) -> tuple[Chain, VerbReading, Word] | None:
        """Return how the verb leads the one that follows, and step behind it."""
        for chain in spanish_rules().chains:
            if chain.verb != main.lemma:
                continue
            following = self.peek()
            ahead = 0
            if chain.via:
                if following is None or following.low != chain.via:
                    continue
                ahead, following = 1, self.peek(1)
            if following is None or (reading := following.reading(chain.then)) is None:
                continue
            if chain.then == "participle" and chain.verb == "ser" and following.kind != "verb":
                continue
            self.at += ahead + 1
            return chain, reading, following
        return None
