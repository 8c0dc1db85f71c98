"""One palette for all pages, light and dark, as data: style sheet, Gradio theme and textile."""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gradio.themes.base import Base

STATIC = Path(__file__).parent / "static"

# Named for their job. Dyes of the Andes: undyed wool, indigo, cochineal, marigold, chilca green.
LIGHT = {
    "ground": "#F6F1E7",
    "surface": "#FFFDF9",
    "raised": "#ECE4D4",
    "line": "#D5C8B0",
    "edge": "#857559",
    "ink": "#211A14",
    "ink_soft": "#574B3E",
    "primary": "#1B4272",
    "primary_hover": "#12305A",
    "on_primary": "#FFFFFF",
    "primary_soft": "#DFE8F2",
    "accent": "#A3203C",
    "good": "#17634A",
    "good_soft": "#DCEEE5",
    "warn": "#7A4700",
    "warn_soft": "#FBEBCB",
    "bad": "#A3203C",
    "bad_soft": "#F9E1E3",
    "focus": "#B3480B",
}
DARK = {
    "ground": "#17140F",
    "surface": "#211D18",
    "raised": "#302A23",
    "line": "#463E34",
    "edge": "#94876F",
    "ink": "#F5EFE4",
    "ink_soft": "#CBC0AF",
    "primary": "#9CC3EE",
    "primary_hover": "#BDD8F5",
    "on_primary": "#0E2238",
    "primary_soft": "#22364D",
    "accent": "#F5919F",
    "good": "#7FD3AF",
    "good_soft": "#1C3A2E",
    "warn": "#F2BE5C",
    "warn_soft": "#40300F",
    "bad": "#FF9DA6",
    "bad_soft": "#4A1D25",
    "focus": "#FFC24D",
}
SERIES = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00")
"""Colours of data, in order of use. Source: Okabe & Ito 2008, safe for colour-blind readers."""
YARN = {"r": "#A3203C", "i": "#1B4272", "y": "#E2A12B", "g": "#2C7A5C", "w": "#F6F1E7"}

# System fonts only: a page must look right with the network cable pulled.
SANS = (
    "Seravek",
    "Segoe UI",
    "Roboto",
    "Ubuntu",
    "Noto Sans",
    "Liberation Sans",
    "Helvetica Neue",
    "Arial",
    "sans-serif",
)
MONO = ("ui-monospace", "Cascadia Code", "Consolas", "Liberation Mono", "monospace")


def _stack(fonts: tuple[str, ...]) -> str:
    return ", ".join(f'"{font}"' if " " in font else font for font in fonts)


def _tokens(palette: dict[str, str]) -> str:
    return "".join(f"--r-{name.replace('_', '-')}:{hex_};" for name, hex_ in palette.items())


def weave(draft: str, thread_px: int = 4) -> str:
    """Return a woven band as SVG; each letter of `draft` is one crossing in that yarn.

    >>> weave("rri rii").count("<path")
    2
    """
    rows = draft.split()
    width, height = len(rows[0]), len(rows)
    threads = dict.fromkeys(YARN, "")
    for y, row in enumerate(rows):
        for run in re.finditer(r"(.)\1*", row):  # neighbours of one colour are one thread
            threads[run[1]] += f"M{run.start()} {y}h{len(run[0])}v1h-{len(run[0])}z"
    paths = "".join(f"<path fill='{YARN[yarn]}' d='{d}'/>" for yarn, d in threads.items() if d)
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' width='{width * thread_px}' "
        f"height='{height * thread_px}' viewBox='0 0 {width} {height}' "
        f"shape-rendering='crispEdges'>{paths}</svg>"
    )


def _css_image(svg: str) -> str:
    return f'url("data:image/svg+xml,{svg.replace("#", "%23")}")'


@cache
def stylesheet(*bands: str) -> str:
    """Return the style sheet of a page: palette, the textile `bands` it uses, then the rules."""
    woven = "".join(
        f"--r-{band}:{_css_image(weave((STATIC / f'{band}.draft').read_text(encoding='ascii')))};"
        for band in bands
    )
    series = "".join(f"--r-series-{i}:{colour};" for i, colour in enumerate(SERIES, start=1))
    yarn = "".join(f"--r-yarn-{letter}:{colour};" for letter, colour in YARN.items())
    fonts = f"--r-sans:{_stack(SANS)};--r-mono:{_stack(MONO)};"
    rules = (STATIC / "rimana.css").read_text(encoding="utf-8")
    return (
        f":root{{color-scheme:light;{fonts}{series}{yarn}{woven}{_tokens(LIGHT)}}}\n"
        f":root.dark,.dark{{color-scheme:dark;{_tokens(DARK)}}}\n{rules}"
    )


def gradio_theme() -> "Base":
    """Return the Gradio theme of this palette."""
    import gradio as gr  # takes seconds; the landing page must not wait for it

    theme = gr.themes.Base(
        font=[gr.themes.Font(name) for name in SANS],
        font_mono=[gr.themes.Font(name) for name in MONO],
        text_size=gr.themes.sizes.text_lg,
        radius_size=gr.themes.sizes.radius_md,
    )
    roles = tomllib.loads((Path(__file__).parent / "gradio_theme.toml").read_text("utf-8"))
    colours = {variable: LIGHT[role] for variable, role in roles.items()}
    colours |= {f"{variable}_dark": DARK[role] for variable, role in roles.items()}
    return theme.set(**colours, block_label_text_weight="600", button_large_text_weight="600")
