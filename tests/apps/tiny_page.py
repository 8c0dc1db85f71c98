"""The smallest page an app may have: header, one question, one answer, one mistake."""

import gradio as gr

from apps.common.gradio_kit import errors_as_toasts, page_header, relabel_on_load, visitor_language
from apps.common.header import header
from core.config import Settings
from core.errors import UserError


def build(settings: Settings) -> gr.Blocks:
    def answer(text: str, request: gr.Request) -> str:
        language = visitor_language(request)
        with errors_as_toasts(language):
            if not text:
                raise UserError("error.empty_input")
            return f"{text} {1 / (text != 'bug')} {language}"

    with gr.Blocks(title="Tiny", fill_width=True) as page:
        top = page_header("es", "chatbot", model="FAQ")
        with gr.Column(elem_id="main", elem_classes="r-main"):
            question = gr.Textbox(label="?")
            send = gr.Button(variant="primary")
            reply = gr.Textbox(label="!", interactive=False)
        send.click(answer, question, reply, api_name="answer")
        relabel_on_load(
            page,
            {
                top: {"value": lambda language: header(language, "chatbot", model="FAQ", why="…")},
                send: {"value": "landing.open"},
            },
        )
    return page
