"""Adapters: they learn, survive a kill, and the same recipes fit a model of Llama 2's shape."""

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time

import pytest
import torch
from peft import PeftModel
from safetensors.torch import load_file, save_file
from transformers import AutoTokenizer, LlamaConfig, LlamaForCausalLM

from core.errors import UserError
from core.models.weights import check_adapter
from core.prompts.records import Record
from core.prompts.templates import LLAMA2
from tests.unit.tiny_llama import tiny_llama
from training.config import RECIPES, LoraRecipe
from training.job import CHECKPOINT
from training.lora import run, with_changes

pytestmark = pytest.mark.slow

WORDS = {
    "perro": "allku",
    "gato": "misi",
    "casa": "wasi",
    "agua": "yaku",
    "sol": "inti",
    "luna": "killa",
    "pan": "tanta",
    "fuego": "nina",
}


def words(_name):
    return [Record("Palabra en kichwa:", es, qu) for es, qu in WORDS.items()]


def recipe(**changes):
    settings = {"name": "words", "base": str(tiny_llama()), "data": ("words",), "licence": "own"}
    settings |= {"epochs": 40, "batch_size": 4, "learning_rate": 1e-2, "max_length": 64}
    settings |= {"precision": "fp32", "threads": 1, "rank": 8}
    return LoraRecipe(**settings | changes)


def answers(model, tokenizer):
    """Return the greedy answer to every word."""
    found = {}
    for record in words(""):
        asked = [{"role": "user", "content": record.question}]
        ids = tokenizer.apply_chat_template(
            asked, add_generation_prompt=True, return_tensors="pt", return_dict=True
        )
        made = model.generate(**ids, max_new_tokens=12, do_sample=False)[0]
        found[record.entry] = tokenizer.decode(
            made[ids["input_ids"].shape[1] :], skip_special_tokens=True
        )
    return found


def steps(folder):
    lines = (folder / "events.jsonl").read_text().splitlines()
    return [e for e in map(json.loads, lines) if e["kind"] == "step"]


def curve(folder):
    found = steps(folder)
    assert [event["step"] for event in found] == list(range(1, len(found) + 1))
    return [event["loss"] for event in found]


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A run with everything random in it: dropout, replay, held-out data, accumulation."""
    folder = tmp_path_factory.mktemp("whole") / "run"
    result = run(busy(), folder, task=words)
    return folder, result


def busy(**changes):
    return recipe(
        **{
            "epochs": 12,
            "dropout": 0.1,
            "replay": ("old",),
            "replay_share": 0.5,
            "held_out": 0.25,
            "accumulate": 2,
            "batch_size": 2,
            "keep_epochs": (1, 3),
            "checkpoint_s": 1e-6,
        }
        | changes
    )


def test_an_adapter_learns_eight_answers_by_heart(tmp_path):
    folder = tiny_llama()
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = LlamaForCausalLM.from_pretrained(folder)
    before = answers(model, tokenizer)
    result = run(recipe(), tmp_path / "run", task=words)
    adapted = PeftModel.from_pretrained(model, tmp_path / "run" / "adapter")
    assert answers(adapted, tokenizer) == WORDS
    with adapted.disable_adapter():
        assert answers(adapted, tokenizer) == before != WORDS
    assert result["metrics"]["loss_first"] > 5 > 0.1 > result["metrics"]["loss_last"]
    check_adapter(tmp_path / "run" / "adapter", folder)


def test_only_the_adapter_changes(tmp_path):
    stored = load_file(tiny_llama() / "model.safetensors")
    compared = []

    def look(model, _):
        for name, weight in model.get_base_model().named_parameters():
            if "lora_" in name:
                assert weight.abs().max() > 0, name
            else:
                plain = name.replace(".base_layer.", ".")
                assert torch.equal(weight, stored[plain]), name
                compared.append(plain)
        return {}

    run(recipe(epochs=2), tmp_path / "run", task=words, measure=look)
    assert set(compared) == set(stored)


def test_full_training_learns_them_too_and_is_a_model_of_its_own(tmp_path):
    result = run(recipe(method="full", learning_rate=3e-3), tmp_path / "run", task=words)
    model = LlamaForCausalLM.from_pretrained(tmp_path / "run" / "model")
    tokenizer = AutoTokenizer.from_pretrained(tmp_path / "run" / "model")
    assert answers(model, tokenizer) == WORDS
    assert result["trainable"] == model.num_parameters()


def test_a_folder_tells_the_whole_story(whole):
    folder, result = whole
    assert json.loads((folder / "results.json").read_text()) == json.loads(json.dumps(result))
    assert result["n"]["examples"] == 6
    assert {"loss_first", "loss_last", "loss_held_out"} == set(result["metrics"])
    card = (folder / "adapter" / "CARD.md").read_text()
    assert "own" in card
    assert f"→ {result['metrics']['loss_last']:.3f}" in card
    assert "/tmp" not in card + (folder / "adapter" / "adapter_config.json").read_text()
    kept = [load_file(folder / "epochs" / str(n) / "adapter_model.safetensors") for n in (1, 3)]
    assert all(not torch.equal(kept[0][name], kept[1][name]) for name in kept[0] if "_B" in name)
    assert all(weight.dtype == torch.float16 for weight in kept[0].values())


def test_the_same_seed_gives_the_same_curve(whole, tmp_path):
    run(busy(), tmp_path / "again", task=words)
    assert curve(tmp_path / "again") == curve(whole[0])
    run(busy(seed=1), tmp_path / "other", task=words)
    assert curve(tmp_path / "other") != curve(whole[0])


def test_a_stopped_run_goes_on_to_the_same_curve(whole, tmp_path):
    folder = tmp_path / "run"
    for _ in range(40):
        cancel = threading.Event()
        cancel.set()  # stops after one step
        if run(busy(), folder, resume=folder.exists(), cancel=cancel, task=words):
            break
    assert curve(folder) == pytest.approx(curve(whole[0]), abs=1e-6)
    first, second = (
        load_file(path / "adapter" / "adapter_model.safetensors") for path in (whole[0], folder)
    )
    assert all(torch.equal(first[name], second[name]) for name in first)


def test_a_killed_run_goes_on_to_the_same_curve(tmp_path):
    data = tmp_path / "words.jsonl"
    rows = [{"question": es, "answer": qu} for es, qu in WORDS.items()]
    data.write_text("\n".join(map(json.dumps, rows)))
    file = tmp_path / "recipe.toml"
    file.write_text(
        f'name = "words"\nbase = "{tiny_llama()}"\ndata = ["{data}"]\nlicence = "own"\n'
        "epochs = 60\nbatch_size = 4\ndropout = 0.1\nprecision = 'fp32'\nthreads = 1\n"
        "checkpoint_s = 0.1\nlearning_rate = 1e-3\n"
    )
    asked = LoraRecipe.read(file)
    run(asked, tmp_path / "whole")

    killed = tmp_path / "killed"
    process = subprocess.Popen(
        [sys.executable, "-m", "training.lora", str(file), "--out", str(killed)],
        env=os.environ | {"OMP_NUM_THREADS": "1"},
    )
    deadline = time.monotonic() + 120
    while not (killed / CHECKPOINT).exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert 0 < len(steps(killed)) < 120
    assert not (killed / "results.json").exists()
    run(asked, killed, resume=True)
    assert curve(killed) == pytest.approx(curve(tmp_path / "whole"), abs=1e-6)


def test_a_budget_of_seconds_is_kept_roughly(tmp_path):
    result = run(recipe(epochs=0, seconds=3, threads=0), tmp_path / "run", task=words)
    assert 1 < result["seconds"] < 9
    assert result["n"]["steps"] > 20


def test_an_auto_precision_is_measured_and_learns_nothing_by_it(tmp_path):
    measured = run(recipe(epochs=3, precision="auto"), tmp_path / "auto", task=words)
    given = run(recipe(epochs=3, precision=measured["precision"]), tmp_path / "given", task=words)
    assert measured["precision"] in ("fp32", "bf16")
    assert curve(tmp_path / "auto") == curve(tmp_path / "given")
    assert given["metrics"] == measured["metrics"]


def test_a_loss_that_is_no_number_ends_the_run_and_says_so(tmp_path):
    base = tmp_path / "base"
    shutil.copytree(tiny_llama(), base)
    weights = load_file(base / "model.safetensors")
    weights["model.norm.weight"][0] = float("nan")
    save_file(weights, base / "model.safetensors", {"format": "pt"})
    with pytest.raises(UserError, match="training_diverged"):
        run(recipe(base=str(base)), tmp_path / "run", task=words)
    last = (tmp_path / "run" / "events.jsonl").read_text().splitlines()[-1]
    assert json.loads(last) == {
        "kind": "end",
        "step": 0,
        "state": "failed",
        "error": "error.training_diverged",
    }


def test_a_resume_on_another_base_is_refused(tmp_path):
    base = tmp_path / "base"
    shutil.copytree(tiny_llama(), base)
    cancel = threading.Event()
    cancel.set()
    assert run(recipe(base=str(base)), tmp_path / "run", cancel=cancel, task=words) is None
    weights = load_file(base / "model.safetensors")
    weights["model.norm.weight"] *= 2
    save_file(weights, base / "model.safetensors", {"format": "pt"})
    with pytest.raises(UserError, match="job_other_base"):
        run(recipe(base=str(base)), tmp_path / "run", resume=True, task=words)


@pytest.mark.parametrize("quantise", ["none", "nf4"])
def test_checkpointing_and_4_bits_learn_too(tmp_path, quantise):
    changes = {"quantise": quantise, "gradient_checkpointing": True, "epochs": 30}
    result = run(recipe(**changes, held_out=0.25), tmp_path / "run", task=words)
    assert result["metrics"]["loss_last"] < result["metrics"]["loss_first"] / 10


# Llama 2 7B: hidden 4096, 32 heads, intermediate 11008, vocabulary 32000; one of its 32 layers.
SEVEN_B = {"hidden_size": 4096, "intermediate_size": 11008, "num_attention_heads": 32}
SEVEN_B |= {"num_key_value_heads": 32, "vocab_size": 32000, "num_hidden_layers": 1}


@pytest.fixture(scope="module")
def seven_b(tmp_path_factory):
    folder = tmp_path_factory.mktemp("Llama-2-7b-like")
    config = LlamaConfig(**SEVEN_B, tie_word_embeddings=False, architectures=["LlamaForCausalLM"])
    config.save_pretrained(folder)
    with torch.device("meta"):
        shapes = {name: w.shape for name, w in LlamaForCausalLM(config).state_dict().items()}
    # One block of noise over and over: half a billion random draws would take most of the test.
    noise = torch.randn(1_000_003, generator=torch.Generator().manual_seed(0)).bfloat16() * 0.02
    weights = {
        name: noise.repeat(shape.numel() // len(noise) + 1)[: shape.numel()].reshape(shape).clone()
        if len(shape) == 2
        else torch.ones(shape, dtype=torch.bfloat16)
        for name, shape in shapes.items()
    }
    save_file(weights, folder / "model.safetensors", {"format": "pt"})
    pieces = json.loads((tiny_llama() / "tokenizer.json").read_text())
    vocabulary = pieces["model"]["vocab"]
    vocabulary |= {f"unused {at}": at for at in range(len(vocabulary), 32000)}
    (folder / "tokenizer.json").write_text(json.dumps(pieces))
    settings = json.loads((tiny_llama() / "tokenizer_config.json").read_text())
    settings["chat_template"] = LLAMA2
    (folder / "tokenizer_config.json").write_text(json.dumps(settings))
    return folder


@pytest.mark.parametrize("quantise", ["nf4", "none"])
def test_the_recipe_for_llama_2_takes_a_step_at_its_shape(seven_b, tmp_path, quantise):
    changes = [f'base = "{seven_b}"', 'data = ["words"]', f'quantise = "{quantise}"']
    changes += ["held_out = 0.0", "epochs = 0.25", "keep_epochs = []", "warmup = 1"]
    changes += ['precision = "bf16"', "batch_size = 2"]  # as on a GPU, where no step is timed
    asked = with_changes(LoraRecipe.read(RECIPES / "llama2-7b-faq.toml"), changes)
    weights = {}

    def look(model, _):
        weights.update({name: w for name, w in model.named_parameters() if w.requires_grad})
        return {"layers in 4 bits": sum("4bit" in type(m).__name__ for m in model.modules())}

    result = run(asked, tmp_path / "run", task=words, measure=look)
    assert result["n"]["steps"] == 1
    assert 0 < result["metrics"]["loss_last"] < 15
    assert all("lora_" in name for name in weights)
    assert all(w.abs().max() > 0 for name, w in weights.items() if "lora_B" in name)
    assert (result["figures"]["layers in 4 bits"] > 0) == (quantise == "nf4")
    check_adapter(tmp_path / "run" / "adapter", seven_b)
    again = LlamaForCausalLM.from_pretrained(seven_b, dtype=torch.bfloat16)
    adapted = PeftModel.from_pretrained(again, tmp_path / "run" / "adapter")
    ids = torch.arange(20)[None]
    with torch.no_grad():
        moved = adapted(ids).logits
        with adapted.disable_adapter():
            assert not torch.equal(adapted(ids).logits, moved)


def test_an_adapter_of_llamitas_shape_is_small(tmp_path):
    shutil.copytree(tiny_llama(), tmp_path / "base")
    shape = {"hidden_size": 384, "intermediate_size": 768, "num_hidden_layers": 6}
    shape |= {"num_attention_heads": 6, "num_key_value_heads": 2, "vocab_size": 400}
    config = LlamaConfig(**shape, bos_token_id=1, eos_token_id=2, tie_word_embeddings=True)
    LlamaForCausalLM(config).save_pretrained(tmp_path / "base")
    changes = [f'base = "{tmp_path / "base"}"', 'data = ["words"]', "epochs = 1", "held_out = 0.0"]
    asked = with_changes(LoraRecipe.read(RECIPES / "faq.toml"), changes)
    result = run(asked, tmp_path / "run", task=words)
    assert result["bytes"] <= 1.5e6
    assert result["trainable"] == 577_536
