"""Kichwa phrases that Spanish says in its own way: hours, times, comparisons, masses."""

from core.errors import UserError
from core.kichwa.numbers import from_kichwa
from core.kichwa.spanish_numbers import to_spanish
from core.translation.rules.choose import Choose
from core.translation.rules.tables import kichwa_rules
from core.translation.rules.to_spanish.choice import spanish_noun
from core.translation.rules.to_spanish.order import Order
from core.translation.rules.to_spanish.phrases import SpanishPhrase
from core.translation.rules.to_spanish.said import Said, Text
from core.translation.rules.to_spanish.tree import KichwaClause, KichwaPhrase

_HOUR = "muray"
_MORE = frozenset({"yalli", "ashtawan"})
_PARTS = {"tutamanta": " de la mañana", "chishi": " de la tarde", "tuta": " de la noche"}
_TAKEN = frozenset({"chari", "miku", "upya", "ranti", "katu", "muna", "mutsuri", "mutsu", "apamu"})


def is_when(phrase: KichwaPhrase) -> bool:
    """Return whether a phrase without ending says when or how often: "sapan killa"."""
    head = phrase.head
    counted = len(phrase.words) > 1
    bare = not phrase.case and not head.has("top", "foc", "neg", "quest", "open")
    return bare and counted and head.lemma.lower() in kichwa_rules().times


def hour_text(phrase: KichwaPhrase) -> Text:
    """Return "a las ocho" for "pusak muraypi", a date without "en", nothing for other phrases."""
    if phrase.head.told and phrase.case == "loc":
        return (Said(f"el {phrase.head.told}", "case_time"),)
    if phrase.head.lemma.lower() != _HOUR or phrase.case != "loc":
        return ()
    words = phrase.words[:-1]
    number = " ".join(word.lemma.lower() for word in words if word.upos == "NUM")
    try:
        hour = from_kichwa(number)
    except UserError:
        digits = next((word.form for word in words if word.form[:1].isdigit()), "")
        return (Said(f"a las {digits}", "case_time"),) if digits else ()
    article = "la" if hour == 1 else "las"
    part = next((_PARTS[w.lemma.lower()] for w in words if w.lemma.lower() in _PARTS), "")
    return (Said(f"a {article} {to_spanish(hour, 'f')}{part}", "case_time"),)


def compares(clause: KichwaClause) -> bool:
    """Return whether "more" stands in the clause: what has -manta is what it is compared with."""
    heads = [word for phrase in clause.phrases for word in phrase.words]
    return any(word.lemma.lower() in _MORE for word in (*heads, *clause.words))


def after_than(written: SpanishPhrase) -> Text:
    """Return what stands behind "más … que"."""
    if written.pronoun is not None:
        return (Said(written.pronoun["subject"], "pronoun"),)
    return written.text


def is_some(phrase: KichwaPhrase, clause: KichwaClause, choose: Choose) -> bool:
    """Return whether some of a thing is had, taken or wanted: Spanish has no article then."""
    if phrase.case != "acc" or not clause.verbs or phrase.head.has("top"):
        return False
    verb = clause.verbs[0].lemma.lower()
    mass = spanish_noun(phrase.head, choose).word in kichwa_rules().masses
    open_ = bool(clause.negation) or clause.verbs[-1].has("quest", "neg")
    return (mass and verb in _TAKEN) or (verb == "chari" and open_)


def which_asked(order: Order) -> Text:
    """Return "cuál" for "qué" where a name or number of something is asked for."""
    asks = any(said.text in ("nombre", "número", "precio", "apellido") for said in order.subject)
    asks = asks or any(said.text.endswith((" nombre", " número")) for said in order.subject)
    return (Said("cuál", "question_word"),) if asks else order.asked
