"""Kichwa verbs as Spanish verb phrases: tense, person, helpers, pronouns."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.errors import UserError
from core.morphology.spanish_verbs import attach, compound, conjugate, going_to, progressive
from core.translation.rules.choose import Choose
from core.translation.rules.tables import kichwa_rules
from core.translation.rules.to_spanish.choice import Chosen, spanish_verb
from core.translation.rules.to_spanish.said import Said, Text
from core.translation.rules.to_spanish.tree import KichwaClause
from core.translation.rules.to_spanish.words import KichwaWord

Person = tuple[int, str]
_PERSONS: dict[str, Person] = {
    "p1": (1, "sing"), "p2": (2, "sing"), "p3": (3, "sing"), "p1pl": (1, "plur"),
    "p2pl": (3, "plur"), "p3pl": (3, "plur"), "p3pl_past": (3, "plur"), "fut1": (1, "sing"),
    "fut3": (3, "sing"), "fut3pl": (3, "plur"), "fut1pl": (1, "plur"), "imp": (2, "sing"),
    "imp2pl": (3, "plur"), "juss": (3, "sing"), "juss3pl": (3, "plur"), "cond1": (1, "sing"),
}  # fmt: skip
_TENSES = {
    "fut1": "future", "fut3": "future", "fut3pl": "future", "fut1pl": "future", "imp": "imperative",
    "imp2pl": "imperative", "juss": "subj", "juss3pl": "subj", "cond1": "conditional",
    "cond": "conditional", "past": "preterite", "perf": "perfect",
    "part": "perfect",
}  # fmt: skip
_RULES = {
    "future": "tense_future", "imperative": "command", "subj": "wish_that",
    "conditional": "conditional", "preterite": "tense_past", "perfect": "tense_perfect",
    "imperfect": "tense_past", "pres": "person", "pluperfect": "tense_pluperfect",
    "gerund": "same_subject", "infinitive": "nominal",
}  # fmt: skip
_REFLEXIVE = {
    (1, "sing"): "me", (2, "sing"): "te", (1, "plur"): "nos", (3, "sing"): "se", (3, "plur"): "se",
}  # fmt: skip
FEELINGS = frozenset({"yarka", "yakunaya", "chiri", "rupa", "puñunaya", "yarja"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which form of a verb is wanted.

    tense: of `conjugate`, or "perfect", "pluperfect". clitics: object pronouns of the clause.
    """

    tense: str
    person: Person
    negated: bool = False
    clitics: tuple[str, ...] = ()


def person_of(word: KichwaWord, formal: bool, plural: bool) -> Person:
    """Return person and number that a verb shows; usted and ustedes are third persons."""
    found = next((tag for tag in reversed(word.tags) if tag in _PERSONS), "p3")
    person = _PERSONS[found]
    if person == (2, "sing") and formal:
        return 3, "sing"
    if person == (3, "sing") and (plural or word.has("recp")):
        return 3, "plur"
    return person


def shows_person(word: KichwaWord) -> bool:
    """Return whether an ending says who does it."""
    return any(tag in _PERSONS for tag in word.tags)


def tense_of(word: KichwaWord, infinitive: str) -> str:
    """Return the Spanish tense of a finite verb."""
    found = next((_TENSES[tag] for tag in reversed(word.tags) if tag in _TENSES), "pres")
    if found == "preterite" and infinitive.split()[0] in kichwa_rules().lasting:
        return "imperfect"
    return found


def verb_text(clause: KichwaClause, wanted: Wanted, choose: Choose, copula: str = "") -> Text:
    """Return the verb phrase of a clause; `copula`: "ser" or "estar" where the verb is ka."""
    main = clause.verbs[0]
    chosen, derived = spanish_verb(main, choose)
    if copula:
        chosen = Chosen(copula, "copula")
    if chosen.guessed:
        denied = (Said("no", "negation"),) if wanted.negated else ()
        return (*denied, Said(main.form, "loan", main.form))
    parts = _Parts(chosen.word, tuple(derived), clause)
    return parts.text(wanted, chosen.rule)


class _Parts:
    """The verbs of a phrase, first one finite."""

    def __init__(self, infinitive: str, derived: tuple[str, ...], clause: KichwaClause) -> None:
        self.infinitive, _, self.rest = infinitive.partition(" ")
        self.derived = derived
        self.clause = clause
        self.rules: list[str] = []

    def text(self, wanted: Wanted, rule: str) -> Text:
        """Return the phrase with negation and pronouns."""
        reflexive = self._reflexive(wanted)
        clitics = tuple(c for c in wanted.clitics if not (reflexive and c == "se"))
        try:
            form = self._form(wanted)
        except UserError:  # a sense that is no infinitive: the word itself
            form = self.infinitive
        if self.rest:
            form = f"{form} {self.rest}"
        own = (_REFLEXIVE.get(wanted.person, "se"),) if reflexive else ()
        said = self._joined(form, (*own, *clitics), wanted)
        rules = [Said("", extra) for extra in (rule, *self.rules) if extra]
        return (Said(said, _RULES.get(wanted.tense, "person")), *rules)

    def _reflexive(self, wanted: Wanted) -> bool:
        verb = self.infinitive
        if verb.endswith(("arse", "erse", "irse", "írse")):
            self.infinitive = verb[:-2]
            return True
        return "refl" in self.derived or ("recp" in self.derived and wanted.person[1] == "plur")

    def _form(self, wanted: Wanted) -> str:
        """Return the verbs without pronouns."""
        main, lead = self.infinitive, ""
        helper = self.clause.helper
        if "caus" in self.derived:
            main, self.rest = "hacer", f"{self.infinitive} {self.rest}".strip()
            self.rules.append("causative")
        if "des" in self.derived:
            lead, self.rest = "querer", f"{main} {self.rest}".strip()
            self.rules.append("wish")
            return inflected(lead, wanted)
        if helper is not None:
            return self._helped(main, wanted)
        if "prog" in self.derived and wanted.tense in ("pres", "preterite", "imperfect", "future"):
            self.rules.append("aspect_progressive")
            tense = "imperfect" if wanted.tense == "preterite" else wanted.tense
            return progressive(main, tense, *wanted.person)  # type: ignore[arg-type]
        if "prosp" in self.derived and wanted.tense in ("pres", "preterite", "imperfect"):
            self.rules.append("aspect_going_to")
            tense = "imperfect" if wanted.tense == "preterite" else wanted.tense
            return going_to(main, tense, *wanted.person)  # type: ignore[arg-type]
        return inflected(main, wanted)

    def _helped(self, main: str, wanted: Wanted) -> str:
        helper = self.clause.helper
        assert helper is not None
        self.rules.append(helper.rule)
        if helper.verb == "haber":
            person = wanted.person
            tense = "imperfect" if wanted.tense in ("preterite", "imperfect") else "pres"
            return compound(main, tense, *person)  # type: ignore[arg-type]
        following = conjugate(main, "gerund") if helper.gerund else main
        lasts = self.clause.verbs[-1].has("prog") and wanted.tense in ("pres", "future")
        if lasts:
            lead = progressive(helper.verb, wanted.tense, *wanted.person)  # type: ignore[arg-type]
            return " ".join(part for part in (lead, helper.via, following) if part)
        return " ".join(
            part for part in (inflected(helper.verb, wanted), helper.via, following) if part
        )

    def _joined(self, form: str, clitics: Sequence[str], wanted: Wanted) -> str:
        commands = wanted.tense == "imperative" or (wanted.tense == "subj_command")
        if (
            clitics
            and not wanted.negated
            and (commands or wanted.tense in ("infinitive", "gerund"))
        ):
            first, _, rest = form.partition(" ")
            return f"{attach(first, *clitics)} {rest}".strip()
        words = (*(("no",) if wanted.negated else ()), *clitics, form)
        return " ".join(words)


def inflected(infinitive: str, wanted: Wanted) -> str:
    """Return one verb in the tense and person wanted.

    >>> inflected("comer", Wanted("perfect", (1, "sing")))
    'he comido'
    """
    person, number = wanted.person
    tense = wanted.tense
    if tense == "perfect":
        return compound(infinitive, "pres", person, number)
    if tense == "pluperfect":
        return compound(infinitive, "imperfect", person, number)
    if infinitive == "haber" and tense == "pres":
        return "hay"
    if tense == "imperative" and wanted.negated:
        tense = "subj"
    if tense == "subj_command":
        tense = "imperative"
    return conjugate(infinitive, tense, person, number)  # type: ignore[arg-type]
