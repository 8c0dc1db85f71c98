"""The translations of this visit: shown again with one click, and taken along as CSV."""

from html import escape

import gradio as gr

from apps.common.gradio_kit import errors_as_toasts, visitor_language
from apps.common.markup import button
from apps.translator.answer_card import band_of, listed
from apps.translator.session import Session
from apps.translator.work_parts import File, csv_file, note
from core.errors import UserError
from core.i18n.catalogue import Language, say

COLUMNS = ("source", "translation", "direction", "engine", "confidence")


def render_past(session: Session, language: Language) -> str:
    """Return the translations of this visit, latest first."""
    if not session.past:
        return note("translator.past_none", language)
    return listed(
        button(
            "example_select",
            f"{escape(one.source)} → {escape(one.target)}"
            f"<small>{escape(say(f'translator.{one.engine}_engine', language))}"
            f" · {escape(say(f'translator.{band_of(one.confidence)}_band', language))}"
            "</small>",
            kind="t-offer",
            text=one.source,
            way=one.direction,
        )
        for one in session.past
    )


def export_past(session: Session, request: gr.Request) -> File:
    """Return the translations of this visit as a CSV file, safe to open in a spreadsheet."""
    with errors_as_toasts(visitor_language(request)):
        if not session.past:
            raise UserError("translator.error_no_past")
        rows = [
            [one.source, one.target, one.direction, one.engine, f"{one.confidence:.2f}"]
            for one in session.past
        ]
        return csv_file("rimana.csv", [COLUMNS, *rows])
