"""Teachers' review: accept or reject what visitors proposed; what is accepted can be taught."""

import asyncio
from dataclasses import dataclass, replace
from html import escape
from typing import Any

import gradio as gr

from apps.common.gradio_kit import SAVE_FILE, Texts, errors_as_toasts, visitor_language
from apps.common.markup import button
from apps.common.visitors import check_password, uploads_open
from apps.translator.answer_card import badge
from apps.translator.store import corrections
from apps.translator.tab import QUIET, Page, View, plain
from apps.translator.work_parts import DIRECTIONS, File, facts, json_file, lead, note, number
from core.config import Settings
from core.errors import UserError
from core.i18n.catalogue import Language, say
from core.lexicon.records import dump_chats, pair_records
from core.storage.corrections import Correction, Corrections

SHOWN = 10


@dataclass(frozen=True)
class Review:
    """What a reviewer sees; opened: the password was right, or none is needed."""

    opened: bool = False
    pending: tuple[Correction, ...] = ()
    counts: tuple[tuple[str, int], ...] = ()


class Reviewing:
    """The part of the page, and its events."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        asks = settings.public and uploads_open(settings)
        self.lead = plain()
        with gr.Row(elem_classes="w-actions"):
            self.password = gr.Textbox(
                type="password", visible=asks, elem_id="w-review-password", max_lines=1
            )
            self.reviewer = gr.Textbox(max_lines=1, elem_id="w-reviewer")
            self.load = gr.Button(elem_id="w-review-load", min_width=0, variant="primary")
            self.save = gr.Button(elem_id="w-review-save", min_width=0)
        self.list = plain(elem_id="w-review")
        self.file = gr.JSON(visible="hidden")
        self.state = gr.State(Review())

    @property
    def texts(self) -> Texts:
        """Return the texts to relabel."""
        return {
            self.lead: {"value": _lead},
            self.password: {"label": "work.password"},
            self.reviewer: {"label": "work.reviewer", "placeholder": "work.reviewer_hint"},
            self.load: {"value": "work.review_load"},
            self.save: {"value": "work.review_save"},
        }

    def connect(self, page: Page) -> None:
        """Connect the events."""
        shown = [self.state, self.list]
        known: list[Any] = [self.state, self.reviewer]
        self.load.click(self.open, [self.password, self.state], shown, **QUIET)
        self.list.select(self.judge, known, shown, **QUIET)
        self.save.click(self.write, [self.password, self.state], self.file, **QUIET).success(
            None, self.file, None, js=SAVE_FILE
        )
        page.on_arrival(self.show, self.state, shown)

    async def open(self, password: str, state: Review, request: gr.Request) -> View:
        """Show what waits for a verdict, to those who may see it."""
        language = visitor_language(request)
        with errors_as_toasts(language):
            state = await self._let_in(password, state)
            return await self._view(state, language)

    async def judge(
        self, state: Review, reviewer: str, event: gr.EventData, request: gr.Request
    ) -> View:
        """Accept or reject a correction in the reviewer's name."""
        language = visitor_language(request)
        with errors_as_toasts(language):
            if not state.opened:
                raise UserError("work.review_closed")
            store = await self._store()
            verdict = "accepted" if event._data["verdict"] == "accepted" else "rejected"
            number = int(event._data["correction"])
            await asyncio.to_thread(store.review, number, verdict, reviewer or "")
            gr.Info(say(f"work.{verdict}_told", language))
            return await self._view(state, language)

    async def write(self, password: str, state: Review, request: gr.Request) -> File:
        """Return what was accepted, as chats for training."""
        language = visitor_language(request)
        with errors_as_toasts(language):
            await self._let_in(password, state)
            store = await self._store()
            found = await asyncio.to_thread(store.find, "accepted")
            if not found:
                raise UserError("work.review_none_accepted")
            records = [
                record
                for one in found
                for record in pair_records([(one.source, one.proposed)], one.direction)
            ]
            return json_file("correcciones.jsonl", dump_chats(records))

    async def show(self, state: Review, request: gr.Request) -> View:
        """Show the list in the visitor's language; where anyone may, at once."""
        language = visitor_language(request)
        if not self._settings.public:
            state = replace(state, opened=True)
        try:
            return await self._view(state, language)
        except UserError as problem:
            told = note(problem.key, language, **problem.values)
            return {self.state: state, self.list: told}

    async def _let_in(self, password: str, state: Review) -> Review:
        if not state.opened:
            await check_password(self._settings, password)
        return replace(state, opened=True)

    async def _store(self) -> Corrections:
        return await asyncio.to_thread(corrections, self._settings)

    async def _view(self, state: Review, language: Language) -> dict[Any, Any]:
        if state.opened:
            store = await self._store()
            pending = await asyncio.to_thread(store.find, "pending", None, "", SHOWN)
            counts = await asyncio.to_thread(store.counts)
            state = Review(True, pending, tuple(counts.items()))
        return {self.state: state, self.list: render_review(state, language)}


def render_review(state: Review, language: Language) -> str:
    """Return what waits for a verdict, as HTML."""
    if not state.opened:
        return note("work.review_closed", language)
    figures = [
        (say(f"work.{name}_state", language), number(count, language))
        for name, count in state.counts
    ]
    if not state.pending:
        empty = note("work.review_empty", language)
        return f'<div class="w-report">{facts(figures)}{empty}</div>'
    rows = "".join(f"<li>{_card(one, language)}</li>" for one in state.pending)
    waiting = dict(state.counts).get("pending", 0) - len(state.pending)
    more = note("work.more", language, count=number(waiting, language)) if waiting > 0 else ""
    listing = f'<ul class="w-proposals">{rows}</ul>'
    return f'<div class="w-report">{facts(figures)}{listing}{more}</div>'


def _card(one: Correction, language: Language) -> str:
    source, target = one.direction.split("-")
    told = [("source", source, one.source), ("machine", target, one.machine)]
    told.append(("proposed", target, one.proposed))
    texts = "".join(
        f"<dt>{escape(say(f'work.{name}_column', language))}</dt>"
        f'<dd class="w-{name}" lang="{code}">{escape(text) or "–"}</dd>'
        for name, code, text in told
    )
    who = [say(DIRECTIONS[one.direction], language), one.author, one.created[:10]]
    by = badge(one.engine, language) if one.engine else ""
    comment = f'<p class="t-note">«{escape(one.comment)}»</p>' if one.comment else ""
    verdicts = "".join(
        button(
            "select",
            escape(say(f"work.{verdict}_verdict", language)),
            kind=f"t-quiet t-framed w-{verdict}",
            correction=one.id,
            verdict=verdict,
        )
        for verdict in ("accepted", "rejected")
    )
    return (
        f'<article class="w-proposal"><dl>{texts}</dl>{comment}'
        f'<div class="w-verdicts">{verdicts}<small>{by} {escape(" · ".join(filter(None, who)))}'
        "</small></div></article>"
    )


def _lead(language: Language) -> str:
    return lead("work.review", "work.review_lead", language)
