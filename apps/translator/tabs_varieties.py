"""The tab of varieties: 150 things as five Ecuadorian varieties say them, and where they differ."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import gradio as gr

from apps.common.gradio_kit import SAVE_FILE, Texts, errors_as_toasts, visitor_language
from apps.common.workers import in_turn
from apps.translator.link import KEEP_LINK, when_seen
from apps.translator.tab import QUIET, Page, View, plain
from apps.translator.varieties_table import render_credit, render_rows, render_sounds
from apps.translator.work_parts import File, csv_file
from core.config import Settings
from core.i18n.catalogue import Language, say
from core.kichwa.dialect_difference import differences, kind_of
from core.kichwa.dialects import VARIETIES, Concept, search
from core.kichwa.sound import sound
from core.text import clean

FILTERS = ("all", "differs", "word", "same")
LIMIT_CHARS = 60


@dataclass(frozen=True)
class Asked:
    """What the table shows: rows that hold `find`, of one of FILTERS."""

    find: str = ""
    show: str = "all"

    @property
    def rows(self) -> Sequence[Concept]:
        """Return the rows."""
        found = search(clean(self.find)[:LIMIT_CHARS])
        if self.show == "all":
            return found
        if self.show == "differs":
            return [row for row in found if kind_of(row) != "same"]
        return [row for row in found if kind_of(row) == self.show]

    @property
    def link(self) -> dict[str, str]:
        """Return the part of the address that brings these rows back."""
        link = {"tab": "varieties"}
        if self.find.strip():
            link["find"] = self.find.strip()
        return link if self.show == "all" else link | {"show": self.show}


class VarietiesTab:
    """The tab and its events."""

    def __init__(self) -> None:
        with gr.Row(elem_classes="f-ask v-ask"):
            self.find = gr.Textbox(max_lines=1, max_length=LIMIT_CHARS, elem_id="v-find", scale=2)
            self.show = gr.Radio(
                filter_choices("es"), value="all", elem_id="v-show", container=False, scale=3
            )
        self.rows = when_seen(elem_id="v-rows")
        self.export = gr.Button(size="sm", elem_id="v-export", elem_classes="t-save")
        with gr.Accordion(open=True, elem_classes="t-fold") as self.sounds_frame:
            self.sounds = plain(elem_id="v-sounds")
        self.credit = plain(elem_id="v-credit")
        self.file = gr.JSON(visible="hidden")
        self.link = gr.JSON(visible="hidden")

    @property
    def texts(self) -> Texts:
        """Return the texts to relabel."""
        return {
            self.find: {"label": "varieties.find", "placeholder": "varieties.find_hint"},
            self.show: {"label": "varieties.show", "choices": filter_choices},
            self.export: {"value": "varieties.export"},
            self.sounds_frame: {"label": "varieties.sounds"},
            self.sounds: {"value": render_sounds},
            self.credit: {"value": render_credit},
        }

    def connect(self, page: Page) -> None:
        """Connect the events."""
        asked = [self.find, self.show]
        shown: dict[str, Any] = {"outputs": [self.rows, self.link], **QUIET}
        for event in (
            self.find.input(self.look, asked, trigger_mode="always_last", **shown),
            self.show.input(self.look, asked, **shown),
        ):
            event.success(None, self.link, None, js=KEEP_LINK)
        self.rows.load(self.arrive, asked, [self.find, self.show, self.rows, self.link], **QUIET)
        page.switch.input(self.speak, [*asked, self.rows], self.rows, **QUIET)
        self.export.click(self.save, asked, self.file, **QUIET).success(
            None, self.file, None, js=SAVE_FILE
        )

    async def look(self, find: str, show: str, request: gr.Request) -> View:
        """Show the rows that are asked for."""
        language = visitor_language(request)
        with errors_as_toasts(language):
            asked = Asked(find or "", show if show in FILTERS else "all")
            rows = await in_turn(lambda: render_rows(asked.rows, language))
            return {self.rows: rows, self.link: asked.link}

    async def arrive(self, find: str, show: str, request: gr.Request) -> View:
        """Show the rows that the address asks for, as in `?tab=varieties&find=agua`."""
        params = request.query_params
        find = find or params.get("find", "")[:LIMIT_CHARS]
        asked_show = params.get("show", show)
        show = asked_show if asked_show in FILTERS else "all"
        return await self.look(find, show, request) | {self.find: find, self.show: show}

    async def speak(self, find: str, show: str, rows: str, request: gr.Request) -> View:
        """Show the same in the visitor's language."""
        if not rows:
            return {}
        return {self.rows: (await self.look(find, show, request))[self.rows]}

    async def save(self, find: str, show: str, request: gr.Request) -> File:
        """Return the rows on the page as a CSV file, safe to open in a spreadsheet."""
        with errors_as_toasts(visitor_language(request)):
            rows = await in_turn(lambda: csv_rows(Asked(find or "", show).rows))
            return csv_file("rimana-kichwa.csv", rows)


def csv_rows(concepts: Sequence[Concept]) -> list[list[str]]:
    """Return a table with one line per thing: per variety IPA, respelling and difference."""
    columns = [f"{name}_{part}" for name in VARIETIES for part in ("ipa", "respelling", "differs")]
    rows = [["es", "en", "unified", "unified_ipa", *columns]]
    for concept in concepts:
        row = [concept.es, concept.en, concept.unified, sound(concept.unified.strip("-")).ipa]
        standing = differences(concept)
        for name in VARIETIES:
            forms = concept.forms[name]
            row.append("; ".join(form.ipa for form in forms))
            row.append("; ".join(form.respelling for form in forms))
            row.append(standing[name])
        rows.append(row)
    return rows


def filter_choices(language: Language) -> list[tuple[str, str]]:
    """Return (label, value) of each filter."""
    return [(say(f"varieties.{name}_filter", language), name) for name in FILTERS]


def draw(settings: Settings) -> VarietiesTab:
    """Draw the tab; call it inside `with gr.Tab()`."""
    return VarietiesTab()
