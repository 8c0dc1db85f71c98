"""A visitor's own FAQ file, for this visit only: read, report, use, leave."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from html import escape
from typing import Any

import gradio as gr

from apps.chatbot.assistants import Assistants
from apps.chatbot.conversation import Conversation, View
from apps.chatbot.turns import Session
from apps.common.gradio_kit import SAVE_FILE, Texts, errors_as_toasts, visitor_language
from apps.common.visitors import check_password, take_file, uploads_open
from core.config import Settings
from core.i18n.catalogue import Language, say
from core.retrieval.faq import Faq, FaqRow
from core.retrieval.faq_file import read_faq, write_faq
from core.retrieval.faq_report import Report, as_table, summary


class OwnFile:
    """The part of the page where a visitor brings a file."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.text = gr.HTML(padding=True)
        opened = uploads_open(settings)
        self.password = gr.Textbox(type="password", visible=opened and settings.public)
        with gr.Row():
            self.upload = gr.UploadButton(visible=opened, elem_id="c-own-upload")
            self.template = gr.Button()
            self.back = gr.Button(visible=False)
        self.report = gr.HTML(padding=True)
        self.use = gr.Button(variant="primary", visible=False)
        self.file = gr.JSON(visible="hidden")

    @property
    def texts(self) -> Texts:
        """Return the texts to relabel."""
        key = "chatbot.own_text" if uploads_open(self._settings) else "chatbot.own_closed"
        return {
            self.text: {"value": lambda language: f"<p>{escape(say(key, language))}</p>"},
            self.password: {"label": "chatbot.own_password"},
            self.upload: {"label": "chatbot.own_upload"},
            self.template: {"value": "chatbot.own_template"},
            self.back: {"value": "chatbot.own_back"},
            self.use: {"value": "chatbot.own_use"},
        }

    def connect(self, talk: Conversation, assistants: Assistants) -> list[Any]:
        """Connect the events; return those after which the page needs new facts."""
        parts = talk.parts
        shown = [*parts.all, self.report, self.use, self.back]

        async def read(path: str, password: str, session: Session, request: gr.Request) -> View:
            language = visitor_language(request)
            with errors_as_toasts(language):
                data, name = take_file(path)
                await check_password(self._settings, password)
                faq, report = await asyncio.to_thread(read_faq, data, name)
                version = assistants.offer(faq)
                session = replace(session, offered_file=version, report=report)
                return {parts.session: session} | self.show(session, language)

        async def use(session: Session, request: gr.Request) -> View:
            language = visitor_language(request)
            with errors_as_toasts(language):
                assistant = await assistants.get(session.offered_file)
                faq = assistant.faq
                fresh = Session(own_file=session.offered_file, report=session.report)
                gr.Info(say("chatbot.own_in_use", language, name=faq.name, rows=len(faq.rows)))
                return talk.view(fresh, language) | self.show(fresh, language)

        def leave(request: gr.Request) -> View:
            language = visitor_language(request)
            gr.Info(say("chatbot.own_shipped", language))
            return talk.view(Session(), language) | self.show(Session(), language)

        def template(request: gr.Request) -> dict[str, str]:
            text = write_template(visitor_language(request))
            return {"name": "plantilla.csv", "type": "text/csv;charset=utf-8", "text": text}

        quiet: dict[str, Any] = {"api_visibility": "undocumented", "show_progress": "minimal"}
        quiet["show_progress_on"] = self.report
        self.upload.upload(read, [self.upload, self.password, parts.session], shown, **quiet)
        self.template.click(template, None, self.file, **quiet).success(
            None, self.file, None, js=SAVE_FILE
        )
        return [
            self.use.click(use, parts.session, shown, **quiet),
            self.back.click(leave, None, shown, **quiet),
        ]

    def show(self, session: Session, language: Language) -> View:
        """Return the updates that show the report and what can be done with the file."""
        waiting = bool(session.offered_file)
        return {
            self.report: render_report(session.report, language),
            self.use: gr.update(visible=waiting),
            self.back: gr.update(visible=bool(session.own_file)),
        }


def render_report(report: Report | None, language: Language) -> str:
    """Return what was found in a file as HTML."""
    if report is None:
        return ""
    heading, *lines = as_table(report, language)
    title = escape(say("chatbot.own_report", language))
    table = ""
    if lines:
        head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in heading)
        body = "".join(f"<tr>{_cells(heading, line)}</tr>" for line in lines)
        table = (
            f'<div class="c-table" tabindex="0" role="region" aria-label="{title}">'
            f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
        )
    return f"<h3>{title}</h3><p>{escape(summary(report, language))}</p>{table}"


def write_template(language: Language) -> str:
    """Return a FAQ file with two rows to start from."""
    rows = tuple(
        FaqRow(
            id=str(number),
            question=say(f"chatbot.template_question{more}", language),
            answer=say(f"chatbot.template_answer{more}", language),
            variants=variants,
            category=say("chatbot.template_category", language),
            source=say("chatbot.template_source", language),
        )
        for number, more, variants in (
            (1, "", tuple(say("chatbot.template_variants", language).split("|"))),
            (2, "_more", ()),
        )
    )
    return write_faq(Faq(rows, "", "")).decode("utf-8")


def _cells(heading: Sequence[str], line: Sequence[str]) -> str:
    pairs = zip(heading, line, strict=True)
    return "".join(f'<td data-head="{escape(name)}">{escape(cell)}</td>' for name, cell in pairs)
