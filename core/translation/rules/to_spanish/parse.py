"""The parts of a Kichwa sentence: phrases closed by their case, clauses closed by their verb."""

from dataclasses import replace

from core.translation.rules.tables import Helper, kichwa_rules
from core.translation.rules.to_spanish.neighbours import Neighbours, is_state
from core.translation.rules.to_spanish.tree import KichwaClause, KichwaPhrase
from core.translation.rules.to_spanish.words import KichwaWord, negation_of

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
_APART = ("top", "foc", "add", "quest", "neg")
_DEGREES = frozenset({"yalli", "ashtawan", "yapa", "ninan"})


class Grouper(Neighbours):
    """Groups the words between two marks."""

    def clauses(self) -> list[KichwaClause]:
        """Return the clauses; what follows the last verb belongs to it."""
        while self.at < len(self.words):
            word = self.words[self.at]
            self.at += 1
            self._take(word)
        self._close()
        if self.clause.items or self.clause.negation:
            self._rest()
        return self.found

    def _rest(self) -> None:
        """Keep what stands after the last verb: with that verb unless it says more."""
        last = self.found[-1] if self.found else None
        alone = self.clause.negation or any(word.has("foc") for word in self.clause.words)
        if last is None or last.kind or alone:
            self.found.append(self.clause)
        else:
            last.items += self.clause.items

    def _take(self, word: KichwaWord) -> None:
        if word.kind == "no":
            self._close()
            if self.clause.negation:  # "mana, mana": said twice, denied twice
                self.found.append(self.clause)
                self.clause = KichwaClause()
            self.clause.negation = negation_of(word)
        elif word.kind in ("finite", "adverbial"):
            self._verb(word)
        elif word.kind == "nominalised":
            self._nominalised(word)
        elif self._intensifies(word):
            self._close()
            self.clause.items.append(replace(word, kind="particle", lemma="yapa", tags=()))
        elif upos := self._determines(word):
            self._noun(replace(word, kind="noun", upos=upos))
        elif word.kind == "noun" or (word.kind == "question" and self._asks_noun(word)):
            self._noun(word)
        else:
            self._close()
            self.clause.items.append(word)

    def _noun(self, word: KichwaWord) -> None:
        if self.open is None:
            self.open = KichwaPhrase()
        self.open.words.append(word)
        following = self._peek()
        owns = word.case == "gen" or (word.case == "ben" and word.upos in ("PRON", "PROPN"))
        if owns and not word.has("top", "foc", "neg", "quest", "open", "add"):
            self._own(following)
        elif self._closes(word, following):
            self._close()

    def _own(self, following: KichwaWord | None) -> None:
        """Make the open phrase the owner of the next noun, or close it where none follows."""
        nominal = following is not None and following.kind in ("noun", "nominalised")
        if nominal and following is not None and following.upos != "PRON":
            self.open = KichwaPhrase(owner=self.open)
        else:
            self._close()

    def _closes(self, word: KichwaWord, following: KichwaWord | None) -> bool:
        if following is None or word.has(*_CLOSING, "pl"):
            return True
        if following.kind != "noun":
            return not (following.lexical and word.upos == "DET")
        if following.upos == "NUM":
            return word.upos not in ("DET", "ADJ", "NUM")
        if following.upos in ("PRON", "DET", "PROPN"):
            return not (
                word.upos in ("DET", "ADJ", "NUM") or word.low in kichwa_rules().determiners
            )
        if word.upos == "PRON":
            own = word.low in ("ñuka", "ñukanchik")
            return not (own or word.low in kichwa_rules().determiners)
        return False

    def _close(self) -> None:
        if self.open is not None and self.open.words:
            self._add(self.open)
        elif self.open is not None and self.open.owner is not None:
            self.clause.items.append(self.open.owner)
        self.open = None

    def _add(self, phrase: KichwaPhrase) -> None:
        """Add a phrase to the clause; with -pash it joins one of the same case before it."""
        items = self.clause.items
        last = items[-1] if items else None
        joins = isinstance(last, KichwaPhrase) and phrase.head.has("add")
        alone = f"{phrase.head.lemma.lower()}+add" in kichwa_rules().words
        alike = isinstance(last, KichwaPhrase) and last.case == phrase.case and not alone
        closed = isinstance(last, KichwaPhrase) and last.head.has(*_APART)
        if joins and isinstance(last, KichwaPhrase) and alike and not closed:
            last.also = phrase
        else:
            items.append(phrase)

    def _verb(self, word: KichwaWord) -> None:
        self._close()
        helper = self._helper(word) if word.verbal else None
        self.clause.verbs.append(word)
        if helper is not None:
            self._led(helper)
        last = self.clause.verbs[-1]
        self.clause.kind = last.verbal if last.kind == "adverbial" else ""
        self.found.append(self.clause)
        self.clause = KichwaClause()

    def _led(self, helper: Helper) -> None:
        following = self._peek()
        if following is not None and following.kind == "no":
            self.clause.negation = negation_of(following)
            self.at += 1
        self.clause.helper = helper
        self.clause.verbs.append(self.words[self.at])
        self.at += 1

    def _nominalised(self, word: KichwaWord) -> None:
        helper = self._helper(word)
        following = self._peek()
        if helper is not None:
            self._close()
            self.clause.verbs.append(word)
            self._led(helper)
            last = self.clause.verbs[-1]
            self.clause.kind = last.verbal if last.kind == "adverbial" else ""
            self.found.append(self.clause)
            self.clause = KichwaClause()
        elif self._precedes(word, following):
            self._close()
            self.clause.verbs.append(replace(word, verbal="after", tags=()))
            self.clause.kind = "after"
            self.at += 1
            self.found.append(self.clause)
            self.clause = KichwaClause()
        elif is_state(word):
            self._noun(replace(word, lemma=f"{word.lemma.lower()}shka", upos="ADJ", verbal=""))
        elif word.verbal == "part" and not word.case and not word.has("pl") and following is None:
            self._verb(word)
        elif word.lexical and not self._describes(word, following):
            self._noun(replace(word, lemma=word.lexical, upos="NOUN", verbal=""))
        elif word.verbal == "nmlz" and not self._has_object():
            self._noun(word)
        else:
            self._described(word, following)

    def _described(self, word: KichwaWord, following: KichwaWord | None) -> None:
        """Open a phrase that a clause describes, or whose head the nominalised verb is."""
        start, self.open = self.open, None
        if start is not None and start.words and start.words[0].upos == "DET":
            kept = start
        else:
            kept = KichwaPhrase()
            self.open = start
            self._close()
        inner = KichwaClause(self._inner(), [word], None, self.clause.negation, word.verbal)
        self.clause.negation = ""
        self.open = kept
        self.open.relative = inner
        more = following is not None and following.kind == "noun" and not word.case
        if not (more and not word.has(*_CLOSING, "pl")):
            self.open.words.append(word)
            self._close()

    def _inner(self) -> list[KichwaPhrase | KichwaWord]:
        """Return what stands before a nominalised verb and belongs to it."""
        items = self.clause.items
        cut = len(items)
        if cut and self._yesterday(items[-1]):
            self.clause.items = items[:-1]
            return items[-1:]
        while cut and isinstance(items[cut - 1], KichwaPhrase):
            phrase = items[cut - 1]
            assert isinstance(phrase, KichwaPhrase)
            if phrase.head.has("top", "foc", "quest", "open", "neg"):
                break
            if not phrase.case and not (cut == len(items) and _own(phrase)):
                break
            cut -= 1
        self.clause.items = items[:cut]
        return items[cut:]


def _own(phrase: KichwaPhrase) -> bool:
    """Return whether a phrase without case can belong to the nominalised verb after it."""
    return phrase.head.upos in ("NOUN", "PRON") and not phrase.head.has("pl")
