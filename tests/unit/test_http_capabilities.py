"""What an endpoint offers, and probabilities where it gives them."""

import math

import pytest

from core.errors import UserError
from core.models.interface import Sampling
from tests.unit.endpoint_model import HELLO, asking

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


def test_adapters_are_what_a_server_of_one_base_lists_beside_it():
    def script(it, body):
        if it.path == "/v1/models":
            it.json({"data": [{"id": name, "owned_by": "vllm"} for name in ("m", "faq")]})
        else:
            it.stream(body["model"])

    with asking(script, adapters=None) as (model, server):
        assert server.asked == []  # nobody has looked yet
        assert model.adapters == ("faq",)
        assert "adapters" in model.capabilities
        assert "".join(model.stream("hola", adapter="faq")) == "faq"
        with pytest.raises(UserError, match="unknown_adapter"):
            list(model.stream("hola", adapter="kichwa"))
        assert [path for path, _, _ in server.asked] == ["/v1/models", "/v1/completions"]


def test_unrelated_models_are_no_adapters():
    listed = models({"id": "m", "owned_by": "system"}, {"id": "tts-1", "owned_by": "system"})
    with asking(listed, adapters=None) as (model, _):
        assert model.adapters == ()
        assert model.capabilities == {"stream"}


def test_adapters_are_seen_once_the_server_answers():
    statuses = iter([503, 503])

    def script(it, body):
        names = [{"id": name, "owned_by": "vllm"} for name in ("m", "faq")]
        it.json({"data": names}, next(statuses, 200))

    with asking(script, adapters=None) as (model, _):
        assert model.adapters == ()
        with pytest.raises(UserError, match="not_ready"):  # rather than that there is no such one
            list(model.stream("hola", adapter="faq"))
        assert model.adapters == ("faq",)


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
