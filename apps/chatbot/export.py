"""A conversation to take along: to read, for a spreadsheet, for a program."""

import json
from typing import Any

import gradio as gr

from apps.chatbot.conversation import Conversation
from apps.chatbot.transcript import source_line
from apps.chatbot.turns import Session, Turn, as_record
from apps.common.gradio_kit import SAVE_FILE, Texts, errors_as_toasts, visitor_language
from core.errors import UserError
from core.i18n.catalogue import Language, say
from core.storage.spreadsheet import csv_bytes, neutral

COLUMNS = (
    "asked",
    "text",
    "decision",
    "row_id",
    "question",
    "category",
    "source",
    "valid_until",
    "confidence",
    "band",
    "faq_version",
)


class Export:
    """Three buttons that download the conversation."""

    def __init__(self) -> None:
        with gr.Row():
            self.text = gr.Button()
            self.csv = gr.Button()
            self.json = gr.Button()
        self.file = gr.JSON(visible="hidden")

    @property
    def texts(self) -> Texts:
        """Return the texts to relabel."""
        return {
            self.text: {"value": "chatbot.export_text"},
            self.csv: {"value": "chatbot.export_csv"},
            self.json: {"value": "chatbot.export_json"},
        }

    def connect(self, talk: Conversation) -> None:
        """Connect the buttons."""
        makers = ((self.text, write_text), (self.csv, write_csv), (self.json, write_json))
        for button, make in makers:

            async def export(
                session: Session, visitor: object, request: gr.Request, make: Any = make
            ) -> dict[str, str]:
                language = visitor_language(request)
                with errors_as_toasts(language):
                    session = await talk.resume(session, visitor)
                    if not session.turns:
                        raise UserError("error.nothing_to_export")
                    return make(session.turns, language)

            button.click(
                export,
                [talk.parts.session, talk.parts.visitor],
                self.file,
                show_progress="hidden",
                api_visibility="private",
            ).success(None, self.file, None, js=SAVE_FILE)


def write_text(turns: tuple[Turn, ...], language: Language) -> dict[str, str]:
    """Return the conversation as a text to read."""
    asked, said = say("chatbot.export_asked", language), say("chatbot.export_said", language)
    blocks = []
    for turn in turns:
        lines = [f"{asked}: {turn.question}", f"{said}: {turn.text}"]
        answer = turn.answer
        if answer and answer.row:
            version = say("chatbot.field_version", language)
            lines.append(f"({source_line(answer.row, language)}; {version} {answer.faq_version})")
        if turn.stopped:
            lines.append(f"({say('chatbot.stopped', language)})")
        blocks.append("\n".join(lines))
    return _file("txt", "text/plain", "\n\n".join(blocks) + "\n")


def write_csv(turns: tuple[Turn, ...], language: Language) -> dict[str, str]:
    """Return the conversation as CSV, safe to open in a spreadsheet."""
    rows = [_record(turn, language) for turn in turns]
    return _file("csv", "text/csv", records_csv(rows))


def write_json(turns: tuple[Turn, ...], language: Language) -> dict[str, str]:
    """Return the conversation as JSON."""
    rows = [_record(turn, language) for turn in turns]
    return _file("json", "application/json", json.dumps(rows, ensure_ascii=False, indent=2))


def records_csv(records: list[dict[str, Any]]) -> str:
    """Return answers as CSV, one per line, with a byte-order mark."""
    lines = [
        ["" if row.get(name) is None else str(row[name]) for name in COLUMNS] for row in records
    ]
    safe = [[neutral(cell) for cell in line] for line in lines]
    return csv_bytes([COLUMNS, *safe]).decode("utf-8")


def _record(turn: Turn, language: Language) -> dict[str, Any]:
    said = as_record(turn.answer, language) if turn.answer else {}
    return said | {"asked": turn.question, "text": turn.text, "stopped": turn.stopped}


def _file(ending: str, kind: str, text: str) -> dict[str, str]:
    return {"name": f"rimana.{ending}", "type": f"{kind};charset=utf-8", "text": text}
