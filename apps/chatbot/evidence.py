"""The panel that shows where an answer comes from and how far to trust it."""

from html import escape

from apps.chatbot.transcript import draw, listed
from apps.chatbot.turns import kind_of, show_date, show_topic
from apps.common.markup import button
from core.i18n.catalogue import Language, say
from core.tasks.answer import Answer, Candidate

RUNNERS_UP = 2


def render_evidence(answer: Answer | None, language: Language) -> str:
    """Return the evidence of `answer`; None for what the panel is for."""
    title = f'<h2 id="c-evidence">{escape(say("chatbot.evidence", language))}</h2>'
    inside = _evidence(answer, language) if answer else _note("chatbot.evidence_empty", language)
    return f'<section class="c-evidence" aria-labelledby="c-evidence">{title}{inside}</section>'


def _evidence(answer: Answer, language: Language) -> str:
    kind = kind_of(answer)
    name = escape(say(f"chatbot.{kind}_kind", language))
    parts = [f'<p class="c-kind c-kind-{kind}">{draw(kind)}{name}</p>']
    parts.append(
        _cited(answer, language) if answer.row else _note("chatbot.evidence_none", language)
    )
    reason = escape(say(answer.reason, language))
    parts.append(f"<h3>{escape(say('chatbot.why', language))}</h3><p>{reason}</p>")
    if answer.candidates and answer.reason != "answer.why.picked":
        parts += [_confidence(answer, language), _others(answer, language)]
    return "".join(parts)


def as_share(confidence: float) -> int:
    """Return a probability as so many of a hundred; none is certain, none impossible.

    >>> as_share(0.999), as_share(0.0)
    (99, 1)
    """
    return min(99, max(1, round(100 * confidence)))


def _cited(answer: Answer, language: Language) -> str:
    row = answer.row
    if row is None:
        return ""
    fields = (
        ("chatbot.field_row", row.id),
        ("chatbot.field_category", show_topic(row.category)),
        ("chatbot.field_source", row.source),
        ("chatbot.field_valid", show_date(row.valid_until, language) if row.valid_until else ""),
        ("chatbot.field_version", answer.faq_version),
    )
    missing = say("chatbot.field_missing", language)
    listed = "".join(
        f"<div><dt>{escape(say(key, language))}</dt><dd>{escape(value or missing)}</dd></div>"
        for key, value in fields
    )
    late = ""
    if answer.expired and row.valid_until:
        note = say("chatbot.expired", language, date=show_date(row.valid_until, language))
        late = f'<p class="c-expired">{draw("clock")}{escape(note)}</p>'
    return f'<blockquote lang="es">{escape(row.question)}</blockquote><dl>{listed}</dl>{late}'


def _confidence(answer: Answer, language: Language) -> str:
    share = as_share(answer.confidence)
    band = escape(say(f"chatbot.{answer.band}_band", language))
    meaning = escape(say("chatbot.confidence_text", language, share=share))
    advice = escape(say(f"chatbot.{answer.band}_advice", language))
    return (
        f"<h3>{escape(say('chatbot.confidence', language))}</h3>"
        f'<p class="c-band c-band-{answer.band}">{_steps(answer.band)}<strong>{band}</strong></p>'
        f"{_bar(share, answer.band)}<p>{meaning} {advice}</p>"
    )


def _steps(band: str) -> str:
    """Return three bars of rising height, as many of them full as the band says."""
    full = {"low": 1, "medium": 2, "high": 3}[band]
    bars = "".join(
        f'<rect x="{3 + 7 * i}" y="{14 - 5 * i}" width="5" height="{7 + 5 * i}"'
        f' fill="{"currentColor" if i < full else "none"}"/>'
        for i in range(3)
    )
    return (
        '<svg class="c-icon" viewBox="0 0 24 24" stroke="currentColor" stroke-width="1.5"'
        f' aria-hidden="true">{bars}</svg>'
    )


def _bar(share: int, band: str) -> str:
    return (
        '<div class="c-bar" aria-hidden="true">'
        f'<div class="c-fill c-fill-{band}" style="width:{share}%"></div></div>'
    )


def _others(answer: Answer, language: Language) -> str:
    cited = answer.row.id if answer.row else None
    near = [one for one in answer.candidates if one.row.id != cited]
    if not near:
        return ""
    key = "chatbot.others" if cited else "chatbot.offered"
    shown = near[:RUNNERS_UP] if cited else near
    rows = listed(_other(one, language) for one in shown)
    return f"<h3>{escape(say(key, language))}</h3>{rows}"


def _other(near: Candidate, language: Language) -> str:
    row = say("chatbot.row", language, id=near.row.id)
    # No figure: only the first row's confidence is calibrated.
    facts = " · ".join(part for part in (row, show_topic(near.row.category)) if part)
    label = f"{escape(near.row.question)}<small>{escape(facts)}</small>"
    return button("option_select", label, kind="c-offer", row=near.row.id)


def _note(key: str, language: Language) -> str:
    return f'<p class="c-note">{escape(say(key, language))}</p>'
