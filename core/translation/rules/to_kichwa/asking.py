"""Spanish question words in Kichwa."""

from core.translation.rules.pieces import Pieces, marked, spelled
from core.translation.rules.tables import spanish_rules
from core.translation.rules.to_kichwa.roles import exists, is_copula
from core.translation.rules.to_kichwa.tree import VerbGroup
from core.translation.rules.to_kichwa.words import Word

_BEFORE_NOUNS = ("qué", "cuál", "cuáles", "cuánto", "cuánta", "cuántos", "cuántas")


def question_word(word: Word, group: VerbGroup | None, named: bool) -> tuple[Pieces, bool]:
    """Return the question word, and whether it may belong to the noun after it.

    named: in "¿cómo te llamas?", where Kichwa asks what.
    """
    rules = spanish_rules()
    low, prep = word.low, ""
    if word.lemma in rules.questions and " " in low and low not in rules.questions:
        prep, low = low.split(" ", 1)[0], word.lemma
    target = "ima" if named else rules.questions.get(low, "ima")
    if prep:
        stem, case = target.split("+")[0], _case(prep, low, group)
        return spelled(
            f"{stem} {case}" if " " in case else f"{stem}+{case}", "question_word"
        ), False
    return spelled(target, "question_word", word.form), low in _BEFORE_NOUNS


def _case(prep: str, low: str, group: VerbGroup | None) -> str:
    rules = spanish_rules()
    if prep == "a" and low in ("quién", "quiénes"):
        return "dat" if group and group.main.lemma in rules.giving else "acc"
    return rules.prepositions.get(prep, "loc")


def question_alone(pieces: Pieces, group: VerbGroup | None) -> Pieces:
    """Return "qué" alone: an object unless the verb links or the answer is a subject."""
    if group is None or pieces[-1].stem == "mashna" or is_copula(group) or exists(group):
        return pieces
    if group.main.lemma in spanish_rules().intransitive:
        return pieces
    return marked(pieces, "acc", "object")
