"""The answer as HTML: the translation, its origin, how sure it is, and what else could stand."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from html import escape

from apps.common.markup import button
from apps.translator.origins import origin
from apps.translator.reasons import render_reasons
from apps.translator.session import Session
from apps.translator.tab import draw
from core.errors import UserError
from core.i18n.catalogue import Language, say
from core.text import fold
from core.translation.result import Candidate, Sentence, Source, Translation

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
# From which likeness to a person's translation (chrF++ / 100) on a band begins. Two people who
# translate the same sentence freely agree to about a half.
BANDS = ((1.0, "high"), (0.3, "medium"), (0.0, "low"))
ALTERNATIVES = 4
SOURCES = 3
LONG_CHARS = 900
"""From which length on an answer scrolls by itself, so that the box beside it stays near."""
QUECHUA = "translator.error_quechua"


def band_of(confidence: float) -> str:
    """Return "high", "medium" or "low"; only what a speaker has signed is "high".

    >>> band_of(1), band_of(0.9), band_of(0.1)
    ('high', 'medium', 'low')
    """
    return next(band for least, band in BANDS if confidence >= least or band == "low")


def render_answer(session: Session, language: Language) -> str:
    """Return the answer of the session, or why there is none."""
    if session.refused:
        inside = _refusal(session.refused, language)
    elif session.given:
        inside = _answer(session.given, session, language)
    else:
        inside = f'<p class="t-empty">{escape(say("translator.answer_empty", language))}</p>'
    name = escape(say("translator.answer", language))
    wait = escape(say("translator.answer_wait", language))
    return f'<section class="t-answer" aria-label="{name}" data-wait="{wait}">{inside}</section>'


def badge(engine: str, language: Language) -> str:
    """Return the origin of a translation: icon, colour and word."""
    why = escape(say(f"translator.{engine}_engine_why", language))
    name = escape(say(f"translator.{engine}_engine", language))
    return f'<span class="t-badge t-{engine}" title="{why}">{draw(engine)}{name}</span>'


def band(confidence: float, language: Language) -> str:
    """Return how sure an engine is: three steps and words."""
    kind = band_of(confidence)
    full = {"low": 1, "medium": 2, "high": 3}[kind]
    steps = "".join(
        f'<rect x="{3 + 7 * i}" y="{14 - 5 * i}" width="5" height="{7 + 5 * i}"'
        f' fill="{"currentColor" if i < full else "none"}"/>'
        for i in range(3)
    )
    share = escape(say("translator.band_why", language, share=round(100 * confidence)))
    return (
        f'<span class="t-band t-band-{kind}" title="{share}">'
        '<svg class="t-icon" viewBox="0 0 24 24" stroke="currentColor" stroke-width="1.5"'
        f' aria-hidden="true">{steps}</svg>'
        f"{escape(say(f'translator.{kind}_band', language))}</span>"
    )


def mark_unknown(text: str, unknown: Sequence[str]) -> str:
    """Return a text as HTML with the words nobody could translate underlined."""
    strange = {fold(word) for word in unknown}
    parts, end = [], 0
    for word in _WORD.finditer(text):
        parts.append(escape(text[end : word.start()]))
        shown = escape(word[0])
        parts.append(
            f'<mark class="t-unknown">{shown}</mark>' if fold(word[0]) in strange else shown
        )
        end = word.end()
    return "".join([*parts, escape(text[end:])])


def _answer(given: Translation, session: Session, language: Language) -> str:
    best, code = given.best, target_code(given)
    engines = dict.fromkeys([best.engine, *(one.best.engine for one in given.sentences)])
    badges = "".join(badge(engine, language) for engine in engines)
    shape = ' t-long" tabindex="0"' if len(best.text) > LONG_CHARS else '"'
    parts = [
        f'<div class="t-badges">{badges}{band(best.confidence, language)}</div>',
        f'<p class="t-text{shape} lang="{code}" dir="auto">'
        f"{mark_unknown(best.text, best.unknown)}</p>",
        _notes(given, language),
        f'<div class="t-tools">{_tools(best.text, language, session.opinion is None)}</div>',
        _opinion(session.opinion, session.model, code, language),
        _alternatives(given.sentences, code, language),
        _reasons(given, language),
        _sources(given.sentences, language),
    ]
    return "".join(parts)


def _reasons(given: Translation, language: Language) -> str:
    listing, count = render_reasons(given, language)
    return _folded("translator.reasons", listing, language, count)


def target_code(given: Translation) -> str:
    """Return the language of the translation, as HTML knows it."""
    return "qu" if given.direction == "es-qu" else "es"


def _notes(given: Translation, language: Language) -> str:
    best, notes = given.best, []
    if best.unknown:
        words = ", ".join(f"«{word}»" for word in dict.fromkeys(best.unknown))
        notes.append(say("translator.unknown_words", language, words=words))
    if best.note:
        notes.append(say(best.note, language))
    if given.direction == "es-qu":
        notes.append(say("translator.draft", language))
    return "".join(f'<p class="t-note">{escape(note)}</p>' for note in notes)


def _tools(text: str, language: Language, offer_model: bool) -> str:
    copy = (
        f'<button type="button" class="t-quiet" data-copy="{escape(text)}"'
        f' data-done="{escape(say("translator.copied", language))}">'
        f"{draw('copy')}<span>{escape(say('translator.copy', language))}</span></button>"
    )
    if not offer_model:
        return copy
    label = f"{draw('model')}<span>{escape(say('translator.ask_model', language))}</span>"
    return copy + button("retry", label, kind="t-quiet")


def _opinion(opinion: Candidate | None, model: str, code: str, language: Language) -> str:
    if opinion is None:
        return ""
    return (
        f'<div class="t-opinion">{badge("model", language)}'
        f'<p lang="{code}">{escape(opinion.text)}</p>'
        f'<p class="t-note">{escape(say("translator.model_note", language, model=model))}</p></div>'
    )


def _alternatives(sentences: Sequence[Sentence], code: str, language: Language) -> str:
    several = len(sentences) > 1
    groups, count = [], 0
    for number, sentence in enumerate(sentences):
        if sentence.alternatives:
            count += len(worth_showing(sentence.alternatives))
            head = f'<p class="t-of">{escape(sentence.source)}</p>' if several else ""
            groups.append(head + _offers(number, sentence, code, language))
    return _folded("translator.alternatives", "".join(groups), language, count)


def _offers(number: int, sentence: Sentence, code: str, language: Language) -> str:
    rows = (
        button(
            "option_select",
            f'<span lang="{code}">{escape(one.text)}</span><small>'
            f"{draw(one.engine)}{escape(say(f'translator.{one.engine}_engine', language))}"
            f" · {escape(say(f'translator.{band_of(one.confidence)}_band', language))}"
            "</small>",
            kind="t-offer",
            sentence=number,
            alternative=at,
        )
        for at, one in worth_showing(sentence.alternatives)
    )
    return listed(rows)


def worth_showing(candidates: Sequence[Candidate]) -> list[tuple[int, Candidate]]:
    """Return a few candidates with their places: the first of each engine, then the next best."""
    seen: Counter[str] = Counter()
    ranked = []
    for at, one in enumerate(candidates):
        ranked.append((seen[one.engine], at, one))
        seen[one.engine] += 1
    return [(at, one) for _, at, one in sorted(ranked, key=lambda row: row[:2])[:ALTERNATIVES]]


def listed(rows: Iterable[str]) -> str:
    """Return pieces of HTML as a list."""
    return '<ul class="t-list">' + "".join(f"<li>{row}</li>" for row in rows) + "</ul>"


def _sources(sentences: Sequence[Sentence], language: Language) -> str:
    near = [source for one in sentences for source in one.sources]
    near.sort(key=lambda source: -source.likeness)
    shown = listed(_source(source, language) for source in near[:SOURCES]) if near else ""
    return _folded("translator.sources", shown, language, len(near[:SOURCES]))


def _source(source: Source, language: Language) -> str:
    state = say("translator.signed" if source.reviewed else "translator.unsigned", language)
    share = f"{round(100 * source.likeness)} %"
    facts = say("translator.alike", language, share=share, origin=origin(source.origin, language))
    return (
        f'<p class="t-pair">{escape(source.source)} → {escape(source.target)}</p>'
        f"<small>{escape(facts)} · {escape(state)}</small>"
    )


def _folded(key: str, inside: str, language: Language, count: int) -> str:
    if not inside:
        return ""
    name = escape(say(key, language, count=count))
    return f'<details class="t-more"><summary>{name}</summary>{inside}</details>'


def _refusal(why: UserError, language: Language) -> str:
    text = escape(say(why.key, language, **why.values))
    anyway = ""
    if why.key == QUECHUA:
        label = escape(say("translator.anyway", language))
        anyway = button("apply", label, kind="t-quiet t-framed")
    return f'<div class="t-refused" role="alert">{draw("warn")}<p>{text}</p>{anyway}</div>'
