"""What the tabs share: notes, refusals, tables, the gate before uploads, saved files."""

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

import gradio as gr

from apps.common.gradio_kit import Texts
from apps.common.visitors import check_password, take_file, uploads_open
from apps.translator.tab import QUIET, draw, plain
from core.config import Settings
from core.errors import UserError
from core.i18n.catalogue import Language, say
from core.storage.spreadsheet import csv_bytes, neutral

File = dict[str, str]
"""{name, type, text}: what the script SAVE_FILE saves."""
BUSY: dict[str, Any] = {**QUIET, "show_progress": "minimal"}
# Each direction is a key of the texts `translator.way_<key>`.
DIRECTIONS = {"es-qu": "translator.way_es_qu", "qu-es": "translator.way_qu_es"}


def json_file(name: str, text: str) -> File:
    """Return a JSON file to save."""
    return {"name": name, "type": "application/json;charset=utf-8", "text": text}


def csv_file(name: str, rows: Iterable[Sequence[str]]) -> File:
    """Return a CSV file to save, safe to open in a spreadsheet."""
    safe = ([neutral(cell) for cell in row] for row in rows)
    text = csv_bytes(safe).decode("utf-8")
    return {"name": name, "type": "text/csv;charset=utf-8", "text": text}


def note(key: str, language: Language, **values: object) -> str:
    """Return a text of the catalogue as a note."""
    return f'<p class="t-note">{escape(say(key, language, **values))}</p>'


def refused(why: UserError, language: Language) -> str:
    """Return why there is nothing to show."""
    text = escape(say(why.key, language, **why.values))
    return f'<div class="t-refused" role="alert">{draw("warn")}<p>{text}</p></div>'


def lead(title: str, text: str, language: Language) -> str:
    """Return a heading with what stands under it, both keys of the catalogue."""
    head = escape(say(title, language))
    return f'<div class="w-lead"><h2>{head}</h2>{note(text, language)}</div>'


def table(title: str, head: Sequence[str], rows: Iterable[Sequence[str]], kind: str = "") -> str:
    """Return a table; the cells are HTML, title and heading plain text.

    kind: further class; "w-cards" makes each row a card on a phone.
    """
    top = "".join(f'<th scope="col">{escape(name)}</th>' for name in head)
    body = "".join(
        "<tr>"
        + "".join(
            f'<td data-head="{escape(name)}">{cell}</td>'
            for name, cell in zip(head, row, strict=True)
        )
        + "</tr>"
        for row in rows
    )
    return (
        f'<div class="w-table {kind}" tabindex="0" role="region" aria-label="{escape(title)}">'
        f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def facts(pairs: Iterable[tuple[str, str]]) -> str:
    """Return figures with what they count, as HTML; both plain text."""
    inside = "".join(
        f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in pairs
    )
    return f'<dl class="w-facts">{inside}</dl>'


def number(value: float, language: Language, places: int = 0) -> str:
    """Return a figure as it is written in a language.

    >>> number(12345.6, "es", 1), number(12345.6, "en", 1), number(100, "es")
    ('12.345,6', '12,345.6', '100')
    """
    told = f"{value:,.{places}f}"
    return told if language == "en" else told.translate(str.maketrans(",.", ".,"))


class Gate:
    """The password before uploads, and the note where nobody may upload."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.open = uploads_open(settings)
        self.closed = plain(visible=not self.open)
        self.password = gr.Textbox(
            type="password", visible=self.open and settings.public, elem_classes="w-password"
        )

    @property
    def texts(self) -> Texts:
        """Return the texts to relabel."""
        return {
            self.closed: {"value": lambda language: note("work.uploads_closed", language)},
            self.password: {"label": "work.password"},
        }

    async def check(self, password: str | None) -> None:
        """Let pass who may upload here.

        Raises UserError for everyone else.
        """
        await check_password(self._settings, password)

    async def take(self, path: str, password: str | None) -> tuple[bytes, str]:
        """Return bytes and name of an uploaded file, which is removed whoever sent it.

        Raises UserError for those who may not upload here.
        """
        data, name = take_file(path)
        await self.check(password)
        return data, name


def direction_choices(language: Language) -> list[tuple[str, str]]:
    """Return (label, value) of both directions."""
    return [(say(key, language), way) for way, key in DIRECTIONS.items()]
