"""The comparison tab: one text, every engine and model side by side, each as it finishes."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import gradio as gr

from apps.common.gradio_kit import Texts, errors_as_toasts, visitor_language
from apps.translator.compare_table import render_rows
from apps.translator.source_pane import way_choices
from apps.translator.tab import QUIET, Page, plain
from apps.translator.translating import WAYS
from apps.translator.work_parts import lead
from core.config import Settings
from core.i18n.catalogue import Language
from core.tasks import compare as task

# Models take seconds of every core; who comes later waits.
MODELS: dict[str, Any] = {**QUIET, "concurrency_limit": 2, "concurrency_id": "models"}


class CompareTab:
    """The tab and its events."""

    def __init__(self) -> None:
        self._lead = plain()
        with gr.Row(elem_classes="w-desk", equal_height=False):
            with gr.Column(scale=4, min_width=280, elem_classes="w-form"):
                self.text = gr.Textbox(lines=3, max_lines=6, elem_id="w-compare-text")
                self.way = gr.Radio(way_choices("es"), value="auto", elem_id="w-compare-way")
                self.reference = gr.Textbox(lines=2, max_lines=6, elem_id="w-compare-reference")
                with gr.Row(elem_classes="w-actions"):
                    self.go = gr.Button(variant="primary", elem_id="w-compare-go", min_width=0)
                    self.stop = gr.Button(visible=False, elem_id="w-compare-stop", min_width=0)
            with gr.Column(scale=7, min_width=280, elem_classes="w-side"):
                self.rows = plain(elem_id="w-compare")
        self.told = gr.State(())

    @property
    def texts(self) -> Texts:
        """Return the texts to relabel."""
        return {
            self._lead: {"value": _lead},
            self.text: {"label": "translator.source", "placeholder": "work.compare_hint"},
            self.way: {"label": "translator.way", "choices": way_choices},
            self.reference: {
                "label": "work.compare_reference",
                "placeholder": "work.compare_reference_hint",
            },
            self.go: {"value": "work.compare_go"},
            self.stop: {"value": "work.stop"},
        }

    def connect(self, page: Page) -> None:
        """Connect the events."""
        shown = [self.rows, self.told, self.stop]
        asked = [self.text, self.way, self.reference]
        asking = [
            self.go.click(self.compare, asked, shown, **MODELS),
            self.text.submit(self.compare, asked, shown, **MODELS),
        ]
        self.stop.click(self.halt, self.told, shown, cancels=asking, **QUIET)
        page.on_arrival(self.show, self.told, self.rows)

    async def compare(
        self, text: str, way: str, reference: str, request: gr.Request
    ) -> AsyncIterator[dict[Any, Any]]:
        """Show the answers, one after another, so that each has the machine to itself."""
        language = visitor_language(request)
        with errors_as_toasts(language):
            asked, direction = await asyncio.to_thread(task.check, text or "", WAYS.get(way))
            told: list[task.Row] = []
            for who in task.WHO:
                yield self._view(tuple(told), who, language)
                told.append(
                    await asyncio.to_thread(task.ask, who, asked, direction, reference or "")
                )
            yield self._view(tuple(told), "", language)

    def halt(self, told: tuple[task.Row, ...], request: gr.Request) -> dict[Any, Any]:
        """Show what there is so far."""
        return self._view(told, "", visitor_language(request))

    def show(self, told: tuple[task.Row, ...], request: gr.Request) -> str:
        """Show the answers in the visitor's language."""
        return render_rows(told, "", visitor_language(request))

    def _view(self, told: tuple[task.Row, ...], now: str, language: Language) -> dict[Any, Any]:
        return {
            self.rows: render_rows(told, now, language),
            self.told: told,
            self.stop: gr.update(visible=bool(now)),
        }


def draw(settings: Settings) -> CompareTab:
    """Draw the tab; call it inside `with gr.Tab()`."""
    return CompareTab()


def _lead(language: Language) -> str:
    return lead("work.compare", "work.compare_lead", language)
