"""A digitised dictionary page: what was read and repaired, and its entries as records."""

import asyncio
from collections import Counter
from dataclasses import dataclass
from html import escape
from typing import Any

import gradio as gr

from apps.common.gradio_kit import SAVE_FILE, Texts, errors_as_toasts, visitor_language
from apps.translator.source_pane import way_choices
from apps.translator.tab import QUIET, Page, View, plain
from apps.translator.translating import WAYS
from apps.translator.work_parts import (
    BUSY,
    File,
    Gate,
    csv_file,
    facts,
    json_file,
    lead,
    note,
    number,
    table,
)
from core.errors import UserError
from core.i18n.catalogue import Language, say
from core.lexicon.dictionary import Entry
from core.lexicon.page_columns import Repair
from core.lexicon.page_text import PageReport
from core.lexicon.records import dump_records
from core.prompts.records import Record
from core.tasks.read_dictionary_page import read_dictionary_page

PASTED_CHARS = 200_000
_SHOWN = 40
_REPAIRS = 25
_UNREAD = 15


@dataclass(frozen=True)
class ReadPage:
    """What came of a page."""

    name: str
    report: PageReport
    records: tuple[Record, ...]


class PageReading:
    """The part of the page, and its events."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate
        self.lead = plain()
        self.way = gr.Radio(way_choices("es"), value="auto", elem_id="w-page-way")
        self.text = gr.Textbox(lines=6, max_lines=14, elem_id="w-page-text")
        with gr.Row(elem_classes="w-actions"):
            self.read_text = gr.Button(variant="primary", elem_id="w-page-read", min_width=0)
            self.upload = gr.UploadButton(
                visible=gate.open, elem_id="w-page-file", file_types=[".txt", ".pdf"]
            )
            self.save = gr.Button(visible=False, elem_id="w-page-save", min_width=0)
            self.save_report = gr.Button(visible=False, elem_id="w-page-report", min_width=0)
        self.report = plain(elem_id="w-page")
        self.file = gr.JSON(visible="hidden")
        self.state = gr.State(None)

    @property
    def texts(self) -> Texts:
        """Return the texts to relabel."""
        return {
            self.lead: {"value": _lead},
            self.way: {"label": "translator.way", "choices": way_choices},
            self.text: {"label": "work.page_text", "placeholder": "work.page_hint"},
            self.read_text: {"value": "work.page_read"},
            self.upload: {"label": "work.page_upload"},
            self.save: {"value": "work.download_records"},
            self.save_report: {"value": "work.download_repairs"},
        }

    def connect(self, page: Page) -> None:
        """Connect the events."""
        shown = [self.state, self.report, self.save, self.save_report]
        password = self._gate.password
        self.read_text.click(self.paste, [self.text, self.way], shown, **BUSY)
        self.upload.upload(self.read, [self.upload, password, self.way], shown, **BUSY)
        for press, work in ((self.save, write_records), (self.save_report, write_repairs)):
            press.click(work, self.state, self.file, **QUIET).success(
                None, self.file, None, js=SAVE_FILE
            )
        page.on_arrival(self.show, self.state, shown)

    async def paste(self, text: str, way: str, request: gr.Request) -> View:
        """Read a pasted page."""
        language = visitor_language(request)
        with errors_as_toasts(language):
            if not (text or "").strip():
                raise UserError("work.page_empty")
            if len(text) > PASTED_CHARS:
                raise UserError("error.too_long", length=len(text), limit=PASTED_CHARS)
            return await self._read(text.encode(), "texto.txt", way, language)

    async def read(self, path: str, password: str, way: str, request: gr.Request) -> View:
        """Read an uploaded file."""
        language = visitor_language(request)
        with errors_as_toasts(language):
            data, name = await self._gate.take(path, password)
            return await self._read(data, name, way, language)

    def show(self, state: ReadPage | None, request: gr.Request) -> View:
        """Show the report in the visitor's language."""
        return self._view(state, visitor_language(request))

    async def _read(self, data: bytes, name: str, way: str, language: Language) -> View:
        told = await asyncio.to_thread(read_dictionary_page, data, name, WAYS.get(way))
        return self._view(ReadPage(name, told[0], tuple(told[1])), language)

    def _view(self, state: ReadPage | None, language: Language) -> dict[Any, Any]:
        return {
            self.state: state,
            self.report: render_page(state, language) if state else "",
            self.save: gr.update(visible=bool(state and state.records)),
            self.save_report: gr.update(visible=bool(state and state.report.repairs)),
        }


def write_records(state: ReadPage) -> File:
    """Return the entries as records in URKU's format."""
    return json_file("diccionario.json", dump_records(state.records))


def write_repairs(state: ReadPage) -> File:
    """Return every repair and what could not be read, as CSV."""
    rows = [("page", "line", "kind", "before", "after")]
    rows += [
        (str(one.page), str(one.line), one.kind, one.before, one.after)
        for one in state.report.repairs
    ]
    rows += [
        (str(one.page), str(one.number), "unread", one.text, "") for one in state.report.unread
    ]
    return csv_file("reparaciones.csv", rows)


def render_page(state: ReadPage, language: Language) -> str:
    """Return what was read, repaired and left unread, as HTML."""
    report = state.report
    entries = report.dictionary.entries
    figures = [
        (say("work.pages", language), number(len(report.layouts), language)),
        (say("work.entries", language), number(len(entries), language)),
        (say("work.repairs", language), number(len(report.repairs), language)),
        (say("work.unread", language), number(len(report.unread), language)),
    ]
    parts = [f"<h3>{escape(state.name)}</h3>", facts(figures)]
    if not entries:
        parts.append(note("work.page_none", language))
    parts.append(_entries(entries, language))
    parts.append(_repairs(report.repairs, language))
    unread = report.unread[:_UNREAD]
    if unread:
        lines = "".join(
            f"<li>{line.page}:{line.number} {escape(line.text)}</li>" for line in unread
        )
        title = escape(say("work.unread_title", language))
        parts.append(
            f'<details class="t-more"><summary>{title}</summary>'
            f'<ul class="w-list">{lines}</ul></details>'
        )
    return f'<div class="w-report">{"".join(parts)}</div>'


def _entries(entries: tuple[Entry, ...], language: Language) -> str:
    if not entries:
        return ""
    title = say("work.entries", language)
    head = [say(f"work.{name}_column", language) for name in ("head", "pos", "senses")]
    rows = (
        (
            f"<b>{escape(one.head)}</b>",
            escape(one.pos),
            escape(", ".join(one.senses)),
        )
        for one in entries[:_SHOWN]
    )
    return table(title, head, rows, "w-cards") + _rest(len(entries) - _SHOWN, language)


def _repairs(repairs: tuple[Repair, ...], language: Language) -> str:
    if not repairs:
        return ""
    kinds = Counter(one.kind for one in repairs)
    told = " · ".join(
        f"{say(f'work.{kind}_repair', language)}: {count}" for kind, count in kinds.most_common()
    )
    title = say("work.repairs_title", language)
    head = [say(f"work.{name}_column", language) for name in ("line", "before", "after")]
    rows = (
        (
            f"{one.page}:{one.line}",
            f"<del>{escape(one.before)}</del>",
            f"<ins>{escape(one.after)}</ins>",
        )
        for one in repairs[:_REPAIRS]
    )
    return (
        f'<details class="t-more" open><summary>{escape(title)}</summary>'
        f'<p class="t-note">{escape(told)}</p>{table(title, head, rows, "w-cards w-changes")}'
        f"{_rest(len(repairs) - _REPAIRS, language)}</details>"
    )


def _rest(count: int, language: Language) -> str:
    return note("work.more", language, count=number(count, language)) if count > 0 else ""


def _lead(language: Language) -> str:
    return lead("work.page", "work.page_lead", language)
