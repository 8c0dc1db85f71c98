"""The header of every page: wordmark, apps, what answers and why, language, light or dark."""

from functools import cache
from html import escape

from apps.common.theme import STATIC
from apps.registry import APPS
from core.i18n.catalogue import LANGUAGES, Language, reviewed, say

NAMES = {"es": "Español", "en": "English", "qu": "Kichwa"}


@cache
def icon(name: str) -> str:
    """Return the SVG of the file `name` in `static/icons`."""
    return (STATIC / "icons" / name).read_text(encoding="utf-8").strip()


def header(
    language: Language,
    current: str | None = None,
    *,
    model: str = "",
    why: str = "",
    base: str | None = None,
    main: str = "main",
) -> str:
    """Return the header as HTML.

    current: name of the app that shows it, None on the pages of the suite.
    model, why: what answers here, and the reason for the choice; plain text, shown when given.
    base: address of the landing page, relative to the page; by default that of `current`.
    main: id of the element that the skip link goes to.
    """
    base = base if base is not None else ("../" if current else "./")
    return (
        f'<a class="r-skip" href="#{main}">{escape(say("header.skip", language))}</a>'
        '<header class="r-header"><div class="r-bar">'
        f'<a class="r-mark" href="{base}?lang={language}"'
        f' aria-label="{escape(say("header.home", language))}">'
        f"{icon('mark.svg')}<span>Rimana</span></a>"
        f"{_apps(language, current, base)}{_answering(language, model, why)}"
        f'<div class="r-tools">{_languages(language)}{_dark(language)}</div>'
        f"</div></header>{_note(language)}"
    )


def _apps(language: Language, current: str | None, base: str) -> str:
    links = "".join(
        f'<a href="{base}{app.name}/?lang={language}" data-app="{app.name}"'
        f"{_current(app.name == current, 'page')}>{escape(say(app.title, language))}</a>"
        for app in APPS
    )
    return f'<nav class="r-apps" aria-label="{escape(say("header.apps", language))}">{links}</nav>'


def _current(here: bool, kind: str) -> str:
    return f' aria-current="{kind}"' if here else ""


def _answering(language: Language, model: str, why: str) -> str:
    if not model:
        return ""
    answers = escape(say("header.answers", language, model=model))
    if not why:
        return f'<p class="r-model">{answers}</p>'
    return (
        f'<details class="r-model"><summary>{answers}</summary>'
        f'<p class="r-why">{escape(why)}</p></details>'
    )


def _languages(language: Language) -> str:
    links = "".join(
        f'<a href="?lang={code}" lang="{code}" hreflang="{code}" title="{NAMES[code]}"'
        f"{_current(code == language, 'true')}>"
        f'<abbr aria-hidden="true">{code.upper()}</abbr>'
        f'<span class="r-hidden">{NAMES[code]}</span></a>'
        for code in LANGUAGES
    )
    label = escape(say("header.language", language))
    return f'<nav class="r-languages" aria-label="{label}">{links}</nav>'


def _dark(language: Language) -> str:
    label = escape(say("header.dark", language))
    return (
        f'<button type="button" class="r-dark" aria-pressed="false" aria-label="{label}"'
        f' title="{label}">{icon("dark.svg")}</button>'
    )


def _note(language: Language) -> str:
    if reviewed(language):
        return ""
    own = escape(say("header.unreviewed", language))
    spanish = escape(say("header.unreviewed", "es"))
    return f'<p class="r-note">{own} <span lang="es">{spanish}</span></p>'
