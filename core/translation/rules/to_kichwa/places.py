"""Where the single words of a Spanish clause go in a Kichwa one."""

from core.translation.rules.pieces import Pieces, marked, spelled, without
from core.translation.rules.tables import spanish_rules
from core.translation.rules.to_kichwa.asking import question_word
from core.translation.rules.to_kichwa.choice import other_word
from core.translation.rules.to_kichwa.dependents import Ending
from core.translation.rules.to_kichwa.roles import (
    is_copula,
    subject_of,
    subject_phrase,
)
from core.translation.rules.to_kichwa.sayings import find_saying
from core.translation.rules.to_kichwa.slots import Setting, Slots
from core.translation.rules.to_kichwa.tree import Clause, Nominal
from core.translation.rules.to_kichwa.verbs import Subject
from core.translation.rules.to_kichwa.words import Word

_MANNER = frozenset({"muy", "así", "despacio", "rápido", "más", "menos", "tan"})


def _addressed(subject: Subject, clause: Clause, setting: Setting) -> Subject:
    """Return usted as the subject of "¿quiere comer?", which says none."""
    group = clause.verb
    asked = setting.question and not clause.link and not subject.explicit and group is not None
    if not asked or group is None or group.lead.lemma not in spanish_rules().addressed:
        return subject
    person = {"p3": "p2", "p3pl": "p2pl"}.get(subject.person, "")
    here = person and group.lead.tense == "pres"
    return Subject(person, formal=True) if here else subject


class Places:
    """The places of one clause, and how its adverbs, particles and question words get there."""

    def __init__(self, clause: Clause, setting: Setting, ending: Ending) -> None:
        self.clause = clause
        self.setting = setting
        self.choose = setting.choose
        self.ending = ending
        self.group = clause.verb
        self.subject = _addressed(subject_of(clause), clause, setting)
        self.subject_phrase = subject_phrase(clause)
        self.slots = Slots()
        self.passed_verb = False
        self.predicate = False
        self.modifier: Pieces = ()
        self.also = self.only = False
        self.saying = find_saying(clause, self.group, self.subject)

    def _much(self, used: object) -> None:
        """Keep "mucho" of "mucho frío"."""
        if isinstance(used, Nominal) and any(word.low.startswith("much") for word in used.before):
            self.slots.near.append(spelled("achka+acc", "adverb"))

    def _word(self, word: Word) -> None:
        rules, slots = spanish_rules(), self.slots
        if word.low in rules.negatives:
            return
        if word.kind == "question":
            self._question(word)
        elif word.kind in ("conj", "link", "phrase"):
            table = rules.phrases if word.kind == "phrase" else rules.conjunctions
            target = table.get(word.low, rules.adverbs.get(word.low, ""))
            if target:
                slots.front.append(spelled(target, "conjunction", word.form))
        elif word.told:
            slots.middle.append(spelled(word.told, "number", word.form))
        elif word.low in rules.adverbs:
            self._adverb(word, rules.adverbs[word.low])
        elif word.kind in ("prep", "article", "que", "clitic"):
            return
        else:
            slots.middle.append(other_word(word, self.choose))

    def _adverb(self, word: Word, target: str) -> None:
        if word.low == "también":
            self._also()
            return
        if word.low == "tan" and any(one.prep == "como" for one in self.clause.nominals):
            return  # -shina says it: "tan alta como"
        if target == "+lim":
            self.only = True
            return
        if self.group is not None and is_copula(self.group) and target == "alli+acc":
            target = "alli"
        manner = "+acc" in target or word.low in _MANNER
        place = self.slots.near if manner and self.group is not None else self.slots.middle
        place.append(spelled(target, "adverb", word.form))

    def _also(self) -> None:
        """Put -pash on the subject before, or on the noun that comes next."""
        if self.slots.subject:
            last = self.slots.subject[-1]
            self.slots.subject[-1] = marked(without(last, "top"), "add", "also")
        else:
            self.also = True

    def _question(self, word: Word) -> None:
        pieces, open_ = question_word(word, self.group, bool(self.saying.named))
        if open_:
            self.modifier = pieces
        else:
            self.slots.asked.append(self._opened(pieces))

    def _opened(self, asked: Pieces) -> Pieces:
        """Return question words with -tak, which dependent questions do without."""
        return asked if self.clause.link else marked(asked, "open", "question_word")

    def _links(self) -> bool:
        """Return whether the verb says what or who something is."""
        return self.group is not None and (is_copula(self.group) or bool(self.saying.named))

    def _focused(self, pieces: Pieces) -> Pieces:
        """Return what somebody is with the ending of assertion, denial or question."""
        if self.clause.link or self.slots.asked:
            return pieces
        if self.clause.negated:
            return marked(pieces, "neg", "negation")
        if self.setting.question:
            return marked(pieces, "quest", "question")
        return marked(pieces, "foc", "assertion")
