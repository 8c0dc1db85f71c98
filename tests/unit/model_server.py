"""Any model of ours behind a real local HTTP server, spoken to as vLLM is."""

import atexit
from math import log
from typing import Any

from core.models.http_backend import HttpModel
from core.models.interface import Message, Model, Prompt, Sampling
from tests.unit.endpoint_server import Handler, chunk, serving


def over_http(model: Model) -> HttpModel:
    """Return the endpoint of a server that offers `model` and its adapters, until Python ends."""
    server = serving(lambda it, body: answer(model, it, body))
    served = HttpModel(server.__enter__().address, "base", adapters=model.adapters)
    atexit.register(server.__exit__, None, None, None)
    atexit.register(served.close)
    served.probe()
    return served


def answer(model: Model, it: Handler, body: dict[str, Any]) -> None:
    if it.path == "/v1/models":
        names = ("base", *model.adapters)
        it.json({"data": [{"id": name, "owned_by": "vllm"} for name in names]})
    elif it.path == "/tokenize":
        it.json({"count": model.count(body["prompt"])})
    elif body.get("logprobs"):
        it.json(alternatives(model, body))
    else:
        stream(model, it, body)


def alternatives(model: Model, body: dict[str, Any]) -> dict[str, Any]:
    most = body.get("top_logprobs") or body["logprobs"]
    found = model.next_tokens(prompt_of(body), adapter=adapter_of(body), most=most)
    top = [{"token": one.text, "logprob": log(one.probability), "id": one.token} for one in found]
    content = [{"token": found[0].text, "logprob": top[0]["logprob"], "top_logprobs": top}]
    return {"choices": [{"text": found[0].text, "logprobs": {"content": content}}]}


def stream(model: Model, it: Handler, body: dict[str, Any]) -> None:
    sampling = Sampling(
        body["max_tokens"],
        body["temperature"],
        body.get("top_k", 0),
        body.get("top_p", 1.0),
        seed=body.get("seed"),
        stop=tuple(body.get("stop", ())),
    )
    asked = prompt_of(body), sampling
    (whole,) = model.complete([asked[0]], sampling, adapter=adapter_of(body))
    it.head(Content_Type="text/event-stream")
    for piece in model.stream(*asked, adapter=adapter_of(body)):
        it.event(chunk(piece, it.path))
    it.event(chunk("", it.path, whole.finish))
    it.event({"choices": [], "usage": {"completion_tokens": whole.tokens}})
    it.raw(b"data: [DONE]\n\n")


def prompt_of(body: dict[str, Any]) -> Prompt:
    if "prompt" in body:
        return str(body["prompt"])
    return tuple(Message(**turn) for turn in body["messages"])


def adapter_of(body: dict[str, Any]) -> str | None:
    return None if body["model"] == "base" else body["model"]
