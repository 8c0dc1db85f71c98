"""The components of the translator's page and where they stand."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import gradio as gr

from apps.common.gradio_kit import Texts, page_header, relabel
from apps.translator import (
    tabs_compare,
    tabs_documents,
    tabs_forms,
    tabs_quiz,
    tabs_records,
    tabs_runs,
    tabs_translate,
    tabs_varieties,
)
from apps.translator.intro import render_intro
from apps.translator.tab import Tab, plain, style
from core.config import Settings

TABS: Mapping[str, Callable[[Settings], Tab]] = {
    "translate": tabs_translate.draw,
    "forms": tabs_forms.draw,
    "varieties": tabs_varieties.draw,
    "quiz": tabs_quiz.draw,
    "documents": tabs_documents.draw,
    "records": tabs_records.draw,
    "compare": tabs_compare.draw,
    "runs": tabs_runs.draw,
}
"""The tabs in order. The title of each is the text `translator.<name>_tab`; the address
`?tab=<name>` opens it."""


@dataclass(frozen=True)
class Layout:
    """All components that have events or texts."""

    top: gr.HTML
    intro: gr.HTML
    shelf: gr.Tabs
    tabs: Mapping[str, Tab]
    texts: Texts


def draw(settings: Settings) -> Layout:
    """Draw the page; call it inside `with gr.Blocks()`."""
    language = settings.language
    tabs: dict[str, Tab] = {}
    texts: dict[gr.blocks.Block, Mapping[str, object]] = {}
    plain(f"<style>{style()}</style>", elem_classes="t-style")
    top = page_header(language, "translator")
    with gr.Column(elem_id="main", elem_classes="r-main t-main"):
        intro = plain(render_intro(language), elem_id="t-intro")
        with gr.Tabs(elem_id="t-tabs") as shelf:
            for name, draw_tab in TABS.items():
                with gr.Tab(id=name, elem_id=f"t-tab-{name}") as frame:
                    tabs[name] = draw_tab(settings)
                texts |= {frame: {"label": f"translator.{name}_tab"}, **tabs[name].texts}
    for component, named in relabel(language, texts).items():
        named.pop("__type__")
        vars(component).update(named)  # no English of Gradio's own before the page has loaded
    return Layout(top, intro, shelf, tabs, texts)
