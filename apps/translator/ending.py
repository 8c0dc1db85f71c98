"""One ending of a word: its form, its name, and why it is there."""

from html import escape

from apps.translator.gloss_strip import name_suffix
from core.i18n.catalogue import Language, say
from core.kichwa.suffixes import suffixes


def render_ending(tag: str, form: str, language: Language, tool: str = "") -> str:
    """Return an ending as HTML; tool: a button beside its name."""
    suffix = suffixes()[tag]
    return (
        f'<div class="t-ending f-{suffix.group}"><h4><b lang="qu">-{escape(form)}</b>'
        f" {escape(name_suffix(tag, language))}{tool}</h4>"
        f"<p>{escape(say(suffix.why_key, language))}</p></div>"
    )
