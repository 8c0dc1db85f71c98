"""What surrounds the box: the direction, the keys under it, and examples one click away."""

import tomllib
from functools import cache
from html import escape

from apps.common.markup import button
from apps.translator.answer_card import listed
from apps.translator.tab import HERE, draw
from core.i18n.catalogue import Language, say


def way_choices(language: Language) -> list[tuple[str, str]]:
    """Return (label, value) of each direction."""
    return [
        (say("translator.way_auto", language), "auto"),
        (say("translator.way_es_qu", language), "es-qu"),
        (say("translator.way_qu_es", language), "qu-es"),
    ]


ADDRESS_CHARS = 1500
"""Longest text that the address holds; servers refuse longer addresses."""


def announce_wait() -> str:
    """Return the script that shows that a translation is on its way, and hands on its input."""
    return """(...inputs) => {
      document.querySelector("#t-answer").setAttribute("aria-busy", "true");
      return inputs;
    }"""


def end_wait() -> str:
    """Return the script that shows that it has come, or failed."""
    return '() => document.querySelector("#t-answer").removeAttribute("aria-busy")'


def keep_address() -> str:
    """Return the script that writes text and direction into the address, for links."""
    return (
        f"(text, way) => {{ const longest = {ADDRESS_CHARS};"
        + """
      const address = new URL(location.href);
      address.searchParams.set("text", [...text || ""].length > longest ? "" : text || "");
      address.searchParams.set("dir", way);
      history.replaceState(null, "", address);
    }"""
    )


def render_keys(limit_chars: int, language: Language) -> str:
    """Return counter, ñ key, spelling and clear; the script of the page moves the counter."""
    counter = escape(say("translator.counter", language, limit=limit_chars))
    spell = f"{draw('spell')}<span>{escape(say('translator.respell', language))}</span>"
    clear = f"{draw('clear')}<span>{escape(say('translator.clear', language))}</span>"
    enye = escape(say("translator.enye", language))
    return (
        '<div class="t-keys">'
        f'<button type="button" class="t-quiet t-enye" data-type="ñ" aria-label="{enye}"'
        f' title="{enye}">ñ</button>'
        f"{button('apply', spell, kind='t-quiet')}{button('clear', clear, kind='t-quiet')}"
        "<kbd>Ctrl + Enter</kbd>"
        f'<span class="t-counter" data-limit="{limit_chars}" title="{counter}">0 / {limit_chars}'
        "</span></div>"
    )


def render_examples(language: Language) -> str:
    """Return the examples as buttons."""
    title = escape(say("translator.examples", language))
    rows = listed(
        button(
            "example_select",
            escape(one["text"]),
            kind="t-chip",
            more=f' lang="{one["direction"][:2]}"',
            text=one["text"],
            way="auto",
        )
        for one in _examples()
    )
    return f'<div class="t-examples"><h2>{title}</h2>{rows}</div>'


@cache
def _examples() -> list[dict[str, str]]:
    table = tomllib.loads((HERE / "examples.toml").read_text(encoding="utf-8"))
    return list(table["example"])
