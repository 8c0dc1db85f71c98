"""What every Gradio page shares: error toasts, texts in the visitor's language, look."""

import json
import logging
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import gradio as gr

from apps.common.header import header
from apps.common.theme import STATIC, gradio_theme, stylesheet
from apps.registry import APPS
from core.config import Settings, settings
from core.errors import UserError
from core.i18n.catalogue import Language, known_language, say

log = logging.getLogger(__name__)

Text = str | Callable[[Language], Any]
"""A key of the text catalogue, or a function of the language."""
Texts = Mapping[Any, Mapping[str, Text]]
"""{component: {property: text}}, as in `{send: {"value": "chatbot.send"}}`."""
SAVE_FILE = """(file) => {
  if (!file) return;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([file.text], { type: file.type }));
  link.download = file.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}"""
"""Script that saves {name, type, text} as a file; made in the browser, it leaves no copy here."""


@contextmanager
def errors_as_toasts(language: str) -> Iterator[None]:
    """Show a UserError in the visitor's words; log anything else under a short code.

    Raises gr.Error, also inside generators.
    """
    title = say("header.attention", language)
    try:
        yield
    except UserError as problem:
        text = say(problem.key, language, **problem.values)
        raise gr.Error(text, title=title, print_exception=False) from problem
    except gr.Error:
        raise
    except Exception as bug:
        code = uuid.uuid4().hex[:6]
        log.exception("unexpected error %s", code)
        text = say("error.unexpected", language, code=code)
        raise gr.Error(text, title=title, print_exception=False) from bug


def visitor_language(request: gr.Request | None) -> Language:
    """Return the language in the visitor's address (`?lang=qu`), or that of this installation."""
    asked = request.query_params.get("lang") if request else None
    return known_language(asked, default=settings().language)


def relabel(language: Language, texts: Texts) -> dict[Any, Any]:
    """Return the updates that put every text of `texts` into `language`."""
    return {
        component: gr.update(**{name: _speak(text, language) for name, text in named.items()})
        for component, named in texts.items()
    }


def relabel_on_load(demo: gr.Blocks, texts: Texts) -> None:
    """Put the texts of `demo` into the visitor's language when the page opens.

    Call it inside `with demo:`, after the components.
    """

    def speak(request: gr.Request) -> dict[Any, Any]:
        return relabel(visitor_language(request), texts)

    demo.load(
        speak, None, list(texts), show_progress="hidden", queue=False, api_visibility="private"
    )


def page_header(language: Language, name: str, *, model: str = "", why: str = "") -> gr.HTML:
    """Return the header of app `name` as a component; `header` gives the value for updates."""
    value = header(language, name, model=model, why=why)
    return gr.HTML(value, apply_default_css=False, elem_classes="r-top")


def _speak(text: Text, language: Language) -> Any:
    return say(text, language) if isinstance(text, str) else text(language)


def mount_options(served: tuple[str, ...], where: Settings) -> dict[str, Any]:
    """Return the keyword arguments of `gr.mount_gradio_app` that give a page the suite's look.

    served: names of the apps on this server; the header hides the others.
    """
    away = [f'.r-apps [data-app="{app.name}"]' for app in APPS if app.name not in served]
    alone = [".r-apps"] if len(served) == 1 else []
    hidden = ",".join(away + alone)
    script = (STATIC / "rimana.js").read_text(encoding="utf-8")
    return {
        "theme": gradio_theme(),
        "css": stylesheet("stripe") + (f"\n{hidden}{{display:none}}" if hidden else ""),
        "head": f"<script>window.rimanaLanguage={json.dumps(where.language)};{script}</script>",
        "footer_links": [],
        "run_history": False,  # it would keep the questions of one student for the next
        "show_error": False,  # a bug's text stays in the log
        "ssr_mode": False,
        "mcp_server": False,
        "max_file_size": f"{where.max_upload_mib}mb",
    }
