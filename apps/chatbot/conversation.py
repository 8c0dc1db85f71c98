"""What happens when a visitor asks, picks, repeats, corrects, stops or starts anew."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import gradio as gr

from apps.chatbot.assistants import Assistants
from apps.chatbot.evidence import render_evidence
from apps.chatbot.memory import Memory, Visitor
from apps.chatbot.transcript import render_transcript
from apps.chatbot.turns import Session, Turn, cuts
from apps.common.gradio_kit import errors_as_toasts, visitor_language
from apps.common.workers import in_turn
from core.errors import UserError
from core.i18n.catalogue import Language, say
from core.tasks.answer import Answer
from core.text import clean

if TYPE_CHECKING:
    from core.tasks.answer import Assistant

PAUSE_S = 0.04  # one per cut of an answer, which so stands complete within half a second
View = dict[Any, Any]
Ask = Callable[["Assistant"], Answer]


@dataclass(frozen=True)
class Parts:
    """The components that the conversation changes."""

    transcript: gr.HTML
    evidence: gr.HTML
    box: gr.Textbox
    send: gr.Button
    stop: gr.Button
    session: gr.State
    visitor: gr.BrowserState

    @property
    def all(self) -> list[Any]:
        """Return them as the outputs of an event."""
        return list(vars(self).values())


class Conversation:
    """The events of the conversation; each yields updates of `parts`."""

    def __init__(
        self, parts: Parts, assistants: Assistants, memory: Memory, limit_chars: int
    ) -> None:
        self.parts = parts
        self._assistants = assistants
        self._memory = memory
        self._limit_chars = limit_chars

    async def ask(
        self, text: str, session: Session, visitor: object, request: gr.Request
    ) -> AsyncIterator[View]:
        """Answer what stands in the box."""
        language = visitor_language(request)
        with errors_as_toasts(language):
            question = self._check(text)
            session = await self.resume(session, visitor)
            old = session.turns[-1] if session.rewriting and session.turns else None
            kept = session.turns[:-1] if old else session.turns
            turn = Turn(question, stored=old.stored if old else 0)
            async for view in self._answer(session, kept, turn, visitor, language, typed=text):
                yield view

    async def ask_example(
        self, session: Session, visitor: object, event: gr.EventData, request: gr.Request
    ) -> AsyncIterator[View]:
        """Answer an example; what stands in the box stays."""
        language = visitor_language(request)
        with errors_as_toasts(language):
            question = self._check(event._data["text"])
            session = replace(await self.resume(session, visitor), rewriting=False)
            turn = Turn(question)
            async for view in self._answer(session, session.turns, turn, visitor, language):
                yield view

    async def cite(
        self, session: Session, visitor: object, event: gr.EventData, request: gr.Request
    ) -> AsyncIterator[View]:
        """Answer with a row that was offered."""
        language = visitor_language(request)
        with errors_as_toasts(language):
            session = replace(await self.resume(session, visitor), rewriting=False)
            assistant = await self._assistants.get(session.own_file)
            wanted = str(event._data["row"])
            row = next((row for row in assistant.faq.rows if row.id == wanted), None)
            if row is None:
                raise UserError("answer.error.no_row", row=wanted)

            def pick(assistant: "Assistant") -> Answer:
                return assistant.cite(wanted, language)

            turn = Turn(row.question)
            async for view in self._answer(session, session.turns, turn, visitor, language, pick):
                yield view

    async def retry(
        self, session: Session, visitor: object, request: gr.Request
    ) -> AsyncIterator[View]:
        """Ask the last question again."""
        language = visitor_language(request)
        with errors_as_toasts(language):
            session = replace(await self.resume(session, visitor), rewriting=False)
            if session.turns:
                *kept, old = session.turns
                turn = Turn(self._check(old.question), stored=old.stored)
                async for view in self._answer(session, tuple(kept), turn, visitor, language):
                    yield view

    async def rewrite(self, session: Session, visitor: object, request: gr.Request) -> View:
        """Put the last question back into the box; the next one replaces it."""
        language = visitor_language(request)
        with errors_as_toasts(language):
            session = await self.resume(session, visitor)
            if not session.turns:
                return {}
            hint = say("chatbot.box_edit", language)
            box = gr.update(value=session.turns[-1].question, info=hint)
            return {self.parts.session: replace(session, rewriting=True), self.parts.box: box}

    async def stop(self, session: Session, visitor: object, request: gr.Request) -> View:
        """Leave the answer as far as it came, and say so."""
        language = visitor_language(request)
        with errors_as_toasts(language):
            if session.turns:
                *kept, last = session.turns
                if last.answer is None or last.shown is not None:
                    session = replace(session, turns=(*kept, replace(last, stopped=True)))
                    session, visited = await self._keep(session, visitor, language)
                    return self.view(session, language) | visited
            return self.view(session, language)

    async def start_anew(self, session: Session, visitor: object, request: gr.Request) -> View:
        """Begin an empty conversation; the old one stays in the list."""
        fresh = Session(own_file=session.own_file, report=session.report)
        known = Visitor.read(visitor).at("")
        box = {self.parts.box: gr.update(info=None), self.parts.visitor: known.as_json()}
        return self.view(fresh, visitor_language(request)) | box

    async def explain(self, session: Session, event: gr.EventData, request: gr.Request) -> View:
        """Show the evidence of an earlier answer."""
        at = int(event._data["turn"])
        if not 0 <= at < len(session.turns):
            return {}
        session = replace(session, looked_at=at)
        shown = render_evidence(session.explained, visitor_language(request))
        return {self.parts.session: session, self.parts.evidence: shown}

    async def resume(self, session: Session, visitor: object) -> Session:
        """Return the session, with the conversation of this browser where the server lost it."""
        known = Visitor.read(visitor)
        if session.turns or session.own_file or not known.current:
            return session
        with suppress(UserError):  # without a disk the page still answers
            turns = await asyncio.to_thread(self._memory.restore, known.current)
            return replace(session, turns=turns, conversation_id=known.current if turns else "")
        return session

    def view(self, session: Session, language: Language, *, busy: bool = False) -> View:
        """Return the updates that show `session`."""
        ready = self._assistants.ready(session.own_file)
        faq = ready.faq if ready else None
        return {
            self.parts.transcript: render_transcript(session, language, faq, busy),
            self.parts.evidence: render_evidence(session.explained, language),
            self.parts.send: gr.update(visible=not busy),
            self.parts.stop: gr.update(visible=busy),
            self.parts.session: session,
        }

    async def _answer(
        self,
        before: Session,
        kept: tuple[Turn, ...],
        turn: Turn,
        visitor: object,
        language: Language,
        pick: Ask | None = None,
        typed: str | None = None,
    ) -> AsyncIterator[View]:
        box = self.parts.box
        session = replace(before, turns=(*kept, turn), looked_at=None, rewriting=False)
        emptied = {box: gr.update(value="", info=None)} if typed is not None else {}
        yield self.view(session, language, busy=True) | emptied
        cited = kept[-1].answer.row if kept and kept[-1].answer else None

        def ask(assistant: "Assistant") -> Answer:
            return assistant.ask(turn.question, language, cited.id if cited else None)

        try:
            assistant = await self._assistants.get(session.own_file)
            answer = await in_turn(pick or ask, assistant)
        except Exception:
            back = {box: gr.update(value=typed)} if typed is not None else {}
            yield self.view(before, language) | back
            raise
        turn = replace(turn, question=answer.question, answer=answer)
        for shown in cuts(answer.text):
            session = replace(session, turns=(*kept, replace(turn, shown=shown)))
            yield self.view(session, language, busy=True)
            await asyncio.sleep(PAUSE_S)
        session = replace(session, turns=(*kept, turn))
        session, visited = await self._keep(session, visitor, language)
        yield self.view(session, language) | visited

    async def _keep(
        self, session: Session, visitor: object, language: Language
    ) -> tuple[Session, View]:
        """Write the last turn to disk, unless it is about a file that may not be stored."""
        if session.own_file:
            return session, {}
        try:
            identity, turns = await asyncio.to_thread(
                self._memory.save, session.conversation_id, session.turns, language
            )
        except UserError:
            gr.Warning(say("chatbot.not_saved", language))
            return session, {}
        known = Visitor.read(visitor)
        session = replace(session, turns=turns, conversation_id=identity)
        if known.current == identity:
            return session, {}
        return session, {self.parts.visitor: known.at(identity).as_json()}

    def _check(self, text: object) -> str:
        """Return a question that is worth asking, before anything on the page changes."""
        question = clean(text) if isinstance(text, str) else ""
        if not question:
            raise UserError("error.empty_input")
        if len(question) > self._limit_chars:
            raise UserError("error.too_long", length=len(question), limit=self._limit_chars)
        return question
