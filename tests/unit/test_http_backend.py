"""What a visitor gets from an endpoint: answers, stop texts, cancelling."""

import json
import threading
import time

import pytest

from core.errors import UserError
from core.models.http_address import Patience
from core.models.http_backend import HttpModel
from core.models.http_events import EventReader
from core.models.interface import Sampling
from core.models.stops import Stops
from tests.unit.endpoint_model import HELLO, asking
from tests.unit.endpoint_server import chunk, silent_port

# Answers


@pytest.mark.parametrize(("prompt", "path"), [("hola", "completions"), (HELLO, "chat/completions")])
def test_a_stream_is_given_piece_by_piece(prompt, path):
    with asking(lambda it, body: it.stream("¡Ñu", "ka ", "🦙!")) as (model, server):
        assert list(model.stream(prompt)) == ["¡Ñu", "ka ", "🦙!"]
        (completion,) = model.complete([prompt])
    assert completion.text == "¡Ñuka 🦙!"
    assert (completion.finish, completion.tokens) == ("stop", 3)
    asked_path, _, body = server.asked[0]
    assert asked_path == f"/v1/{path}"
    assert body["model"] == "m"
    assert body["temperature"] == 0
    if prompt is HELLO:
        assert body["messages"][0] == {"role": "system", "content": "Be brief."}
    else:
        assert body["prompt"] == "hola"


def test_settings_reach_the_server_and_a_fixed_seed_too():
    sampling = Sampling(7, temperature=0.5, top_p=0.9, seed=3, stop=("a", "b", "c", "d", "e"))
    with asking(lambda it, body: it.stream("x")) as (model, server):
        model.complete(["hola"], sampling)
        body = server.asked[0][2]
    assert (body["max_tokens"], body["temperature"], body["top_p"]) == (7, 0.5, 0.9)
    assert body["seed"] == 3
    assert body["stop"] == ["a", "b", "c", "d"]


def test_tokens_and_finish_are_the_servers():
    def script(it, body):
        it.head(Content_Type="text/event-stream")
        it.event(chunk("one two three"))
        it.event(chunk("", finish="length"))
        it.event({"choices": [], "usage": {"prompt_tokens": 4, "completion_tokens": 128}})
        it.raw(b"data: [DONE]\n\n")

    with asking(script) as (model, _):
        (completion,) = model.complete(["hola"])
    assert (completion.tokens, completion.finish) == (128, "length")


def test_a_server_that_does_not_stream_is_understood():
    def script(it, body):
        it.json({"choices": [{"message": {"content": "hola"}, "finish_reason": "stop"}]})

    with asking(script) as (model, _):
        assert list(model.stream(HELLO)) == ["hola"]


def test_many_prompts_are_asked_at_once_and_keep_their_order():
    together = threading.Barrier(12)

    def script(it, body):
        together.wait(5)  # breaks unless all twelve are under way
        it.stream("to ", body["prompt"])

    patient = Patience(first_s=6)
    with asking(script, patience=patient) as (model, _):
        found = model.complete([str(n) for n in range(12)])
    assert [one.text for one in found] == [f"to {n}" for n in range(12)]


def test_one_fault_ends_all_answers():
    def script(it, body):
        if body["prompt"] == "bad":
            it.json({"error": "no"}, 500)
        else:
            it.trickle("x")

    with asking(script) as (model, server):
        with pytest.raises(UserError, match="endpoint_failed"):
            model.complete(["good", "bad"])
        assert server.hung_up.wait(3)


def test_a_model_serves_many_threads():
    results = []
    with asking(lambda it, body: it.stream(body["prompt"])) as (model, _):

        def ask(n):
            results.append((n, "".join(model.stream(str(n)))))

        threads = [threading.Thread(target=ask, args=(n,)) for n in range(30)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(10)
    assert sorted(results) == [(n, str(n)) for n in range(30)]


# Events


def test_events_are_the_same_however_they_are_cut():
    text = "data: uno\r\ndata: dos\r\n\r\n: comment\n\nevent: x\rdata:ñ\u2028🦙\r\r\ndata: fin\n\n"
    data = ("\ufeff" + text).encode()
    for size in range(1, len(data) + 1):
        reader = EventReader("host")
        parts = (data[at : at + size] for at in range(0, len(data), size))
        found = [event for part in parts for event in reader.feed(part)]
        assert found == ["uno\ndos", "ñ\u2028🦙", "fin"], size
        assert not reader.is_other_language


def test_json_texts_keep_their_line_separators():
    text = "a\u2028b\x85c\nd"

    def script(it, body):
        it.head(Content_Type="text/event-stream")
        reply = chunk(text, finish="stop")
        it.raw(b"data: " + json.dumps(reply, ensure_ascii=False).encode() + b"\n\n")

    with asking(script) as (model, _):
        assert "".join(model.stream("hola")) == text


# Stop texts


@pytest.mark.parametrize("pieces", [["uno F", "I", "N dos"], ["uno FIN dos"], list("uno FIN dos")])
def test_a_stop_text_the_server_overlooks_ends_the_answer(pieces):
    with asking(lambda it, body: it.stream(*pieces, finish="length")) as (model, _):
        sampling = Sampling(stop=("FIN",))
        assert "".join(model.stream("hola", sampling)) == "uno "
        (completion,) = model.complete(["hola"], sampling)
    assert (completion.text, completion.finish) == ("uno ", "stop")


def test_what_only_looked_like_a_stop_text_is_given():
    with asking(lambda it, body: it.stream("uno F", "I", finish="length")) as (model, _):
        assert "".join(model.stream("hola", Sampling(stop=("FIN",)))) == "uno FI"


def test_a_stop_text_hangs_up():
    with asking(lambda it, body: it.trickle("x FIN")) as (model, server):
        assert "".join(model.stream("hola", Sampling(stop=("FIN",)))) == "x "
        assert server.hung_up.wait(3)


def test_stop_texts_do_not_depend_on_how_the_text_is_cut():
    whole, texts = "xabababcabcd", ("ababc", "abcd", "zz")
    for cut in range(len(whole) + 1):
        stops = Stops(texts)
        assert stops.push(whole[:cut]) + stops.push(whole[cut:]) + stops.finish() == "xab"
        assert stops.stopped


# Cancelling


def test_cancelling_hangs_up():
    cancel = threading.Event()
    with asking(lambda it, body: it.trickle("x ")) as (model, server):
        for piece in model.stream("hola", cancel=cancel):
            assert piece == "x "
            cancel.set()
        assert server.hung_up.wait(3)


def test_closing_the_iterator_hangs_up():
    with asking(lambda it, body: it.trickle("x ")) as (model, server):
        pieces = model.stream("hola")
        next(pieces)
        pieces.close()
        assert server.hung_up.wait(3)


def test_cancelling_works_while_the_server_says_nothing():
    cancel = threading.Event()
    with silent_port() as port:
        model = HttpModel(f"http://127.0.0.1:{port}", "m")
        threading.Timer(0.1, cancel.set).start()
        start = time.monotonic()
        (completion,) = model.complete(["hola"], cancel=cancel)
        model.close()
    assert time.monotonic() - start < 1
    assert (completion.text, completion.finish) == ("", "cancelled")


def test_what_came_before_cancelling_is_kept():
    cancel = threading.Event()

    def script(it, body):
        it.head(Content_Type="text/event-stream")
        it.event(chunk("uno "))
        time.sleep(0.1)
        cancel.set()
        time.sleep(0.5)

    with asking(script) as (model, _):
        (completion,) = model.complete(["hola"], cancel=cancel)
    assert (completion.text, completion.finish) == ("uno ", "cancelled")


def test_nothing_is_asked_when_already_cancelled():
    cancel = threading.Event()
    cancel.set()
    with asking(lambda it, body: it.stream("x")) as (model, server):
        assert list(model.stream("hola", cancel=cancel)) == []
        assert model.complete(["hola"], cancel=cancel)[0].finish == "cancelled"
    assert server.asked == []


def test_closing_ends_what_is_under_way():
    with silent_port() as port:
        model = HttpModel(f"http://127.0.0.1:{port}", "m")
        threading.Timer(0.1, model.close).start()
        with pytest.raises(UserError, match="endpoint_cut"):
            list(model.stream("hola"))
        with pytest.raises(RuntimeError):
            model.complete(["hola"])
