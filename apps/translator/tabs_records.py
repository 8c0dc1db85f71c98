"""The records tab: inspect training records, read dictionary pages, export, review corrections."""

import gradio as gr

from apps.common.gradio_kit import Texts
from apps.translator.records_export import Exporting
from apps.translator.records_inspect import Inspecting
from apps.translator.records_page import PageReading
from apps.translator.records_review import Reviewing
from apps.translator.tab import Page
from apps.translator.work_parts import Gate
from core.config import Settings


class RecordsTab:
    """The tab; each part knows its own events."""

    def __init__(self, settings: Settings) -> None:
        self._gate = Gate(settings)
        with gr.Tabs(elem_classes="w-shelf"):
            with gr.Tab(elem_id="w-inspecting") as self._inspecting_frame:
                self._inspecting = Inspecting(self._gate)
            with gr.Tab(elem_id="w-reading") as self._reading_frame:
                self._reading = PageReading(self._gate)
            with gr.Tab(elem_id="w-exporting") as self._exporting_frame:
                self._exporting = Exporting(settings)
            with gr.Tab(elem_id="w-reviewing") as self._reviewing_frame:
                self._reviewing = Reviewing(settings)

    @property
    def texts(self) -> Texts:
        """Return the texts to relabel."""
        return {
            self._inspecting_frame: {"label": "work.inspect"},
            self._reading_frame: {"label": "work.page_short"},
            self._exporting_frame: {"label": "work.export"},
            self._reviewing_frame: {"label": "work.review"},
            **self._gate.texts,
            **self._inspecting.texts,
            **self._reading.texts,
            **self._exporting.texts,
            **self._reviewing.texts,
        }

    def connect(self, page: Page) -> None:
        """Connect the events of all parts."""
        for part in (self._inspecting, self._reading, self._exporting, self._reviewing):
            part.connect(page)


def draw(settings: Settings) -> RecordsTab:
    """Draw the tab; call it inside `with gr.Tab()`."""
    return RecordsTab(settings)
