"""The parts of a Spanish sentence: noun phrases, verb groups, clauses."""

from core.translation.rules.tables import spanish_rules
from core.translation.rules.to_kichwa.tree import Clause, Nominal, VerbGroup
from core.translation.rules.to_kichwa.verb_reader import VerbReader
from core.translation.rules.to_kichwa.words import Word

_BEFORE_NOUN = ("article", "det", "poss", "num", "adj")
_STARTING = ("article", "det", "poss")
_HEADS = ("noun", "name", "pron")
_RELATIVES = ("que", "quien", "quienes", "donde")
_COMPARING = ("más", "menos")
_THAN = "más que"


class Parser(VerbReader):
    """Reads clauses from the words between two marks."""

    def clauses(self) -> list[Clause]:
        """Return all clauses, in order."""
        found = []
        while self.at < len(self.words):
            before = self.at
            found.append(self.clause())
            if self.at == before:  # never stand still
                self.at += 1
        return found

    def clause(self, link: str = "", asked: bool = False) -> Clause:
        """Return the clause that starts here; it ends before the next finite verb's own words.

        asked: a question word stands first.
        """
        clause = Clause(link)
        if asked:
            clause.parts.append(self.words[self.at])
            self.at += 1
        while (word := self.peek()) is not None:
            if self._ends(clause, word):
                break
            clause.parts.append(self._part(clause, word))
        return clause

    def _ends(self, clause: Clause, word: Word) -> bool:
        verb = clause.verb
        if verb is None:
            return False
        if word.kind == "conj":
            return True
        if word.kind == "link" or word.kind == "que":
            return bool(clause.link) and not clause.link.startswith("inf")
        starts = word.finite or word.low in spanish_rules().negatives or word.kind == "clitic"
        return starts and self._verb_follows()

    def _part(self, clause: Clause, word: Word) -> "Nominal | VerbGroup | Word | Clause":
        if word.low == "que" and (than := self._compared()) is not None:
            return than
        if self._asks_inside(clause, word):
            return self.clause("que", asked=True)
        if word.kind in ("link", "que") and not self._fronted(clause, word):
            self.at += 1
            return self.clause("que" if word.kind == "que" else word.low)
        if word.kind == "prep":
            return self._after_preposition(word)
        if word.kind in ("verb", "clitic") and (group := self.verb_group()) is not None:
            return group
        if word.kind in (*_BEFORE_NOUN, *_HEADS, "verb") and (phrase := self.nominal()) is not None:
            return phrase
        self.at += 1
        return word

    def _asks_inside(self, clause: Clause, word: Word) -> bool:
        """Return whether a question depends on a verb: "no sé dónde vive"."""
        group = clause.verb
        knows = group is not None and group.main.lemma in (
            spanish_rules().knowing | spanish_rules().saying
        )
        return (
            word.kind == "question"
            and knows
            and any(later.finite for later in self.words[self.at + 1 :])
        )

    def _fronted(self, clause: Clause, word: Word) -> bool:
        """Return whether a link has nothing to govern ("que" in "lo que")."""
        return self.peek(1) is None

    def _after_preposition(self, word: Word) -> "Nominal | Word | Clause":
        following = self.peek(1)
        self.at += 1
        if following is None:
            return word
        if following.reading("infinitive") and following.kind in ("verb", "clitic"):
            return self.clause(f"inf {word.low}")
        if following.kind == "question":
            self.at += 1
            return Word(
                f"{word.form} {following.form}", f"{word.low} {following.low}", "question",
                lemma=following.low,
            )  # fmt: skip
        if following.kind == "adv" and following.low in spanish_rules().adverbs:
            self.at += 1
            return Nominal(word.low, head=following)
        phrase = self.nominal(word.low)
        return phrase if phrase is not None else word

    def _compared(self) -> "Nominal | None":
        """Return what follows "más … que" where no verb does, None for any other "que"."""
        than = any(word.low in _COMPARING for word in self.words[: self.at])
        rest = self.words[self.at + 1 :]
        if not than or not rest or any(word.finite for word in rest):
            return None
        start = self.at
        self.at += 1
        if (phrase := self.nominal(_THAN)) is None:
            self.at = start
        return phrase

    def nominal(self, prep: str = "") -> Nominal | None:
        """Return the noun phrase that starts here, None when none does."""
        start, phrase = self.at, Nominal(prep)
        while (word := self.peek()) is not None and word.kind in _BEFORE_NOUN:
            if phrase.before and phrase.before[-1].kind == "adj" and word.kind in _STARTING:
                phrase.head = phrase.before.pop()  # "¿está enferma tu abuela?"
                return phrase
            phrase.before.append(word)
            self.at += 1
        word = self.peek()
        if word is not None and word.kind in _HEADS:
            phrase.head = word
            self.at += 1
        elif phrase.before and phrase.before[-1].kind != "article":
            phrase.head = phrase.before.pop()
        elif word is not None and word.kind == "verb" and word.reading("infinitive"):
            phrase.head = word
            self.at += 1
        elif not (phrase.before and word is not None and word.low in ("que", "de")):
            self.at = start
            return None
        self._extend(phrase)
        return phrase

    def _extend(self, phrase: Nominal) -> None:
        """Add what follows a head: names, adjectives, "de …", "que …", "y …"."""
        while (word := self.peek()) is not None and word.kind in ("adj", "name"):
            phrase.after.append(word)
            self.at += 1
        word = self.peek()
        if word is not None and word.low in ("de", "del") and self._nominal_follows(1):
            self.at += 1
            phrase.of = self.nominal(word.low)
            if phrase.of is not None and phrase.clause is None:  # "caretas de plástico que …"
                phrase.clause, phrase.of.clause = phrase.of.clause, None
        word = self.peek()
        if word is not None and word.kind == "prep" and self._relates_by(word):
            self.at += 1  # "el bus en que viajamos"
            word = self.peek()
        relates = word is not None and word.low in _RELATIVES and not self._compares(word)
        if relates and phrase.clause is None and not self._wished():
            self.at += 1
            phrase.clause = self.clause("relative")
        word = self.peek()
        if word is not None and word.low in ("y", "e", "o", "u", "ni"):
            self._join(phrase, word.low)

    def _relates_by(self, word: Word) -> bool:
        """Return whether "que" and a verb follow a preposition."""
        following = self.peek(1)
        later = self.words[self.at + 2 :]
        then = following is not None and following.low in ("que", "quien", "quienes")
        return then and word.low in ("en", "con", "de", "a") and any(one.finite for one in later)

    def _compares(self, word: Word) -> bool:
        """Return whether "que" stands behind "más"."""
        if word.low != "que":
            return False
        start = self.at
        found = self._compared()
        self.at = start
        return found is not None

    def _wished(self) -> bool:
        """Return whether "que" belongs to a verb before: "le dije a mi hermano que venga"."""
        rules = spanish_rules()
        governs = any(
            word.readings[0].lemma in rules.wishing | rules.saying
            for word in self.words[: self.at]
            if word.kind == "verb" and word.readings
        )
        after = (word for word in self.words[self.at :] if word.finite)
        verb = next(after, None)
        return governs and verb is not None and verb.readings[0].tense in ("subj", "subj_past")

    def _join(self, phrase: Nominal, joint: str) -> None:
        """Add "y …" unless a clause of its own follows."""
        start, ahead = self.at, self.peek(1)
        if ahead is None or not (self._nominal_follows(1) or ahead.low == phrase.prep):
            return
        self.at += 2 if ahead.kind == "prep" else 1
        other = self.nominal(phrase.prep)
        following = self.peek()
        if other is None or (
            following is not None and self._verb_follows() and phrase.prep not in ("", "de", "del")
        ):
            self.at = start
            return
        if following is not None and self._verb_follows() and self._had_verb(start):
            self.at = start
            return
        phrase.also, phrase.joint = other, joint
