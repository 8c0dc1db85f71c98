import gzip
import json
import logging
import math
import threading
import time
from contextlib import contextmanager

import pytest
from pydantic import SecretStr

from core.errors import UserError
from core.i18n.catalogue import LANGUAGES, say
from core.models.http_address import Patience, read_address
from core.models.http_backend import HttpModel
from core.models.http_events import EventReader
from core.models.interface import Message, Sampling
from core.models.stops import Stops
from tests.unit.endpoint_server import chunk, free_port, serving, silent_port

KEY = "sk-very-secret-123"
HELLO = (Message("system", "Be brief."), Message("user", "hola"))
QUICK = Patience(connect_s=1, first_s=0.4, between_s=0.3, total_s=1.2)


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch):
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@contextmanager
def asking(script, **options):
    """Yield a model whose server follows `script`, and the server."""
    with serving(script) as server:
        options = {"patience": QUICK} | options
        model = HttpModel(options.pop("address", server.address), "m", **options)
        try:
            yield model, server
        finally:
            model.close()


def fault_of(script, prompt="hola", **options):
    """Return the UserError of a streamed answer; its sentence must be whole in each language."""
    with asking(script, **options) as (model, _), pytest.raises(UserError) as caught:
        list(model.stream(prompt))
    for language in LANGUAGES:
        sentence = say(caught.value.key, language, **caught.value.values)
        assert KEY not in sentence
        assert len(sentence) < 500
    return caught.value


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

    with asking(script, patience=Patience()) as (model, server):
        with pytest.raises(UserError, match="endpoint_failed"):
            model.complete(["good", "bad"])
        assert server.hung_up.wait(3)


def test_a_model_serves_many_threads():
    results = []
    with asking(lambda it, body: it.stream(body["prompt"]), patience=Patience()) as (model, _):

        def ask(n):
            results.append((n, "".join(model.stream(str(n)))))

        threads = [threading.Thread(target=ask, args=(n,)) for n in range(30)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(10)
    assert sorted(results) == [(n, str(n)) for n in range(30)]


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
    with asking(lambda it, body: it.trickle("x FIN"), patience=Patience()) as (model, server):
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
    with asking(lambda it, body: it.trickle("x "), patience=Patience()) as (model, server):
        for piece in model.stream("hola", cancel=cancel):
            assert piece == "x "
            cancel.set()
        assert server.hung_up.wait(3)


def test_closing_the_iterator_hangs_up():
    with asking(lambda it, body: it.trickle("x "), patience=Patience()) as (model, server):
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

    with asking(script, patience=Patience()) as (model, _):
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


# Servers that misbehave


def hang(it, body):
    time.sleep(1.5)


def hang_after_a_piece(it, body):
    it.head(Content_Type="text/event-stream")
    it.event(chunk("x"))
    time.sleep(1.5)


def only_comments(it, body):
    it.head(Content_Type="text/event-stream")
    for _ in range(30):
        it.raw(b": still here\n\n")
        time.sleep(0.05)


@pytest.mark.parametrize("script", [hang, hang_after_a_piece, only_comments])
def test_a_server_that_hangs_is_left(script):
    start = time.monotonic()
    fault = fault_of(script)
    assert fault.key == "error.endpoint_slow"
    assert time.monotonic() - start < 1.4


def test_an_endless_trickle_meets_the_limit_of_all():
    assert fault_of(lambda it, body: it.trickle("x", 0.05)).key == "error.endpoint_slow"


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
    assert fault_of(script, patience=Patience()).key == "error.endpoint_flood"


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


def test_an_unknown_host_is_told():
    fault = fault_of(hang, address="http://nobody.invalid/v1", patience=Patience())
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


# What a server offers


def models(*listed, **headers):
    def script(it, body):
        if it.path == "/v1/models":
            it.json({"object": "list", "data": list(listed)}, **headers)
        else:
            it.stream("x")

    return script


def test_models_are_listed():
    script = models({"id": "base", "owned_by": "vllm"}, {"id": "faq", "owned_by": "vllm"})
    with asking(script) as (model, _):
        assert model.served().models == ("base", "faq")


@pytest.mark.parametrize("status", [404, 500, 200])
def test_a_server_without_a_list_still_answers(status):
    def script(it, body):
        if it.path == "/v1/models":
            it.json({"detail": "no"}, status)
        else:
            it.stream("x")

    with asking(script) as (model, _):
        assert model.served().models == ()
        assert list(model.stream("hola")) == ["x"]


def test_top_k_goes_to_servers_known_to_honour_it():
    sampling = Sampling(temperature=1, top_k=5)
    with asking(models({"id": "m", "owned_by": "llamacpp"})) as (model, server):
        model.complete(["hola"], sampling)
        assert server.asked[-1][2]["top_k"] == 5
    with asking(models({"id": "m", "owned_by": "somebody"})) as (model, server):
        with pytest.raises(UserError, match="model_cannot"):
            model.complete(["hola"], sampling)
        model.complete(["hola"], Sampling(top_k=5))  # greedy: top_k changes nothing
        assert "top_k" not in server.asked[-1][2]


def test_beams_are_refused():
    with (
        asking(models()) as (model, server),
        pytest.raises(UserError, match="model_cannot"),
    ):
        model.complete(["hola"], Sampling(beams=2))
    assert server.asked == []


def test_an_adapter_is_another_model_of_the_server():
    with asking(lambda it, body: it.stream(body["model"]), adapters=("faq",)) as (model, _):
        assert "adapters" in model.capabilities
        assert "".join(model.stream("hola")) == "m"
        assert "".join(model.stream("hola", adapter="faq")) == "faq"
        with pytest.raises(UserError, match="unknown_adapter"):
            list(model.stream("hola", adapter="kichwa"))


@pytest.mark.parametrize("told", [{"count": 3}, {"tokens": [4, 5, 6]}])
def test_tokens_are_counted_where_the_server_counts(told):
    def script(it, body):
        assert it.path == "/tokenize"
        it.json(told)

    with asking(script) as (model, _):
        assert model.count("hola") == 3


@pytest.mark.parametrize(
    "told", [({"detail": "Not Found"}, 404), ({}, 200), ({"count": None}, 200)]
)
def test_tokens_are_not_guessed(told):
    with asking(lambda it, body: it.json(*told)) as (model, server):
        for _ in range(2):
            with pytest.raises(UserError, match="endpoint_no_count"):
                model.count("hola")
        assert len(server.asked) == 1


# Probabilities


def legacy(*top, echo=()):
    """Return an answer in the form of plain text completions."""
    tokens = [token for token, _ in echo] + [max(top, key=lambda one: one[1])[0]]
    figures = [figure for _, figure in echo] + [max(figure for _, figure in top)]
    logprobs = {"tokens": tokens, "token_logprobs": figures, "top_logprobs": [dict(top)]}
    text = "".join(tokens)
    return {
        "choices": [{"index": 0, "text": text, "logprobs": logprobs, "finish_reason": "length"}],
        "usage": {"prompt_tokens": len(echo), "completion_tokens": 1},
    }


def test_next_tokens_of_plain_text():
    told = legacy((" b", math.log(0.2)), (" a", math.log(0.7)), (" c", math.log(0.05)))
    with asking(lambda it, body: it.json(told)) as (model, server):
        found = model.next_tokens("hola", most=2)
        assert "next" in model.capabilities
    assert [one.text for one in found] == [" a", " b"]
    assert [one.probability for one in found] == pytest.approx([0.7, 0.2])
    assert found[0].token == -1
    assert server.asked[0][2]["temperature"] == 1


@pytest.mark.parametrize("prompt", ["hola", HELLO])
def test_next_tokens_in_the_form_of_chat(prompt):
    top = [{"token": "b", "logprob": -2.0, "id": 8}, {"token": "a", "logprob": -0.2, "id": 7}]
    place = {"token": "a", "logprob": -0.2, "top_logprobs": top}
    told = {"choices": [{"message": {"content": "a"}, "logprobs": {"content": [place]}}]}
    with asking(lambda it, body: it.json(told)) as (model, server):
        found = model.next_tokens(prompt)
    assert [(one.token, one.text) for one in found] == [(7, "a"), (8, "b")]
    wish = server.asked[0][2]
    assert (wish["logprobs"], wish.get("top_logprobs")) == ((20, None), (True, 20))[prompt is HELLO]


def test_fewer_alternatives_are_asked_where_20_are_too_many():
    def script(it, body):
        if body["logprobs"] > 5:
            it.json({"error": {"message": "logprobs must be at most 5"}}, 400)
        else:
            it.json(legacy((" a", -0.1)))

    with asking(script) as (model, _):
        assert [one.text for one in model.next_tokens("hola")] == [" a"]


@pytest.mark.parametrize(
    "told",
    [
        {"choices": [{"text": "x", "logprobs": None}]},  # `transformers serve`
        {"choices": [{"text": "x"}]},
        {"choices": []},
        legacy((" a", 0.5)),
        legacy((" a", -0.1), (" b", -0.1)),  # these would sum to 1.8
    ],
)
def test_no_probabilities_are_made_up(told):
    with asking(lambda it, body: it.json(told)) as (model, server):
        for ask in (lambda: model.next_tokens("a"), lambda: model.score("a", ["b"])) * 2:
            with pytest.raises(UserError, match="endpoint_no_probabilities"):
                ask()
        assert len(server.asked) == 2  # once for each, then it is known
        assert model.probe() == {"stream"}


def words(text):
    """Return words with a space in front, each `log 1/len`; the first without a figure."""
    first, *rest = text.split(" ")
    return [(first, None), *((f" {word}", -math.log(len(word))) for word in rest)]


def echoing(it, body):
    it.json(legacy((" x", -0.5), echo=words(body["prompt"]) if body.get("echo") else ()))


def test_continuations_are_scored_by_their_own_tokens():
    with asking(echoing) as (model, _):
        scored = model.score("el gato", [" come", " va lejos", "s"])
        assert model.probe() == {"stream", "score", "next"}
    assert [one.text for one in scored] == [" come", " va lejos", "s"]
    expected = [-math.log(4), -math.log(2) - math.log(5), -math.log(5)]  # " gatos" is one token
    assert [one.log_probability for one in scored] == pytest.approx(expected)
    assert [one.tokens for one in scored] == [1, 2, 1]


def test_a_server_that_ignores_echo_gives_no_scores():
    """llama.cpp answers with one new token; lm-eval took its probability for that of the text."""
    with asking(lambda it, body: it.json(legacy((" x", -0.5)))) as (model, _):
        with pytest.raises(UserError, match="endpoint_no_probabilities"):
            model.score("el gato", [" come"])
        assert model.probe() == {"stream", "next"}


def test_a_conversation_is_not_scored():
    with asking(echoing) as (model, _), pytest.raises(UserError, match="score_chat"):
        model.score(HELLO, ["x"])


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
