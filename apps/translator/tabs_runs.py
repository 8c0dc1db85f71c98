"""The experiments tab: published runs beside ours, the recall benchmark live, measured figures."""

from functools import cache

import gradio as gr

from apps.common.gradio_kit import SAVE_FILE, Texts, visitor_language
from apps.translator.runs_recall import Recalling
from apps.translator.runs_table import render_figures, render_runs
from apps.translator.tab import QUIET, Page, View, plain
from apps.translator.work_parts import File, lead
from core.config import Settings
from core.i18n.catalogue import Language
from core.tasks.experiments import experiments, export_csv
from training.translation_figures import Figure, translation_figures

Sorting = tuple[str, bool]
"""Column, and whether the greatest comes first."""
_FIRST: Sorting = ("origin", True)


class RunsTab:
    """The tab and its events."""

    def __init__(self) -> None:
        with gr.Tabs(elem_classes="w-shelf"):
            with gr.Tab(elem_id="w-table-tab") as self._table_frame:
                self._lead = plain()
                self.runs = plain(elem_id="w-runs")
                with gr.Row(elem_classes="w-actions"):
                    self.save = gr.Button(elem_id="w-runs-save", min_width=0)
                self.sorting = gr.State(_FIRST)
                self.file = gr.JSON(visible="hidden")
            with gr.Tab(elem_id="w-recall-tab") as self._recall_frame:
                self._recalling = Recalling()
            with gr.Tab(elem_id="w-figures-tab") as self._figures_frame:
                self._figures_lead = plain()
                self.figures = plain(elem_id="w-figures")

    @property
    def texts(self) -> Texts:
        """Return the texts to relabel."""
        return {
            self._table_frame: {"label": "work.runs_short"},
            self._recall_frame: {"label": "work.recall_short"},
            self._figures_frame: {"label": "work.figures_short"},
            self._lead: {"value": _lead},
            self._figures_lead: {"value": _figures_lead},
            self.figures: {"value": lambda language: render_figures(_kept(), language)},
            self.save: {"value": "work.download_csv"},
            **self._recalling.texts,
        }

    def connect(self, page: Page) -> None:
        """Connect the events."""
        shown = [self.sorting, self.runs]
        self.runs.select(self.sort, self.sorting, shown, **QUIET)
        self.save.click(write_runs, None, self.file, **QUIET).success(
            None, self.file, None, js=SAVE_FILE
        )
        page.on_arrival(self.show, self.sorting, self.runs)
        self._recalling.connect(page)

    def sort(self, sorting: Sorting, event: gr.EventData, request: gr.Request) -> View:
        """Sort by a column; the same again turns the order round."""
        column = str(event._data["at"])
        down = not sorting[1] if sorting[0] == column else True
        told = render_runs(experiments(), column, down, visitor_language(request))
        return {self.sorting: (column, down), self.runs: told}

    def show(self, sorting: Sorting, request: gr.Request) -> str:
        """Show the table in the visitor's language."""
        return render_runs(experiments(), *sorting, visitor_language(request))


def draw(settings: Settings) -> RunsTab:
    """Draw the tab; call it inside `with gr.Tab()`."""
    return RunsTab()


def write_runs() -> File:
    """Return the table as CSV."""
    text = export_csv().decode("utf-8")
    return {"name": "experimentos.csv", "type": "text/csv;charset=utf-8", "text": text}


@cache
def _kept() -> tuple[Figure, ...]:
    return translation_figures()


def _lead(language: Language) -> str:
    return lead("work.runs", "work.runs_lead", language)


def _figures_lead(language: Language) -> str:
    return lead("work.figures", "work.figures_lead", language)
