"""Spanish clauses as Kichwa ones: order, cases, negation, questions, dependent verbs."""

from dataclasses import replace

from core.translation.rules.pieces import Pieces, marked, spelled, without
from core.translation.rules.tables import spanish_rules
from core.translation.rules.to_kichwa.asking import question_alone
from core.translation.rules.to_kichwa.dependents import Ending, dependent_ending, relative_ending
from core.translation.rules.to_kichwa.phrases import (
    is_person,
    is_time,
    joined,
    noun_phrase,
    with_case,
)
from core.translation.rules.to_kichwa.places import Places
from core.translation.rules.to_kichwa.roles import (
    case_of,
    exists,
    is_liking,
    subject_of,
)
from core.translation.rules.to_kichwa.slots import Setting
from core.translation.rules.to_kichwa.tree import Clause, Nominal, VerbGroup
from core.translation.rules.to_kichwa.verbs import build_verb
from core.translation.rules.to_kichwa.words import Word

_SHOWN = {"p1": "ñuka", "p2": "kan", "p1pl": "ñukanchik", "p2pl": "kankuna"}


def clause_in_kichwa(clause: Clause, setting: Setting, ending: Ending = ("", "")) -> Pieces:
    """Return one clause and all that depends on it; `ending` replaces tense and person."""
    return _Builder(clause, setting, ending).built()


class _Builder(Places):
    """Puts the parts of one clause into their places."""

    def built(self) -> Pieces:
        """Return the clause in Kichwa."""
        if self.setting.named and not self.subject.explicit and self.subject.person in _SHOWN:
            self.slots.subject.append(spelled(_SHOWN[self.subject.person], "pronoun"))
        if self.saying.named not in ("", "of"):
            self.slots.subject.append(
                (*spelled(self.saying.named, "possessor"), *spelled("shuti+top", "word"))
            )
        for part in self.clause.parts:
            self._part(part)
        if self.modifier:
            asked = question_alone(self.modifier, self.group)
            self.slots.asked.append(self._opened(asked))
        if self.group is not None:
            self._verb(self.group)
        elif self.clause.denial is not None:
            word = spanish_rules().negatives[self.clause.denial.low]
            self.slots.front.insert(0, spelled(word, "negation"))
        return self.slots.pieces()

    def _part(self, part: Nominal | VerbGroup | Word | Clause) -> None:
        if part is self.saying.used:
            self._much(part)
        elif isinstance(part, VerbGroup):
            self.passed_verb = True
        elif isinstance(part, Nominal):
            self._nominal(part)
        elif isinstance(part, Clause):
            self._dependent(part)
        else:
            self._word(part)

    def _nominal(self, phrase: Nominal) -> None:
        pieces = self._phrase(phrase)
        if not pieces:
            return
        if self.only:
            pieces, self.only = marked(pieces, "lim", "only"), False
        if self.modifier and not phrase.prep and not self.passed_verb:
            case = self._bare_case(phrase)
            if self.modifier[-1].stem == "mashna":
                pieces, case = without(pieces, "pl"), self._counted_case(phrase, case)
            asked = marked((*self.modifier, *pieces), case[0], case[1])
            self.slots.asked.append(self._opened(asked))
            self.modifier = ()
        elif phrase is self.subject_phrase or (
            self.group is not None and is_liking(self.group) and phrase.prep in ("a", "al")
        ):
            self._subject(phrase, pieces)
        elif phrase.prep:
            place = self.slots.middle
            case = case_of(phrase, self.group, self._from_place(phrase))
            place.append(self._cased(phrase, pieces, *case))
        elif is_time(phrase):
            self.slots.middle.append(self._time(phrase, pieces))
        else:
            self._object(phrase, pieces)

    def _from_place(self, phrase: Nominal) -> bool:
        """Return whether "de Loja" says where somebody is from: no person is owned."""
        subject, group = self.subject_phrase, self.group
        name = phrase.head is not None and phrase.head.kind == "name"
        human = self.subject.person not in ("p3", "p3pl") or subject is None or is_person(subject)
        return name and human and group is not None and group.main.lemma == "ser"

    def _time(self, phrase: Nominal, pieces: Pieces) -> Pieces:
        """Return when something happens (-pi), or how long it lasts (-ta)."""
        if phrase.indefinite:
            return with_case((*spelled("shuk", "number"), *pieces), "acc", "case_time")
        counted = any(word.kind == "num" for word in phrase.before)
        return with_case(pieces, "acc" if counted else "loc", "case_time")

    def _phrase(self, phrase: Nominal) -> Pieces:
        relative: Pieces = ()
        if phrase.clause is not None:
            setting = replace(self.setting, question=False, named=True)
            relative = clause_in_kichwa(phrase.clause, setting, relative_ending(phrase.clause))
        return noun_phrase(phrase, self.choose, relative)

    def _cased(self, phrase: Nominal, pieces: Pieces, case: str, rule: str) -> Pieces:
        found = with_case(pieces, case, rule) if case else pieces
        if phrase.also is None:
            return found
        other = self._phrase(phrase.also)
        return joined(found, self._cased(phrase.also, other, case, rule), phrase.joint)

    def _subject(self, phrase: Nominal, pieces: Pieces) -> None:
        found = self._cased(phrase, pieces, "", "")
        dependent = bool(self.clause.link)
        if self.saying.named == "of":
            found = (*marked(found, "gen", "owner"), *spelled("shuti+top", "word"))
        elif self.saying.named:
            return
        elif self.saying.subject_case:
            found = marked(found, self.saying.subject_case, "case_acc")
        elif self.also:
            found, self.also = marked(found, "add", "also"), False
        elif "add" in found[-1].tags:
            pass  # "nadie" and "algo" end in -pash
        elif not dependent and not self.slots.asked and phrase.also is None and not self.modifier:
            found = marked(found, "top", "topic")
        self.slots.subject.append(found)

    def _bare_case(self, phrase: Nominal) -> tuple[str, str]:
        group = self.group
        if group is None or phrase is self.subject_phrase or exists(group) or self._links():
            return "", ""
        return ("loc", "case_time") if is_time(phrase) else ("acc", "object")

    def _counted_case(self, phrase: Nominal, case: tuple[str, str]) -> tuple[str, str]:
        """Return the case of "cuántos años": how long something lasts is an object."""
        return ("acc", "object") if is_time(phrase) and case[0] else case

    def _object(self, phrase: Nominal, pieces: Pieces) -> None:
        case, rule = self._bare_case(phrase)
        found = self._cased(phrase, pieces, case, rule)
        head = phrase.head
        if head is not None and head.kind == "adj" and not (phrase.before or self._links()):
            adverb = spanish_rules().adverbs.get(head.low)
            if adverb:
                self._adverb(head, adverb)
                return
        if self._links():
            self.predicate = True
            adjective = phrase.head is not None and phrase.head.kind in ("adj", "verb")
            self.slots.near.append(self._focused(without(found, "pl") if adjective else found))
        else:
            self.slots.objects.append(found)

    def _dependent(self, clause: Clause) -> None:
        slots = self.slots
        if self._asks_whether(clause):
            setting = replace(self.setting, question=True)
            said = clause_in_kichwa(replace(clause, link=""), setting)
            asks = self.group is not None and self.group.main.lemma == "preguntar"
            slots.near.append((*said, *spelled("ni+same", "complement")) if asks else said)
            return
        ending = dependent_ending(clause, self.group, self.subject)
        other = bool(ending[0]) and subject_of(clause).person != self.subject.person
        pieces = clause_in_kichwa(
            clause, replace(self.setting, question=False, named=other), ending
        )
        if clause.link in ("porque", "ya que", "puesto que"):
            slots.tail.append(pieces)
        elif clause.link.startswith("inf") or clause.link in ("que", "para que", "a que"):
            slots.near.append(pieces)
        else:
            slots.lead.append(pieces)

    def _asks_whether(self, clause: Clause) -> bool:
        """Return whether "si" means whether: behind preguntar or saber."""
        group = self.group
        asks = group is not None and group.main.lemma in spanish_rules().whether
        return asks and clause.link == "si" and self.passed_verb and clause.verb is not None

    def _verb(self, group: VerbGroup) -> None:
        built = build_verb(
            group, self.saying, self.choose, *self.ending, polite=self.setting.polite
        )
        if built.objects:
            self.slots.objects.insert(0, built.objects)
        self.slots.verb.append(self._closed(group, built.verbs))

    def _closed(self, group: VerbGroup, verbs: Pieces) -> Pieces:
        """Return the verb with the endings of denial and question."""
        dependent = bool(self.clause.link)
        if self.clause.negated:
            self._deny(group, dependent)
            asked = bool(self.slots.asked) and self.clause.denial is not None
            if self.predicate or dependent or asked:
                return verbs
            return marked(verbs, "neg", "negation")
        if self.setting.question and not dependent and not self.predicate:
            return marked(verbs, "quest", "question")
        return verbs

    def _deny(self, group: VerbGroup, dependent: bool) -> None:
        denial = self.clause.denial
        target = spanish_rules().negatives[denial.low] if denial is not None else "mana"
        forbids = group.lead.tense in ("imperative", "subj") and not dependent
        if forbids:
            target = target.replace("mana", "ama", 1)
        place = self.slots.near if self.predicate else self.slots.negation
        place.insert(0, spelled(target, "prohibition" if forbids else "negation"))
