"""The conversation as HTML.

Own markup instead of `gr.Chatbot`: that one names its buttons in the browser's language, reads
markup aloud, and runs approved answers through Markdown.
"""

from collections.abc import Iterable
from html import escape
from pathlib import Path

from apps.chatbot.turns import Session, Turn, kind_of, show_date, show_topic
from apps.common.markup import button, draw_icon
from core.i18n.catalogue import Language, say
from core.retrieval.faq import Faq, FaqRow
from core.tasks.answer import Answer

ICONS = Path(__file__).with_name("icons.toml")
QUIET = "c-quiet"
WELCOME_EXAMPLES = 4
EXAMPLES_PER_TOPIC = 3


def draw(name: str) -> str:
    """Return an icon of this app."""
    return draw_icon(ICONS, name, "c-icon")


def listed(buttons: Iterable[str]) -> str:
    """Return buttons as a list."""
    items = "".join(f"<li>{one}</li>" for one in buttons)
    return f'<ul class="c-offers">{items}</ul>'


def render_transcript(session: Session, language: Language, faq: Faq | None, busy: bool) -> str:
    """Return the conversation, or a welcome with examples while there is none."""
    last = len(session.turns) - 1
    turns = "".join(
        _turn(at, turn, language, last=at == last, busy=busy and at == last)
        for at, turn in enumerate(session.turns)
    )
    body = f'<ol class="c-turns">{turns}</ol>' if turns else _welcome(language, faq)
    name = escape(say("chatbot.conversation", language))
    return (
        f'<section class="c-scroll" tabindex="0" aria-label="{name}" data-turns="{last + 1}"'
        f' aria-busy="{str(busy).lower()}">{body}</section>'
        f'<p class="r-hidden" role="status">{_aloud(session, language, busy)}</p>'
    )


def render_examples(language: Language, faq: Faq | None) -> str:
    """Return the first questions of every topic as buttons."""
    if faq is None:
        return ""
    topics: dict[str, list[FaqRow]] = {}
    for row in faq.rows:
        rows = topics.setdefault(row.category, [])
        if len(rows) < EXAMPLES_PER_TOPIC:
            rows.append(row)
    title = say("chatbot.try", language)
    return (
        '<div class="c-topics">'
        + "".join(
            f"<section><h3>{escape(show_topic(topic) or title)}</h3>{_questions(rows)}</section>"
            for topic, rows in list(topics.items())[:24]
        )
        + "</div>"
    )


def source_line(row: FaqRow, language: Language) -> str:
    """Return where an answer comes from: row, topic, source, validity."""
    valid = row.valid_until
    until = say("chatbot.valid_until", language, date=show_date(valid, language)) if valid else ""
    parts = (say("chatbot.row", language, id=row.id), show_topic(row.category), row.source, until)
    return " · ".join(part for part in parts if part)


def _welcome(language: Language, faq: Faq | None) -> str:
    firsts: dict[str, FaqRow] = {}
    for row in faq.rows if faq else ():
        firsts.setdefault(row.category, row)
    of_each = list(firsts.values())
    rows = of_each if len(of_each) > 1 or faq is None else list(faq.rows[:WELCOME_EXAMPLES])
    rows = rows[:WELCOME_EXAMPLES]
    examples = f"<h3>{escape(say('chatbot.try', language))}</h3>{_questions(rows)}" if rows else ""
    return (
        f'<div class="c-welcome"><h2>{escape(say("chatbot.welcome", language))}</h2>'
        f"<p>{escape(say('chatbot.welcome_text', language))}</p>{examples}</div>"
    )


def _questions(rows: list[FaqRow]) -> str:
    return listed(
        button("example_select", escape(row.question), kind="c-offer", text=row.question)
        for row in rows
    )


def _turn(at: int, turn: Turn, language: Language, *, last: bool, busy: bool) -> str:
    you = escape(say("chatbot.you", language))
    asked = (
        f'<div class="c-asked"><span class="r-hidden">{you}: </span>'
        f'<p dir="auto">{escape(turn.question)}</p></div>'
    )
    return f'<li class="c-turn">{asked}{_said(at, turn, language, last=last, busy=busy)}</li>'


def _said(at: int, turn: Turn, language: Language, *, last: bool, busy: bool) -> str:
    answer = turn.answer
    if answer is None and busy:
        waiting = escape(say("chatbot.thinking", language))
        return f'<p class="c-said c-waiting"><span class="c-dots"></span>{waiting}</p>'
    kind = kind_of(answer) if answer else "stopped"
    parts = [_body(turn, answer, language)] if answer else []
    if turn.stopped:
        parts.append(f'<p class="c-stop-note">{escape(say("chatbot.stopped", language))}</p>')
    tools = "" if busy else _tools(at, turn, language, last=last)
    return f'<article class="c-said c-{kind}">{"".join(parts)}{tools}</article>'


def _body(turn: Turn, answer: Answer, language: Language) -> str:
    whole = turn.shown is None and not turn.stopped
    kind = kind_of(answer)
    head = f"{draw(kind)}{escape(say(f'chatbot.{kind}_kind', language))}"
    parts = [f'<p class="c-kind">{head}</p>']
    if answer.follow_up and answer.row:
        about = say("chatbot.follow_up", language, question=answer.row.question)
        parts.append(f'<p class="c-about">{escape(about)}</p>')
    spanish = ' lang="es"' if answer.row else ""  # rows are shown as they stand
    parts.append(f'<p class="c-text"{spanish}>{escape(turn.text)}</p>')
    if whole and answer.decision == "suggest":
        parts.append(_offers(answer))
    if answer.row and answer.expired and answer.row.valid_until:
        day = show_date(answer.row.valid_until, language)
        note = escape(say("chatbot.expired", language, date=day))
        parts.append(f'<p class="c-expired">{draw("clock")}{note}</p>')
    if answer.row:
        parts.append(f'<p class="c-source">{escape(source_line(answer.row, language))}</p>')
    return "".join(parts)


def _offers(answer: Answer) -> str:
    return listed(
        button("option_select", escape(near.row.question), kind="c-offer", row=near.row.id)
        for near in answer.candidates
    )


def _tools(at: int, turn: Turn, language: Language, *, last: bool) -> str:
    tools = []
    if turn.answer and not turn.stopped and turn.answer.decision != "support":
        for verdict, key in (("up", "chatbot.good"), ("down", "chatbot.bad")):
            label = escape(say(key, language))
            pressed = str(turn.verdict == verdict).lower()
            tools.append(
                f'<button type="button" class="c-thumb" data-do="like" data-turn="{at}"'
                f' data-verdict="{verdict}" aria-pressed="{pressed}" aria-label="{label}"'
                f' title="{label}">{draw(verdict)}</button>'
            )
    if turn.answer:
        tools.append(button("select", escape(say("chatbot.why", language)), kind=QUIET, turn=at))
    if last:
        tools.append(button("retry", escape(say("chatbot.retry", language)), kind=QUIET))
        tools.append(button("edit", escape(say("chatbot.edit", language)), kind=QUIET))
    return f'<div class="c-tools">{"".join(tools)}</div>' if tools else ""


def _aloud(session: Session, language: Language, busy: bool) -> str:
    """Return what a screen reader is told: the whole answer, once it is there."""
    if busy or not session.turns:
        return ""
    turn = session.turns[-1]
    if turn.stopped or turn.answer is None:
        return escape(say("chatbot.stopped", language))
    kind = say(f"chatbot.{kind_of(turn.answer)}_kind", language)
    source = source_line(turn.answer.row, language) if turn.answer.row else ""
    return escape(f"{kind}. {turn.text} {source}")
