"""Spanish text word by word: class, lemma and features, as Universal Dependencies name them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from core.morphology.spanish_closed import Closed, closed_words, joined_feats
from core.morphology.spanish_context import Neighbours, choose
from core.morphology.spanish_nouns import gender, lemma_of_adjective, lemma_of_noun, singularize
from core.morphology.spanish_tagger import candidates, tag
from core.morphology.spanish_verb_readings import VerbReading, verb_readings
from core.morphology.spanish_verbs import conjugate

_TENSES = {
    "pres": "Mood=Ind|Tense=Pres|VerbForm=Fin",
    "imperfect": "Mood=Ind|Tense=Imp|VerbForm=Fin",
    "preterite": "Mood=Ind|Tense=Past|VerbForm=Fin",
    "future": "Mood=Ind|Tense=Fut|VerbForm=Fin",
    "conditional": "Mood=Cnd|VerbForm=Fin",
    "subj": "Mood=Sub|Tense=Pres|VerbForm=Fin",
    "subj_past": "Mood=Sub|Tense=Imp|VerbForm=Fin",
    "imperative": "Mood=Imp|VerbForm=Fin",
    "infinitive": "VerbForm=Inf",
    "gerund": "VerbForm=Ger",
    "participle": "VerbForm=Part",
}
_NUMBERS = {"sing": "Number=Sing", "plur": "Number=Plur", "": ""}
_GENDERS = {"masc": "Gender=Masc", "fem": "Gender=Fem", "": ""}
_CONTRACTED = {"del": ("de", "el"), "al": ("a", "el")}


@dataclass(frozen=True, slots=True)
class SpanishWord:
    """One word in context; `feats` as in a CoNLL-U file, clitics: pronouns at the end of a verb."""

    form: str
    lemma: str
    upos: str
    feats: str
    clitics: tuple[str, ...] = ()


def analyse(words: Sequence[str], upos: Sequence[str] | None = None) -> list[SpanishWord]:
    """Return what each word of a sentence is, one answer per word.

    upos: the classes where the caller knows them (gold, or of a treebank parser); without them the
    tagger of this package finds them.

    Raises ValueError when there are not as many classes as words.

    >>> [word.lemma for word in analyse("Los niños fueron a las escuelas".split())]
    ['el', 'niño', 'ir', 'a', 'el', 'escuela']
    """
    classes = list(upos) if upos is not None else tag(words)
    low = [word.lower() for word in words]
    found = []
    for at, (word, one) in enumerate(zip(words, classes, strict=True)):
        if one in ("VERB", "AUX") and (readings := verb_readings(low[at])):
            found.append(_verb(word, one, choose(readings, one, Neighbours(low, classes, at))))
        else:
            found.append(_word(word, one))
    return found


def split(words: Sequence[str]) -> list[tuple[str, int]]:
    """Return syntactic words with the position of the word they come from.

    Verbs lose pronouns at their end only where they cannot be anything else.

    >>> split(["Dámelo", "del", "patio"])
    [('Da', 0), ('me', 0), ('lo', 0), ('de', 1), ('el', 1), ('patio', 2)]
    """
    parts = []
    for at, word in enumerate(words):
        pieces = _CONTRACTED.get(word.lower()) or _without_clitics(word)
        parts += [(piece, at) for piece in _cased(pieces, word)]
    return parts


def _without_clitics(word: str) -> tuple[str, ...]:
    low = word.lower()
    if low in closed_words() or "NOUN" in candidates(low):
        return (word,)
    readings = verb_readings(low)
    if not readings or not all(reading.clitics for reading in readings):
        return (word,)
    return host(readings[0]), *readings[0].clitics


def host(reading: VerbReading) -> str:
    """Return the verb form of a reading without its pronouns."""
    person = (reading.person or 3, reading.number or "sing")
    return conjugate(reading.lemma, reading.tense, *person)


def _cased(pieces: Sequence[str], word: str) -> list[str]:
    if not word[:1].isupper():
        return list(pieces)
    return [pieces[0][:1].upper() + pieces[0][1:], *pieces[1:]]


def verb_feats(reading: VerbReading) -> str:
    """Return the features of a form of a verb.

    >>> verb_feats(VerbReading("ir", "pres", 1, "plur"))
    'Mood=Ind|Number=Plur|Person=1|Tense=Pres|VerbForm=Fin'
    """
    person = f"Person={reading.person}" if reading.person else ""
    gendered = _GENDERS[reading.gender]
    return joined_feats(_TENSES[reading.tense], _NUMBERS[reading.number], person, gendered)


def _verb(word: str, upos: str, reading: VerbReading) -> SpanishWord:
    return SpanishWord(word, reading.lemma, upos, verb_feats(reading), reading.clitics)


@lru_cache(maxsize=32768)
def _word(word: str, upos: str) -> SpanishWord:
    low = word.lower()
    for closed in closed_words().get(low, ()):
        if closed.upos == upos:
            return _closed(word, closed)
    if upos == "NOUN":
        return SpanishWord(word, lemma_of_noun(low), upos, _noun_feats(low))
    if upos == "ADJ":
        lemma = lemma_of_adjective(low)
        return SpanishWord(word, lemma, upos, _adjective_feats(low, lemma))
    if upos in ("PROPN", "X"):
        return SpanishWord(word, word, upos, "_")
    return _other(word, low, upos)


def _other(word: str, low: str, upos: str) -> SpanishWord:
    """Return a word of a closed class that no table gives that class, a number or a mark."""
    if upos == "NUM":
        return SpanishWord(word, low, upos, "NumType=Card")
    listed = closed_words().get(low)
    if listed and upos in ("DET", "PRON", "ADP", "SCONJ", "CCONJ", "ADV"):
        same = listed[0]
        return SpanishWord(word, same.lemma, upos, same.feats)
    return SpanishWord(word, low, upos, "_")


def _closed(word: str, closed: Closed) -> SpanishWord:
    return SpanishWord(word, closed.lemma, closed.upos, closed.feats)


def _noun_feats(low: str) -> str:
    single = singularize(low)
    number = "Number=Plur" if single != low else "Number=Sing"
    return joined_feats(_GENDERS[gender(single)], number)


def _adjective_feats(low: str, lemma: str) -> str:
    single = singularize(low)
    number = "Number=Plur" if single != low else "Number=Sing"
    ends = {"a": "Gender=Fem", "o": "Gender=Masc"}
    return joined_feats(ends.get(single[-1:], "") if lemma.endswith("o") else "", number)
