"""Spanish idioms around a verb: "tener hambre", "me gusta"."""

from core.translation.rules.pieces import Pieces, spelled
from core.translation.rules.tables import spanish_rules
from core.translation.rules.to_kichwa.roles import is_liking
from core.translation.rules.to_kichwa.tree import Clause, Nominal, VerbGroup
from core.translation.rules.to_kichwa.verbs import Saying, Subject, is_reflexive

_FEELS = {
    "p2": "kan+acc", "p3": "pay+acc", "p1pl": "ñukanchik+acc", "p2pl": "kankuna+acc",
    "p3pl": "pay+pl+acc",
}  # fmt: skip


def find_saying(clause: Clause, group: VerbGroup | None, subject: Subject) -> Saying:
    """Return how the verb of a clause is said."""
    if group is None:
        return Saying(subject)
    if is_liking(group):
        return Saying(subject, no_objects=True)
    if group.main.lemma == "llamar" and is_reflexive(group, subject):
        return Saying(Subject("p3"), stem="ka", no_objects=True, named=_named(clause, subject))
    noun = next((part for part in clause.nominals if _stem(group, part)), None)
    if noun is None:
        return Saying(subject, whom=any(part.prep in ("a", "al") for part in clause.nominals))
    stem = _stem(group, noun)
    if stem not in spanish_rules().impersonal:
        return Saying(subject, noun, stem)
    return Saying(
        Subject("p3"),
        noun,
        stem,
        _felt_by(subject) if group.main.lemma != "hacer" else (),
        object_me=subject.person == "p1" and group.main.lemma == "tener",
        subject_case="acc" if subject.explicit else "",
    )


def _named(clause: Clause, subject: Subject) -> str:
    """Return whose name it is, as a table entry; "of" where a noun says so."""
    if subject.explicit and subject.key not in ("yo", "tu", "usted", "el", "ella"):
        return "of"
    return {"p1": "ñuka", "p2": "kan+gen", "p1pl": "ñukanchik+gen", "p2pl": "kankuna+gen"}.get(
        subject.person, "pay+gen"
    )


def _stem(group: VerbGroup, phrase: Nominal) -> str:
    if phrase.head is None or phrase.prep or phrase.also is not None:
        return ""
    return spanish_rules().expressions.get(f"{group.main.lemma} {phrase.head.low}", "")


def _felt_by(subject: Subject) -> Pieces:
    if subject.explicit or subject.key == "hay" or subject.person not in _FEELS:
        return ()
    return spelled(_FEELS[subject.person], "object_pronoun")
