"""The chat for programs: `/ask` and `/batch`, as named endpoints of the Gradio API."""

import asyncio
from typing import Any

import gradio as gr

from apps.chatbot.assistants import Assistants
from apps.chatbot.batch import (
    LIMIT,
    answer_all,
    as_questions,
    count_decisions,
    read_questions,
    write_answers,
)
from apps.chatbot.turns import Session, as_record
from apps.common.gradio_kit import Texts, errors_as_toasts, visitor_language
from apps.common.visitors import check_password, take_file, uploads_open
from apps.common.workers import in_turn
from core.config import Settings
from core.errors import UserError
from core.i18n.catalogue import known_language, say

AT_ONCE = 40


def offer_ask(assistants: Assistants) -> None:
    """Add the endpoint `/ask`."""

    async def ask(
        question: str, language: str = "es", last_row_id: str | None = None
    ) -> dict[str, Any]:
        """Answer a question from the FAQ, with the row it comes from.

        language: "es", "en" or "qu". last_row_id: row cited just before, for follow-up questions.
        """
        known = known_language(language if isinstance(language, str) else None)
        with errors_as_toasts(known):
            if not isinstance(question, str):
                raise UserError("error.empty_input")
            assistant = await assistants.get()
            last = last_row_id if isinstance(last_row_id, str) else None
            answer = await in_turn(assistant.ask, question, known, last)
            return as_record(answer, known)

    gr.api(ask, api_name="ask", concurrency_limit=AT_ONCE)


class Batch:
    """The part of the page that answers a file of questions, and the endpoint `/batch`."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.text = gr.HTML(padding=True)
        # For programs; a visitor gives a file.
        self.questions = gr.JSON(visible="hidden", label="questions")
        self.language = gr.Textbox(visible="hidden", label="language")
        self.password = gr.Textbox(type="password", visible=settings.public, label="password")
        with gr.Row():
            self.upload = gr.UploadButton(variant="primary")
            self.result = gr.DownloadButton(visible=False)
        self.records = gr.JSON(visible="hidden", label="answers")

    @property
    def texts(self) -> Texts:
        """Return the texts to relabel."""
        opened = uploads_open(self._settings)
        closed = "chatbot.own_closed"

        def explain(language: Any) -> str:
            key = "chatbot.batch_text" if opened else closed
            return f"<p>{say(key, language, limit=LIMIT)}</p>"

        return {
            self.text: {"value": explain},
            self.password: {"label": "chatbot.own_password"},
            self.upload: {"label": "chatbot.batch_button"},
            self.result: {"label": "chatbot.batch_result"},
        }

    def connect(self, assistants: Assistants, session: gr.State) -> None:
        """Connect the upload and the endpoint."""

        async def batch(
            questions: list[str] | None,
            file: str | None,
            language: str | None,
            password: str | None,
            session: Session,
            request: gr.Request,
            progress: gr.Progress = gr.Progress(),  # noqa: B008 (Gradio's own idiom)
        ) -> tuple[list[dict[str, Any]], Any]:
            known = known_language(language, default=visitor_language(request))
            with errors_as_toasts(known):
                if file:
                    data, name = take_file(file)
                    await check_password(self._settings, password)
                    asked = await asyncio.to_thread(read_questions, data, name)
                else:
                    asked = as_questions(questions)
                limit = self._settings.max_question_chars
                records = await answer_all(
                    asked, known, assistants, session.own_file, limit, progress
                )
                path = await asyncio.to_thread(write_answers, records)
                gr.Info(count_decisions(records, known))
                return records, gr.update(value=path, visible=True)

        self.upload.upload(
            batch,
            [self.questions, self.upload, self.language, self.password, session],
            [self.records, self.result],
            api_name="batch",
            concurrency_limit=2,
        )
