"""The PyTorch backend, against transformers' and PEFT's own answers on a tiny random Llama."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread
from typing import Any

import numpy as np
import pytest
import torch
from bitsandbytes.functional import dequantize_4bit
from bitsandbytes.nn import Linear4bit
from peft import PeftModel
from transformers import LlamaForCausalLM

from core.errors import UserError
from core.models.interface import Message, Sampling
from core.models.torch_backend import TorchModel
from core.models.walk import start_walk
from core.models.weights import find_adapters
from tests.unit.tiny_llama import CONTEXT, tiny_llama

PROMPTS = ["El perro", "¿Cuánto cuesta la tarjeta de crédito en la casa grande?", "wasi", "The dog"]
SAMPLED = Sampling(max_tokens=12, temperature=1.2, top_k=50, top_p=0.95, seed=7)


@pytest.fixture(scope="module")
def folder() -> Path:
    return tiny_llama(("faq", "kichwa"))


@pytest.fixture(scope="module")
def model(folder: Path) -> TorchModel:
    return TorchModel("tiny", folder, find_adapters(folder))


@pytest.fixture(scope="module")
def reference(folder: Path) -> LlamaForCausalLM:
    return LlamaForCausalLM.from_pretrained(folder).eval()


@pytest.fixture
def calls(model: TorchModel) -> Iterator[list[tuple[int, ...]]]:
    """The shape [row, position] of every forward pass."""
    seen: list[tuple[int, ...]] = []

    def note(_: object, args: tuple[torch.Tensor, ...], named: dict[str, Any]) -> None:
        seen.append(tuple((args[0] if args else named["input_ids"]).shape))

    hook = model._network.llama.register_forward_pre_hook(note, with_kwargs=True)
    yield seen
    hook.remove()


def greedy_ids(network: Any, ids: list[int], tokens: int) -> list[int]:
    found = network.generate(
        torch.tensor([ids]), do_sample=False, max_new_tokens=tokens, pad_token_id=0
    )
    return list(found[0, len(ids) :].tolist())


@pytest.mark.parametrize("prompt", PROMPTS)
def test_greedy_is_transformers_greedy(
    model: TorchModel, reference: LlamaForCausalLM, prompt: str
) -> None:
    ids = model.tokens.prompt(prompt)
    expected = greedy_ids(reference, ids, 20)
    done = model.complete([prompt], Sampling(max_tokens=20))[0]
    whole = model.tokens.decode([*ids, *expected])
    assert whole == model.tokens.decode(ids) + done.text
    assert done.tokens == len(expected)


def test_adapters_are_peft_and_leave_the_base_as_it_was(
    model: TorchModel, folder: Path, reference: LlamaForCausalLM
) -> None:
    ids = model.tokens.prompt("El perro")

    def logits(adapter: str | None) -> torch.Tensor:
        network = model._network
        return network.run(torch.tensor([ids]), network.new_cache(), adapter, keep=0)

    with torch.inference_mode():
        bare = reference(torch.tensor([ids])).logits
        worn = PeftModel.from_pretrained(
            LlamaForCausalLM.from_pretrained(folder), folder / "adapters" / "faq"
        )(torch.tensor([ids])).logits
    assert torch.equal(logits(None), bare)
    assert torch.allclose(logits("faq"), worn, atol=1e-5)
    assert not torch.allclose(logits("faq"), bare, atol=0.1)
    assert not torch.allclose(logits("faq"), logits("kichwa"), atol=0.1)
    assert torch.equal(logits(None), bare)


def test_two_adapters_at_once_do_not_mix(model: TorchModel) -> None:
    sampling = Sampling(max_tokens=30)
    alone = {name: model.complete(["wasi"], sampling, adapter=name)[0] for name in (None, "faq")}
    found: dict[str | None, list[str]] = {None: [], "faq": []}

    def ask(name: str | None) -> None:
        for _ in range(5):
            found[name].append("".join(model.stream("wasi", sampling, adapter=name)))

    threads = [Thread(target=ask, args=(name,)) for name in found]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {name: set(texts) for name, texts in found.items()} == {
        name: {done.text} for name, done in alone.items()
    }


@pytest.mark.parametrize("sampling", [Sampling(max_tokens=20), SAMPLED])
def test_a_batch_gives_what_each_prompt_gives_alone(model: TorchModel, sampling: Sampling) -> None:
    together = model.complete(PROMPTS, sampling)
    assert together == [model.complete([prompt], sampling)[0] for prompt in PROMPTS]


def test_rows_that_ended_are_not_computed_further(
    model: TorchModel, calls: list[tuple[int, ...]]
) -> None:
    first = model.complete(["El perro"], Sampling(max_tokens=10))[0].text
    other = model.complete(["wasi"], Sampling(max_tokens=10))[0].text
    stop = next(c for c in first if c not in other)
    calls.clear()
    ended, whole = model.complete(["El perro", "wasi"], Sampling(max_tokens=10, stop=(stop,)))
    assert (ended.finish, whole.finish) == ("stop", "length")
    assert sum(rows for rows, _ in calls) == ended.tokens + whole.tokens


def test_a_seed_repeats_and_seeds_differ(model: TorchModel) -> None:
    once, again = (model.complete(["wasi"], SAMPLED)[0].text for _ in range(2))
    others = {
        model.complete(["wasi"], Sampling(max_tokens=12, temperature=1.2, seed=seed))[0].text
        for seed in range(4)
    }
    assert once == again
    assert len(others) > 1


def test_without_a_seed_answers_differ(model: TorchModel) -> None:
    free = Sampling(max_tokens=12, temperature=2.0)
    assert len({done.text for done in model.complete(["wasi"] * 6, free)}) > 1


def test_beams_are_transformers_beams(model: TorchModel, reference: LlamaForCausalLM) -> None:
    ids = model.tokens.prompt("El perro")
    best = reference.generate(
        torch.tensor([ids]), num_beams=4, do_sample=False, max_new_tokens=15, pad_token_id=0
    )[0, len(ids) :].tolist()
    done = model.complete(["El perro"], Sampling(max_tokens=15, beams=4))[0]
    assert model.tokens.decode([*ids, *best]) == model.tokens.decode(ids) + done.text
    assert best != greedy_ids(reference, ids, 15)


def test_cancelling_stops_the_computing(model: TorchModel, calls: list[tuple[int, ...]]) -> None:
    cancel = Event()
    pieces = []
    for piece in model.stream("El perro", Sampling(max_tokens=100), cancel=cancel):
        pieces.append(piece)
        if len(pieces) == 3:
            cancel.set()
            before = len(calls)
    assert before < 100
    assert len(calls) == before


@pytest.mark.parametrize("sampling", [Sampling(max_tokens=50), Sampling(max_tokens=50, beams=2)])
def test_a_cancelled_batch_says_so(
    model: TorchModel, calls: list[tuple[int, ...]], sampling: Sampling
) -> None:
    cancel = Event()
    cancel.set()
    done = model.complete(["El perro", "wasi"], sampling, cancel=cancel)
    assert [each.finish for each in done] == ["cancelled", "cancelled"]
    assert len(calls) <= 2 * (sampling.beams - 1)  # transformers looks after its first step


def test_closing_the_iterator_stops_the_computing(
    model: TorchModel, calls: list[tuple[int, ...]]
) -> None:
    answer = model.stream("El perro", Sampling(max_tokens=100))
    next(answer)
    before = len(calls)
    answer.close()  # type: ignore[attr-defined]
    assert before < 10
    assert len(calls) == before


def test_scores_are_those_of_a_full_pass(
    model: TorchModel, reference: LlamaForCausalLM, calls: list[tuple[int, ...]]
) -> None:
    texts = [" ladra en la casa", " come", "", "s duermen. ¿Qué?", " ladra"]
    found = model.score("El perro", texts)
    prompt = model.tokens.prompt("El perro")
    # The prompt once, then the continuations without their last token.
    widest = max(len(model.tokens.continuation(text)) for text in texts)
    assert calls == [(1, len(prompt)), (len(texts), widest - 1)]
    for text, scored in zip(texts, found, strict=True):
        ids = model.tokens.continuation(text)
        with torch.inference_mode():
            logits = reference(torch.tensor([prompt + ids])).logits[0].double().log_softmax(-1)
        expected = sum(logits[len(prompt) - 1 + at, token].item() for at, token in enumerate(ids))
        assert scored.text == text
        assert scored.tokens == len(ids)
        assert scored.log_probability == pytest.approx(expected, abs=1e-4)


def test_next_tokens_are_the_softmax(model: TorchModel, reference: LlamaForCausalLM) -> None:
    with torch.inference_mode():
        logits = reference(torch.tensor([model.tokens.prompt("El perro")])).logits[0, -1]
    expected = logits.softmax(-1).topk(5)
    found = model.next_tokens("El perro", most=5)
    assert [each.token for each in found] == expected.indices.tolist()
    assert [each.probability for each in found] == pytest.approx(expected.values.tolist(), abs=1e-6)
    assert [each.text for each in found] == [model.tokens.piece(each.token) for each in found]
    assert sum(each.probability for each in model.next_tokens("a", most=10**6)) == pytest.approx(1)


def test_a_walk_that_always_takes_the_best_is_greedy(
    model: TorchModel, calls: list[tuple[int, ...]]
) -> None:
    messages = (Message("user", "Palabra en kichwa:\nperro"),)
    walk = start_walk(model, messages, adapter="kichwa")
    taken: list[int] = []
    for _ in range(10):
        logs = walk.log_probabilities()
        assert np.exp(logs.astype(float)).sum() == pytest.approx(1, abs=1e-5)
        assert walk.log_probabilities() is logs  # asked twice, computed once
        taken.append(int(logs.argmax()))
        if taken[-1] in walk.ends:
            break
        walk.feed(taken[-1:])
    assert calls[1:] == [(1, 1)] * (len(taken) - 1)
    done = model.complete([messages], Sampling(max_tokens=10), adapter="kichwa")[0]
    assert walk.decode(taken) == done.text


def test_a_walk_reads_several_tokens_like_one_by_one(model: TorchModel) -> None:
    together, single = start_walk(model, "El perro"), start_walk(model, "El perro")
    for token in (ids := together.encode(" ladra en la casa")):
        single.feed([token])
        single.log_probabilities()
    together.feed(ids)
    assert together.log_probabilities() == pytest.approx(single.log_probabilities(), abs=1e-4)


def test_what_does_not_fit_is_refused_with_numbers(model: TorchModel) -> None:
    long = "casa " * CONTEXT
    with pytest.raises(UserError, match="prompt_too_long") as refused:
        model.stream(long)
    assert refused.value.values["limit"] == CONTEXT
    assert refused.value.values["tokens"] > CONTEXT  # type: ignore[operator]
    with pytest.raises(UserError, match="unknown_adapter"):
        model.complete(["hola"], adapter="none such")


def test_an_answer_ends_where_the_context_ends(model: TorchModel) -> None:
    prompt = "casa " * 1
    while model.count(prompt) < CONTEXT - 12:
        prompt += "casa "
    done = model.complete([prompt], Sampling(max_tokens=100))[0]
    assert done.tokens <= CONTEXT - len(model.tokens.prompt(prompt))
    assert done.finish in ("length", "stop")


def test_sixteen_bits_say_nearly_the_same(model: TorchModel, folder: Path) -> None:
    half = TorchModel("half", folder, find_adapters(folder), precision="half")
    for adapter in (None, "faq"):
        full, found = (
            start_walk(each, "El perro", adapter=adapter).log_probabilities()
            for each in (model, half)
        )
        assert np.corrcoef(full, found)[0, 1] > 0.999


def test_four_bits_are_nf4_and_wear_adapters(folder: Path) -> None:
    small = TorchModel("small", folder, find_adapters(folder), precision="nf4")
    # The same weights, rounded to NF4 and written back to 32 bits, are what it must compute.
    rounded = LlamaForCausalLM.from_pretrained(folder).eval()
    layers = {
        name.replace(".base_layer", ""): layer.weight
        for name, layer in small._network.llama.named_modules()
        if isinstance(layer, Linear4bit)
    }
    assert len(layers) == 2 * 7  # every projection of both layers
    for name, weight in layers.items():
        values = dequantize_4bit(weight.data, weight.quant_state).float()
        rounded.get_submodule(name).weight.data = values
    with torch.inference_mode():
        expected = rounded(torch.tensor([small.tokens.prompt("El perro")])).logits[0, -1]
    bare = start_walk(small, "El perro").log_probabilities()
    worn = start_walk(small, "El perro", adapter="faq").log_probabilities()
    assert np.corrcoef(expected.numpy(), bare)[0, 1] > 0.999
    assert not np.allclose(bare, worn, atol=0.1)
    assert np.array_equal(start_walk(small, "El perro").log_probabilities(), bare)
