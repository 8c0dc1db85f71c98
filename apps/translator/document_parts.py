"""The components of the documents tab."""

from dataclasses import dataclass
from typing import Any

import gradio as gr

from apps.common.gradio_kit import Texts
from apps.common.visitors import browser_secret
from apps.translator.source_pane import way_choices
from apps.translator.tab import plain
from apps.translator.work_parts import Gate
from core.config import Settings

STORAGE_KEY = "rimana-documents"
POLL_S = 1.0
_TYPES = [".txt", ".md", ".csv", ".tsv", ".docx"]


@dataclass(frozen=True)
class Form:
    """Where a visitor chooses what to translate."""

    gate: Gate
    upload: gr.UploadButton
    chosen: gr.HTML
    column: gr.Dropdown
    header: gr.Checkbox
    way: gr.Radio
    start: gr.Button

    @property
    def texts(self) -> Texts:
        """Return the texts to relabel."""
        return {
            self.upload: {"label": "work.choose_document"},
            self.column: {"label": "work.column"},
            self.header: {"label": "work.header"},
            self.way: {"label": "translator.way", "choices": way_choices},
            self.start: {"value": "work.start"},
            **self.gate.texts,
        }

    @property
    def answers(self) -> list[Any]:
        """Return what is asked, as inputs of an event."""
        return [self.column, self.header, self.way, self.gate.password]


@dataclass(frozen=True)
class Shown:
    """What shows the current document; held: bytes and name of a file before it starts."""

    card: gr.HTML
    stop: gr.Button
    resume: gr.Button
    delete: gr.Button
    result: gr.DownloadButton
    badges: gr.DownloadButton
    mine: gr.HTML
    held: gr.State
    current: gr.Textbox
    remembered: gr.BrowserState
    clock: gr.Timer

    @property
    def texts(self) -> Texts:
        """Return the texts to relabel."""
        return {
            self.stop: {"value": "work.stop"},
            self.resume: {"value": "work.resume"},
            self.delete: {"value": "work.delete"},
            self.result: {"label": "work.download_result"},
            self.badges: {"label": "work.download_badges"},
        }

    @property
    def all(self) -> list[Any]:
        """Return them as the outputs of an event."""
        return [part for name, part in vars(self).items() if name != "held"]


def draw_form(settings: Settings) -> Form:
    """Draw what is asked before a document starts."""
    gate = Gate(settings)
    return Form(
        gate,
        upload=gr.UploadButton(visible=gate.open, elem_id="w-upload", file_types=_TYPES),
        chosen=plain(elem_id="w-chosen"),
        column=gr.Dropdown(visible=False, elem_id="w-column", filterable=False),
        header=gr.Checkbox(True, visible=False, elem_id="w-header"),
        way=gr.Radio(way_choices("es"), value="auto", elem_id="w-way", visible=gate.open),
        start=gr.Button(variant="primary", interactive=False, elem_id="w-start", visible=gate.open),
    )


def draw_shown(settings: Settings, mine: gr.HTML) -> Shown:
    """Draw the current document and what can be done with it; mine: the list of the others."""
    hidden: dict[str, Any] = {"visible": False, "min_width": 0}
    card = plain(elem_id="w-card")
    with gr.Row(elem_classes="w-actions"):
        stop = gr.Button(elem_id="w-stop", **hidden)
        resume = gr.Button(elem_id="w-resume", variant="primary", **hidden)
        result = gr.DownloadButton(elem_id="w-result", variant="primary", **hidden)
        badges = gr.DownloadButton(elem_id="w-badges", **hidden)
        delete = gr.Button(elem_id="w-delete", **hidden)
    return Shown(
        card=card,
        stop=stop,
        resume=resume,
        delete=delete,
        result=result,
        badges=badges,
        mine=mine,
        held=gr.State(None),
        current=gr.Textbox(visible="hidden"),
        remembered=gr.BrowserState([], storage_key=STORAGE_KEY, secret=browser_secret(settings)),
        clock=gr.Timer(POLL_S, active=False),
    )
