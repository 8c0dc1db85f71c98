"""What is said under the box: the language that was found, and what the spelling button did."""

from html import escape

from apps.common.markup import button
from apps.translator.session import Session
from core.i18n.catalogue import Language, say
from core.kichwa.spelling import Change, Unified
from core.translation.result import Translation

_OTHER = {"es": "es-qu", "qu": "qu-es", "qu-old": "qu-es", "mixed": "qu-es"}


def render_source_notes(session: Session, language: Language) -> str:
    """Return the detected language as a chip, and the unified spelling when it was used."""
    given = session.given
    if session.respelled is not None:
        return _changes(session.respelled, language)
    if given is None or not given.variety:
        return ""
    variety = say(f"translator.{given.variety.replace('-', '_')}_variety", language)
    name = say("translator.seems", language, name=variety)
    why = " ".join(say(reason, language) for reason in given.reasons)
    sure = say("detect.certainty", language, share=round(100 * given.certainty))
    parts = [f'<span class="t-chip t-said" title="{escape(f"{why} {sure}")}">{escape(name)}</span>']
    if _contrary(given):
        label = escape(say("translator.turn_round", language))
        parts.append(button("undo", label, kind="t-quiet"))
    if given.unified:
        read = say("translator.read_as", language, text=given.unified)
        parts.append(f'<span class="t-note">{escape(read)}</span>')
    return f'<div class="t-found" role="status">{"".join(parts)}</div>'


def _changes(respelled: Unified, language: Language) -> str:
    """Return what the spelling button changed; doubtful words offer their other readings."""
    if not respelled.changes:
        text = escape(say("translator.spelling_none", language))
        return f'<div class="t-found" role="status"><span class="t-note">{text}</span></div>'
    head = escape(say("translator.spelling_done", language, count=len(respelled.changes)))
    rows = "".join(f"<li>{_change(change)}</li>" for change in respelled.changes)
    return (
        f'<div class="t-found" role="status"><span class="t-note">{head}</span>'
        f'<ul class="t-changes">{rows}</ul></div>'
    )


def _change(change: Change) -> str:
    others = "".join(
        button("option_select", escape(other), kind="t-chip", old=change.new, new=other)
        for other in change.alternatives
    )
    return f"<del>{escape(change.old)}</del> → <ins>{escape(change.new)}</ins> {others}"


def _contrary(given: Translation) -> bool:
    """Return whether the text is in the language that was to be translated into."""
    return _OTHER.get(given.variety, given.direction) != given.direction
