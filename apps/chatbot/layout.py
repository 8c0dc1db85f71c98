"""The components of the chat page and where they stand."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

import gradio as gr

from apps.chatbot.api import Batch
from apps.chatbot.conversation import Parts
from apps.chatbot.evidence import render_evidence
from apps.chatbot.export import Export
from apps.chatbot.feedback import Form, draw_form
from apps.chatbot.intro import render_intro
from apps.chatbot.transcript import render_transcript
from apps.chatbot.turns import Session
from apps.chatbot.upload import OwnFile
from apps.common.gradio_kit import Texts, page_header, relabel
from apps.common.visitors import browser_secret
from core.config import Settings

HERE = Path(__file__).parent
STORAGE_KEY = "rimana-chatbot"


@dataclass(frozen=True)
class Tools:
    """What stands under the conversation."""

    new: gr.Button
    delete: gr.Button
    keys: gr.HTML
    sure: gr.Row
    question: gr.HTML
    yes: gr.Button
    no: gr.Button

    @property
    def texts(self) -> Texts:
        """Return the texts to relabel."""
        return {
            self.new: {"value": "chatbot.new"},
            self.delete: {"value": "chatbot.delete"},
            self.keys: {"value": "chatbot.box_keys"},
            self.question: {"value": "chatbot.delete_sure"},
            self.yes: {"value": "chatbot.delete_yes"},
            self.no: {"value": "chatbot.cancel"},
        }


@dataclass(frozen=True)
class Layout:
    """All components that have events or texts."""

    top: gr.HTML
    intro: gr.HTML
    parts: Parts
    tools: Tools
    form: Form
    examples: gr.HTML
    past: gr.HTML
    code: gr.HTML
    export: Export
    own: OwnFile
    batch: Batch
    texts: Texts


def draw(settings: Settings) -> Layout:
    """Draw the page; call it inside `with gr.Blocks()`."""
    language = settings.language
    script = (HERE / "page.js").read_text(encoding="utf-8")
    style = (HERE / "page.css").read_text(encoding="utf-8")
    plain = partial(gr.HTML, apply_default_css=False, js_on_load=script)
    plain(f"<style>{style}</style>", elem_classes="c-style")
    top = page_header(language, "chatbot")
    with gr.Column(elem_id="main", elem_classes="r-main c-main"):
        intro = plain(render_intro(language, None), elem_classes="c-intro")
        with gr.Row(elem_classes="c-desk", equal_height=False):
            with gr.Column(scale=7, min_width=300, elem_classes="c-chat"):
                parts = _draw_chat(settings, plain)
                tools = _draw_tools()
                form = draw_form()
            with gr.Column(scale=4, min_width=280, elem_classes="c-side"):
                parts.evidence.render()
            with gr.Column(min_width=300, elem_classes="c-more"):
                with gr.Accordion(open=False) as examples_part:
                    examples = plain()
                with gr.Accordion(open=False) as history_part:
                    past = plain(elem_id="c-history")
                with gr.Accordion(open=False) as export_part:
                    export = Export()
                with gr.Accordion(open=False) as own_part:
                    own = OwnFile(settings)
                with gr.Accordion(open=False) as batch_part:
                    batch = Batch(settings)
                with gr.Accordion(open=False) as code_part:
                    code = plain()
    texts: Texts = {
        parts.box: {"label": "chatbot.box", "placeholder": "chatbot.box_hint"},
        parts.send: {"value": "chatbot.send"},
        parts.stop: {"value": "chatbot.stop"},
        examples_part: {"label": "chatbot.examples"},
        history_part: {"label": "chatbot.history"},
        export_part: {"label": "chatbot.export"},
        own_part: {"label": "chatbot.own"},
        batch_part: {"label": "chatbot.batch"},
        code_part: {"label": "chatbot.code"},
        **tools.texts,
        **form.texts,
        **export.texts,
        **own.texts,
        **batch.texts,
    }
    for component, named in relabel(language, texts).items():
        named.pop("__type__")
        vars(component).update(named)  # no English of Gradio's own before the page has loaded
    return Layout(top, intro, parts, tools, form, examples, past, code, export, own, batch, texts)


def _draw_chat(settings: Settings, plain: "partial[gr.HTML]") -> Parts:
    """Draw conversation and box; the evidence is drawn later, beside them."""
    session = gr.State(Session())
    visitor = gr.BrowserState(None, storage_key=STORAGE_KEY, secret=browser_secret(settings))
    empty = render_transcript(Session(), settings.language, None, False)
    transcript = plain(empty, elem_id="c-transcript")
    with gr.Row(elem_classes="c-composer"):
        box = gr.Textbox(lines=2, max_lines=8, scale=8, min_width=200, elem_id="c-box")
        send = gr.Button(variant="primary", scale=1, min_width=110, elem_id="c-send")
        stop = gr.Button(variant="stop", visible=False, scale=1, min_width=110, elem_id="c-stop")
    evidence = plain(render_evidence(None, settings.language), elem_id="c-panel", render=False)
    return Parts(transcript, evidence, box, send, stop, session, visitor)


def _draw_tools() -> Tools:
    with gr.Row(elem_classes="c-actions"):
        new = gr.Button(size="sm", elem_id="c-new")
        delete = gr.Button(size="sm", elem_id="c-delete")
        keys = gr.HTML(elem_classes="c-keys")
    with gr.Row(visible=False, elem_classes="c-sure") as sure:
        question = gr.HTML(padding=True)
        yes = gr.Button(variant="stop", size="sm", elem_id="c-yes")
        no = gr.Button(size="sm")
    return Tools(new, delete, keys, sure, question, yes, no)
