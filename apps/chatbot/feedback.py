"""What visitors think of an answer: a thumb, and after a thumb down what would have been right."""

import asyncio
from dataclasses import dataclass, replace
from html import escape
from typing import Any, Literal

import gradio as gr

from apps.chatbot.assistants import Assistants
from apps.chatbot.conversation import Conversation, View
from apps.chatbot.memory import Memory
from apps.chatbot.turns import Session, Turn
from apps.common.gradio_kit import Texts, errors_as_toasts, visitor_language
from core.i18n.catalogue import Language, say

REASONS = {
    "wrong": "chatbot.reason_wrong",
    "incomplete": "chatbot.reason_incomplete",
    "other_question": "chatbot.reason_other_question",
    "outdated": "chatbot.reason_outdated",
    "unclear": "chatbot.reason_unclear",
    "other": "chatbot.reason_other",
}
ROWS_TO_CHOOSE = 1000


@dataclass(frozen=True)
class Form:
    """The form that opens after a thumb down."""

    frame: gr.Column
    title: gr.HTML
    reason: gr.Radio
    right_answer: gr.Textbox
    right_row: gr.Dropdown
    send: gr.Button
    cancel: gr.Button

    @property
    def texts(self) -> Texts:
        """Return the texts to relabel."""
        return {
            self.reason: {"label": "chatbot.feedback", "choices": reason_choices},
            self.right_answer: {"label": "chatbot.right_answer"},
            self.right_row: {"label": "chatbot.right_row"},
            self.send: {"value": "chatbot.feedback_send"},
            self.cancel: {"value": "chatbot.cancel"},
        }


def draw_form() -> Form:
    """Return the form, hidden."""
    with gr.Column(visible=False, elem_id="c-feedback", elem_classes="c-form") as frame:
        title = gr.HTML(elem_classes="c-about")
        reason = gr.Radio(reason_choices("es"), elem_id="c-reason")
        right_answer = gr.Textbox(lines=2, max_lines=8)
        right_row = gr.Dropdown([], value=None, filterable=True)
        with gr.Row():
            send = gr.Button(variant="primary", size="sm")
            cancel = gr.Button(size="sm")
    return Form(frame, title, reason, right_answer, right_row, send, cancel)


def reason_choices(language: Language) -> list[tuple[str, str]]:
    """Return (label, value) of each reason."""
    return [(say(key, language), reason) for reason, key in REASONS.items()]


class Judging:
    """The events of feedback."""

    def __init__(
        self, form: Form, talk: Conversation, assistants: Assistants, memory: Memory
    ) -> None:
        self.form = form
        self._talk = talk
        self._assistants = assistants
        self._memory = memory

    async def judge(
        self, session: Session, visitor: object, event: gr.EventData, request: gr.Request
    ) -> View:
        """Keep a thumb up at once; open the form after a thumb down."""
        language = visitor_language(request)
        with errors_as_toasts(language):
            session = await self._talk.resume(session, visitor)
            at = int(event._data["turn"])
            turn = session.turns[at] if 0 <= at < len(session.turns) else None
            if turn is None or turn.answer is None:
                return {}
            if event._data["verdict"] == "up":
                await self._store(session, turn, "up")
                gr.Info(say("chatbot.feedback_thanks", language))
                session = _marked(session, at, "up")
                return self._talk.view(session, language) | self._closed()
            session = replace(_marked(session, at, "down"), judged=at)
            return self._talk.view(session, language) | self._opened(session, turn, language)

    async def send(
        self,
        reason: str | None,
        right_answer: str,
        right_row: str | None,
        session: Session,
        request: gr.Request,
    ) -> View:
        """Keep what the form says."""
        language = visitor_language(request)
        with errors_as_toasts(language):
            at = session.judged
            if at is not None and at < len(session.turns):
                why = reason if reason in REASONS else ""
                row = f"; right row {right_row}" if right_row else ""
                await self._store(
                    session,
                    session.turns[at],
                    "down",
                    reason=f"{why}{row}".removeprefix("; "),
                    right_answer=(right_answer or "")[:4000],
                )
                gr.Info(say("chatbot.feedback_thanks", language))
            session = replace(session, judged=None)
            return {self._talk.parts.session: session} | self._closed()

    def cancel(self, session: Session, request: gr.Request) -> View:
        """Close the form and take the thumb back."""
        if session.judged is not None:
            session = replace(_marked(session, session.judged, ""), judged=None)
        return self._talk.view(session, visitor_language(request)) | self._closed()

    async def _store(
        self, session: Session, turn: Turn, verdict: Literal["up", "down"], **said: str
    ) -> None:
        answer = turn.answer
        if answer is None:
            return
        own = bool(session.own_file)  # the text of a visitor's file is not ours to keep
        await asyncio.to_thread(
            self._memory.judge,
            session.conversation_id,
            turn.question,
            "" if own else answer.text,
            row_id=answer.row.id if answer.row else "",
            faq_version=answer.faq_version,
            verdict=verdict,
            **said,
        )

    def _opened(self, session: Session, turn: Turn, language: Language) -> View:
        about = say("chatbot.feedback_about", language, question=turn.question)
        assistant = self._assistants.ready(session.own_file)
        near = [one.row for one in turn.answer.candidates] if turn.answer else []
        rows = [*near, *(assistant.faq.rows[:ROWS_TO_CHOOSE] if assistant else ())]
        choices = {row.id: (f"{row.question} ({row.id})", row.id) for row in rows}
        return {
            self.form.frame: gr.update(visible=True),
            self.form.title: gr.update(value=f"<p>{escape(about)}</p>"),
            self.form.right_row: gr.update(choices=list(choices.values()), value=None),
        }

    def _closed(self) -> View:
        return {
            self.form.frame: gr.update(visible=False),
            self.form.reason: gr.update(value=None),
            self.form.right_answer: gr.update(value=""),
            self.form.right_row: gr.update(value=None),
        }

    @property
    def outputs(self) -> list[Any]:
        """Return the components that feedback changes."""
        form = self.form
        return [form.frame, form.title, form.reason, form.right_answer, form.right_row]


def _marked(session: Session, at: int, verdict: str) -> Session:
    turns = list(session.turns)
    turns[at] = replace(turns[at], verdict=verdict)
    return replace(session, turns=tuple(turns))
