import numpy as np
import pytest
import torch
from transformers import PreTrainedTokenizerFast

from training import mixture
from training.config import PretrainRecipe
from training.facts import fact_records
from training.mixture import stream
from training.pretrain import Run, learning_rate
from training.tokenizer import save, train_tokenizer

TEXTS = ["El banco abre a las 9:30.", "Kay wasika hatunmi kan.", "The dog barks."] * 20
RECIPE = PretrainRecipe(
    vocabulary=512,
    hidden=32,
    layers=1,
    heads=2,
    kv_heads=1,
    intermediate=48,
    context=16,
    max_positions=64,
    tokens=1000,
    batch=4,
    learning_rate=3e-3,
    warmup=3,
    weight_decay=0.1,
    bf16=False,
    minutes_per_checkpoint=1000,
    seed=1,
    shares={"a": 3, "b": 1},
)


@pytest.fixture
def folder(tmp_path):
    rng = np.random.default_rng(0)
    np.save(tmp_path / "tokens.npy", rng.integers(0, 512, 16 * 4 * 8 + 1).astype(np.uint16))
    return tmp_path


def losses(run, steps):
    run.model.train()
    found = []
    for _ in range(steps):
        found.append(run._train_step())
        run.step += 1
    return found


def test_same_seed_same_curve_and_resumed_as_uninterrupted(folder):
    torch.set_num_threads(1)
    whole = losses(Run(RECIPE, folder), 8)
    first = Run(RECIPE, folder)
    half = losses(first, 4)
    first._save()
    resumed = Run(RECIPE, folder)
    assert resumed.step == 4
    assert half + losses(resumed, 4) == pytest.approx(whole, abs=1e-6)


def test_a_run_learns_and_tells(tmp_path):
    np.save(tmp_path / "tokens.npy", np.tile(np.arange(64, dtype=np.uint16), 90)[: 64 * 80 + 1])
    run = Run(RECIPE, tmp_path)
    events = list(run.go())
    assert run.step == run.steps == 80
    assert events[-1]["loss"] < events[0]["loss"] - 1
    assert (tmp_path / "checkpoint.pt").exists()


def test_step_size_rises_then_falls_to_zero():
    rates = [learning_rate(step, 100, RECIPE) for step in range(100)]
    assert rates[0] < rates[1] < rates[2]
    assert rates[2:] == sorted(rates[2:], reverse=True)
    assert rates[-1] < 0.02 * RECIPE.learning_rate


def test_a_cooldown_ends_the_run_early_at_zero(folder):
    recipe = RECIPE.model_copy(update={"cooldown_from": 3, "cooldown": 2})
    run = Run(recipe, folder)
    assert (run.planned, run.steps) == (8, 5)
    rates = [learning_rate(step, 8, recipe) for step in range(6)]
    assert rates[:4] == [learning_rate(step, 8, RECIPE) for step in range(4)]
    assert rates[4] == pytest.approx(rates[3] / 2)
    assert rates[5] == 0


def test_tokenizer_is_lossless_and_numbers_are_one_token(tmp_path):
    tokenizer = train_tokenizer(TEXTS, 512)
    save(tokenizer, tmp_path, 64)
    loaded = PreTrainedTokenizerFast.from_pretrained(tmp_path)
    for text in ["Ñukanchik wasi, ¿cuánto? 😀\n\n  x", "a\tb  c\r\n", "<b>«hola»</b> 12345"]:
        assert loaded.decode(loaded.encode(text, add_special_tokens=False)) == text
    assert all(len(tokenizer.encode(f" {n}").ids) == 1 for n in range(41))
    chat = [{"role": "user", "content": "hola"}, {"role": "assistant", "content": "sí"}]
    assert loaded.apply_chat_template(chat, tokenize=False) == "<s><|user|>hola<|bot|>sí</s>"


def test_kinds_get_their_share_of_the_stream():
    tokenizer = train_tokenizer(TEXTS, 512)
    kinds = {"a": ["<s>El banco abre.</s>"] * 5, "b": ["<s>The dog barks.</s>"] * 5}
    encoded = {name: [tokenizer.encode(text).ids for text in kinds[name]] for name in kinds}
    tokens = stream(encoded, RECIPE)
    assert len(tokens) == 1001
    assert np.array_equal(tokens, stream(encoded, RECIPE))
    text = tokenizer.decode(tokens.tolist(), skip_special_tokens=False)
    share = text.count("banco") * len(tokenizer.encode(kinds["a"][0]).ids) / len(tokens)
    assert share == pytest.approx(0.75, abs=0.05)


def test_invented_facts_answer_their_question():
    records = fact_records()
    assert len(records) == 12_000
    assert records == fact_records()
    in_text = [record for record in records if "\n" in record.entry]
    assert 5000 < len(in_text) < 7000
    assert all(record.output in record.entry for record in in_text)
    assert not any("{" in record.question + record.output for record in records)


def test_documents_are_written_as_the_chat_template_writes_them(monkeypatch):
    from core.prompts.records import Record

    monkeypatch.setitem(mixture.TASKS, "facts", lambda: [Record("Pregunta:", "¿Hora?", "Las 3.")])
    assert mixture.documents("facts") == ["<s><|user|>Pregunta:\n¿Hora?<|bot|>Las 3.</s>"]
