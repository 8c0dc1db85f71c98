"""Pages of the suite itself: the landing page and the notices of the server."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache, partial
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from apps.common.header import header, icon
from apps.registry import App
from core.config import settings
from core.i18n.catalogue import Language, known_language, say

HERE = Path(__file__).resolve().parent
LICENCE = "Apache-2.0"
PROMISES = ("offline", "evidence", "private")


@cache
def suite_version() -> str:
    """Return the version of the suite, as in pyproject.toml."""
    project = tomllib.loads((HERE.parents[1] / "pyproject.toml").read_text(encoding="utf-8"))
    return str(project["project"]["version"])


def page_language(query: Mapping[str, str]) -> Language:
    """Return the language asked for in an address, or that of this installation."""
    return known_language(query.get("lang"), default=settings().language)


def render_landing(language: Language, apps: Sequence[App]) -> str:
    """Return the landing page, one card per app."""
    return _render("landing.html", language, "./", apps=apps, promises=PROMISES)


def render_notice(
    notice: str,
    languages: Sequence[Language],
    *,
    base: str,
    refresh_s: int = 0,
    app: str = "",
    code: str = "",
) -> str:
    """Return a page with one message, `landing.<notice>_title` and `_text`, in `languages`.

    base: address of the landing page; refresh_s: 0 for a page that stays; app: key of its title.
    """
    spoken = []
    for language in languages:
        values = {"app": say(app, language) if app else "", "code": code}
        title = say(f"landing.{notice}_title", language, **values)
        spoken.append((language, title, say(f"landing.{notice}_text", language, **values)))
    return _render(
        "notice.html", languages[0], base, spoken=spoken, refresh_s=refresh_s, notice=notice
    )


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _render(template: str, language: Language, base: str, **values: object) -> str:
    return (
        _templates()
        .get_template(template)
        .render(
            language=language,
            base=base,
            say=partial(_say, language),
            header=Markup(header(language, base=base)),
            icon=lambda name: Markup(icon(name)),
            licence=LICENCE,
            version=suite_version(),
            **values,
        )
    )


def _say(language: Language, key: str, **values: object) -> str:
    return say(key, language, **values)
