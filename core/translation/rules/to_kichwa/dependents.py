"""How the verb of a dependent clause ends: switch reference, purpose, complements, relatives."""

from core.translation.rules.tables import spanish_rules
from core.translation.rules.to_kichwa.roles import same_subject, subject_of, subject_phrase
from core.translation.rules.to_kichwa.tree import Clause, VerbGroup
from core.translation.rules.to_kichwa.verbs import Subject

Ending = tuple[str, str]
"""Endings, and the rule that asks for them; ("", "") where tense and person stay."""
_NOMINAL = {
    "pres": "agent", "imperfect": "part", "preterite": "part", "future": "inf", "subj": "inf",
    "conditional": "inf", "subj_past": "inf",
}  # fmt: skip
_INFINITIVES: dict[str, Ending] = {
    "para": ("purp_same", "purpose"),
    "a": ("purp_same", "purpose"),
    "al": ("same", "same_subject"),
    "sin": ("same", "same_subject"),
    "de": ("inf", "nominal"),
    "por": ("part+abl", "because"),
    "en": ("nmlz+loc", "nominal"),
    "con": ("nmlz+ins", "nominal"),
    "hasta": ("until", "until"),
    "antes de": ("inf ñawpa", "nominal"),
    "después de": ("same", "same_subject"),
    "en vez de": ("same", "same_subject"),
}


def relative_ending(clause: Clause) -> Ending:
    """Return -k, -shka or -na: who does it, what is done, what will be."""
    group = clause.verb
    if group is None:
        return "", ""
    nominal = _nominal(group)
    own = subject_of(clause).person in ("p3", "p3pl") and subject_phrase(clause) is None
    if nominal == "agent" and not own:
        nominal = "part"
    return nominal, f"relative_{nominal}"


def _nominal(group: VerbGroup) -> str:
    if any(chain.adds == "perf" for chain in group.chains):
        return "part"
    return _NOMINAL.get(group.lead.tense, "agent")


def dependent_ending(clause: Clause, governor: VerbGroup | None, main: Subject) -> Ending:
    """Return the ending for a clause that depends on the verb `governor`."""
    if clause.link.startswith("inf "):
        return _INFINITIVES.get(clause.link.removeprefix("inf "), ("nmlz", "nominal"))
    if clause.verb is not None and clause.verb.lead.tense == "gerund":
        return "same", "same_subject"
    if clause.link in ("que", "relative"):
        return _complement(clause, governor)
    return link_ending(clause.link, same_subject(subject_of(clause), main))


def link_ending(link: str, same: bool) -> Ending:
    """Return the ending that a conjunction asks for.

    >>> link_ending("cuando", False)
    ('diff', 'different_subject')
    """
    row = spanish_rules().links.get(link)
    if row is None:
        return "", ""
    ending = row["same" if same else "diff"]
    if row["same"] == row["diff"]:
        return ending, "because" if "abl" in ending else "until"
    if "purp" in ending:
        return ending, "purpose" if same else "purpose_other"
    return ending, "same_subject" if same else "different_subject"


def _complement(clause: Clause, governor: VerbGroup | None) -> Ending:
    """Return the ending of "que …" after a verb of saying, knowing or wishing."""
    group, rules = clause.verb, spanish_rules()
    if group is None or governor is None:
        return "", ""
    lemma = governor.main.lemma
    if lemma in rules.wishing and group.lead.tense in ("subj", "subj_past"):
        return "purp_diff", "wish_that"
    if lemma in rules.knowing:
        nominal = _nominal(group)
        return f"{nominal}+acc", "complement"
    return "", ""
