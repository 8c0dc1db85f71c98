"""The conversations that this browser remembers: open one again, or delete it."""

import asyncio
from datetime import date
from html import escape
from typing import Any

import gradio as gr

from apps.chatbot.conversation import Conversation, View
from apps.chatbot.memory import Memory, Visitor
from apps.chatbot.turns import Session, show_date
from apps.common.gradio_kit import errors_as_toasts, visitor_language
from apps.common.markup import button
from core.errors import UserError
from core.i18n.catalogue import Language, say

TITLE_CHARS = 90


class History:
    """The list of past conversations and its events."""

    def __init__(self, shown: gr.HTML, talk: Conversation, memory: Memory, days: int) -> None:
        self.shown = shown
        self._talk = talk
        self._memory = memory
        self._days = days

    @property
    def outputs(self) -> list[Any]:
        """Return the components that these events change."""
        return [*self._talk.parts.all, self.shown]

    async def list(self, visitor: object, request: gr.Request) -> str:
        """Return the list as HTML."""
        known, language = Visitor.read(visitor), visitor_language(request)
        with errors_as_toasts(language):
            titles = await asyncio.to_thread(self._memory.titles, known.past)
        if not titles:
            return _note("chatbot.history_none", language, self._days)
        items = "".join(_item(one, known.current, language) for one in titles)
        return (
            f"{_note('chatbot.history_note', language, self._days)}<ul class='c-past'>{items}</ul>"
        )

    async def open(self, event: gr.EventData, request: gr.Request) -> View:
        """Show a past conversation and go on with it."""
        language = visitor_language(request)
        with errors_as_toasts(language):
            wanted = str(event._data["id"])
            turns = await asyncio.to_thread(self._memory.restore, wanted)
            if not turns:
                raise UserError("error.conversation_gone")
            opened = Session(turns=turns, conversation_id=wanted)
            return self._talk.view(opened, language) | {self._talk.parts.session: opened}

    async def delete(
        self, session: Session, visitor: object, event: gr.EventData, request: gr.Request
    ) -> View:
        """Delete a past conversation for good."""
        return await self._forget(str(event._data["id"]), session, visitor, request)

    async def delete_current(self, session: Session, visitor: object, request: gr.Request) -> View:
        """Delete the conversation on the page for good."""
        wanted = session.conversation_id or Visitor.read(visitor).current
        return await self._forget(wanted, session, visitor, request)

    async def _forget(
        self, wanted: str, session: Session, visitor: object, request: gr.Request
    ) -> View:
        language = visitor_language(request)
        with errors_as_toasts(language):
            known = Visitor.read(visitor)
            if wanted:
                await asyncio.to_thread(self._memory.forget, wanted)
            gr.Info(say("chatbot.deleted", language))
            known = known.without(wanted)
            here = wanted in ("", session.conversation_id)
            emptied = Session(own_file=session.own_file, report=session.report)
            view = self._talk.view(emptied if here else session, language)
            return view | {self._talk.parts.visitor: known.as_json()}


def _item(title: tuple[str, str, str], current: str, language: Language) -> str:
    identity, question, created = title
    short = question if len(question) <= TITLE_CHARS else f"{question[:TITLE_CHARS]}…"
    here = f" · {say('chatbot.history_now', language)}" if identity == current else ""
    day = show_date(date.fromisoformat(created[:10]), language)
    label = f"{escape(short)}<small>{escape(day + here)}</small>"
    delete = (
        f'<button type="button" class="c-quiet c-delete" data-do="delete" data-id="{identity}"'
        f' data-sure="{escape(say("chatbot.delete_yes", language))}">'
        f"{escape(say('chatbot.delete_short', language))}"
        f'<span class="r-hidden"> {escape(short)}</span></button>'
    )
    return f"<li>{button('select', label, kind='c-offer', id=identity)}{delete}</li>"


def _note(key: str, language: Language, days: int) -> str:
    return f'<p class="c-note">{escape(say(key, language, days=days))}</p>'
