"""Training records of a visitor: what is wrong with them, a mended copy, and what was changed."""

import asyncio
import json
from dataclasses import asdict, dataclass, replace
from html import escape
from typing import Any

import gradio as gr

from apps.common.gradio_kit import SAVE_FILE, Texts, errors_as_toasts, visitor_language
from apps.common.workers import in_turn
from apps.translator.tab import QUIET, Page, View, plain
from apps.translator.work_parts import BUSY, File, Gate, facts, json_file, lead, note, number, table
from core.errors import UserError
from core.i18n.catalogue import Language, say
from core.lexicon.findings import SEVERITY, Change, Finding, Inspection
from core.lexicon.inspection import repaired
from core.lexicon.records import dump_records, parse_records
from core.prompts.records import Record
from core.tasks.inspect_records import describe, inspect_records

MOST = 50_000
_EXAMPLES = 5
_CHANGES = 20
_CELL_CHARS = 120


@dataclass(frozen=True)
class Looked:
    """The files of one visit and what was found in them; test: records to keep apart."""

    name: str = ""
    records: tuple[Record, ...] = ()
    test_name: str = ""
    test: tuple[Record, ...] = ()
    inspection: Inspection | None = None
    mended: tuple[Record, ...] = ()
    log: tuple[Change, ...] = ()


class Inspecting:
    """The part of the page, and its events."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate
        self.lead = plain()
        kinds = [".json", ".jsonl", ".csv", ".tsv"]
        with gr.Row(elem_classes="w-actions"):
            self.upload = gr.UploadButton(
                visible=gate.open, elem_id="w-records", file_types=kinds, variant="primary"
            )
            self.test = gr.UploadButton(visible=gate.open, elem_id="w-test", file_types=kinds)
            self.mended = gr.Button(visible=False, elem_id="w-mended", min_width=0)
            self.log = gr.Button(visible=False, elem_id="w-log", min_width=0)
        self.report = plain(elem_id="w-report")
        self.file = gr.JSON(visible="hidden")
        self.looked = gr.State(Looked())

    @property
    def texts(self) -> Texts:
        """Return the texts to relabel."""
        return {
            self.lead: {"value": _lead},
            self.upload: {"label": "work.choose_records"},
            self.test: {"label": "work.choose_test"},
            self.mended: {"value": "work.download_mended"},
            self.log: {"value": "work.download_log"},
        }

    def connect(self, page: Page) -> None:
        """Connect the events."""
        shown = [self.looked, self.report, self.mended, self.log]
        password = self._gate.password
        self.upload.upload(self.read, [self.upload, password, self.looked], shown, **BUSY)
        self.test.upload(self.read_test, [self.test, password, self.looked], shown, **BUSY)
        for press, work in ((self.mended, write_mended), (self.log, write_log)):
            press.click(work, self.looked, self.file, **QUIET).success(
                None, self.file, None, js=SAVE_FILE
            )
        page.on_arrival(self.show, self.looked, shown)

    async def read(self, path: str, password: str, looked: Looked, request: gr.Request) -> View:
        """Inspect a file of records."""
        language = visitor_language(request)
        with errors_as_toasts(language):
            name, records = await self._take(path, password)
            looked = replace(looked, name=name, records=records)
            return self._view(await asyncio.to_thread(inspected, looked), language)

    async def read_test(
        self, path: str, password: str, looked: Looked, request: gr.Request
    ) -> View:
        """Look for the records of a second file in the first."""
        language = visitor_language(request)
        with errors_as_toasts(language):
            name, records = await self._take(path, password)
            looked = replace(looked, test_name=name, test=records)
            return self._view(await asyncio.to_thread(inspected, looked), language)

    def show(self, looked: Looked, request: gr.Request) -> View:
        """Show the report in the visitor's language."""
        return self._view(looked, visitor_language(request))

    async def _take(self, path: str, password: str) -> tuple[str, tuple[Record, ...]]:
        data, name = await self._gate.take(path, password)
        records = tuple(await in_turn(parse_records, data, name))
        if not records:
            raise UserError("work.records_none", name=name)
        if len(records) > MOST:
            raise UserError("work.records_many", count=len(records), limit=MOST)
        return name, records

    def _view(self, looked: Looked, language: Language) -> dict[Any, Any]:
        return {
            self.looked: looked,
            self.report: render_report(looked, language),
            self.mended: gr.update(visible=bool(looked.log)),
            self.log: gr.update(visible=bool(looked.log)),
        }


def inspected(looked: Looked) -> Looked:
    """Return the files with what was found in them; without the first there is nothing to find."""
    if not looked.records:
        return looked
    found = inspect_records(looked.records, looked.test)
    mended, log = repaired(looked.records, found)
    return replace(looked, inspection=found, mended=tuple(mended), log=log)


def write_mended(looked: Looked) -> File:
    """Return the mended copy in URKU's format."""
    return json_file("registros-reparados.json", dump_records(looked.mended))


def write_log(looked: Looked) -> File:
    """Return what was changed, one change per line."""
    lines = "".join(json.dumps(asdict(one), ensure_ascii=False) + "\n" for one in looked.log)
    return json_file("cambios.jsonl", lines)


def render_report(looked: Looked, language: Language) -> str:
    """Return what was found as HTML."""
    found = looked.inspection
    if found is None:
        return note("work.test_waiting", language, name=looked.test_name) * bool(looked.test)
    figures = [
        (say("work.records", language), number(found.rows, language)),
        (say("work.findings", language), number(len(found.findings), language)),
        (say("work.changes", language), number(len(looked.log), language)),
        (say("work.left_over", language), number(len(looked.mended), language)),
    ]
    names = f"{looked.name} · {looked.test_name}" if looked.test_name else looked.name
    parts = [f"<h3>{escape(names)}</h3>", facts(figures)]
    if not found.findings:
        parts.append(note("work.findings_none", language))
    parts += [_kind(kind, found, language) for kind in found.counts]
    return f'<div class="w-report">{"".join(parts)}{_changes(looked.log, language)}</div>'


def _kind(kind: str, found: Inspection, language: Language) -> str:
    """Return the findings of one kind: what it is, what to do, and the first of them."""
    these = [finding for finding in found.findings if finding.kind == kind]
    title = escape(say(f"work.{kind}_kind", language))
    severity = escape(say(f"work.{SEVERITY[these[0].kind]}_severity", language))
    advice = escape(describe(these[0], language)[1])
    rows = "".join(f"<li>{_sentence(one, language)}</li>" for one in these[:_EXAMPLES])
    rest = len(these) - _EXAMPLES
    more = note("work.more", language, count=number(rest, language)) if rest > 0 else ""
    return (
        f'<details class="t-more w-kind w-{SEVERITY[kind]}"><summary>'
        f"<b>{title}</b><span>{number(len(these), language)}</span><i>{severity}</i></summary>"
        f'<p class="w-advice">{advice}</p><ul class="w-list">{rows}</ul>{more}</details>'
    )


def _sentence(finding: Finding, language: Language) -> str:
    return escape(describe(finding, language)[0])


def _changes(log: tuple[Change, ...], language: Language) -> str:
    """Return the first changes of the mended copy, before and after."""
    if not log:
        return ""
    title = say("work.preview", language)
    head = [say(f"work.{name}_column", language) for name in ("row", "before", "after")]
    rows = [
        (
            str(change.row),
            f"<del>{_cut(change.before)}</del>",
            f"<ins>{_cut(change.after)}</ins>"
            if change.after is not None
            else f"<i>{escape(say('work.row_gone', language))}</i>",
        )
        for change in log[:_CHANGES]
    ]
    rest = len(log) - _CHANGES
    more = note("work.more", language, count=number(rest, language)) if rest > 0 else ""
    return f"<h3>{escape(title)}</h3>{table(title, head, rows, 'w-cards w-changes')}{more}"


def _cut(text: str) -> str:
    return escape(text if len(text) <= _CELL_CHARS else text[: _CELL_CHARS - 1] + "…")


def _lead(language: Language) -> str:
    return lead("work.inspect", "work.inspect_lead", language)
