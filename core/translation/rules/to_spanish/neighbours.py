"""What the words beside a Kichwa word tell about it."""

from collections.abc import Sequence

from core.translation.rules.tables import Helper, kichwa_rules
from core.translation.rules.to_spanish.tree import KichwaClause, KichwaPhrase
from core.translation.rules.to_spanish.words import KichwaWord

_CLOSING = frozenset(
    [
        "acc",
        "dat",
        "loc",
        "abl",
        "ins",
        "ben",
        "ter",
        "cause",
        "equ",
        "assoc",
        "top",
        "foc",
        "neg",
        "quest",
        "open",
        "add",
        "contrast",
        "dub",
        "emph",
    ]
)
_DEGREES = frozenset({"yalli", "ashtawan", "yapa", "ninan"})


class Neighbours:
    """The words between two marks, the clauses found so far, and looks to both sides."""

    def __init__(self, words: Sequence[KichwaWord]) -> None:
        self.words = words
        self.at = 0
        self.found: list[KichwaClause] = []
        self.clause = KichwaClause()
        self.open: KichwaPhrase | None = None

    def _peek(self, ahead: int = 0) -> KichwaWord | None:
        place = self.at + ahead
        return self.words[place] if place < len(self.words) else None

    def _intensifies(self, word: KichwaWord) -> bool:
        """Return whether "may" is "very" here."""
        following = self._peek()
        return word.low == "may" and following is not None and following.upos in ("ADJ", "ADV")

    def _determines(self, word: KichwaWord) -> str:
        """Return the class of an adverb that belongs to the word after or before it, else ""."""
        following = self._peek()
        if word.kind != "particle":
            return ""
        if word.low in _DEGREES and following is not None and following.upos == "ADJ":
            return "ADV"
        if word.low in kichwa_rules().determiners and following is not None:
            return "DET" if following.upos == "NOUN" else ""
        last = self.open.words[-1] if self.open is not None and self.open.words else None
        times = last is not None and last.upos == "NUM" and word.low in kichwa_rules().times
        return "NOUN" if times else ""

    def _asks_noun(self, word: KichwaWord) -> bool:
        """Return whether "ima" belongs to the noun after it ("ima puncha")."""
        following = self._peek()
        return (
            not word.case
            and not word.has("open", "pl")
            and (
                following is not None
                and (following.kind == "noun" or bool(following.lexical))
                and following.upos in ("NOUN", "ADJ", "VERB")
            )
        )

    def _helper(self, word: KichwaWord) -> Helper | None:
        """Return the helper that follows a dependent verb."""
        following = self._peek()
        if following is not None and following.kind == "no":
            following = self._peek(1)
        if following is None or following.kind not in ("finite", "adverbial"):
            return None
        ending = "+".join(tag for tag in (word.verbal, word.case) if tag)
        if word.has("pl") or self._other_doer(following):
            return None
        if is_state(word) and following.lemma.lower() == "ka":
            return None
        for helper in kichwa_rules().helpers:
            if following.lemma.lower() == helper.stem and ending in helper.after:
                return helper
        return None

    def _precedes(self, word: KichwaWord, following: KichwaWord | None) -> bool:
        """Return whether something is done before: "mikushka kipa"."""
        then = following is not None and following.low in ("kipa", "kipaka", "washa", "kipami")
        return word.verbal == "part" and not word.case and then

    def _other_doer(self, verb: KichwaWord) -> bool:
        """Return whether the pronoun just before is not who the verb after is about."""
        last = self.open if self.open is not None else next(reversed(self.clause.items), None)
        if not isinstance(last, KichwaPhrase) or not last.words:
            return False
        if last.case or last.head.has("top"):
            return False
        row = kichwa_rules().pronouns.get(last.head.plain_key)
        told = [tag for tag in verb.tags if tag in ("p1", "p2", "p1pl", "p2pl")]
        return row is not None and bool(told) and row["person"] != told[-1]

    def _describes(self, word: KichwaWord, following: KichwaWord | None) -> bool:
        """Return whether a nominalised verb has words of its own, or a noun to describe."""
        last = self.clause.items[-1] if self.clause.items and self.open is None else None
        placed = isinstance(last, KichwaPhrase) and bool(last.case) and not last.head.has("top")
        bare = not word.case and not word.has(*_CLOSING, "pl")
        before_noun = following is not None and following.kind == "noun" and bare
        near = self.open if self.open is not None else next(reversed(self.clause.items), None)
        doer = isinstance(near, KichwaPhrase) and bool(near.words) and near.head.upos == "PRON"
        doer = doer and isinstance(near, KichwaPhrase) and not near.head.tags
        if word.verbal == "part" and doer and before_noun:
            return True
        return self._has_object() or (word.verbal == "agent" and (placed or before_noun))

    def _has_object(self) -> bool:
        last = self.clause.items[-1] if self.clause.items else None
        return isinstance(last, KichwaPhrase) and last.case == "acc"

    def _yesterday(self, item: KichwaPhrase | KichwaWord) -> bool:
        """Return whether "kayna" before a participle is no time of the main verb."""
        past = any(word.has("past") for word in self.words[self.at :] if word.kind == "finite")
        return isinstance(item, KichwaWord) and item.low == "kayna" and not past


def is_state(word: KichwaWord) -> bool:
    """Return whether a participle is an adjective of its own: "unkushka"."""
    return word.verbal == "part" and f"{word.lemma.lower()}shka" in kichwa_rules().nouns
