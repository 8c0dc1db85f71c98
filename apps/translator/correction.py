"""The form in which visitors say how they would put it; teachers review what they send."""

import asyncio
from html import escape
from typing import Any

import gradio as gr

from apps.common.gradio_kit import Texts, errors_as_toasts, visitor_language
from apps.translator.session import Session
from apps.translator.store import corrections
from apps.translator.tab import QUIET
from apps.translator.translating import Parts
from core.config import Settings
from core.errors import UserError
from core.i18n.catalogue import Language, say


class Correcting:
    """The form and its event."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        with gr.Accordion(open=False, elem_id="t-correct", elem_classes="t-fold") as self.frame:
            self.note = gr.HTML()
            self.proposed = gr.Textbox(lines=2, max_lines=6, elem_id="t-proposed")
            self.comment = gr.Textbox(max_lines=3)
            self.author = gr.Textbox(max_lines=1)
            self.send = gr.Button(size="sm", variant="primary", elem_id="t-send")

    @property
    def texts(self) -> Texts:
        """Return the texts to relabel."""
        return {
            self.frame: {"label": "translator.correct"},
            self.note: {"value": _note},
            self.proposed: {"label": "translator.correct_proposed"},
            self.comment: {"label": "translator.correct_comment"},
            self.author: {"label": "translator.correct_author"},
            self.send: {"value": "translator.correct_send"},
        }

    def connect(self, parts: Parts) -> None:
        """Connect the form."""
        said: list[Any] = [parts.session, self.proposed, self.comment, self.author]
        self.send.click(self.keep, said, [self.proposed, self.comment], **QUIET)

    async def keep(
        self, session: Session, proposed: str, comment: str, author: str, request: gr.Request
    ) -> tuple[str, str]:
        """Keep a proposal until a teacher reviews it."""
        language = visitor_language(request)
        with errors_as_toasts(language):
            given = session.given
            if given is None:
                raise UserError("translator.error_nothing_to_correct")
            store = await asyncio.to_thread(corrections, self._settings)
            await asyncio.to_thread(
                store.add,
                given.source,
                given.direction,
                given.best.text,
                given.best.engine,
                proposed or "",
                comment or "",
                author or "",
            )
            gr.Info(say("translator.correct_thanks", language))
            return "", ""


def _note(language: Language) -> str:
    return f'<p class="t-note">{escape(say("translator.correct_note", language))}</p>'
