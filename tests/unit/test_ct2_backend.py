"""Llamita's form for serving: what CTranslate2 computes is what PyTorch computes."""

import shutil
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import LlamaForCausalLM

from core.errors import UserError
from core.models.batching import Limits
from core.models.conversion import cache_folder, converted
from core.models.ct2_backend import Ct2Model
from core.models.interface import Message, Sampling
from core.models.tokens import Tokens
from tests.unit.tiny_llama import CONTEXT, tiny_llama

ROOT = Path(__file__).resolve().parents[2]
TEXT = "El perro ladra en la casa"
DRAWN = Sampling(max_tokens=12, temperature=1.0, seed=5)


@pytest.fixture(scope="module")
def folder():
    return tiny_llama(("faq", "kichwa"))


@pytest.fixture(scope="module")
def reference(folder):
    return LlamaForCausalLM.from_pretrained(folder).eval()


@pytest.fixture(scope="module")
def cache(folder, tmp_path_factory):
    """Convert once for the whole module."""
    with pytest.MonkeyPatch.context() as patch:
        home = tmp_path_factory.mktemp("ct2")
        patch.setattr("core.models.conversion.cache_folder", lambda: home)
        for name, adapter in (("tiny", None), ("tiny+faq", "faq"), ("tiny+kichwa", "kichwa")):
            converted(name, folder, adapter and folder / "adapters" / adapter)
        yield home


@pytest.fixture
def model(folder, cache, monkeypatch):
    monkeypatch.setattr("core.models.conversion.cache_folder", lambda: cache)
    adapters = {name: folder / "adapters" / name for name in ("kichwa", "faq")}
    model = Ct2Model("tiny", folder, adapters, limits=Limits(workers=2, batch=4))
    yield model
    model.close()


def logits(network, ids):
    with torch.inference_mode():
        return network(torch.tensor([ids])).logits[0].double()


def test_greedy_follows_pytorch_within_the_error_of_eight_bits(model, folder, reference):
    tokens = Tokens(folder)
    given = tokens.prompt(TEXT)
    request = model._request(TEXT, Sampling(max_tokens=24), None, None)
    assert "".join(model._pieces(request))
    chosen = request.tokens[len(given) :]
    assert len(chosen) >= 20
    after = logits(reference, given + chosen)[len(given) - 1 : -1]
    best = after.max(-1).values
    taken = after.gather(1, torch.tensor(chosen)[:, None])[:, 0]
    spread = after.std(-1)
    assert ((best - taken) / spread).max() < 0.3


def test_next_tokens_and_scores_are_pytorchs(model, folder, reference):
    tokens = Tokens(folder)
    given = tokens.prompt(TEXT)
    expected = torch.softmax(logits(reference, given)[-1], -1).numpy()
    found = model.next_tokens(TEXT, most=400)
    assert [c.probability for c in found] == sorted((c.probability for c in found), reverse=True)
    assert sum(c.probability for c in found) == pytest.approx(1, abs=1e-4)
    assert np.abs(np.array([expected[c.token] - c.probability for c in found])).sum() < 0.1
    texts = [" grande", " ñuka wasi", "", "x" * 40]
    for text, scored in zip(texts, model.score(TEXT, texts), strict=True):
        row = tokens.continuation(text)
        logs = torch.log_softmax(logits(reference, given + row), -1)[len(given) - 1 :]
        total = sum(float(logs[at, token]) for at, token in enumerate(row))
        assert scored.text == text
        assert scored.tokens == len(row)
        assert scored.log_probability == pytest.approx(total, abs=0.25 * max(1, len(row)))


def test_a_long_continuation_is_scored_to_its_end(model):
    whole, first = model.score(TEXT, ["a b c d e f g h " * 12, "a b c d e f g h " * 6])
    assert whole.tokens > 1.5 * first.tokens
    assert whole.log_probability < first.log_probability - 10


def test_adapters_change_the_answer_and_leave_the_base_alone(model, folder):
    sampling = Sampling(max_tokens=16)
    base = model.complete([TEXT], sampling)[0]
    worn = {name: model.complete([TEXT], sampling, adapter=name)[0].text for name in model.adapters}
    assert set(worn) == {"faq", "kichwa"}
    assert len({base.text, *worn.values()}) == 3
    assert model.complete([TEXT], sampling)[0] == base
    fewer = Ct2Model(
        "tiny",
        folder,
        {"faq": folder / "adapters" / "faq"},
        most_loaded=1,
        limits=Limits(workers=1),
    )
    for adapter, expected in ((None, base.text), ("faq", worn["faq"]), (None, base.text)):
        assert fewer.complete([TEXT], sampling, adapter=adapter)[0].text == expected
        assert len(fewer._decoder._loaded) == 1
    fewer.close()


def test_the_stream_is_the_answer(model):
    for sampling in (Sampling(max_tokens=40), DRAWN, Sampling(max_tokens=9, beams=3)):
        streamed = "".join(model.stream(TEXT, sampling))
        assert streamed == model.complete([TEXT], sampling)[0].text


def test_a_batch_answers_as_each_prompt_alone(model):
    prompts = [TEXT, "Allkuka", (Message("user", "perro"),), "The dog barks and the cat sleeps"]
    together = model.complete(prompts, Sampling(max_tokens=10))
    alone = [model.complete([prompt], Sampling(max_tokens=10))[0] for prompt in prompts]
    assert together == alone


def test_a_seed_gives_the_same_answer_whatever_else_is_computed(model):
    alone = model.complete([TEXT], DRAWN)[0]
    crowd = [threading.Thread(target=model.complete, args=([TEXT] * 8, Sampling(temperature=1)))]
    crowd[0].start()
    assert model.complete([TEXT, TEXT], DRAWN) == [alone, alone]
    crowd[0].join()
    others = {model.complete([TEXT], Sampling(12, 1.0, seed=seed))[0].text for seed in range(6)}
    assert len(others) > 3
    free = {model.complete([TEXT], Sampling(12, 1.0))[0].text for _ in range(6)}
    assert len(free) > 3


@pytest.mark.parametrize(
    ("temperature", "top_k", "top_p"),
    [(1.0, 0, 1.0), (3.0, 5, 1.0), (3.0, 0, 0.6), (1.5, 8, 0.5), (0.4, 0, 0.9)],
)
def test_tokens_are_drawn_by_the_textbook(model, temperature, top_k, top_p):
    from core.models.sampling import distribution

    candidates = model.next_tokens(TEXT, most=400)
    logs = np.full(400, -np.inf)
    for candidate in candidates:
        logs[candidate.token] = np.log(candidate.probability)
    sampling = Sampling(1, temperature, top_k, top_p)
    expected = distribution(logs, sampling)
    loaded = model._decoder.model(None)
    given = loaded.words(model._tokens.prompt(TEXT))
    drawn = Counter()
    for answer in loaded.generator.generate_batch(
        [given] * 4000,
        max_length=1,
        include_prompt_in_result=False,
        return_end_token=True,
        sampling_temperature=temperature,
        sampling_topk=top_k,
        sampling_topp=top_p,
    ):
        drawn[answer.sequences_ids[0][0]] += 1
    assert set(drawn) <= set(np.flatnonzero(expected > 1e-12))
    found = np.array([drawn[token] / 4000 for token in range(400)])
    # Expected distance of a sample of n from its own distribution: below sqrt(kept / n).
    assert np.abs(found - expected).sum() < 2 * np.sqrt((expected > 0).sum() / 4000)


def test_a_stop_text_ends_the_answer_wherever_tokens_end(model):
    whole = model.complete([TEXT], Sampling(max_tokens=30))[0].text
    stop = whole[9:12]
    cut = model.complete([TEXT], Sampling(max_tokens=30, stop=(stop, "ñoño")))[0]
    assert cut.text == whole[: whole.index(stop)]
    assert cut.finish == "stop"
    assert cut.tokens < 30


def test_closing_the_stream_or_setting_the_event_ends_the_work(model, monkeypatch):
    taken = []
    from core.models import request

    original = request.Request.take

    def slow(self, token):
        time.sleep(0.02)  # 200 tokens would take 4 s, whoever else uses the machine
        taken.append(token)
        return original(self, token)

    monkeypatch.setattr(request.Request, "take", slow)
    stream = model.stream(TEXT, Sampling(max_tokens=200))
    next(stream)
    stream.close()
    event = threading.Event()
    event.set()
    stopped = model.complete([TEXT], Sampling(max_tokens=200), cancel=event)[0]
    assert stopped.finish == "cancelled"
    assert list(model.stream(TEXT, Sampling(max_tokens=200), cancel=event)) == []
    assert len(taken) < 100


def test_what_is_too_long_or_unknown_is_told(model):
    long = "ladra " * CONTEXT
    for ask in (
        lambda: model.complete([long]),
        lambda: model.stream(long),
        lambda: model.score("a", [long]),
        lambda: model.next_tokens(long),
    ):
        with pytest.raises(UserError) as told:
            ask()
        assert told.value.key == "error.prompt_too_long"
    with pytest.raises(UserError, match="unknown_adapter"):
        model.complete([TEXT], adapter="nobody")
    with pytest.raises(UserError, match="unknown_adapter"):
        model.next_tokens(TEXT, adapter="nobody")


def test_an_answer_ends_where_the_context_ends(model, folder):
    prompt = "a" * (CONTEXT - len(Tokens(folder).prompt("")) - 4)
    answer = model.complete([prompt], Sampling(max_tokens=100))[0]
    assert answer.tokens <= CONTEXT - len(Tokens(folder).prompt(prompt))


def test_unsupported_capabilities_are_not_claimed(model):
    assert not {"walk", "attention"} & model.capabilities


SERVES = """
import sys, time
from pathlib import Path
began = time.perf_counter()
from core.models.ct2_backend import Ct2Model
from core.models.interface import Message, Sampling
imported = time.perf_counter()
model = Ct2Model("tiny", Path(sys.argv[1]))
answer = model.complete([(Message("user", "perro"),)], Sampling(max_tokens=5))[0]
assert answer.tokens
model.score("a", ["b"]); model.next_tokens("a")
print(time.perf_counter() - imported, *sorted({"torch", "transformers", "peft"} & set(sys.modules)))
"""


def test_a_converted_model_is_served_without_torch(folder, cache, tmp_path):
    shutil.copytree(cache, tmp_path / "data" / "cache" / "ct2")
    assert cache_folder() == tmp_path / "data" / "cache" / "ct2"
    done = subprocess.run(
        [sys.executable, "-c", SERVES, folder], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    seconds, *heavy = done.stdout.split()
    assert heavy == []
    assert float(seconds) < 2  # 0.02 s measured; a conversion takes more than 2
