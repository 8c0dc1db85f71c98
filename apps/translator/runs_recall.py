"""The recall benchmark, live: choose words, ask, watch the intervals shrink, read what is wrong."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from html import escape
from itertools import islice
from typing import Any

import gradio as gr

from apps.common.gradio_kit import Texts, errors_as_toasts, visitor_language
from apps.translator.tab import QUIET, Page, plain
from apps.translator.tabs_compare import MODELS
from apps.translator.work_parts import direction_choices, lead, note, number, table
from core.errors import UserError
from core.i18n.catalogue import Language, say
from core.translation.result import Direction
from training.score_recall import Part
from training.try_recall import ANSWERERS, MOST, Answered, Tally, ask, draw, questions

_WAYS: dict[str, Direction] = {"es-qu": "es-qu", "qu-es": "qu-es"}
_PARTS: dict[str, Part] = {"heldout": "heldout", "trained": "trained"}
_DRAWN_EACH = 4
_WRONG = 60


class Recalling:
    """The part of the page, and its events."""

    def __init__(self) -> None:
        self.lead = plain()
        with gr.Row(elem_classes="w-desk", equal_height=False):
            with gr.Column(scale=4, min_width=280, elem_classes="w-form"):
                self.who = gr.Radio(who_choices("es"), value="llamita_kichwa", elem_id="w-who")
                self.part = gr.Radio(part_choices("es"), value="heldout", elem_id="w-part")
                self.way = gr.Radio(direction_choices("es"), value="es-qu", elem_id="w-recall-way")
                self.count = gr.Slider(5, MOST, value=40, step=5, elem_id="w-recall-count")
                self.seed = gr.Number(0, precision=0, minimum=0, elem_id="w-recall-seed")
                with gr.Row(elem_classes="w-actions"):
                    self.go = gr.Button(variant="primary", elem_id="w-recall-go", min_width=0)
                    self.stop = gr.Button(visible=False, elem_id="w-recall-stop", min_width=0)
            with gr.Column(scale=7, min_width=280, elem_classes="w-side"):
                self.tally = plain(elem_id="w-recall")
        self.told = gr.State(None)

    @property
    def texts(self) -> Texts:
        """Return the texts to relabel."""
        return {
            self.lead: {"value": _lead},
            self.who: {"label": "work.recall_who", "choices": who_choices},
            self.part: {"label": "work.recall_part", "choices": part_choices},
            self.way: {"label": "translator.way", "choices": direction_choices},
            self.count: {"label": "work.recall_count"},
            self.seed: {"label": "work.recall_seed", "info": "work.recall_seed_why"},
            self.go: {"value": "work.recall_go"},
            self.stop: {"value": "work.stop"},
        }

    def connect(self, page: Page) -> None:
        """Connect the events."""
        shown = [self.tally, self.told, self.stop]
        asked = [self.who, self.part, self.way, self.count, self.seed]
        asking = self.go.click(self.run, asked, shown, **MODELS)
        self.stop.click(self.halt, self.told, shown, cancels=asking, **QUIET)
        page.on_arrival(self.show, self.told, self.tally)

    async def run(
        self, who: str, part: str, way: str, count: float, seed: float, request: gr.Request
    ) -> AsyncIterator[dict[Any, Any]]:
        """Put the questions, and show what comes of them."""
        language = visitor_language(request)
        with errors_as_toasts(language):
            answerer = next((one for one in ANSWERERS if one == who), ANSWERERS[0])
            direction = _WAYS.get(way, "es-qu")
            known = await asyncio.to_thread(questions, direction)
            chosen = draw(known, _PARTS.get(part, "heldout"), int(count or 1), int(seed or 0))
            if not chosen:
                raise UserError("work.recall_nothing")
            tally = Tally(total=len(chosen), file=known.file)
            yield self._view(tally, True, language)
            steps = ask(answerer, chosen, direction)
            while some := await asyncio.to_thread(_next, steps):
                tally = Tally((*tally.done, *some), len(chosen), known.file)
                yield self._view(tally, True, language)
            yield self._view(tally, False, language)

    def halt(self, told: Tally | None, request: gr.Request) -> dict[Any, Any]:
        """Show what there is so far."""
        return self._view(told, False, visitor_language(request))

    def show(self, told: Tally | None, request: gr.Request) -> str:
        """Show the result in the visitor's language."""
        return render_tally(told, visitor_language(request))

    def _view(self, told: Tally | None, running: bool, language: Language) -> dict[Any, Any]:
        return {
            self.tally: render_tally(told, language),
            self.told: told,
            self.stop: gr.update(visible=running),
        }


def render_tally(told: Tally | None, language: Language) -> str:
    """Return shares with their intervals, and the wrong answers, as HTML."""
    if told is None:
        return f'<div class="w-empty">{note("work.recall_none", language)}</div>'
    done = say(
        "work.recall_done",
        language,
        done=number(len(told.done), language),
        total=number(told.total, language),
    )
    bars = "".join(_bar(told, measure, language) for measure in ("any_sense", "exact"))
    origin = (
        note("work.recall_file", language, file=told.file)
        if told.file
        else note("work.recall_lexicon", language)
    )
    return (
        f'<section class="w-document"><progress max="{told.total}" value="{len(told.done)}"'
        f' aria-label="{escape(done)}"></progress>'
        f'<p class="w-count" aria-live="polite">{escape(done)}</p>'
        f"{bars if told.done else ''}{origin}{_wrong(told, language)}</section>"
    )


def _bar(told: Tally, measure: str, language: Language) -> str:
    """Return a share and its interval, drawn and written."""
    kind = "exact" if measure == "exact" else "any_sense"
    share, (low, high) = told.share(kind)
    name = say(f"work.{measure}_recall", language)
    figures = " ".join(
        (
            f"{number(100 * share, language, 1)} %",
            f"({number(100 * low, language, 1)}–{number(100 * high, language, 1)})",
        )
    )
    return (
        f'<div class="w-bar"><p><b>{escape(name)}</b> {figures}</p>'
        '<svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="w-ground" width="100" height="6"/>'
        f'<rect class="w-interval" x="{100 * low:.2f}" width="{100 * (high - low):.2f}"'
        ' height="6"/>'
        f'<rect class="w-share" x="{max(100 * share - 0.4, 0):.2f}" width="0.8" height="6"/>'
        "</svg></div>"
    )


def _wrong(told: Tally, language: Language) -> str:
    wrong = told.wrong
    if not wrong:
        return ""
    title = say("work.recall_wrong", language, count=number(len(wrong), language))
    head = [say(f"work.{name}_column", language) for name in ("head", "expected", "told")]
    rows = (
        (
            f"<b>{escape(one.asked.record.entry or one.asked.record.instruction)}</b>",
            escape(one.asked.record.output),
            escape(one.told) or "–",
        )
        for one in wrong[:_WRONG]
    )
    rest = len(wrong) - _WRONG
    more = note("work.more", language, count=number(rest, language)) if rest > 0 else ""
    return (
        f'<details class="t-more" open><summary>{escape(title)}</summary>'
        f"{table(title, head, rows, 'w-cards')}{more}</details>"
    )


def who_choices(language: Language) -> list[tuple[str, str]]:
    """Return (label, value) of who can be asked."""
    return [(say(f"work.{who}_who", language), who) for who in ANSWERERS]


def part_choices(language: Language) -> list[tuple[str, str]]:
    """Return (label, value) of the words that can be asked."""
    return [(say(f"work.{part}_part", language), part) for part in _PARTS]


def _next(steps: Iterator[Answered]) -> list[Answered]:
    """Return some more answers, none at the end."""
    return list(islice(steps, _DRAWN_EACH))


def _lead(language: Language) -> str:
    return lead("work.recall", "work.recall_lead", language)
