"""Which Spanish word stands for a Kichwa one."""

from dataclasses import dataclass

from core.kichwa.lexicon import lexicon
from core.kichwa.suffixes import suffixes
from core.translation.rules.choose import Choose
from core.translation.rules.tables import kichwa_rules
from core.translation.rules.to_spanish.words import KichwaWord

_LOAN_VERBS = {"a": "ar", "i": "er", "u": "er", "e": "er"}


@dataclass(frozen=True, slots=True)
class Chosen:
    """A Spanish dictionary form, the rule that found it, and whether it was carried over."""

    word: str
    rule: str
    guessed: bool = False


def _senses(lemma: str, pos: str) -> tuple[str, ...]:
    found = lexicon().of(lemma, pos) or (lexicon().of(lemma, "VERB") if pos == "AUX" else ())
    if not found and pos != "VERB":
        found = tuple(entry for entry in lexicon().of(lemma) if entry.pos != "VERB")
    return tuple(sense for entry in found for sense in entry.senses)


def spanish_noun(word: KichwaWord, choose: Choose) -> Chosen:
    """Return the Spanish for a noun, adjective, adverb or name."""
    lemma = word.lemma.lower()
    if word.told:
        return Chosen(word.told, "number")
    if word.upos == "PROPN":
        return Chosen(word.lemma if word.lemma[:1].isupper() else _stem_as_written(word), "name")
    if own := kichwa_rules().nouns.get(lemma):
        return Chosen(own, "word")
    if learned := choose(lemma, word.upos):
        return Chosen(learned[0], "word_learned")
    if senses := _senses(lemma, word.upos):
        return Chosen(senses[0], "word")
    if word.language == "es":
        return Chosen(lemma, "loan")
    return Chosen(_stem_as_written(word), "loan", True)


def _stem_as_written(word: KichwaWord) -> str:
    """Return the word without its endings, capitals kept."""
    size = len(word.lemma)
    same = word.form[:size].lower() == word.lemma.lower()
    return word.form[:size] if same else word.lemma


def spanish_verb(word: KichwaWord, choose: Choose) -> tuple[Chosen, tuple[str, ...]]:
    """Return the infinitive, and the derivations that it does not say already."""
    stem, derived = word.lemma.lower(), word.derived
    for size in range(len(derived), 0, -1):
        longer = stem + "".join(suffixes()[tag].form for tag in derived[:size])
        if found := _infinitive(longer, choose):
            return found, derived[size:]
    if found := _infinitive(stem, choose):
        return found, derived
    if word.language == "es":
        return Chosen(stem[:-1] + _LOAN_VERBS.get(stem[-1], "ar"), "loan"), derived
    nominal = _senses(stem, "NOUN")
    if nominal:
        return Chosen(nominal[0], "word"), derived
    return Chosen(word.form, "loan", True), derived


def _infinitive(stem: str, choose: Choose) -> Chosen | None:
    if verb := kichwa_rules().verbs.get(stem):
        return Chosen(verb, "word")
    if learned := choose(stem, "VERB"):
        return Chosen(learned[0], "word_learned")
    senses = [sense for entry in lexicon().of(stem, "VERB") for sense in entry.senses]
    return Chosen(senses[0], "word") if senses else None
