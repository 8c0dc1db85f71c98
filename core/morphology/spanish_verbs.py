"""Spanish verbs: any form of any verb, with its pronouns, and what a form may be."""

from core.errors import UserError
from core.morphology.spanish_clitics import attached
from core.morphology.spanish_conjugation import FINITE, TENSES, Tense, inflected, is_infinitive
from core.morphology.spanish_verb_readings import PERSONS, VerbReading, verb_readings

__all__ = [
    "FINITE",
    "TENSES",
    "Tense",
    "VerbReading",
    "attach",
    "compound",
    "conjugate",
    "going_to",
    "progressive",
    "verb_readings",
]
REFLEXIVE = ("me", "te", "se", "nos", "os", "se")
_UNWRITTEN = ("lo", "la", "los", "las")  # after le and les, which become se


def conjugate(lemma: str, tense: Tense, person: int = 3, number: str = "sing") -> str:
    """Return a form of a verb; a reflexive one ("lavarse") comes with its pronoun.

    person: 1–3 (usted and ustedes: 3); number: "sing" or "plur". Infinitive, gerund and participle
    of plain verbs take no heed of them.

    Raises UserError for what is no infinitive, no tense or no person, and for a command to "yo".

    >>> conjugate("tener", "preterite", 1, "plur"), conjugate("lavarse", "imperative", 2)
    ('tuvimos', 'lávate')
    """
    lemma, slot = lemma.lower().strip(), _slot(person, number)
    reflexive = is_reflexive(lemma)
    bare_lemma = lemma[:-2] if reflexive else lemma
    if not is_infinitive(bare_lemma):
        raise UserError("error.spanish_infinitive", verb=lemma[:40])
    if tense not in TENSES or (tense == "imperative" and slot == 0):
        raise UserError("error.spanish_tense", tense=str(tense)[:40], person=person)
    form = inflected(bare_lemma, tense, slot)
    if not reflexive or tense == "participle":
        return form
    pronoun = REFLEXIVE[slot]
    return f"{pronoun} {form}" if tense in FINITE else attached(form, (pronoun,))


def is_reflexive(lemma: str) -> bool:
    """Return whether an infinitive ends in its pronoun: lavarse, irse."""
    return lemma.endswith(("arse", "erse", "irse", "írse"))


def _slot(person: int, number: str) -> int:
    if (person, number) not in PERSONS:
        raise UserError("error.spanish_person", person=str(person)[:20], number=str(number)[:20])
    return PERSONS.index((person, number))


def compound(lemma: str, tense: Tense, person: int = 3, number: str = "sing") -> str:
    """Return haber in `tense` with the participle.

    >>> compound("irse", "pres", 1), compound("decir", "subj_past", 3, "plur")
    ('me he ido', 'hubieran dicho')
    """
    return _with_auxiliary("haber", lemma, "participle", tense, person, number)


def progressive(lemma: str, tense: Tense, person: int = 3, number: str = "sing") -> str:
    """Return estar in `tense` with the gerund.

    >>> progressive("leer", "imperfect", 3), progressive("lavarse", "pres", 2)
    ('estaba leyendo', 'te estás lavando')
    """
    return _with_auxiliary("estar", lemma, "gerund", tense, person, number)


def going_to(lemma: str, tense: Tense, person: int = 3, number: str = "sing") -> str:
    """Return ir in `tense` with "a" and the infinitive.

    >>> going_to("comer", "pres", 1, "plur"), going_to("irse", "imperfect", 1)
    ('vamos a comer', 'me iba a ir')
    """
    return _with_auxiliary("ir", lemma, "infinitive", tense, person, number, "a ")


def _with_auxiliary(
    auxiliary: str,
    lemma: str,
    main: Tense,
    tense: Tense,
    person: int,
    number: str,
    between: str = "",
) -> str:
    reflexive = is_reflexive(lemma)
    plain = lemma[:-2] if reflexive else lemma
    helper = conjugate(auxiliary + "se" * reflexive, tense, person, number)
    return f"{helper} {between}{conjugate(plain, main, person, number)}"


def attach(form: str, *clitics: str) -> str:
    """Return an infinitive, gerund or command with pronouns at its end; le before lo becomes se.

    >>> attach("da", "me", "lo"), attach("decir", "le", "lo"), attach("lavemos", "nos")
    ('dámelo', 'decírselo', 'lavémonos')
    """
    return attached(form, ordered(*clitics))


def ordered(*clitics: str) -> tuple[str, ...]:
    """Return pronouns in the order they are said in, with se for le before lo.

    >>> ordered("lo", "le"), ordered("me", "se")
    (('se', 'lo'), ('se', 'me'))
    """
    said = ("se", "te", "os", "me", "nos", "le", "les", *_UNWRITTEN)
    row = sorted(clitics, key=lambda one: said.index(one) if one in said else len(said))
    if len(row) > 1 and row[-1] in _UNWRITTEN and row[-2] in ("le", "les"):
        row[-2] = "se"
    return tuple(row)
