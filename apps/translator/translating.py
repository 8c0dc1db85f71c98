"""What happens when a visitor translates, swaps, picks, respells or asks the model."""

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import gradio as gr

from apps.common.gradio_kit import errors_as_toasts, visitor_language
from apps.common.workers import in_turn
from apps.translator.answer_card import render_answer
from apps.translator.gloss_strip import render_glosses
from apps.translator.session import Session
from apps.translator.source_notes import render_source_notes
from apps.translator.store import signed
from apps.translator.tab import View
from apps.translator.word_card import render_word
from core.config import settings
from core.errors import UserError
from core.i18n.catalogue import Language
from core.kichwa import speech
from core.kichwa.spelling import unify
from core.models.open import current_choice
from core.tasks import translate as task
from core.translation.result import Direction, Translation

WAYS: dict[str, Direction | None] = {"auto": None, "es-qu": "es-qu", "qu-es": "qu-es"}
_TURNED: dict[Direction, Direction] = {"es-qu": "qu-es", "qu-es": "es-qu"}


@dataclass(frozen=True)
class Parts:
    """The components that translating changes."""

    text: gr.Textbox
    way: gr.Radio
    notes: gr.HTML
    answer: gr.HTML
    glosses: gr.HTML
    word: gr.HTML
    past: gr.HTML
    session: gr.State

    @property
    def all(self) -> list[Any]:
        """Return them as the outputs of an event."""
        return list(vars(self).values())


class Translating:
    """The events; each returns updates of `parts`."""

    def __init__(self, parts: Parts, render_past: Callable[[Session, Language], str]) -> None:
        self.parts = parts
        self._render_past = render_past

    async def translate(self, text: str, way: str, session: Session, request: gr.Request) -> View:
        """Translate what stands in the box."""
        return await self._translate(text, WAYS.get(way), session, request)

    async def translate_anyway(
        self, text: str, way: str, session: Session, request: gr.Request
    ) -> View:
        """Translate Southern Quechua as if it were Kichwa."""
        return await self._translate(session.asked, WAYS.get(way), session, request, anyway=True)

    async def example(self, session: Session, event: gr.EventData, request: gr.Request) -> View:
        """Translate an example, or a line of the history."""
        text, way = str(event._data["text"]), str(event._data.get("way", "auto"))
        view = await self._translate(text, WAYS.get(way), session, request)
        return view | {self.parts.text: text, self.parts.way: way if way in WAYS else "auto"}

    async def arrive(self, session: Session, request: gr.Request) -> View:
        """Translate the text in the address, as in `?text=…&dir=qu-es`."""
        asked = request.query_params
        text, way = asked.get("text", ""), asked.get("dir", "auto")
        way = way if way in WAYS else "auto"
        language = visitor_language(request)
        if not text.strip() and not session.given and language == settings().language:
            return {self.parts.way: way}  # drawn so already; an answer may have come meanwhile
        if not text.strip() or session.given:
            return self.view(session, language) | {self.parts.way: way}
        view = await self._translate(text, WAYS[way], session, request)
        return view | {self.parts.text: text, self.parts.way: way}

    async def turn_round(self, text: str, way: str, session: Session, request: gr.Request) -> View:
        """Translate what stands in the box the other way."""
        given = session.given
        way = _TURNED[given.direction] if given else way
        view = await self._translate(text, WAYS.get(way), session, request)
        return view | {self.parts.way: way}

    async def swap(self, text: str, way: str, session: Session, request: gr.Request) -> View:
        """Put the translation into the box and translate it back."""
        given = session.given
        if given is None or not given.best.text.strip():
            known = WAYS.get(way)
            return {self.parts.way: _TURNED[known] if known else way}
        way = _TURNED[given.direction]
        view = await self._translate(given.best.text, way, session, request)
        return view | {self.parts.text: given.best.text, self.parts.way: way}

    async def use_alternative(
        self, session: Session, event: gr.EventData, request: gr.Request
    ) -> View:
        """Put another candidate into the first place."""
        language = visitor_language(request)
        with errors_as_toasts(language):
            if session.given is None:
                return {}
            at = int(event._data["sentence"]), int(event._data["alternative"])
            given = await in_turn(task.with_alternative, session.given, *at)
            return self.view(replace(session, given=given, word=None), language)

    async def ask_model(self, session: Session, request: gr.Request) -> View:
        """Show what the language model says."""
        language = visitor_language(request)
        with errors_as_toasts(language):
            given = session.given
            if given is None:
                return {}
            # Not in turn: loading the weights takes long, and the others need not wait for it.
            told = await asyncio.to_thread(
                task.translate, given.source, given.direction, engine="model", anyway=True
            )
            name = current_choice().entry.name
            return self.view(replace(session, opinion=told.best, model=name), language)

    async def choose_word(self, session: Session, event: gr.EventData, request: gr.Request) -> View:
        """Explain the word that was pressed."""
        language = visitor_language(request)
        with errors_as_toasts(language):
            session = session.choose_word(int(event._data["at"]))
            return self._words(session, language)

    async def respell(self, text: str, session: Session, request: gr.Request) -> View:
        """Put the text of the box into unified spelling and say what changed."""
        language = visitor_language(request)
        with errors_as_toasts(language):
            _check_length(text)
            done = await in_turn(unify, text)
            session = replace(session, respelled=done)
            notes = render_source_notes(session, language)
            parts = self.parts
            return {parts.text: done.text, parts.notes: notes, parts.session: session}

    async def use_reading(self, text: str, event: gr.EventData) -> str:
        """Take another reading of a doubtful word."""
        old, new = str(event._data["old"]), str(event._data["new"])
        return re.sub(rf"\b{re.escape(old)}\b", lambda _: new, text or "", count=1)

    def clear(self, session: Session, request: gr.Request) -> View:
        """Empty both panes; the history stays."""
        emptied = self.view(Session(past=session.past), visitor_language(request))
        return emptied | {self.parts.text: ""}

    def speak(self, session: Session, request: gr.Request) -> View:
        """Show the same in the visitor's language."""
        return self.view(session, visitor_language(request))

    def view(self, session: Session, language: Language) -> View:
        """Return the updates that show `session`."""
        return {
            self.parts.notes: render_source_notes(session, language),
            self.parts.answer: render_answer(session, language),
            self.parts.past: self._render_past(session, language),
            **self._words(session, language),
        }

    def _words(self, session: Session, language: Language) -> View:
        return {
            self.parts.glosses: render_glosses(session, language),
            self.parts.word: render_word(session, language, speech=speech.available()),
            self.parts.session: session,
        }

    async def _translate(
        self,
        text: str,
        direction: Direction | None,
        session: Session,
        request: gr.Request,
        *,
        anyway: bool = False,
    ) -> View:
        language = visitor_language(request)
        with errors_as_toasts(language):
            try:
                _check_length(text)
                given: Translation = await in_turn(
                    task.translate, text, direction, anyway=anyway, signed=signed
                )
            except UserError as why:  # told in the answer's place, where it stays to be read
                return self.view(session.refuse(text, why), language)
            return self.view(session.show(given), language)


def _check_length(text: object) -> None:
    """Raise UserError for a text that the box does not take; longer ones are documents."""
    length, limit = len(text) if isinstance(text, str) else 0, settings().max_translation_chars
    if length > limit:
        raise UserError("error.too_long", length=length, limit=limit)
