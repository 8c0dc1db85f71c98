"""The tab of the quiz: questions with four options, the same ones for all who have the seed."""

import secrets
from collections.abc import Mapping
from typing import Any

import gradio as gr

from apps.common.gradio_kit import SAVE_FILE, Texts, errors_as_toasts, visitor_language
from apps.common.workers import in_turn
from apps.translator.link import KEEP_LINK, when_seen
from apps.translator.quiz_card import render_quiz
from apps.translator.quiz_state import Playing
from apps.translator.tab import QUIET, Page, View
from apps.translator.work_parts import File, csv_file
from core.config import Settings
from core.errors import UserError
from core.i18n.catalogue import Language, say
from core.kichwa.quiz_words import LEVELS
from core.tasks.quiz import COUNTS, KINDS, make_quiz

COLUMNS = ("number", "kind", "question", "hint", "1", "2", "3", "4", "given", "answer", "right")
SEED_CHARS = 40


class QuizTab:
    """The tab and its events."""

    def __init__(self) -> None:
        self.state = gr.State(Playing())
        with gr.Row(elem_classes="q-ask"):
            self.kind = gr.Dropdown(
                kind_choices("es"), value="mixed", elem_id="q-kind", filterable=False
            )
            self.level = gr.Dropdown(
                level_choices("es"), value="1", elem_id="q-level", filterable=False
            )
            self.count = gr.Dropdown(
                [str(count) for count in COUNTS], value="10", elem_id="q-count", filterable=False
            )
            self.seed = gr.Textbox(max_lines=1, max_length=SEED_CHARS, elem_id="q-seed")
            self.unread = gr.Checkbox(elem_id="q-unread", container=False)
        self.go = gr.Button(variant="primary", elem_id="q-go", elem_classes="q-go")
        self.card = when_seen("quiz.js", elem_id="q-card")
        self.export = gr.Button(size="sm", elem_id="q-export", elem_classes="t-save")
        self.file = gr.JSON(visible="hidden")
        self.link = gr.JSON(visible="hidden")

    @property
    def texts(self) -> Texts:
        """Return the texts to relabel."""
        return {
            self.kind: {"label": "quiz.kind", "choices": kind_choices},
            self.level: {"label": "quiz.level", "choices": level_choices},
            self.count: {"label": "quiz.count"},
            self.seed: {"label": "quiz.seed", "info": "quiz.seed_hint"},
            self.unread: {"label": "quiz.unread", "info": "quiz.unread_hint"},
            self.go: {"value": "quiz.start"},
            self.export: {"value": "quiz.export"},
        }

    @property
    def _settings(self) -> list[Any]:
        return [self.seed, self.kind, self.level, self.count, self.unread]

    def connect(self, page: Page) -> None:
        """Connect the events."""
        shown: dict[str, Any] = {"outputs": [self.state, self.card, self.link], **QUIET}
        for event in (
            self.go.click(self.start, self._settings, **shown),
            self.seed.submit(self.start, self._settings, **shown),
            self.card.undo(self.again, self.state, **shown),
        ):
            event.success(None, self.link, None, js=KEEP_LINK)
        self.card.select(self.answer, self.state, **shown)
        self.card.apply(self.go_on, self.state, **shown)
        arrived = [*self._settings, self.state, self.card, self.link]
        self.card.load(self.arrive, self.state, arrived, **QUIET)
        page.switch.input(self.speak, self.state, **shown)
        self.export.click(self.save, self.state, self.file, **QUIET).success(
            None, self.file, None, js=SAVE_FILE
        )

    async def start(
        self, seed: str, kind: str, level: str, count: str, unread: bool, request: gr.Request
    ) -> View:
        """Begin the quiz of a seed."""
        language = visitor_language(request)
        with errors_as_toasts(language):
            try:
                number = int(count) if str(count).isdecimal() else 0
                quiz = await in_turn(make_quiz, seed or "", kind, level, number, bool(unread))
            except UserError as why:  # told in the question's place, where it stays to be read
                return self._view(Playing(refused=why), language)
            return self._view(Playing(quiz), language)

    async def arrive(self, state: Playing, request: gr.Request) -> View:
        """Begin the quiz in the address, as in `?tab=quiz&seed=clase7`; else offer a new seed."""
        language, asked = visitor_language(request), request.query_params
        if state.quiz:
            return self._view(state, language)
        seed = asked.get("seed", "")[:SEED_CHARS]
        if not seed:
            fresh = f"clase-{secrets.randbelow(9000) + 1000}"
            return {self.seed: fresh, self.card: render_quiz(state, language)}
        return await self._open(seed, asked, request)

    async def _open(self, seed: str, asked: Mapping[str, str], request: gr.Request) -> View:
        kind, level = _known(asked, "kind", KINDS), _known(asked, "level", LEVELS)
        count = _known(asked, "count", [str(one) for one in COUNTS], "10")
        unread = asked.get("unread") == "1"
        settings: View = {
            self.seed: seed,
            self.kind: kind,
            self.level: level,
            self.count: count,
            self.unread: unread,
        }
        return settings | await self.start(seed, kind, level, count, unread, request)

    def answer(self, state: Playing, event: gr.EventData, request: gr.Request) -> View:
        """Take the answer to the question on the page."""
        return self._view(state.answer(int(event._data["at"])), visitor_language(request))

    def go_on(self, state: Playing, request: gr.Request) -> View:
        """Show the next question, or the result."""
        return self._view(state.go_on(), visitor_language(request))

    def again(self, state: Playing, request: gr.Request) -> View:
        """Begin the same quiz once more."""
        return self._view(state.again(), visitor_language(request))

    def speak(self, state: Playing, request: gr.Request) -> View:
        """Show the same in the visitor's language."""
        return self._view(state, visitor_language(request))

    def save(self, state: Playing, request: gr.Request) -> File:
        """Return the answers as a CSV file, safe to open in a spreadsheet."""
        with errors_as_toasts(visitor_language(request)):
            if not state.answers or state.quiz is None:
                raise UserError("quiz.error_no_answers")
            safe = "".join(c if c.isalnum() or c in "-_" else "-" for c in state.quiz.seed)
            return csv_file(f"rimana-quiz-{safe}.csv", [COLUMNS, *result_rows(state)])

    def _view(self, state: Playing, language: Language) -> View:
        return {
            self.state: state,
            self.card: render_quiz(state, language),
            self.link: state.link,
        }


def result_rows(state: Playing) -> list[list[str]]:
    """Return one row per answered question, after COLUMNS."""
    rows = []
    for number, (question, chosen) in enumerate(state.answered(), start=1):
        options = [option.text for option in question.options]
        told = [options[chosen], question.answer.text, str(int(chosen == question.right))]
        rows.append([str(number), question.kind, question.shown, question.hint, *options, *told])
    return rows


def _known(
    asked: Mapping[str, str], name: str, values: tuple[str, ...] | list[str], default: str = ""
) -> str:
    value = asked.get(name, "")
    return value if value in values else default or values[0]


def kind_choices(language: Language) -> list[tuple[str, str]]:
    """Return (label, value) of each kind of question."""
    return [(say(f"quiz.{kind}_kind", language), kind) for kind in KINDS]


def level_choices(language: Language) -> list[tuple[str, str]]:
    """Return (label, value) of each level."""
    return [(say(f"quiz.{level}_level", language), level) for level in LEVELS]


def draw(settings: Settings) -> QuizTab:
    """Draw the tab; call it inside `with gr.Tab()`."""
    return QuizTab()
