"""Who does what in a Spanish clause: its subject, its object, the case of the rest."""

from core.kichwa.suffixes import suffixes
from core.morphology.spanish_verbs import VerbReading
from core.text import fold
from core.translation.rules.tables import spanish_rules
from core.translation.rules.to_kichwa.phrases import is_person, is_time
from core.translation.rules.to_kichwa.tree import Clause, Nominal, VerbGroup
from core.translation.rules.to_kichwa.verbs import Subject, is_reflexive, subject_person
from core.translation.rules.to_kichwa.words import Word

COPULAS = frozenset({"ser", "estar", "parecer"})
_LIKING = frozenset({"gustar", "encantar"})
_EXPERIENCER = {
    "me": "p1", "te": "p2", "le": "p3", "nos": "p1pl", "os": "p2pl", "les": "p3pl",
}  # fmt: skip
_FORMAL = frozenset({"usted", "ud", "ustedes", "uds"})


def is_copula(group: VerbGroup) -> bool:
    """Return whether the verb only links a subject with what it is."""
    return group.main.lemma in COPULAS and not any(chain.helper == "tuku" for chain in group.chains)


def is_liking(group: VerbGroup) -> bool:
    """Return whether who feels is an object in Spanish and the subject in Kichwa."""
    forgets = group.lead.lemma == "olvidar" and "se" in group.clitics
    felt = bool(set(_EXPERIENCER) & set(group.clitics))
    return group.lead.lemma in _LIKING or (forgets and felt)


def exists(group: VerbGroup) -> bool:
    """Return whether it says that something exists ("hay")."""
    return group.main.lemma == "haber"


def _bare(clause: Clause) -> tuple[list[Nominal], list[Nominal]]:
    """Return the noun phrases without preposition before and after the verb, times left out."""
    before: list[Nominal] = []
    after: list[Nominal] = []
    place = before
    for part in clause.parts:
        if isinstance(part, VerbGroup):
            place = after
        elif isinstance(part, Nominal) and not part.prep and not is_time(part):
            place.append(part)
    return before, after


def subject_phrase(clause: Clause) -> Nominal | None:
    """Return the noun phrase that is the subject, None when the verb alone says it."""
    group = clause.verb
    if group is None:
        return None
    before, after = _bare(clause)
    for phrase in (*before, *after):
        if _is_subject_pronoun(phrase):
            return phrase
    if is_copula(group):
        after = sorted(after, key=lambda one: one.head is not None and one.head.kind == "adj")
    person = subject_person(group.lead)
    third = person in ("p3", "p3pl") or not group.finite
    if before and (third or (person == "p1pl" and _includes_me(before[0]))):
        return before[0]
    if after and third and _follows(clause, group, after):
        return after[0]
    return None


def _includes_me(phrase: Nominal) -> bool:
    """Return whether "yo" stands in a row of persons."""
    other = phrase.also
    return other is not None and other.head is not None and other.head.low in ("yo", "tú", "usted")


def _is_subject_pronoun(phrase: Nominal) -> bool:
    head = phrase.head
    return (head is not None and head.low in ("yo", "tú", "él", "ella", "ellos", "ellas")) or (
        head is not None and head.low in spanish_rules().persons
    )


def _follows(clause: Clause, group: VerbGroup, after: list[Nominal]) -> bool:
    """Return whether the first noun after the verb is its subject."""
    rules, lemma = spanish_rules(), group.main.lemma
    if exists(group) or is_liking(group):
        return False
    if lemma in rules.intransitive or lemma in rules.experienced:
        return _agrees(group.lead, after[0])
    if is_copula(group):
        return len(after) > 1 or _asks(clause) or (lemma == "estar" and _has_place(clause))
    if _asks(clause) and _agrees(group.lead, after[0]):
        return _asks(clause, "qué") or is_person(after[0]) or after[0].plural
    if is_reflexive(group, Subject("p3")) and not is_person(after[0]):
        return True
    return len(after) > 1 and _agrees(group.lead, after[0])


def _asks(clause: Clause, low: str = "") -> bool:
    """Return whether a question word stands in the clause; `low`: this one."""
    words = [part for part in clause.parts if isinstance(part, Word) and part.kind == "question"]
    return any(word.low == low for word in words) if low else bool(words)


def _has_place(clause: Clause) -> bool:
    return any(
        (isinstance(part, Nominal) and part.prep) or getattr(part, "kind", "") == "adv"
        for part in clause.parts
    )


def _agrees(lead: VerbReading, phrase: Nominal) -> bool:
    return (lead.number == "plur") == (phrase.plural or phrase.also is not None)


def subject_of(clause: Clause) -> Subject:
    """Return who does it: by a word of the clause, else by the verb's ending."""
    group, phrase = clause.verb, subject_phrase(clause)
    if group is None:
        return Subject("p3")
    person = subject_person(group.lead)
    if is_liking(group):
        found = (p for clitic, p in _EXPERIENCER.items() if clitic in group.clitics)
        return Subject(next(found, person))
    if exists(group):
        return Subject("p3", key="hay")
    if phrase is None or phrase.head is None:
        commands = group.lead.tense in ("subj", "imperative")
        formal = commands and not clause.link and person in ("p3", "p3pl")
        return (
            Subject({"p3": "p2", "p3pl": "p2pl"}[person], formal=True)
            if formal
            else Subject(person)
        )
    low = phrase.head.low
    if low in spanish_rules().persons:
        return Subject(spanish_rules().persons[low], True, fold(low), low in _FORMAL)
    return Subject(person, True, fold(low))


def same_subject(one: Subject, other: Subject) -> bool:
    """Return whether two clauses are about the same subject, as far as one can tell."""
    if one.person != other.person:
        return False
    return not (one.explicit and other.explicit) or one.key == other.key


def case_of(phrase: Nominal, group: VerbGroup | None, from_place: bool = False) -> tuple[str, str]:
    """Return the Kichwa ending for the phrase's preposition, and the rule that asks for it.

    from_place: "de" and a name say where somebody comes from, not whose something is.
    """
    rules, prep = spanish_rules(), phrase.prep
    lemma = group.main.lemma if group else ""
    if not prep:
        return ("", "")
    if prep in ("a", "al") and is_time(phrase):
        return "loc", "case_time"
    if prep in ("a", "al") and is_person(phrase) and lemma and lemma not in rules.giving:
        return ("dat", "case_dat") if lemma in rules.motion else ("acc", "personal_a")
    if prep in ("de", "del"):
        owner = group is not None and is_copula(group) and is_person(phrase)
        return ("gen", "owner") if owner and not from_place else ("abl", "case_abl")
    if prep == "para" and lemma in rules.motion and phrase.head and phrase.head.kind == "name":
        return "dat", "case_dat"
    target = rules.prepositions.get(prep, "loc")
    name = target if target in suffixes() else "place"
    return target, f"case_{name}"
