"""Endpoints that misbehave, and addresses and keys that cannot be used."""

import gzip
import logging
import time

import pytest
from pydantic import SecretStr

from core.errors import UserError
from core.i18n.catalogue import LANGUAGES, say
from core.models.http_address import Patience, read_address
from core.models.http_backend import HttpModel
from core.models.interface import Sampling
from tests.unit.endpoint_model import asking
from tests.unit.endpoint_server import chunk, free_port, serving

KEY = "sk-very-secret-123"
QUICK = Patience(connect_s=1, first_s=0.4, between_s=0.3, total_s=1.2)


def fault_of(script, prompt="hola", **options):
    """Return the UserError of a streamed answer; its sentence must be whole in each language."""
    with asking(script, **options) as (model, _), pytest.raises(UserError) as caught:
        list(model.stream(prompt))
    for language in LANGUAGES:
        sentence = say(caught.value.key, language, **caught.value.values)
        assert KEY not in sentence
        assert len(sentence) < 500
    return caught.value


# Servers that misbehave


def hang(it, body):
    time.sleep(8)


def hang_after_a_piece(it, body):
    it.head(Content_Type="text/event-stream")
    it.event(chunk("x"))
    time.sleep(8)


def only_comments(it, body):
    it.head(Content_Type="text/event-stream")
    for _ in range(160):
        it.raw(b": still here\n\n")
        time.sleep(0.05)


@pytest.mark.parametrize("script", [hang, hang_after_a_piece, only_comments])
def test_a_server_that_hangs_is_left(script):
    start = time.monotonic()
    fault = fault_of(script, patience=QUICK)
    assert fault.key == "error.endpoint_slow"
    assert time.monotonic() - start < 5


def test_an_endless_trickle_meets_the_limit_of_all():
    fault = fault_of(lambda it, body: it.trickle("x", 0.05), patience=QUICK)
    assert fault.key == "error.endpoint_slow"


def cut(it, body):
    it.stream("x", finish=None, done=False)


def reset(it, body):
    it.stream("x", finish=None, done=False)
    it.abort()


def cut_promised_length(it, body):
    it.head(Content_Type="text/event-stream", Content_Length="1000")
    it.event(chunk("x"))


@pytest.mark.parametrize("script", [cut, reset, cut_promised_length, lambda it, body: it.abort()])
def test_an_answer_cut_in_the_middle_is_told(script):
    assert fault_of(script).key == "error.endpoint_cut"


def html(it, body):
    it.head(Content_Type="text/html")
    it.raw(b"<!doctype html>\n<h1>It works!</h1>\n")


def binary(it, body):
    it.head(Content_Type="text/event-stream")
    it.raw(bytes(range(256)) * 4)


def no_json(it, body):
    it.head(Content_Type="text/event-stream")
    it.raw(b"data: {oops\n\n")


def other_json(it, body):
    it.json({"hello": [1, 2]})


def other_events(it, body):
    it.head(Content_Type="text/event-stream")
    it.raw(b'data: {"hello": 1}\n\ndata: [DONE]\n\n')


def deep(it, body):
    it.head(Content_Type="application/json")
    it.raw(b'{"choices":' + b"[" * 100_000)


def packed(it, body):
    data = gzip.compress(b"\0" * 10_000_000)
    it.head(Content_Type="application/json", Content_Encoding="gzip")
    it.raw(data)


def wrong_types(it, body):
    it.json({"choices": [{"text": {"a": 1}, "finish_reason": ["stop"]}]})


@pytest.mark.parametrize(
    "script", [html, binary, no_json, other_json, other_events, deep, packed, wrong_types]
)
def test_what_is_no_answer_is_told(script):
    assert fault_of(script).key == "error.endpoint_garbage"


def long_line(it, body):
    it.head(Content_Type="text/event-stream")
    it.raw(b"data: ")
    for _ in range(100):
        it.raw(b"x" * 65536)


def much(it, body):
    it.head(Content_Type="application/json")
    for _ in range(200):
        it.raw(b" " * 65536)


@pytest.mark.parametrize("script", [long_line, much])
def test_a_flood_is_cut(script):
    assert fault_of(script).key == "error.endpoint_flood"


@pytest.mark.parametrize(
    ("status", "key"),
    [
        (400, "error.endpoint_refused"),
        (401, "error.endpoint_key"),
        (403, "error.endpoint_forbidden"),
        (404, "error.endpoint_no_model"),
        (405, "error.endpoint_no_model"),
        (422, "error.endpoint_refused"),
        (429, "error.endpoint_busy"),
        (500, "error.endpoint_failed"),
        (502, "error.endpoint_failed"),
        (503, "error.endpoint_not_ready"),
    ],
)
def test_every_status_has_its_sentence(status, key):
    def script(it, body):
        it.json({"error": {"message": f"about {KEY} " + "x" * 5000}}, status)

    fault = fault_of(script, api_key=SecretStr(KEY))
    assert fault.key == key
    assert len(str(fault)) < 400


def test_a_page_that_is_not_there_is_no_missing_model():
    def script(it, body):
        it.head(404, Content_Type="text/html")
        it.raw(b"<h1>Not Found</h1>")

    assert fault_of(script).key == "error.endpoint_no_api"


@pytest.mark.parametrize("error", ["boom", {"message": "boom"}, {"code": 3, "detail": "boom"}])
def test_an_error_inside_a_stream_is_told(error):
    def script(it, body):
        it.head(Content_Type="text/event-stream")
        it.event(chunk("x"))
        it.event({"error": error})

    fault = fault_of(script)
    assert fault.key == "error.endpoint_failed"
    assert "boom" in str(fault)


def test_a_text_too_long_for_the_model_is_told():
    def script(it, body):
        it.json({"error": {"message": "This model's maximum context length is 256 tokens."}}, 400)

    assert fault_of(script).key == "error.endpoint_too_long"


def test_a_filtered_answer_is_no_finished_one():
    fault = fault_of(lambda it, body: it.stream("x", finish="content_filter"))
    assert "content_filter" in str(fault)


def test_what_breaks_after_the_end_does_not_matter():
    def script(it, body):
        it.stream("x", "y", done=False)
        it.event(chunk("more"))
        it.raw(b"data: {oops\n\n")
        it.abort()

    with asking(script) as (model, _):
        assert "".join(model.stream("hola")) == "xy"


# Addresses, keys and redirects


@pytest.mark.parametrize(
    "address",
    [
        "",
        "localhost:8000",
        "ftp://host/v1",
        "file:///etc/passwd",
        "http://",
        "http://a b/v1",
        "http://user:pass@host/v1",
        "http://host:99999/v1",
        "http://host/v1?key=1",
        "http://[::1",
    ],
)
def test_an_address_of_another_kind_is_refused(address):
    with pytest.raises(UserError, match="endpoint_address"):
        HttpModel(address, "m")


def test_addresses_are_read_as_people_write_them():
    assert read_address(" http://host:8000/ ") == "http://host:8000/v1"
    assert read_address("https://host/v1/chat/completions") == "https://host/v1"
    assert read_address("https://host/api/openai") == "https://host/api/openai"


@pytest.mark.parametrize("key", ["two words", "line\nbreak", "clavé"])
def test_a_key_that_cannot_be_sent_is_refused_unseen(key):
    with pytest.raises(UserError) as caught:
        HttpModel("http://host", "m", api_key=SecretStr(key))
    assert caught.value.key == "error.endpoint_key_shape"
    assert key not in str(caught.value)


def test_the_key_is_sent_and_never_shown(caplog, monkeypatch):
    for name in ("httpx", "httpcore", "core.models.http_client"):
        monkeypatch.setattr(logging.getLogger(name), "disabled", False)
    caplog.set_level(logging.DEBUG)

    def script(it, body):
        it.json({"error": f"{it.headers['Authorization']} is wrong"}, 401)

    with asking(script, api_key=SecretStr(KEY)) as (model, server):
        with pytest.raises(UserError) as caught:
            model.complete(["hola"])
        assert KEY not in repr(model) + repr(model._endpoint) + repr(model.__dict__)
    assert server.asked[0][1]["Authorization"] == f"Bearer {KEY}"
    assert KEY not in str(caught.value) + repr(caught.getrepr(showlocals=False)) + caplog.text


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_no_redirect_is_followed(status):
    with serving(lambda it, body: it.stream("gotcha")) as other:

        def script(it, body):
            it.head(status, Location=f"{other.address}/x?q={KEY}", Content_Length="0")

        fault = fault_of(script, api_key=SecretStr(KEY))
        assert fault.key == "error.endpoint_moved"
        assert fault.values["target"] == f"{other.address}/x"
        assert other.asked == []


def test_a_closed_port_is_told():
    fault = fault_of(hang, address=f"http://127.0.0.1:{free_port()}")
    assert fault.key == "error.endpoint_unreachable"


def test_an_unknown_host_is_told(monkeypatch):
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    fault = fault_of(hang, address="http://nobody.invalid/v1")
    assert fault.key == "error.endpoint_unknown_host"


def test_a_server_without_tls_is_told():
    with serving(lambda it, body: it.stream("x")) as server:
        fault = fault_of(hang, address=server.address.replace("http:", "https:"))
    assert fault.key == "error.endpoint_tls"


# Trying again


def test_a_busy_server_is_asked_again_after_the_time_it_names():
    answers = iter([429, 429, 200])

    def script(it, body):
        if next(answers) == 429:
            it.json({"error": "busy"}, 429, Retry_After="0.05")
        else:
            it.stream("x")

    with asking(script) as (model, server):
        assert "".join(model.stream("hola")) == "x"
    assert len(server.asked) == 3


@pytest.mark.parametrize("wait", ["3600", "-1", "nan", "Fri, 31 Dec 1999 23:59:59 GMT"])
def test_a_busy_server_is_not_waited_for_without_limit(wait):
    start = time.monotonic()
    fault = fault_of(lambda it, body: it.json({"error": "busy"}, 429, Retry_After=wait))
    assert fault.key == "error.endpoint_busy"
    assert time.monotonic() - start < 0.5


def test_what_may_have_been_computed_is_not_asked_twice():
    with asking(lambda it, body: it.json({"error": "boom"}, 500)) as (model, server):
        with pytest.raises(UserError):
            model.complete(["hola"])
        assert len(server.asked) == 1


def test_settings_a_server_does_not_know_are_left_out_from_then_on():
    def script(it, body):
        if "stream_options" in body:
            it.json({"error": {"message": "Unknown parameter: stream_options"}}, 400)
        elif "max_tokens" in body:
            it.json({"error": {"message": "Use 'max_completion_tokens' instead."}}, 400)
        else:
            it.stream(str(body["max_completion_tokens"]))

    with asking(script) as (model, server):
        assert model.complete(["a"], Sampling(5))[0].text == "5"
        assert len(server.asked) == 3
        assert model.complete(["b"], Sampling(6))[0].text == "6"
        assert len(server.asked) == 4
