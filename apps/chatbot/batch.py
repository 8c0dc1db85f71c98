"""Many questions at once: a list or a CSV file in, answers with their evidence out."""

import csv
import io
import re
from typing import Any

import gradio as gr

from apps.chatbot.assistants import Assistants
from apps.chatbot.export import records_csv
from apps.chatbot.turns import as_record
from apps.common.visitors import lend_file
from apps.common.workers import in_turn
from core.errors import UserError
from core.i18n.catalogue import Language, say
from core.retrieval.faq_file_bytes import decode
from core.text import clean, fold

LIMIT = 1000
_NAMES = {"question", "pregunta", "tapuy", "questions", "preguntas", "tapuykuna"}


async def answer_all(
    questions: list[str],
    language: Language,
    assistants: Assistants,
    own_file: str,
    limit_chars: int,
    progress: gr.Progress,
) -> list[dict[str, Any]]:
    """Return one record per question; one that cannot be asked says why under "error".

    Raises UserError when there are none, or more than `LIMIT`.
    """
    if not questions:
        raise UserError("error.batch_empty")
    if len(questions) > LIMIT:
        raise UserError("error.batch_too_long", count=len(questions), limit=LIMIT)
    assistant = await assistants.get(own_file)
    records = []
    for done, question in enumerate(questions):
        progress((done, len(questions)))
        try:
            asked = clean(question)
            if len(asked) > limit_chars:
                raise UserError("error.too_long", length=len(asked), limit=limit_chars)
            answer = await in_turn(assistant.ask, asked, language)
            records.append(as_record(answer, language))
        except UserError as problem:
            text = say(problem.key, language, **problem.values)
            records.append({"asked": clean(question)[:limit_chars], "error": text})
    return records


def read_questions(data: bytes, name: str) -> list[str]:
    """Return the questions of a CSV file; a file of one column needs no heading.

    Raises UserError when there is no such column or the file is no text.
    """
    lines = decode(data, name).text.lstrip("\ufeff").splitlines()
    lines = [line for line in lines if line.strip()]
    if not lines:
        return []
    separator = max(";,\t", key=lines[0].count)
    rows = list(csv.reader(io.StringIO("\n".join(lines)), delimiter=separator))
    names = [re.sub(r"[^a-z]", "", fold(cell)) for cell in rows[0]]
    column = next((at for at, found in enumerate(names) if found in _NAMES), None)
    if column is not None:
        return [row[column] for row in rows[1:] if len(row) > column and row[column].strip()]
    if lines[0].count(separator):
        raise UserError("error.batch_column", name=name)
    return lines


def as_questions(value: object) -> list[str]:
    """Return what a program sent as a list of questions.

    Raises UserError when it is no list of texts.
    """
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise UserError("error.batch_empty")
    return value


def write_answers(records: list[dict[str, Any]]) -> str:
    """Return the path of a CSV file with the answers; it goes once Gradio has taken its copy."""
    return lend_file("respuestas.csv", records_csv(records).encode("utf-8"))


def count_decisions(records: list[dict[str, Any]], language: Language) -> str:
    """Return a sentence on how many questions got what."""
    answered = sum(record.get("decision") == "answer" for record in records)
    suggested = sum(record.get("decision") == "suggest" for record in records)
    return say(
        "chatbot.batch_done",
        language,
        total=len(records),
        answer=answered,
        suggest=suggested,
        rest=len(records) - answered - suggested,
    )
