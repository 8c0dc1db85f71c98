"""Spanish verb groups as Kichwa ones: stems, tense, person, helpers, object endings."""

from dataclasses import dataclass, replace

from core.morphology.spanish_verbs import VerbReading
from core.translation.rules.choose import Choose
from core.translation.rules.pieces import Piece, Pieces, marked, spelled
from core.translation.rules.tables import spanish_rules
from core.translation.rules.to_kichwa.choice import verb_stem
from core.translation.rules.to_kichwa.tree import VerbGroup
from core.translation.rules.to_kichwa.words import person_tag

_OWN = {"p1": "me", "p2": "te", "p1pl": "nos", "p2pl": "os"}
_TENSE_RULES = {
    "pres": "person",
    "imperfect": "tense_past",
    "preterite": "tense_past",
    "perfect": "tense_perfect",
    "future": "tense_future",
    "conditional": "conditional",
    "subj": "wish_that",
    "subj_past": "conditional",
    "imperative": "command",
}
_AFTER_PARTICIPLE = {"pres": "perfect", "preterite": "perfect", "subj": "perfect"}


@dataclass(frozen=True, slots=True)
class Subject:
    """Who does it.

    person: "p1" … "p3pl". explicit: said by a word of the clause. key: its head word, folded.
    formal: usted.
    """

    person: str
    explicit: bool = False
    key: str = ""
    formal: bool = False


@dataclass(frozen=True, slots=True)
class Saying:
    """How a verb is said: by its own stem, or as an idiom does.

    used: the noun that the idiom swallows. stem: its verb, "" for the lexicon's choice.
    subject: whom the verb agrees with. objects: pronouns it asks for. subject_case: ending of the
    word that is the subject in Spanish. no_objects: clitics are part of the idiom.
    whom: a noun says to whom, so that "le" repeats it.
    named: of "me llamo": whose name it is, as a table entry.
    """

    subject: Subject
    used: object = None
    stem: str = ""
    objects: Pieces = ()
    object_me: bool = False
    subject_case: str = ""
    no_objects: bool = False
    whom: bool = False
    named: str = ""


@dataclass(frozen=True, slots=True)
class Built:
    """A verb group in Kichwa: object pronouns that become words, and the verbs in order."""

    objects: Pieces
    verbs: Pieces


def is_reflexive(group: VerbGroup, subject: Subject) -> bool:
    """Return whether a clitic refers back to the subject."""
    clitics = group.clitics
    if "se" in clitics and not {"lo", "la", "los", "las"} & set(clitics):
        return True
    own = _OWN.get(subject.person)
    return own in clitics


def build_verb(
    group: VerbGroup,
    saying: Saying,
    choose: Choose,
    ending: str = "",
    rule: str = "",
    polite: bool = False,
) -> Built:
    """Return the verbs of a group; `ending` replaces tense and person in dependent clauses."""
    subject = saying.subject
    reflexive = is_reflexive(group, subject) and not saying.stem
    stem: Pieces
    if saying.stem:
        stem, meant = (Piece(saying.stem, (), "VERB", ("word",), group.word.form),), True
    else:
        stem, meant = verb_stem(group.main.lemma, reflexive, choose)
    finite, why = (ending, rule) if rule else finite_ending(group, subject)
    if polite and finite in ("imp", "imp2pl"):
        finite, why = f"polite+{finite}", "command_polite"
    if reflexive and not meant:
        stem = marked(stem, "refl", "reflexive")
    objects, own = (
        ((), "") if saying.no_objects else _objects(group, subject, reflexive, saying.whom)
    )
    if own or saying.object_me:
        stem = marked(stem, "obj1", "object_me")
    return Built((*saying.objects, *objects), _chained(group, stem, finite, why, subject))


def finite_ending(group: VerbGroup, subject: Subject) -> tuple[str, str]:
    """Return endings of tense and person, and the rule that asks for them."""
    tense: str = group.lead.tense
    if group.chains and group.chains[0].adds == "perf":
        tense = _AFTER_PARTICIPLE.get(tense, tense)
        if tense == "imperfect":
            return "pluperfect", "tense_pluperfect"
    if subject.formal and tense in ("subj", "imperative"):
        return ("polite+imp", "command_polite") if subject.person == "p2" else ("imp2pl", "command")
    if tense in ("gerund",):
        return "same", "same_subject"
    if tense in ("infinitive", "participle"):
        return {"infinitive": "inf", "participle": "part"}[tense], "nominal"
    if is_plain_copula(group) and subject.person == "p3pl" and tense == "pres":
        return "p3", "person"
    if subject.person == "p3pl" and group.main.lemma in spanish_rules().experienced:
        subject = replace(subject, person="p3")  # eyes that ache and minutes that lack are things
    return spanish_rules().tenses[tense][subject.person], _TENSE_RULES.get(tense, "person")


def is_plain_copula(group: VerbGroup) -> bool:
    """Return whether the verb is ser or estar alone: "son" is kan, as "es"."""
    return group.main.lemma in ("ser", "estar") and not group.chains


def _chained(group: VerbGroup, stem: Pieces, finite: str, why: str, subject: Subject) -> Pieces:
    """Return the main verb and its helpers, the first Spanish verb last."""
    helpers: list[Pieces] = []
    extra: list[tuple[str, str]] = []
    for chain in group.chains:
        if not chain.helper:
            if chain.adds != "perf":
                extra.append((chain.adds, chain.rule))
            continue
        helper = Piece(chain.helper, upos="VERB", rules=(chain.rule,))
        helpers.append(_finished((helper,), extra, finite, why, subject))
        extra, finite, why = [], chain.ends, chain.rule
    main = _finished(stem, extra, finite, why, subject)
    return (*main, *(piece for helper in reversed(helpers) for piece in helper))


def _finished(
    stem: Pieces, extra: list[tuple[str, str]], finite: str, why: str, subject: Subject
) -> Pieces:
    for tags, rule in extra:
        stem = marked(stem, tags, rule)
    if finite == "pluperfect":
        past = spanish_rules().tenses["imperfect"][subject.person]
        return (*marked(stem, "part", why), *spelled(f"ka+{past}", why))
    return marked(stem, finite, why)


def _objects(
    group: VerbGroup, subject: Subject, reflexive: bool, saying_whom: bool
) -> tuple[Pieces, str]:
    """Return object pronouns as words, and the ending of "me"."""
    clitics = list(group.clitics)
    if reflexive:
        own = "se" if "se" in clitics else _OWN.get(subject.person, "")
        clitics = [clitic for clitic in clitics if clitic != own]
    giving = group.main.lemma in spanish_rules().giving
    words: Pieces = ()
    if saying_whom:
        clitics = [clitic for clitic in clitics if clitic not in ("le", "les")]
    if "te" in clitics or "os" in clitics:
        words += spelled(f"kan+{'dat' if giving else 'acc'}", "object_pronoun", "te")
    if "nos" in clitics:
        words += spelled(f"ñukanchik+{'dat' if giving else 'acc'}", "object_pronoun", "nos")
    if giving and ("le" in clitics or "les" in clitics or _se_lo(clitics)):
        plural = "pl+" if "les" in clitics else ""
        words += spelled(f"pay+{plural}dat", "object_pronoun", "le")
    elif "le" in clitics or "les" in clitics:
        words += spelled("pay+acc" if "le" in clitics else "pay+pl+acc", "object_pronoun", "le")
    return words, "obj1" if "me" in clitics else ""


def _se_lo(clitics: list[str]) -> bool:
    return "se" in clitics and bool({"lo", "la", "los", "las"} & set(clitics))


def subject_person(lead: VerbReading) -> str:
    """Return the person that the verb form shows; "p3" for forms without person."""
    return person_tag(lead) if lead.person else "p3"
