"""What a visitor is told first, who answers here, and the code behind an answer."""

import inspect
from html import escape

from core.i18n.catalogue import Language, say
from core.tasks import translate as task


def render_intro(language: Language) -> str:
    """Return title and lead."""
    title, lead = (escape(say(f"translator.{part}", language)) for part in ("title", "lead"))
    return f'<div class="t-head"><h1>{title}</h1><p>{lead}</p></div>'


def engine(language: Language) -> tuple[str, str]:
    """Return what answers here, and why."""
    return say("translator.engine", language), say("translator.engine_why", language)


def render_code(language: Language) -> str:
    """Return the source of the function that translates."""
    code, title = (
        escape(inspect.getsource(task.translate)),
        escape(say("translator.code", language)),
    )
    return (
        f'<p class="t-note">{escape(say("translator.code_text", language))}</p>'
        f'<pre class="t-code" tabindex="0" aria-label="{title}"><code>{code}</code></pre>'
    )
