"""The FAQ chat: ask, see the row an answer comes from, and say when it is wrong."""

from typing import Any

import gradio as gr

from apps.chatbot.api import AT_ONCE, offer_ask
from apps.chatbot.assistants import Assistants
from apps.chatbot.conversation import Conversation, View
from apps.chatbot.feedback import Judging
from apps.chatbot.history import History
from apps.chatbot.intro import explain_engine, render_code, render_intro
from apps.chatbot.layout import Layout, draw
from apps.chatbot.memory import Memory
from apps.chatbot.transcript import render_examples
from apps.chatbot.turns import Session
from apps.common.gradio_kit import errors_as_toasts, relabel, visitor_language
from apps.common.header import header
from core.config import Settings
from core.i18n.catalogue import say

# An event of this page only, without a spinner over what it changes.
QUIET: dict[str, Any] = {
    "api_visibility": "undocumented",
    "show_progress": "hidden",
    "concurrency_limit": AT_ONCE,
}


def build(settings: Settings) -> gr.Blocks:
    """Return the chat page."""
    assistants, memory = Assistants(), Memory(settings)
    with gr.Blocks(title="Rimana", fill_width=True, delete_cache=(3600, 3600)) as page:
        drawn = draw(settings)
        talk = Conversation(drawn.parts, assistants, memory, settings.max_question_chars)
        answering = connect_conversation(drawn, talk)
        connect_feedback(drawn, Judging(drawn.form, talk, assistants, memory))
        history = History(drawn.past, talk, memory, settings.retention_days)
        connect_history(drawn, history, answering)
        drawn.export.connect(talk)
        drawn.batch.connect(assistants, drawn.parts.session)
        offer_ask(assistants)
        changing = drawn.own.connect(talk, assistants)
        connect_arrival(page, drawn, talk, assistants, history, changing)
    return page


def connect_conversation(drawn: Layout, talk: Conversation) -> list[Any]:
    """Connect asking and all that goes with it; return the events that `stop` cancels."""
    parts = drawn.parts
    known: list[Any] = [parts.session, parts.visitor]
    shown = parts.transcript
    answering = [
        parts.send.click(talk.ask, [parts.box, *known], parts.all, api_name="say", **QUIET),
        shown.example_select(talk.ask_example, known, parts.all, **QUIET),
        drawn.examples.example_select(talk.ask_example, known, parts.all, **QUIET),
        shown.option_select(talk.cite, known, parts.all, **QUIET),
        parts.evidence.option_select(talk.cite, known, parts.all, **QUIET),
        shown.retry(talk.retry, known, parts.all, **QUIET),
    ]
    parts.stop.click(talk.stop, known, parts.all, cancels=answering, **QUIET)
    shown.edit(talk.rewrite, known, parts.all, **QUIET)
    shown.select(talk.explain, parts.session, [parts.session, parts.evidence], **QUIET)
    drawn.tools.new.click(talk.start_anew, known, parts.all, cancels=answering, **QUIET)
    return answering


def connect_feedback(drawn: Layout, judging: Judging) -> None:
    """Connect the thumbs and the form."""
    parts, form = drawn.parts, drawn.form
    shown = [*parts.all, *judging.outputs]
    into_view = "() => document.querySelector('#c-feedback input')?.focus()"
    parts.transcript.like(judging.judge, [parts.session, parts.visitor], shown, **QUIET).success(
        None, js=into_view
    )
    said = [form.reason, form.right_answer, form.right_row, parts.session]
    form.send.click(judging.send, said, shown, **QUIET)
    form.cancel.click(judging.cancel, parts.session, shown, **QUIET)


def connect_history(drawn: Layout, history: History, answering: list[Any]) -> None:
    """Connect the list of conversations and their deletion."""
    parts, tools = drawn.parts, drawn.tools
    known: list[Any] = [parts.session, parts.visitor]
    drawn.past.select(history.open, None, parts.all, cancels=answering, **QUIET)
    drawn.past.delete(history.delete, known, parts.all, **QUIET)
    tools.delete.click(lambda: gr.update(visible=True), None, tools.sure, **QUIET)
    hide = {"fn": lambda: gr.update(visible=False), "outputs": tools.sure, **QUIET}
    tools.no.click(**hide)
    tools.yes.click(history.delete_current, known, parts.all, cancels=answering, **QUIET).then(
        **hide
    )
    parts.visitor.change(history.list, parts.visitor, drawn.past, **QUIET)


def connect_arrival(
    page: gr.Blocks,
    drawn: Layout,
    talk: Conversation,
    assistants: Assistants,
    history: History,
    changing: list[Any],
) -> None:
    """Connect what happens when a page opens, and when it changes language or list."""
    parts, own = drawn.parts, drawn.own
    known: list[Any] = [parts.session, parts.visitor]

    async def arrive(session: Session, visitor: object, request: gr.Request) -> View:
        language = visitor_language(request)
        session = await talk.resume(session, visitor)
        return both(
            relabel(language, drawn.texts),
            own.show(session, language) | talk.view(session, language),
        )

    async def introduce(session: Session, request: gr.Request) -> View:
        language = visitor_language(request)
        with errors_as_toasts(language):
            assistant = await assistants.get(session.own_file)
            model, why = say("chatbot.engine", language), explain_engine(language, assistant)
            return {
                drawn.top: header(language, "chatbot", model=model, why=why),
                drawn.intro: render_intro(language, assistant),
                drawn.examples: render_examples(language, assistant.faq),
                drawn.code: render_code(language, assistant),
            }

    def welcome(session: Session, request: gr.Request) -> View:
        return {} if session.turns else talk.view(session, visitor_language(request))

    facts = [drawn.top, drawn.intro, drawn.examples, drawn.code]
    labelled = list({*drawn.texts, *parts.all, own.report, own.use, own.back})
    for changed in changing:
        changed.success(None, js="() => document.querySelector('#main').scrollIntoView()")
    for arriving in (
        page.load(arrive, known, labelled, **QUIET),
        parts.transcript.input(arrive, known, labelled, **QUIET),
        *changing,
    ):
        ready = arriving.then(introduce, parts.session, facts, **QUIET)
        ready.then(welcome, parts.session, parts.all, **QUIET)
        arriving.then(history.list, parts.visitor, drawn.past, **QUIET)


def both(texts: View, shown: View) -> View:
    """Return the updates of both, also where they are about one component."""
    common = {part: {**texts[part], **shown[part]} for part in texts.keys() & shown.keys()}
    return texts | shown | common
