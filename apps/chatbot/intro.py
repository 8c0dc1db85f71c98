"""What a visitor is told first: the title, who answers and from which list, and the notice."""

import inspect
from html import escape
from textwrap import dedent
from typing import TYPE_CHECKING

from core.i18n.catalogue import Language, say

if TYPE_CHECKING:
    from core.tasks.answer import Assistant


def render_intro(language: Language, assistant: "Assistant | None") -> str:
    """Return title, facts about the list, and the notice that a program answers."""
    title = escape(say("chatbot.title", language))
    notice = escape(say("chatbot.notice", language))
    return (
        f'<div class="c-head"><h1>{title}</h1><p>{escape(_facts(language, assistant))}</p></div>'
        f'<p class="c-notice" role="note">{notice}</p>'
    )


def explain_engine(language: Language, assistant: "Assistant") -> str:
    """Return why this engine answers, and its name."""
    parts = [say("chatbot.engine_why", language)]
    parts.append(say("chatbot.engine_details", language, engine=assistant.engine))
    if fallback := getattr(assistant, "fallback", None):
        parts.append(say(fallback, language, model="multilingual-e5-small"))
    return " ".join(parts)


def render_code(language: Language, assistant: "Assistant") -> str:
    """Return the source of the function that answers."""
    code = escape(dedent(inspect.getsource(type(assistant).ask)))
    title = escape(say("chatbot.code", language))
    return (
        f'<p class="c-note">{escape(say("chatbot.code_text", language))}</p>'
        f'<pre class="c-code" tabindex="0" aria-label="{title}"><code>{code}</code></pre>'
    )


def _facts(language: Language, assistant: "Assistant | None") -> str:
    if assistant is None:
        return say("chatbot.facts_waiting", language)
    faq = assistant.faq
    return say("chatbot.facts", language, name=faq.name, rows=len(faq.rows), version=faq.version)
