"""The HTTP backend against a server that others wrote: `transformers serve`."""

import importlib.util
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import httpx
import pytest
import torch
from transformers import AutoTokenizer, LlamaForCausalLM

from core.errors import UserError
from core.models.http_address import Patience
from core.models.http_backend import HttpModel
from core.models.interface import Message, Sampling
from tests.unit.endpoint_server import free_port
from tests.unit.tiny_llama import tiny_llama

pytestmark = pytest.mark.slow

START_S = 180
CHAT = (Message("user", "¿Cuánto cuesta la tarjeta?"),)
PROMPTS = ("El perro ladra en", "The big house", "Allkuka hatun wasipi", CHAT)
SHORT = Sampling(24)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """Yield the address and the folder of a tiny model that `transformers serve` offers."""
    if importlib.util.find_spec("openai") is None:
        pytest.skip("`transformers serve` needs the package openai (requirements-dev.txt)")
    home, folder, port = tmp_path_factory.mktemp("hub"), tiny_llama(), free_port()
    (home / "hub").mkdir()
    log = home / "server.log"
    command = ["serve", str(folder), "--device", "cpu", "--host", "127.0.0.1", "--port", str(port)]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [str(Path(sys.executable).with_name("transformers")), *command],
            env=os.environ | {"HF_HUB_OFFLINE": "1", "HF_HOME": str(home), "OMP_NUM_THREADS": "1"},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_until_ready(process, port, log)
        yield f"http://127.0.0.1:{port}/v1", folder
    finally:
        process.kill()
        process.wait(10)


def wait_until_ready(process, port, log):
    end = time.monotonic() + START_S
    while time.monotonic() < end:
        assert process.poll() is None, log.read_text(errors="replace")[-2000:]
        try:
            if httpx.get(f"http://127.0.0.1:{port}/health", trust_env=False).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.2)
    pytest.fail(f"no server after {START_S} s: {log.read_text(errors='replace')[-2000:]}")


@pytest.fixture(scope="module")
def model(server):
    address, folder = server
    model = HttpModel(address, str(folder))
    yield model
    model.close()


@pytest.fixture(scope="module")
def local(server):
    """Return a function that answers greedily with the same weights in this process."""
    _, folder = server
    network = LlamaForCausalLM.from_pretrained(folder).eval()
    tokenizer = AutoTokenizer.from_pretrained(folder)

    @torch.inference_mode()
    def answer(prompt, most):
        if isinstance(prompt, str):
            ids = tokenizer(prompt, return_tensors="pt").input_ids
        else:
            turns = [{"role": turn.role, "content": turn.content} for turn in prompt]
            ids = tokenizer.apply_chat_template(
                turns, add_generation_prompt=True, return_tensors="pt", return_dict=True
            ).input_ids
        start = ids.shape[1]
        for _ in range(most):
            token = network(ids).logits[0, -1].argmax()
            ids = torch.cat([ids, token.view(1, 1)], dim=1)
            if token == network.config.eos_token_id:
                break
        new = ids[0, start:]
        return tokenizer.decode(new, skip_special_tokens=True), len(new)

    return answer


@pytest.mark.parametrize("prompt", PROMPTS)
def test_the_answer_is_that_of_the_same_weights_here(model, local, prompt):
    (completion,) = model.complete([prompt], SHORT)
    text, tokens = local(prompt, SHORT.max_tokens)
    assert completion.text == text
    assert completion.tokens == tokens
    assert completion.finish == ("length" if tokens == SHORT.max_tokens else "stop")


@pytest.mark.parametrize("prompt", PROMPTS)
def test_a_streamed_answer_is_the_answer_that_is_not_streamed(server, model, prompt):
    address, folder = server
    pieces = list(model.stream(prompt, SHORT))
    body = {"model": str(folder), "max_tokens": SHORT.max_tokens, "temperature": 0}
    if isinstance(prompt, str):
        path, body["prompt"] = "/completions", prompt
    else:
        path, body["messages"] = "/chat/completions", [{"role": "user", "content": CHAT[0].content}]
    whole = httpx.post(address + path, json=body, trust_env=False, timeout=30).json()["choices"][0]
    assert "".join(pieces) == whole.get("text", whole.get("message", {}).get("content"))
    assert len(pieces) > 1


def test_greedy_answers_repeat_alone_and_together(model):
    once = model.complete(PROMPTS, SHORT)
    assert model.complete(PROMPTS, SHORT) == once
    assert [model.complete([prompt], SHORT)[0] for prompt in PROMPTS] == once


def test_a_stop_text_ends_the_answer(model, local):
    text, _ = local(PROMPTS[0], SHORT.max_tokens)
    stop = text[len(text) // 2 :][:2]
    sampling = Sampling(SHORT.max_tokens, stop=(stop,))
    (completion,) = model.complete([PROMPTS[0]], sampling)
    assert (
        completion.text == text[: text.index(stop)] == "".join(model.stream(PROMPTS[0], sampling))
    )
    assert completion.finish == "stop"


def test_what_the_server_ignores_is_not_made_up(model):
    assert model.probe() == {"stream"}
    with pytest.raises(UserError, match="endpoint_no_probabilities"):
        model.next_tokens(CHAT)
    with pytest.raises(UserError, match="endpoint_no_count"):
        model.count("hola")
    with pytest.raises(UserError, match="model_cannot"):
        model.complete(["hola"], Sampling(temperature=1, top_k=5))


def test_another_model_is_refused_with_the_servers_reason(server):
    other = HttpModel(server[0], "no-such-model")
    with pytest.raises(UserError, match=r"refused.*no-such-model"):
        other.complete(["hola"])
    other.close()


def test_ten_visitors_at_once_and_one_who_leaves(server):
    address, folder = server
    model = HttpModel(address, str(folder), patience=Patience(total_s=120))
    expected = model.complete(["uno dos tres"], SHORT)[0].text
    found = []
    threads = [
        threading.Thread(target=lambda: found.append("".join(model.stream("uno dos tres", SHORT))))
        for _ in range(10)
    ]
    leaving = model.stream("uno dos tres", Sampling(200))
    next(leaving)
    for thread in threads:
        thread.start()
    leaving.close()
    for thread in threads:
        thread.join(60)
    model.close()
    assert found == [expected] * 10
