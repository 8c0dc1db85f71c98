"""Which Kichwa word stands for a Spanish one."""

from functools import lru_cache

from core.kichwa.lexicon import Entry, lexicon
from core.morphology.spanish_nouns import masculine, singularize
from core.translation.rules.choose import Choose
from core.translation.rules.pieces import Piece, Pieces, spelled
from core.translation.rules.tables import spanish_rules
from core.translation.rules.to_kichwa.words import Word

_EASTERN = ("amz", "zn", "tena")


@lru_cache(maxsize=16384)
def _entry(words: tuple[str, ...], pos: str) -> Entry | None:
    """Return the best entry of the first of these words that has one; highland words first."""
    for wanted in (pos, None):
        for word in words:
            found = lexicon().from_spanish(word, wanted)
            highland = [entry for entry in found if not entry.region.startswith(_EASTERN)]
            if found:
                return (highland or found)[0]
    return None


def _pieces(stems: str, upos: str, rule: str, source: str) -> Pieces:
    """Return one piece per word; the last one is of the class asked for."""
    *first, last = stems.split()
    return (
        *(Piece(stem, rules=(rule,), source=source) for stem in first),
        Piece(last, upos=upos, rules=(rule,), source=source),
    )


def verb_stem(lemma: str, reflexive: bool, choose: Choose) -> tuple[Pieces, bool]:
    """Return the Kichwa verb and whether "-se" is part of its meaning already."""
    own = f"{lemma}se"
    if reflexive:
        if stem := spanish_rules().verbs.get(own):
            return _pieces(stem, "VERB", "word", lemma), True
        if entry := _entry((own,), "VERB"):
            return _pieces(entry.lemma, "VERB", "word", lemma), True
    if stem := spanish_rules().verbs.get(lemma):
        return _pieces(stem, "VERB", "word", lemma), False
    if learned := choose(lemma, "VERB"):
        return _pieces(learned[0], "VERB", "word_learned", lemma), False
    entry = _entry((lemma,), "VERB")
    if entry is not None and entry.pos == "VERB":
        return _pieces(entry.lemma, "VERB", "word", lemma), False
    if entry := _entry((own,), "VERB"):
        return _pieces(entry.lemma, "VERB", "word", lemma), True
    return (Piece(lemma[:-1], (), "VERB", ("loan",), lemma, True),), False


def other_word(word: Word, choose: Choose) -> Pieces:
    """Return the Kichwa for a noun, adjective, adverb, number or name."""
    if word.told:
        return spelled(word.told, "number", word.form)
    if word.kind == "name":
        return (Piece(word.form, (), "PROPN", ("name",), word.form),)
    if word.low.strip("$ ")[:1].isdigit():
        return (Piece(word.form, (), "NUM", ("number",), word.form),)
    upos = {"noun": "NOUN", "adj": "ADJ", "adv": "ADV", "num": "NUM", "verb": "VERB"}.get(
        word.kind, word.upos
    )
    return _looked_up(word, upos, choose)


def _looked_up(word: Word, upos: str, choose: Choose) -> Pieces:
    """Return the Kichwa that tables, data or the lexicon have for a word, else the word."""
    forms = _forms(word)
    for form in (word.low, *forms):
        if upos in ("NOUN", "ADJ") and (own := spanish_rules().nouns.get(form)):
            return _pieces(own, upos, "word", word.form)
        if learned := choose(form, upos):
            return _pieces(learned[0], upos, "word_learned", word.form)
    if entry := _entry(forms, upos):
        pieces = _pieces(entry.lemma, upos, "word", word.form)
        if entry.pos == "VERB":  # "trabajo" only as the verb llamka-: its nominal
            return (*pieces[:-1], pieces[-1].plus("nmlz", "nominal"))
        return pieces
    return (Piece(forms[0], (), upos, ("loan",), word.form, True),)


def _forms(word: Word) -> tuple[str, ...]:
    """Return the dictionary forms to look up: "hermanas" is hermana before hermano."""
    if " " in word.low:
        return (word.low,)
    forms = [singularize(word.low), word.low, word.lemma]
    if word.low.endswith(("a", "as")):
        forms.append(masculine(singularize(word.low)))
    if small := _without_diminutive(word.low):
        forms.append(small)
    return tuple(dict.fromkeys(form for form in forms if form))


def _without_diminutive(low: str) -> str:
    """Return the word without -ito, -ita, or "".

    >>> _without_diminutive("casitas"), _without_diminutive("gato")
    ('casa', '')
    """
    single = low.removesuffix("s")
    for ending, vowel in (("ito", "o"), ("ita", "a")):
        if single.endswith(ending) and len(single) > len(ending) + 2:
            return single.removesuffix(ending) + vowel
    return ""
