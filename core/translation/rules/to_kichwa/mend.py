"""What a whole sentence tells about its words: tenses that agree, verbs taken for nouns."""

from collections.abc import Sequence
from dataclasses import replace

from core.kichwa.lexicon import lexicon
from core.morphology.spanish_verbs import VerbReading, verb_readings
from core.translation.rules.tables import spanish_rules
from core.translation.rules.to_kichwa.words import Word

_LISTED = ("noun", "name", "adj", "article", "poss", "num", "det")


def mended(words: Sequence[Word]) -> list[Word]:
    """Return the words with what a whole sentence tells: tenses that agree, verbs not missed."""
    if any(_formal(word) or _forbids(words, at) for at, word in enumerate(words)):
        words = [_yours(word) for word in words]
    words = [_named(words, at) for at in range(len(words))]
    words = [_listed(words, at) for at in range(len(words))]
    told = [word.readings[0].tense for word in words if word.finite]
    found: list[Word] = []
    for at, word in enumerate(words):
        after = words[at + 1] if at + 1 < len(words) else None
        found.append(_mended(word, found, after, told))
        if word.kind == "mark" or after is None:
            _find_verb(found)
    return found


def _mended(word: Word, found: Sequence[Word], after: Word | None, told: Sequence[str]) -> Word:
    """Return a word with what those around it tell; told: the tenses of the sentence."""
    before = found[-1] if found else None
    if word.kind == "verb" and before is not None and _describes(word, before):
        return replace(word, kind="adj")
    if _commands(word, found, after):
        return _first(word, "imperative")
    if _much(word, before, after):
        return replace(word, kind="adv")
    if _lies(word, before):
        return replace(word, readings=verb_readings({"queda": "está"}.get(word.low, "están")))
    if _lives(word, before):
        return _first(word, "pres")
    if word.finite and word.readings[0].tense == "pres" and "preterite" in told:
        return _first(word, "preterite", word.readings[0])
    return word


def _listed(words: Sequence[Word], at: int) -> Word:
    """Return the comma of "leche, queso y huevos" behind a verb as the "y" it stands for."""
    word, rest = words[at], words[at + 1 : at + 6]
    joint = next((i for i, one in enumerate(rest) if one.low in ("y", "e")), 0)
    if word.low != "," or not joint or not at or words[at - 1].kind not in ("noun", "name"):
        return word
    named = all(one.kind in _LISTED for one in (*rest[:joint], *rest[joint + 1 : joint + 2]))
    behind = any(one.finite for one in words[:at]) and len(rest) > joint + 1
    return Word("y", "y", "conj") if named and behind else word


def _named(words: Sequence[Word], at: int) -> Word:
    """Return a capitalised word that looks like a verb as the name it is: "Quito", "María"."""
    word = words[at]
    if word.kind != "verb" or not word.form[:1].isupper() or word.form.isupper():
        return word
    inside = at > 0 and words[at - 1].kind != "mark"
    following = words[at + 1 : at + 3]
    subject = bool(following) and following[0].finite and word.low != following[0].low
    listed = len(following) == 2 and following[0].low == "y" and following[1].kind == "name"
    alone = word.reading("pres") and word.readings[0].lemma not in spanish_rules().described
    if inside or (alone and (subject or listed)):
        return replace(word, kind="name", readings=())
    return word


def _lives(word: Word, before: Word | None) -> bool:
    """Return whether a word behind "donde" is its verb: "la casa donde vivo"."""
    relative = before is not None and before.low == "donde"
    return relative and word.kind in ("adj", "noun") and word.reading("pres") is not None


def _formal(word: Word) -> bool:
    """Return whether a word says usted: the pronoun, or a polite command."""
    polite = any((one.tense, one.person) == ("imperative", 3) for one in word.readings[:1])
    return word.low in ("usted", "ustedes", "ud", "uds") or (word.kind == "verb" and polite)


def _forbids(words: Sequence[Word], at: int) -> bool:
    """Return whether a word is the verb of "no pierda"."""
    word = words[at]
    starts = at == 1 or (at > 1 and words[at - 2].kind == "mark")
    denied = starts and words[at - 1].low == "no" and word.finite
    return denied and (word.readings[0].tense, word.readings[0].person) == ("subj", 3)


def _yours(word: Word) -> Word:
    """Return "su" as the possessor that goes with usted."""
    return replace(word, low=f"{word.low} usted") if word.low in ("su", "sus") else word


def _much(word: Word, before: Word | None, after: Word | None) -> bool:
    """Return whether "mucho" behind a verb says how much: "llovió mucho"."""
    ends = after is None or after.kind not in ("noun", "adj", "num", "name")
    return (
        word.low in ("mucho", "poco", "demasiado", "bastante")
        and word.kind in ("pron", "det", "adj", "noun")
        and ends
        and before is not None
        and before.finite
    )


def _lies(word: Word, before: Word | None) -> bool:
    """Return whether "queda" asks for a place: "¿dónde queda la parada?"."""
    return word.low in ("queda", "quedan") and before is not None and before.low == "dónde"


def _describes(word: Word, before: Word) -> bool:
    """Return whether "enferma" after "está" is no verb."""
    linked = before.kind == "verb" and before.readings[0].lemma in ("ser", "estar")
    return linked and word.readings[0].tense in ("pres", "subj") and len(word.low) > 3


def _commands(word: Word, found: Sequence[Word], after: Word | None) -> bool:
    """Return whether a word is a command: "ven", "lava la ropa", or "entre" all alone."""
    before = found[-1] if found else None
    if not (before is None or before.kind in ("mark", "conj")):
        return False
    alone = word.kind == "prep" and (after is None or after.kind == "mark")
    return alone or word.low in spanish_rules().commands or _orders(word, before, found, after)


def _orders(word: Word, before: Word | None, found: Sequence[Word], after: Word | None) -> bool:
    """Return whether a form that is a command among others is one, by what follows it."""
    reading = word.reading("imperative")
    if reading is None or after is None or word.kind not in ("verb", "noun", "adj", "name"):
        return False
    if before is not None and before.low == "¿":
        return False
    ordered = any(one.finite and one.readings[0].tense == "imperative" for one in found)
    if before is not None and before.kind == "conj" and not ordered:
        return False
    rules = spanish_rules()
    if reading.person == 3:  # "firme aquí", "y doble a la derecha"
        told = after.kind in ("article", "poss") or after.low in ("aquí", "acá", "ahí", "allí")
        return word.kind != "verb" and (told or (ordered and after.kind == "prep"))
    known = reading.lemma in rules.verbs or bool(lexicon().from_spanish(reading.lemma, "VERB"))
    if word.kind == "noun" or not known or reading.lemma in rules.described | rules.intransitive:
        return False
    object_ = after.kind in ("article", "det", "poss", "num") or after.low in ("a", "al")
    return object_ and after.low not in ("mi", "mis", "nuestro", "nuestra")


def _first(word: Word, tense: str, like: VerbReading | None = None) -> Word:
    """Return the word with a reading in this tense first, of the same verb as `like`."""
    for reading in word.readings:
        same = like is None or (reading.lemma, reading.person, reading.number) == (
            like.lemma, like.person, like.number,
        )  # fmt: skip
        if reading.tense == tense and same:
            others = tuple(one for one in word.readings if one is not reading)
            return replace(word, kind="verb", readings=(reading, *others))
    return word


def _find_verb(words: list[Word]) -> None:
    """Make a verb of a word taken for a noun where the words since the last mark have none."""
    start = len(words) - 1
    while start > 0 and words[start - 1].kind != "mark":
        start -= 1
    segment = words[start:]
    if _has_verb(segment):
        return
    second = segment[0].reading("pres") if start and words[start - 1].low == "¿" else None
    if second is not None and segment[0].kind == "noun" and second.person == 2:
        words[start] = _first(segment[0], "pres", second)
        return
    for at, word in enumerate(segment):
        before = segment[at - 1] if at else None
        after = segment[at + 1] if at + 1 < len(segment) else None
        if _may_be_verb(word, before, after) or _cooks(word, before, after, segment[0]):
            words[start + at] = _first(word, "pres")
            return


def _has_verb(segment: Sequence[Word]) -> bool:
    """Return whether a main clause has its verb, or needs none."""
    verb = next((at for at, word in enumerate(segment) if word.finite), None)
    link = next((at for at, word in enumerate(segment) if word.kind in ("link", "que")), None)
    if verb is None:
        return any(word.kind == "question" for word in segment)
    if segment[0].kind != "noun" or link is None:
        return True
    return verb is not None and verb < link


def _cooks(word: Word, before: Word | None, after: Word | None, first: Word) -> bool:
    """Return whether a last noun is the verb of "mientras mi mamá cocina"."""
    last = after is None or after.kind == "mark"
    person = before is not None and before.kind in ("noun", "name", "pron")
    return (
        first.kind == "link"
        and last
        and person
        and word.kind == "noun"
        and word.reading("pres") is not None
    )


def _may_be_verb(word: Word, before: Word | None, after: Word | None) -> bool:
    reading = word.reading("pres")
    if word.kind != "noun" or reading is None or after is None or after.kind == "mark":
        return False
    if after.low in ("de", "del", "y"):
        return False
    if before is None:
        return after.kind != "adj" and (reading.person, reading.number) == (1, "sing")
    return before.kind in ("noun", "name", "pron") and reading.person == 3
