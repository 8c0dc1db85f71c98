"""Dictionary, phrasebook and accepted corrections as training records, to take along."""

import asyncio

import gradio as gr

from apps.common.gradio_kit import SAVE_FILE, Texts, errors_as_toasts, visitor_language
from apps.translator.store import corrections
from apps.translator.tab import Page, plain
from apps.translator.work_parts import BUSY, DIRECTIONS, File, json_file, lead
from core.config import Settings
from core.i18n.catalogue import Language, say
from core.lexicon.records import dump_chats, dump_records
from core.tasks.export_records import DIRECTIONS as BOTH
from core.tasks.export_records import export_records
from core.translation.result import Direction

_WAYS: dict[str, tuple[Direction, ...]] = {
    "both": tuple(BOTH),
    "es-qu": ("es-qu",),
    "qu-es": ("qu-es",),
}


class Exporting:
    """The part of the page, and its event."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.lead = plain()
        self.way = gr.Radio(export_choices("es"), value="both", elem_id="w-export-way")
        self.shape = gr.Radio(shape_choices("es"), value="urku", elem_id="w-export-shape")
        with gr.Row(elem_classes="w-actions"):
            self.save = gr.Button(variant="primary", elem_id="w-export", min_width=0)
        self.file = gr.JSON(visible="hidden")

    @property
    def texts(self) -> Texts:
        """Return the texts to relabel."""
        return {
            self.lead: {"value": _lead},
            self.way: {"label": "translator.way", "choices": export_choices},
            self.shape: {"label": "work.shape", "choices": shape_choices},
            self.save: {"value": "work.export_save"},
        }

    def connect(self, page: Page) -> None:
        """Connect the event."""
        self.save.click(self.write, [self.way, self.shape], self.file, **BUSY).success(
            None, self.file, None, js=SAVE_FILE
        )

    async def write(self, way: str, shape: str, request: gr.Request) -> File:
        """Return the records as a file."""
        with errors_as_toasts(visitor_language(request)):
            store = await asyncio.to_thread(corrections, self._settings)
            wanted = _WAYS.get(way, _WAYS["both"])
            records = await asyncio.to_thread(export_records, wanted, store)
            if shape == "chats":
                return json_file("rimana-chats.jsonl", dump_chats(records))
            return json_file("rimana-registros.json", dump_records(records))


def export_choices(language: Language) -> list[tuple[str, str]]:
    """Return (label, value) of what can be exported."""
    both = (say("work.both_ways", language), "both")
    return [both, *((say(key, language), way) for way, key in DIRECTIONS.items())]


def shape_choices(language: Language) -> list[tuple[str, str]]:
    """Return (label, value) of the formats."""
    return [(say(f"work.{shape}_shape", language), shape) for shape in ("urku", "chats")]


def _lead(language: Language) -> str:
    return lead("work.export", "work.export_lead", language)
