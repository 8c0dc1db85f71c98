"""The Kichwa–Spanish translator: every answer with its origin, every word with its gloss."""

import gradio as gr

from apps.common.gradio_kit import relabel, visitor_language
from apps.common.header import header
from apps.common.workers import in_turn
from apps.translator.api import offer_api
from apps.translator.intro import engine, render_intro
from apps.translator.layout import Layout, draw
from apps.translator.tab import QUIET, Page, View
from core.config import Settings
from core.tasks import translate as task
from core.tasks.look_up import look_up


def build(settings: Settings) -> gr.Blocks:
    """Return the translator's page."""
    with gr.Blocks(title="Rimana", fill_width=True, delete_cache=(3600, 3600)) as blocks:
        drawn = draw(settings)
        page = Page(blocks, drawn.intro)
        connect_arrival(page, drawn)
        for tab in drawn.tabs.values():
            tab.connect(page)
        offer_api()
    return blocks


def connect_arrival(page: Page, drawn: Layout) -> None:
    """Connect what happens when the page opens or changes its language."""

    def speak(request: gr.Request) -> View:
        language = visitor_language(request)
        model, why = engine(language)
        return {
            **relabel(language, drawn.texts),
            drawn.top: header(language, "translator", model=model, why=why),
            drawn.intro: render_intro(language),
        }

    def choose_tab(request: gr.Request) -> View:
        asked = request.query_params.get("tab", "")
        return gr.update(selected=asked) if asked in drawn.tabs else gr.skip()

    async def warm_up() -> None:
        await in_turn(task.prepare)
        await in_turn(look_up, "wasi")  # dictionaries that `make data` fetched take seconds

    page.on_arrival(speak, None, [drawn.top, drawn.intro, *drawn.texts])
    page.blocks.load(choose_tab, None, drawn.shelf, **QUIET)
    page.blocks.load(warm_up, None, None, **QUIET)
