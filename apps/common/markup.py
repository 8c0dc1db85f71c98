"""Pieces of HTML that pages write by hand: icons and buttons."""

import tomllib
from functools import cache
from html import escape
from pathlib import Path


@cache
def draw_icon(icons: Path, name: str, kind: str) -> str:
    """Return an icon of the file `icons` as SVG of class `kind` that screen readers pass over."""
    paths = tomllib.loads(icons.read_text(encoding="utf-8"))
    return (
        f'<svg class="{kind}" viewBox="0 0 24 24" fill="none" stroke="currentColor" '
        'stroke-width="2" stroke-linecap="round" stroke-linejoin="round" '
        f'aria-hidden="true">{paths[name]}</svg>'
    )


def button(do: str, label: str, *, kind: str, more: str = "", **data: object) -> str:
    """Return a button that triggers the event `do` with `data`; `label` is HTML.

    more: further attributes, as HTML.
    """
    known = "".join(
        f' data-{name.replace("_", "-")}="{escape(str(value))}"' for name, value in data.items()
    )
    return f'<button type="button" class="{kind}" data-do="{do}"{known}{more}>{label}</button>'
