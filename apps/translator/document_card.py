"""A document on its way, as HTML: how far, by which engines, and its last lines."""

from html import escape

from apps.common.markup import button
from apps.translator.answer_card import badge, listed
from apps.translator.work_parts import note, number, refused, table
from core.i18n.catalogue import Language, say
from core.tasks.document_desk import Status
from core.tasks.document_work import Line
from core.tasks.translate_document import UNTRANSLATED
from core.text import clean

_SHOWN_CHARS = 200
_MINUTE_S, _HOUR_S = 60, 3600


def render_document(status: Status | None, language: Language) -> str:
    """Return what is known of a document, or what to do first."""
    if status is None:
        return f'<div class="w-empty">{note("work.document_none", language)}</div>'
    share = 100 * status.done / max(status.total, 1)
    state = escape(say(f"work.{status.state}_state", language))
    problem = refused(status.problem, language) if status.problem else ""
    name = escape(status.name)
    return (
        f'<section class="w-document w-{status.state}"><div class="t-line"><h2>{name}</h2>'
        f'<span class="w-state">{state}</span></div>'
        f'<progress max="{max(status.total, 1)}" value="{status.done}"'
        f' aria-label="{name}">{share:.0f} %</progress>'
        f'<p class="w-count" aria-live="polite">{escape(_told(status, language))}</p>'
        f"{problem}{_shares(status, language)}{_last(status, language)}"
        "</section>"
    )


def render_mine(known: list[Status], current: str, language: Language) -> str:
    """Return the documents of a visitor, latest first."""
    if not known:
        return ""
    title = escape(say("work.documents_mine", language))
    rows = listed(
        button(
            "select",
            f"{escape(one.name)}<small>{escape(say(f'work.{one.state}_state', language))}"
            f"{_far(one, language)}</small>",
            kind="t-offer",
            more=f' aria-pressed="{str(one.id == current).lower()}"',
            job=one.id,
        )
        for one in known
    )
    return f'<section class="w-mine"><h3>{title}</h3>{rows}</section>'


def _far(one: Status, language: Language) -> str:
    """Return how far a document is, where that does not change while the list stands."""
    if one.state in ("waiting", "running"):
        return ""
    return f" · {number(one.done, language)} / {number(one.total, language)}"


def duration(seconds: float, language: Language) -> str:
    """Return a time to wait in words.

    >>> duration(8, "en"), duration(200, "en")
    ('8 s', '3 min 20 s')
    """
    left = round(seconds)
    if left < _MINUTE_S:
        return say("work.seconds", language, seconds=left)
    if left < _HOUR_S:
        minutes, rest = divmod(left, _MINUTE_S)
        return say("work.minutes", language, minutes=minutes, seconds=rest)
    hours, rest = divmod(left, _HOUR_S)
    return say("work.hours", language, hours=hours, minutes=rest // _MINUTE_S)


def _told(status: Status, language: Language) -> str:
    done, total = number(status.done, language), number(status.total, language)
    parts = [say("work.lines_done", language, done=done, total=total)]
    if status.state == "waiting" and status.before:
        parts.append(say("work.waiting_before", language, before=status.before))
    if status.left_s is not None:
        left = duration(status.left_s, language)
        parts.append(say("work.time_left", language, left=left))
    return " · ".join(parts)


def _shares(status: Status, language: Language) -> str:
    """Return by which engine how many lines were translated."""
    told = {name: count for name, count in status.badges.items() if name}
    if not told:
        return ""
    rows = "".join(
        f"<li>{origin(name, language)} {number(count, language)}"
        f" <span>({100 * count / sum(told.values()):.0f} %)</span></li>"
        for name, count in sorted(told.items(), key=lambda one: -one[1])
    )
    return f'<ul class="w-shares">{rows}</ul>'


def origin(name: str, language: Language) -> str:
    """Return the badges of a line, which may hold several sentences' engines."""
    if not name:
        return ""
    return " ".join(
        f'<span class="t-badge w-kept">{escape(say("work.kept", language))}</span>'
        if one == UNTRANSLATED.badge
        else badge(one, language)
        for one in name.split(" / ")
    )


def _last(status: Status, language: Language) -> str:
    lines = [line for line in status.last if line.source.strip()]
    if not lines:
        return ""
    title = say("work.last_lines", language)
    head = [say(f"work.{name}_column", language) for name in ("source", "target", "origin")]
    rows = [_cells(line, language) for line in reversed(lines)]
    return f"<h3>{escape(title)}</h3>{table(title, head, rows, 'w-cards w-lines')}"


def _cells(line: Line, language: Language) -> tuple[str, str, str]:
    source, target = (escape(clean(text)[:_SHOWN_CHARS]) for text in (line.source, line.target))
    return source, target, origin(line.badge, language)
