"""The translator for programs: `/translate`, `/detect` and `/look_up` of the Gradio API."""

from typing import Any

import gradio as gr

from apps.common.gradio_kit import errors_as_toasts
from apps.common.workers import in_turn
from apps.translator.store import signed
from apps.translator.tab import AT_ONCE
from apps.translator.translating import WAYS
from core.errors import UserError
from core.i18n.catalogue import known_language
from core.kichwa.variety import detect
from core.tasks import translate as task
from core.tasks.look_up import Found, look_up
from core.text import clean
from core.translation.result import Candidate, Translation

ENGINES: dict[str, task.Wanted] = {
    "best": "best",
    "memory": "memory",
    "rules": "rules",
    "phrases": "phrases",
    "model": "model",
}


def as_record(given: Translation) -> dict[str, Any]:
    """Return a translation as plain JSON values, with its origin."""
    return {
        "source": given.source,
        "direction": given.direction,
        "detected": given.variety,
        "unified": given.unified,
        **_candidate(given.best),
        "alternatives": [
            _candidate(one) for sentence in given.sentences for one in sentence.alternatives
        ],
        "sources": [
            {"source": near.source, "target": near.target, "origin": near.origin}
            for sentence in given.sentences
            for near in sentence.sources
        ],
        "glosses": [
            {
                "start": gloss.start,
                "end": gloss.end,
                "form": gloss.form,
                "meanings": list(gloss.meanings),
                "morphemes": [
                    {"form": part.form, "tag": part.tag}
                    for reading in gloss.readings[:1]
                    for part in reading.morphemes
                ],
            }
            for gloss in given.glosses
        ],
    }


def _candidate(one: Candidate) -> dict[str, Any]:
    return {
        "text": one.text,
        "engine": one.engine,
        "confidence": round(one.confidence, 4),
        "unknown": list(one.unknown),
    }


def _entries(found: Found) -> dict[str, Any]:
    return {
        "word": found.word,
        "form_of": found.form_of,
        "near": list(found.near),
        "entries": [
            {
                "kichwa": entry.citation,
                "pos": entry.pos,
                "spanish": list(entry.senses),
                "region": entry.region,
                "source": entry.source,
                "review": entry.review,
            }
            for entry in (*found.kichwa, *found.spanish)
        ],
    }


def offer_api() -> None:
    """Add the endpoints."""

    async def translate(
        text: str, direction: str = "auto", engine: str = "best", language: str = "es"
    ) -> dict[str, Any]:
        """Translate between Kichwa and Spanish.

        direction: "auto", "es-qu" or "qu-es". engine: "best", "memory", "rules", "phrases" or
        "model". language: of error messages, "es", "en" or "qu".
        """
        with errors_as_toasts(known_language(language)):
            if direction not in WAYS or engine not in ENGINES or not isinstance(text, str):
                raise UserError("translator.error_request")
            given = await in_turn(
                task.translate, text, WAYS[direction], engine=ENGINES[engine], signed=signed
            )
            return as_record(given)

    async def detect_language(text: str) -> dict[str, Any]:
        """Tell Spanish, Kichwa, Kichwa in older spelling, Southern Quechua and mixtures apart."""
        with errors_as_toasts("es"):
            found = await in_turn(detect, clean(text if isinstance(text, str) else ""))
            return {"language": found.language, "confidence": round(found.confidence, 4)}

    async def search(word: str, language: str = "es") -> dict[str, Any]:
        """Look a word up in the dictionary, in both directions."""
        with errors_as_toasts(known_language(language)):
            return _entries(await in_turn(look_up, word if isinstance(word, str) else ""))

    for work, name in ((translate, "translate"), (detect_language, "detect"), (search, "look_up")):
        gr.api(work, api_name=name, concurrency_limit=AT_ONCE)
