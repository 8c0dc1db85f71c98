"""What the tabs of the translator share: how one is drawn, connected and spoken."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import gradio as gr

from apps.common.gradio_kit import Texts
from apps.common.markup import draw_icon

HERE = Path(__file__).parent
AT_ONCE = 40
# An event of this page only, without a spinner over what it changes.
QUIET: dict[str, Any] = {
    "api_visibility": "undocumented",
    "show_progress": "hidden",
    "concurrency_limit": AT_ONCE,
}
View = dict[Any, Any]
"""{component: its update}."""


@dataclass(frozen=True)
class Page:
    """What a tab may hang its events on.

    switch: its event `input` tells that the visitor chose another language.
    """

    blocks: gr.Blocks
    switch: gr.HTML

    def on_arrival(self, work: Callable[..., Any], inputs: Any, outputs: Any) -> None:
        """Call `work` when the page opens, and again when its language changes."""
        gr.on([self.blocks.load, self.switch.input], work, inputs, outputs, **QUIET)


class Tab(Protocol):
    """One tab, drawn by the function `draw(settings)` of its module `tabs_<name>.py`."""

    @property
    def texts(self) -> Texts:
        """Return what to put into the visitor's language."""

    def connect(self, page: Page) -> None:
        """Connect the events; called once, when all tabs are drawn."""


def plain(value: str = "", **options: Any) -> gr.HTML:
    """Return HTML whose buttons trigger the events named in their `data-do`."""
    script = (HERE / "page.js").read_text(encoding="utf-8")
    return gr.HTML(value, apply_default_css=False, js_on_load=script, **options)


def draw(name: str) -> str:
    """Return an icon of this app."""
    return draw_icon(HERE / "icons.toml", name, "t-icon")


@cache
def style() -> str:
    """Return the style sheets of this page: `page.css`, and one per tab that has its own."""
    sheets: Sequence[Path] = [HERE / "page.css", *sorted(HERE.glob("tabs_*.css"))]
    return "\n".join(sheet.read_text(encoding="utf-8") for sheet in sheets)
