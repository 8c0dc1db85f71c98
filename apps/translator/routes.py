"""The translator over plain HTTP, shaped like LibreTranslate: its clients work with it.

Source of the field names: LibreTranslate's API, https://docs.libretranslate.com/api/
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from html import escape, unescape
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response

from apps.common.landing import page_language
from apps.common.workers import in_turn
from apps.translator.store import corrections, signed
from core.config import settings
from core.errors import UserError
from core.i18n.catalogue import say
from core.kichwa import speech
from core.kichwa.variety import detect
from core.tasks import translate as task
from core.text import clean
from core.translation.result import Direction, Translation

MAX_BODY_BYTES = 1_000_000
MAX_TEXTS = 100
MOST_ALTERNATIVES = 10
_WAYS: dict[tuple[str, str], Direction] = {
    ("es", "qu"): "es-qu",
    ("qu", "es"): "qu-es",
    ("auto", "qu"): "es-qu",
    ("auto", "es"): "qu-es",
}
_CODES = {"es": "es", "qu": "qu", "qu-old": "qu", "mixed": "qu", "quechua": "quz"}
_TAG = re.compile(r"(<[^<>]*>)")
Fields = Mapping[str, Any]


@dataclass(frozen=True)
class Asked:
    """What a request wants.

    way: for texts that are not in the target language already.
    many: the texts came as a list, and so the answers go. most: alternatives per text.
    """

    way: Direction
    target: str
    auto: bool
    html: bool
    many: bool
    most: int


def add_routes(shell: FastAPI) -> None:
    """Add `/translate`, `/detect`, `/languages`, `/suggest`, and `/speak` for the page."""
    shell.add_exception_handler(UserError, _tell)
    shell.add_api_route("/translate", _translate, methods=["POST"], response_model=None)
    shell.add_api_route("/detect", _detect, methods=["POST"], response_model=None)
    shell.add_api_route("/languages", _languages, methods=["GET"], response_model=None)
    shell.add_api_route("/suggest", _suggest, methods=["POST"], response_model=None)
    shell.add_api_route("/speak", _speak, methods=["GET"], response_model=None)


async def _tell(request: Request, problem: Exception) -> JSONResponse:
    if not isinstance(problem, UserError):
        raise problem
    language = page_language(request.query_params)
    return JSONResponse({"error": say(problem.key, language, **problem.values)}, 400)


async def _translate(request: Request) -> dict[str, Any]:
    fields = await read_fields(request)
    texts, asked = _texts(fields), _asked(fields)
    told = [await in_turn(_translated, text, asked) for text in texts]
    return _answer(told, asked)


async def _detect(request: Request) -> list[dict[str, Any]]:
    text = _texts(await read_fields(request))[0]
    found = await in_turn(detect, clean(text))
    return [_detected(found.language, found.confidence)]


def _languages(request: Request) -> list[dict[str, Any]]:
    language = page_language(request.query_params)
    return [
        {"code": "es", "name": say("translator.es_variety", language), "targets": ["qu"]},
        {"code": "qu", "name": say("translator.qu_variety", language), "targets": ["es"]},
    ]


async def _suggest(request: Request) -> dict[str, bool]:
    fields = await read_fields(request)
    way = _asked(fields).way
    store = await in_turn(corrections, settings())
    source, proposed = (str(fields.get(name, "")) for name in ("q", "s"))
    await in_turn(store.add, source, way, "", "", proposed)
    return {"success": True}


async def _speak(text: str = "") -> Response:
    return Response(await in_turn(speech.speak, clean(text)), media_type="audio/wav")


async def read_fields(request: Request) -> Fields:
    """Return the fields of a request in JSON or as a form.

    Raises UserError for anything else.
    """
    length = request.headers.get("content-length", "")
    if not length.isdecimal() or int(length) > MAX_BODY_BYTES:
        raise UserError("translator.error_request")
    kind = request.headers.get("content-type", "")
    if not kind.startswith("application/json"):
        return dict(await request.form())
    body = await request.body()
    try:
        fields = json.loads(body)
        json.dumps(fields, ensure_ascii=False).encode()  # half a surrogate pair is no text
    except (ValueError, RecursionError) as fault:
        raise UserError("translator.error_request") from fault
    if not isinstance(fields, dict):
        raise UserError("translator.error_request")
    return fields


def _texts(fields: Fields) -> list[str]:
    asked = fields.get("q")
    texts = asked if isinstance(asked, list) else [asked]
    if not 0 < len(texts) <= MAX_TEXTS or not all(isinstance(text, str) for text in texts):
        raise UserError("translator.error_request")
    return texts


def _asked(fields: Fields) -> Asked:
    source, target = str(fields.get("source") or "auto"), str(fields.get("target") or "")
    way = _WAYS.get((source, target))
    if way is None:
        raise UserError("translator.error_languages", source=source, target=target)
    html = fields.get("format") == "html"
    many = isinstance(fields.get("q"), list)
    most = _number(fields.get("alternatives", 0))
    return Asked(way, target, source == "auto", html, many, most)


def _number(value: object) -> int:
    asked = str(value)
    if not asked.isascii() or not asked.isdecimal() or len(asked) > 3:
        raise UserError("translator.error_request")
    return min(int(asked), MOST_ALTERNATIVES)


@dataclass
class Told:
    """A text with its translations in the places of its parts."""

    text: str
    variety: dict[str, Any]
    done: list[Translation]


def _translated(text: str, asked: Asked) -> Told:
    """Return a text translated; of HTML only what stands between tags.

    Raises UserError for a text that is too long, tags included.
    """
    limit = settings().max_translation_chars
    if len(text) > limit:
        raise UserError("error.too_long", length=len(text), limit=limit)
    found = detect(clean(_TAG.sub(" ", text) if asked.html else text))
    told = Told("", _detected(found.language, found.confidence), [])
    if asked.auto and told.variety["language"] == asked.target:
        return replace(told, text=text)
    for piece in _TAG.split(text) if asked.html else [text]:
        plain = unescape(piece) if asked.html else piece
        tag = asked.html and _TAG.fullmatch(piece)
        if tag or not any(letter.isalpha() for letter in plain):
            told.text += piece
            continue
        given = task.translate(plain, asked.way, signed=signed)
        told.done.append(given)
        said = escape(given.best.text, quote=False) if asked.html else given.best.text
        told.text += _edges(plain)[0] + said + _edges(plain)[1]
    return told


def _edges(text: str) -> tuple[str, str]:
    """Return the white space before and after a text."""
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def _answer(told: list[Told], asked: Asked) -> dict[str, Any]:
    """Return the answer in LibreTranslate's shape, with the origin of each text beside it."""

    def one(values: list[Any]) -> Any:
        return values if asked.many else values[0]

    answer: dict[str, Any] = {"translatedText": one([text.text for text in told])}
    if asked.auto:
        answer["detectedLanguage"] = one([text.variety for text in told])
    if asked.most:
        answer["alternatives"] = one([_others(text.done, asked.most) for text in told])
    answer["rimana"] = one([_origins(text.done) for text in told])
    return answer


def _detected(variety: str, certainty: float) -> dict[str, Any]:
    code = _CODES.get(variety, "")
    return {"language": code, "confidence": round(100 * certainty, 1), "variety": variety}


def _others(done: list[Translation], most: int) -> list[str]:
    return [one.text for given in done for one in given.alternatives][:most]


def _origins(done: list[Translation]) -> list[dict[str, Any]]:
    """Return engine and confidence of each sentence; Kichwa is reviewed by no speaker yet."""
    return [
        {
            "engine": one.best.engine,
            "confidence": round(one.best.confidence, 4),
            "unknown": list(one.best.unknown),
            "reviewed": False,
        }
        for given in done
        for one in given.sentences
    ]
