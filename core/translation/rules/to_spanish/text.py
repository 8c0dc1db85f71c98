"""Kichwa text to Spanish by rules: sentences, ties between clauses, marks, capitals."""

import re
from collections.abc import Sequence

from core.morphology.spanish_nouns import contract
from core.text import clean
from core.translation.rules.choose import Choose
from core.translation.rules.marks import with_mark, with_words
from core.translation.rules.pieces import Step
from core.translation.rules.sentences import Transferred, assembled, sentences
from core.translation.rules.to_spanish.clauses import ClauseWriter
from core.translation.rules.to_spanish.days import with_dates
from core.translation.rules.to_spanish.order import FREE, Tied, is_past, is_wish
from core.translation.rules.to_spanish.parse import Grouper
from core.translation.rules.to_spanish.said import Said, Text
from core.translation.rules.to_spanish.tree import KichwaClause
from core.translation.rules.to_spanish.verbs import person_of
from core.translation.rules.to_spanish.words import KichwaWord, read_kichwa

_SAYING = frozenset({"ni", "ya", "kri", "yuya"})
_TIES = {
    "after": Tied("infinitive", (3, "sing"), "después de", "after"),
    "purp_same": Tied("infinitive", (3, "sing"), "para", "purpose"),
    "purp_diff": Tied("subj", None, "que", "wish_that"),
    "until": Tied("infinitive", (3, "sing"), "hasta", "until"),
}
_QUOTES = {"ni": "decir", "ya": "creer"}


def kichwa_to_spanish(text: str, choose: Choose) -> Transferred:
    """Return a Kichwa text in Spanish."""
    parts: list[str] = []
    said: list[Said] = []
    words = 0
    for sentence in sentences(clean(text)):
        if not any(letter.isalnum() for letter in sentence):
            parts.append(sentence.strip(" ") or sentence)
            continue
        read = with_dates(read_kichwa(sentence.strip()))
        words += sum(word.kind != "mark" for word in read)
        told, used = _sentence(sentence, read, choose)
        parts.append(told or sentence.strip())  # nothing but words that grammar drops
        said += used
    unknown = tuple(dict.fromkeys(one.source for one in said if one.source))
    known = 1 - sum(bool(one.source) for one in said) / words if words else 0.0
    steps = tuple(Step(one.text, one.rule) for one in said if one.text and one.rule)
    return Transferred(assembled(parts), unknown, max(0.0, known), steps)


def _sentence(sentence: str, words: Sequence[KichwaWord], choose: Choose) -> tuple[str, Text]:
    formal = _formal(words)
    writer = ClauseWriter(choose, formal)
    used: Text = ()
    text = ""
    inside: list[KichwaWord] = []
    segments: list[tuple[list[KichwaClause], str, str]] = []
    for word in words:
        if word.kind == "mark":
            segments.append((Grouper(inside).clauses(), word.form, _first(inside)))
            inside = []
        else:
            inside.append(word)
    if inside:
        segments.append((Grouper(inside).clauses(), "", _first(inside)))
    main = next(
        (c for clauses, *_ in reversed(segments) for c in clauses if not c.kind and c.verbs), None
    )
    for clauses, mark, first in segments:
        said = _segment(clauses, main, writer)
        used += said
        text = with_mark(with_words(text, joined(said), first), mark)
    return _asked(text.strip(" "), sentence, words), used


def _formal(words: Sequence[KichwaWord]) -> bool:
    """Return whether a sentence says usted: by its pronoun, or a polite command without "kan"."""
    lemmas = {word.lemma.lower() for word in words if word.upos in ("PRON", "DET")}
    polite = any(word.has("polite") for word in words)
    return "kikin" in lemmas or (polite and "kan" not in lemmas)


def _first(words: Sequence[KichwaWord]) -> str:
    return words[0].form if words else ""


def joined(said: Text) -> str:
    """Return Spanish words as text, contracted."""
    text = " ".join(one.text for one in said if one.text)
    return contract(re.sub(r" +", " ", text).replace(" ,", ","))


def _asked(text: str, sentence: str, words: Sequence[KichwaWord]) -> str:
    """Return the sentence with its capital and, where it asks, its opening mark."""
    ending = "\n" if sentence.endswith("\n") else ""
    denied = any(word.kind == "no" or word.low.startswith("mana") for word in words)
    bare = not denied and any(word.has("neg") and word.kind == "finite" for word in words[-2:])
    asks = "?" in sentence or bare or any(word.has("quest") for word in words[-2:])
    if asks and text:
        body = text.rstrip(".?!")
        text = f"¿{body[:1].upper()}{body[1:]}?"
    elif "!" in sentence and text:
        text = f"¡{text[:1].upper()}{text[1:]}"
    return text[:1].upper() + text[1:] + ending


def _segment(
    clauses: Sequence[KichwaClause], main: KichwaClause | None, writer: ClauseWriter
) -> Text:
    """Return the clauses between two marks, governing ones first where Spanish wants it."""
    text: Text = ()
    at = 0
    while at < len(clauses):
        clause, following = clauses[at], clauses[at + 1] if at + 1 < len(clauses) else None
        if following is not None and following.verbs and (tied := _behind(clause, following)):
            text = (*text, *writer.write(following), *writer.write(clause, tied))
            at += 2
        else:
            governor = following if following is not None and following.verbs else main
            text = (*text, *writer.write(clause, _tie(clause, governor, writer)))
            at += 1
    return text


def _behind(clause: KichwaClause, following: KichwaClause) -> Tied | None:
    """Return how a clause stands behind the one that governs it, None where it stays in front."""
    if following.kind:
        return None
    if clause.kind in ("purp_diff", "purp_same"):
        _hand_over(clause, following)
    if clause.kind == "purp_same":
        return Tied("infinitive", (3, "sing"), "para", "purpose")
    if clause.kind == "purp_diff":
        word = "que" if is_wish(following) else "para que"
        return Tied("subj", None, word, "wish_that" if word == "que" else "purpose_other")
    quotes = following.verbs[-1].lemma.lower() in ("ni", "ya") and not following.phrases
    if not clause.kind and clause.verbs and quotes:
        return Tied(word="que", rule="complement")
    return None


def _hand_over(clause: KichwaClause, governor: KichwaClause) -> None:
    """Move a topic in front of a purpose to the verb it belongs to: the governing one."""
    own = any(not phrase.case for phrase in governor.phrases)
    topics = [p for p in clause.phrases if p.head.has("top") and not p.case]
    if topics and not own:
        clause.items = [item for item in clause.items if item is not topics[0]]
        governor.items.insert(0, topics[0])


def _tie(clause: KichwaClause, governor: KichwaClause | None, writer: ClauseWriter) -> Tied:
    """Return how a clause is tied to the one it depends on."""
    if not clause.verbs:
        return Tied()
    last = clause.verbs[-1]
    if clause.negation == "manarak" and clause.kind == "same":
        clause.negation = ""
        return Tied("infinitive", (3, "sing"), "antes de", "before")
    tense = "preterite" if governor is not None and is_past(governor) else "pres"
    if clause.kind == "same":
        return _same_subject(last, governor, tense, writer)
    if clause.kind == "diff":
        word = "aunque" if last.has("add") else "si" if last.has("top") else "cuando"
        if tense == "preterite" and word == "si":
            word = "cuando"
        return Tied(tense, None, word, "different_subject")
    return _TIES.get(clause.kind, FREE)


def _same_subject(
    last: KichwaWord, governor: KichwaClause | None, tense: str, writer: ClauseWriter
) -> Tied:
    person = (3, "sing")
    if governor is not None:
        person = person_of(governor.verbs[-1], writer.formal, False)
    if last.has("add"):
        return Tied(tense, person, "aunque", "same_subject")
    if last.has("top") and tense == "pres":
        return Tied(tense, person, "si", "same_subject")
    return Tied("gerund", person, "", "same_subject")
