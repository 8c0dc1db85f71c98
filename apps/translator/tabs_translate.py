"""The first tab: two panes, the words one by one, the dictionary, and what a visitor would say."""

from dataclasses import dataclass
from functools import partial
from typing import Any

import gradio as gr

from apps.common.gradio_kit import SAVE_FILE, Texts
from apps.translator.answer_card import render_answer
from apps.translator.correction import Correcting
from apps.translator.dictionary import Dictionary
from apps.translator.intro import render_code
from apps.translator.past import export_past, render_past
from apps.translator.session import Session
from apps.translator.source_pane import (
    announce_wait,
    end_wait,
    keep_address,
    render_examples,
    render_keys,
    way_choices,
)
from apps.translator.tab import QUIET, Page, plain
from apps.translator.translating import Parts, Translating
from core.config import Settings, settings


@dataclass(frozen=True)
class Tools:
    """What stands around the panes."""

    swap: gr.Button
    go: gr.Button
    keys: gr.HTML
    examples: gr.HTML
    export: gr.Button
    file: gr.JSON
    code: gr.HTML
    past_frame: gr.Accordion
    code_frame: gr.Accordion


class TranslateTab:
    """The tab and its events."""

    def __init__(self, parts: Parts, tools: Tools, dictionary: Dictionary, saying: Correcting):
        self._parts = parts
        self._tools = tools
        self._dictionary = dictionary
        self._saying = saying

    @property
    def texts(self) -> Texts:
        """Return the texts to relabel."""
        parts, tools = self._parts, self._tools
        return {
            parts.text: {"label": "translator.source", "placeholder": "translator.source_hint"},
            parts.way: {"label": "translator.way", "choices": way_choices},
            tools.swap: {"value": "translator.swap"},
            tools.go: {"value": "translator.go"},
            tools.keys: {"value": partial(render_keys, settings().max_translation_chars)},
            tools.examples: {"value": render_examples},
            tools.export: {"value": "translator.past_csv"},
            tools.code: {"value": render_code},
            tools.past_frame: {"label": "translator.past"},
            tools.code_frame: {"label": "translator.code"},
            **self._dictionary.texts,
            **self._saying.texts,
        }

    def connect(self, page: Page) -> None:
        """Connect the events."""
        parts, tools = self._parts, self._tools
        desk = Translating(parts, render_past)
        known: list[Any] = [parts.text, parts.way, parts.session]
        shown = {"outputs": parts.all, **QUIET}
        asked = {**shown, "js": announce_wait()}
        translated = [
            tools.go.click(desk.translate, known, api_name="desk", **asked),
            tools.examples.example_select(desk.example, parts.session, **asked),
            parts.past.example_select(desk.example, parts.session, **asked),
            tools.swap.click(desk.swap, known, **asked),
            parts.notes.undo(desk.turn_round, known, **asked),
            parts.answer.apply(desk.translate_anyway, known, **asked),
        ]
        for event in translated:
            event.success(None, None, None, js=end_wait())
            event.failure(None, None, None, js=end_wait())
            event.success(None, [parts.text, parts.way], None, js=keep_address())
        parts.answer.option_select(desk.use_alternative, parts.session, **shown)
        waiting = {**shown, "show_progress": "minimal", "show_progress_on": parts.answer}
        parts.answer.retry(desk.ask_model, parts.session, **waiting)
        parts.glosses.select(desk.choose_word, parts.session, **shown).then(
            self._dictionary.follow, parts.session, self._dictionary.word, **QUIET
        )
        tools.keys.apply(desk.respell, [parts.text, parts.session], **shown)
        tools.keys.clear(desk.clear, parts.session, **shown)
        parts.notes.option_select(desk.use_reading, parts.text, parts.text, **QUIET)
        page.blocks.load(desk.arrive, parts.session, **shown)
        page.switch.input(desk.speak, parts.session, **shown)
        tools.export.click(export_past, parts.session, tools.file, **QUIET).success(
            None, tools.file, None, js=SAVE_FILE
        )
        self._dictionary.connect(page)
        self._saying.connect(parts)


def draw(settings: Settings) -> TranslateTab:
    """Draw the tab; call it inside `with gr.Tab()`."""
    session = gr.State(Session())
    with gr.Row(elem_classes="t-way"):
        way = gr.Radio(way_choices("es"), value="auto", elem_id="t-way", container=False)
        swap = gr.Button(size="sm", elem_id="t-swap", min_width=0)
    with gr.Row(elem_classes="t-panes", equal_height=False):
        with gr.Column(elem_classes="t-pane t-from", min_width=280):
            text = gr.Textbox(
                lines=5,
                max_lines=12,
                elem_id="t-text",
                elem_classes="t-hide-label",
                container=False,
            )
            notes = plain(elem_id="t-notes")
            with gr.Row(elem_classes="t-under"):
                keys = plain(elem_id="t-keys")
                go = gr.Button(variant="primary", elem_id="t-go", min_width=0)
        with gr.Column(elem_classes="t-pane t-to", min_width=280):
            answer = plain(render_answer(Session(), settings.language), elem_id="t-answer")
            examples = plain(elem_id="t-examples")
    glosses = plain(elem_id="t-glosses")
    with gr.Row(elem_classes="t-below", equal_height=False):
        with gr.Column(scale=7, min_width=280):
            word = plain(elem_id="t-card")
            saying = Correcting(settings)
            with gr.Accordion(open=False, elem_classes="t-fold") as past_frame:
                past = plain(elem_id="t-past")
                export = gr.Button(size="sm", elem_id="t-export")
                file = gr.JSON(visible="hidden")
            with gr.Accordion(open=False, elem_classes="t-fold") as code_frame:
                code = plain()
        with gr.Column(scale=4, min_width=260):
            dictionary = Dictionary()
    parts = Parts(text, way, notes, answer, glosses, word, past, session)
    tools = Tools(swap, go, keys, examples, export, file, code, past_frame, code_frame)
    return TranslateTab(parts, tools, dictionary, saying)
