"""The documents tab: upload, translate line by line, stop, go on later, take the result along."""

from pathlib import PurePath
from typing import Any

import gradio as gr

from apps.common.gradio_kit import Texts, errors_as_toasts, visitor_language
from apps.common.visitors import lend_file
from apps.common.workers import in_turn
from apps.translator.document_card import render_document, render_mine
from apps.translator.document_desk import desk
from apps.translator.document_parts import Form, Shown, draw_form, draw_shown
from apps.translator.tab import QUIET, Page, View, plain
from apps.translator.translating import WAYS
from apps.translator.work_parts import BUSY, lead, note
from core.config import Settings
from core.errors import UserError
from core.i18n.catalogue import Language, say
from core.tasks.document_desk import Desk, Status
from core.tasks.document_files import find_layout, table_columns
from core.tasks.translate_document import badges, result

MINE = 20
"""How many documents a browser remembers."""
_MOVING = ("waiting", "running")
# The address keeps the document, so that a bookmark finds it again.
_KEEP_ADDRESS = """(job) => {
  const address = new URL(location.href);
  address.searchParams.set("tab", "documents");
  if (job) address.searchParams.set("job", job); else address.searchParams.delete("job");
  history.replaceState(null, "", address);
}"""


class DocumentsTab:
    """The tab and its events."""

    def __init__(self, settings: Settings, lead_in: gr.HTML, form: Form, shown: Shown) -> None:
        self._settings = settings
        self._lead = lead_in
        self._form = form
        self._shown = shown

    @property
    def texts(self) -> Texts:
        """Return the texts to relabel."""
        return {self._lead: {"value": _lead}, **self._form.texts, **self._shown.texts}

    def connect(self, page: Page) -> None:
        """Connect the events."""
        form, shown = self._form, self._shown
        known: list[Any] = [shown.current, shown.remembered]
        asked: list[Any] = [shown.held, *form.answers, *known]
        form.upload.upload(
            self.read,
            [form.upload, form.gate.password],
            [shown.held, form.chosen, form.column, form.header, form.start],
            **BUSY,
        )
        more = [form.start, form.chosen, form.column, form.header, shown.held]
        started = form.start.click(self.start, asked, [*shown.all, *more], **BUSY)
        opened = shown.mine.select(self.open, known, shown.all, **QUIET)
        gone = shown.delete.click(self.delete, known, shown.all, **QUIET)
        for event in (started, opened, gone):
            event.success(None, shown.current, None, js=_KEEP_ADDRESS)
        shown.stop.click(self.stop, known, shown.all, **QUIET)
        shown.resume.click(self.resume, known, shown.all, **QUIET)
        shown.clock.tick(self.look, known, shown.all, **QUIET)
        page.on_arrival(self.arrive, known, shown.all)

    @property
    def _desk(self) -> Desk:
        return desk(self._settings.home / "documents", self._settings.retention_days)

    async def read(self, path: str, password: str, request: gr.Request) -> View:
        """Look at a file and offer its columns."""
        language = visitor_language(request)
        form, shown = self._form, self._shown
        with errors_as_toasts(language):
            data, name = await form.gate.take(path, password)
            layout = await in_turn(find_layout, data, name)
            columns: list[tuple[str, int]] = []
            if layout.kind == "csv":
                cells = await in_turn(table_columns, data, name)
                columns = [(f"{at}: {cell[:60]}", at) for at, cell in enumerate(cells, 1)]
            return {
                shown.held: (data, name),
                form.chosen: note("work.chosen", language, name=name),
                form.column: gr.update(
                    choices=columns, value=1 if columns else None, visible=bool(columns)
                ),
                form.header: gr.update(visible=bool(columns)),
                form.start: gr.update(interactive=True),
            }

    async def start(
        self,
        held: tuple[bytes, str] | None,
        column: int | None,
        header: bool,
        way: str,
        password: str,
        current: str,
        remembered: object,
        request: gr.Request,
    ) -> View:
        """Queue the chosen file."""
        language = visitor_language(request)
        form, shown = self._form, self._shown
        with errors_as_toasts(language):
            await form.gate.check(password)
            if not held:
                raise UserError("work.nothing_chosen")
            data, name = held
            wanted = await in_turn(_column, data, name, column, header)
            headings = (say("work.heading_target", language), say("work.heading_origin", language))
            number = await in_turn(self._desk.add, data, name, WAYS.get(way), wanted, headings)
            mine = [number, *_ids(remembered)][:MINE]
            return await self._view(number, mine, language) | {
                shown.held: None,
                form.chosen: "",
                form.column: gr.update(visible=False, choices=[], value=None),
                form.header: gr.update(visible=False),
                form.start: gr.update(interactive=False),
            }

    async def stop(self, current: str, remembered: object, request: gr.Request) -> View:
        """Stop after the line that is being translated."""
        self._desk.stop(current)
        return await self._view(current, _ids(remembered), visitor_language(request))

    async def resume(self, current: str, remembered: object, request: gr.Request) -> View:
        """Go on where it was stopped."""
        language = visitor_language(request)
        with errors_as_toasts(language):
            await in_turn(self._desk.resume, current)
            return await self._view(current, _ids(remembered), language)

    async def delete(self, current: str, remembered: object, request: gr.Request) -> View:
        """Delete document and translation."""
        language = visitor_language(request)
        with errors_as_toasts(language):
            await in_turn(self._desk.delete, current)
        mine = [one for one in _ids(remembered) if one != current]
        return await self._view("", mine, language)

    async def open(
        self, current: str, remembered: object, event: gr.EventData, request: gr.Request
    ) -> View:
        """Show another of the visitor's documents."""
        chosen = str(event._data["job"])
        return await self._view(chosen, _ids(remembered), visitor_language(request))

    async def look(self, current: str, remembered: object, request: gr.Request) -> View:
        """Show how far the document has come; the list waits until it ends."""
        language = visitor_language(request)
        status = await in_turn(self._status, current)
        if status is None or status.state not in _MOVING:
            return await self._view(current, _ids(remembered), language)
        return {self._shown.card: render_document(status, language)}

    async def arrive(self, current: str, remembered: object, request: gr.Request) -> View:
        """Show the document of the address, or the latest of this browser."""
        mine = _ids(remembered)
        asked = request.query_params.get("job", "")
        number = str(current or "") or asked or (mine[0] if mine else "")
        if number and number not in mine:
            mine = [number, *mine][:MINE]
        return await self._view(number, mine, visitor_language(request))

    async def _view(self, number: str, mine: list[str], language: Language) -> View:
        """Return the updates that show a document and the list; what is gone is left out."""
        known = [one for one in [await in_turn(self._status, one) for one in mine] if one]
        status = next((one for one in known if one.id == number), None)
        state = status.state if status else ""
        shown = self._shown
        return {
            shown.card: render_document(status, language),
            shown.stop: gr.update(visible=state in _MOVING),
            shown.resume: gr.update(visible=state in ("stopped", "failed")),
            shown.delete: gr.update(visible=state in ("stopped", "failed", "done")),
            **(await in_turn(self._files, number, state)),
            shown.mine: render_mine(known, number, language),
            shown.current: number if status else "",
            shown.remembered: [one.id for one in known],
            shown.clock: gr.Timer(active=state in _MOVING),
        }

    def _status(self, number: str) -> Status | None:
        try:
            return self._desk.status(number)
        except UserError:
            return None

    def _files(self, number: str, state: str) -> View:
        shown = self._shown
        if state != "done":
            return {one: gr.update(visible=False) for one in (shown.result, shown.badges)}
        job = self._desk.job(number)
        name = PurePath(job.name)
        told = lend_file(f"{name.stem}-rimana{name.suffix}", result(job).read_bytes())
        sheet = lend_file(f"{name.stem}-rimana-badges.csv", badges(job).read_bytes())
        return {
            shown.result: gr.update(visible=True, value=told),
            shown.badges: gr.update(visible=True, value=sheet),
        }


def _lead(language: Language) -> str:
    return lead("work.documents", "work.documents_lead", language)


def _column(data: bytes, name: str, number: int | None, header: bool) -> str | int | None:
    """Return the column of a table: by name where its first row names them."""
    if number is None or not header:
        return number
    cells = table_columns(data, name)
    return cells[number - 1] if number <= len(cells) else number


def _ids(remembered: object) -> list[str]:
    """Return what a browser sent, without anything that is no id."""
    kept = remembered if isinstance(remembered, list) else []
    return [one for one in kept if isinstance(one, str)][:MINE]


def draw(settings: Settings) -> DocumentsTab:
    """Draw the tab; call it inside `with gr.Tab()`."""
    lead_in = plain()
    with gr.Row(elem_classes="w-desk", equal_height=False):
        with gr.Column(scale=4, min_width=280, elem_classes="w-form"):
            form = draw_form(settings)
            mine = plain(elem_id="w-mine")
        with gr.Column(scale=7, min_width=280, elem_classes="w-side"):
            shown = draw_shown(settings, mine)
    return DocumentsTab(settings, lead_in, form, shown)
