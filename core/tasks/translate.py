"""Translate between Kichwa and Spanish, and say where each translation comes from."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from typing import Literal

from core.config import settings
from core.errors import UserError
from core.kichwa.lexicon import lexicon
from core.kichwa.spelling import WORD, is_kichwa_word, unify
from core.kichwa.variety import Detected, detect
from core.text import clean, fold
from core.translation.choose import choose
from core.translation.gloss_text import gloss_text
from core.translation.head_words import translate_head_word
from core.translation.result import Candidate, Direction, Engine, Sentence, Translation
from core.translation.rules import explain, translate_rules
from core.translation.rules.pieces import Step
from core.translation.sentences import split_sentences

Wanted = Engine | Literal["best"]
Signed = Callable[[Direction], Sequence[tuple[str, str]]]
"""Gives the (source, target) that teachers accepted for a direction, newest first."""
_FEW = 3  # different words up to which letters alone do not tell the south from Ecuador
_DIRECTION: dict[str, Direction] = {
    "es": "es-qu",
    "qu": "qu-es",
    "qu-old": "qu-es",
    "mixed": "qu-es",
    "quechua": "qu-es",
}


def translate(
    text: str,
    direction: Direction | None = None,
    *,
    engine: Wanted = "best",
    anyway: bool = False,
    with_model: bool = False,
    signed: Signed = lambda _: (),
) -> Translation:
    """Return the translation of `text`, with its origin, alternatives and glosses.

    direction: None to follow the language that `text` is in.
    anyway: translate Southern Quechua too, as if it were Kichwa.
    with_model: ask the language model as well, which takes seconds.
    signed: translations that teachers accepted; they come before anything else.
    Raises UserError for a text without words, too long, in an unknown language or in Southern
    Quechua.
    """
    source = _checked(text)
    found = _variety(source)
    way = _direction(source, found, direction, anyway)
    unified = unify(source).text if way == "qu-es" and found.language == "qu-old" else source
    accepted = signed(way)
    sentences = tuple(
        _sentence(sentence, after, way, engine, with_model, accepted)
        for sentence, after in split_sentences(unified)
    )
    return _whole(
        Translation(
            source,
            way,
            sentences[0].best,
            (),
            (),
            (),
            sentences,
            found.language,
            found.confidence,
            unified if unified != source else "",
            found.reasons,
        )
    )


@cache
def prepare() -> None:
    """Load what translating needs, once, so that the first visitor waits less."""
    translate("casa", "es-qu")
    translate("wasi", "qu-es")


def with_alternative(given: Translation, sentence: int, alternative: int) -> Translation:
    """Return the translation with another candidate of one sentence in the first place.

    Raises IndexError when there is none.
    """
    old = given.sentences[sentence]
    ranked = [old.best, *old.alternatives]
    chosen = ranked.pop(1 + alternative)
    new = replace(old, best=chosen, alternatives=tuple(ranked))
    sentences = (*given.sentences[:sentence], new, *given.sentences[sentence + 1 :])
    return _whole(replace(given, sentences=sentences))


def reasons(given: Translation) -> tuple[Step, ...]:
    """Return which rule gave which word, for the sentences that rules translated."""
    found: list[Step] = []
    for one in given.sentences:
        if one.best.engine != "rules" or not one.source.strip():
            continue
        made = translate_rules(one.source, given.direction)
        if made and made[0].text == one.best.text:  # second thoughts have no steps
            found += explain(one.source, given.direction)
    return tuple(found)


def _checked(text: str) -> str:
    """Return a text that can be translated.

    Raises UserError for any other.
    """
    source = clean(text)
    limit = settings().max_translation_chars
    if not source:
        raise UserError("translator.error_empty")
    if len(source) > limit:
        raise UserError("error.too_long", length=len(source), limit=limit)
    if not any(letter.isalpha() for letter in source):
        raise UserError("translator.error_no_words")
    return source


def _variety(source: str) -> Detected:
    """Return the language of a text; the few words of a short one are looked up as well."""
    found = detect(source)
    words = {word.casefold() for word, _ in found.words}
    few = len(words) <= _FEW
    if found.language != "quechua" or not few or not all(map(is_kichwa_word, words)):
        return found
    why = ("detect.unified",)
    return replace(found, language="qu", confidence=1 - found.confidence, reasons=why)


def _direction(source: str, found: Detected, asked: Direction | None, anyway: bool) -> Direction:
    if found.language == "quechua" and asked != "es-qu" and not anyway:
        raise UserError("translator.error_quechua")
    if asked:
        return asked
    way = _DIRECTION.get(found.language) or _dictionary_direction(source)
    if way is None:
        raise UserError("translator.error_unknown_language")
    return way


def _dictionary_direction(source: str) -> Direction | None:
    """Return the direction for a word too short to tell by its letters, by the dictionary."""
    known = lexicon()
    words = [word[0].casefold() for word in WORD.finditer(source)]
    kichwa = sum(word in known or is_kichwa_word(word) for word in words)
    spanish = sum(bool(known.from_spanish(word)) for word in words)
    if kichwa == spanish:
        return None
    return "qu-es" if kichwa > spanish else "es-qu"


def _sentence(
    text: str,
    after: str,
    direction: Direction,
    engine: Wanted,
    with_model: bool,
    signed: Sequence[tuple[str, str]],
) -> Sentence:
    if not any(letter.isalpha() for letter in text):
        return Sentence(text, after, Candidate(text, "rules", 1.0))
    found = choose(text, direction, engine, signed)
    ranked = [found.best, *found.alternatives]
    if engine in ("best", "rules"):
        ranked = _with_head_words(ranked, translate_head_word(text, direction))
    best, *others = ranked
    if with_model and engine != "model":
        others.append(choose(text, direction, "model").best)
    return Sentence(text, after, best, tuple(others), found.sources)


def _with_head_words(ranked: list[Candidate], words: list[Candidate]) -> list[Candidate]:
    """Return the dictionary's candidates before all but a surer best one, each text once."""
    first = [one for one in ranked[:1] if words and one.confidence > words[0].confidence]
    told: dict[str, Candidate] = {}
    for one in (*first, *words, *ranked):
        told.setdefault(fold(one.text), one)
    return list(told.values())


def _whole(parts: Translation) -> Translation:
    """Return the translation with what follows from its sentences."""
    sentences = parts.sentences
    spoken = [one for one in sentences if one.source.strip()] or list(sentences)
    least = min(spoken, key=lambda one: one.best.confidence).best
    total = sum(len(one.source) for one in spoken) or 1
    best = Candidate(
        "".join(one.best.text + one.after for one in sentences),
        least.engine,
        sum(one.best.confidence * len(one.source) for one in spoken) / total,
        tuple(dict.fromkeys(word for one in sentences for word in one.best.unknown)),
        least.note,
    )
    alone = spoken[0].alternatives if len(spoken) == 1 else ()
    sources = tuple(source for one in sentences for source in one.sources)
    whole = replace(parts, best=best, alternatives=alone, sources=sources)
    return replace(whole, glosses=gloss_text(whole.kichwa))
