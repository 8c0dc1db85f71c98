"""Answers per second of the served model, and a class of 30 asking at once.

Peers on the same weights, in one thread each: transformers' `generate` (32 bits, dynamic cache)
and llama.cpp (Q8_0; needs requirements-bench.txt). Engines take turns, and each one's best time
counts, since other programs may be running; `cpu_` ratios count the processor's time only.
"""

import importlib.util
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import zip_longest
from pathlib import Path

import numpy as np
import torch
from transformers import LlamaForCausalLM
from transformers.utils import logging

from core.config import ASSETS, SHIPPED_FAQ, settings
from core.metrics.interval import wilson
from core.models.batching import Limits
from core.models.ct2_backend import Ct2Model
from core.models.interface import Message, Sampling
from core.models.tokens import Tokens
from core.retrieval.faq_file import load_faq

SHIPPED = ASSETS / "models" / "llamita"
PROMPT, NEW = 32, 64  # tokens
USERS, ANSWER, BURSTS = 30, 60, 5
ROUNDS = 5
AGREED_ON = 30  # prompts
COMPARED = (("transformers", "batch1"), ("transformers", "batch32"), ("llamacpp", "batch1"))
LOADS = r"""
import re, sys, time
began = time.perf_counter()
{imports}
imported = time.perf_counter()
{load}
done = time.perf_counter()
peak = re.search(r"VmHWM:\s+(\d+)", open("/proc/self/status").read())[1]
print(imported - began, done - imported, int(peak) / 1024)
"""
OURS = (
    "from core.models.ct2_backend import Ct2Model; from pathlib import Path",
    "model = Ct2Model('bench', Path(sys.argv[1])); model.next_tokens('a')",
)
TRANSFORMERS = (
    "from transformers import AutoTokenizer, LlamaForCausalLM",
    "LlamaForCausalLM.from_pretrained(sys.argv[1])(AutoTokenizer.from_pretrained(sys.argv[1])"
    "('a', return_tensors='pt').input_ids)",
)


def measure(model: Path | None = None) -> dict[str, object]:
    logging.disable_progress_bar()
    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as scratch, own_cache(Path(scratch)):
        folder = model or SHIPPED
        tokens = Tokens(folder)
        network = LlamaForCausalLM.from_pretrained(folder).eval()
        prompts = equal_prompts(tokens)
        speeds = measure_speeds(folder, network, tokens, prompts, Path(scratch))
        users = thirty_users(folder)
        agreement = measure_agreement(folder, network, tokens)
        ours, theirs = (measure_load(folder, *each) for each in (OURS, TRANSFORMERS))
    metrics = {**speeds["ratios"], **users, **agreement["metrics"], **ours}
    return {
        "model": folder.name,
        "metrics": metrics,
        "ci95": agreement["ci95"],
        "baselines": {
            "tokens_per_s": speeds["tokens_per_s"],
            **{f"transformers_{name}": value for name, value in theirs.items()},
        },
        "n": {"users": USERS, "bursts": BURSTS, "rounds": ROUNDS, "positions": agreement["n"]},
        **speeds["note"],
    }


@contextmanager
def own_cache(scratch: Path) -> Iterator[None]:
    """Convert into a scratch folder, also in child processes."""
    before = os.environ.get("RIMANA_DATA_DIR")
    os.environ["RIMANA_DATA_DIR"] = str(scratch / "data")
    settings.cache_clear()
    try:
        yield
    finally:
        os.environ.pop("RIMANA_DATA_DIR")
        if before is not None:
            os.environ["RIMANA_DATA_DIR"] = before
        settings.cache_clear()


def questions() -> list[str]:
    return [wording for row in load_faq(SHIPPED_FAQ).rows for wording in row.wordings]


def equal_prompts(tokens: Tokens, most: int = 32) -> list[str]:
    """Return texts of exactly `PROMPT` tokens."""
    found = []
    for text in questions() * 20:
        start = len(found) % 7  # the same question again, cut elsewhere
        cut = tokens.decode(tokens.encode(" ".join([text] * 9)[start:])[:PROMPT])
        while len(tokens.prompt(cut)) > PROMPT:
            cut = cut[:-1]
        if len(tokens.prompt(cut)) == PROMPT and cut not in found:
            found.append(cut)
        if len(found) == most:
            return found
    raise ValueError(f"only {len(found)} texts of {PROMPT} tokens")


def measure_speeds(
    folder: Path, network: LlamaForCausalLM, tokens: Tokens, prompts: list[str], scratch: Path
) -> dict[str, dict]:
    """Return ratios of ours to each peer, all engines writing `NEW` tokens whatever they are."""
    model = Ct2Model("bench", folder, limits=Limits(workers=1, batch=32))
    model._tokens.ends = model._decoder._ends = [tokens.pad]  # no answer ends early
    ids = {prompt: tokens.prompt(prompt) for prompt in prompts}
    engines = {
        "ours": lambda texts: sum(a.tokens for a in model.complete(texts, Sampling(NEW))),
        "transformers": lambda texts: transformers(network, [ids[t] for t in texts], tokens.pad),
    }
    has_peer = all(importlib.util.find_spec(name) for name in ("gguf", "xllamacpp"))
    if has_peer:
        engines["llamacpp"] = llama_cpp(folder, scratch / "q8.gguf", ids)
    batches = {"batch1": prompts[:1], "batch32": prompts}
    pairs = [(name, size) for name in engines for size in batches]
    pairs = [pair for pair in pairs if pair != ("llamacpp", "batch32")]  # it takes one at a time
    wall, cpu = dict.fromkeys(pairs, 0.0), dict.fromkeys(pairs, 0.0)
    for _ in range(ROUNDS):
        for name, size in pairs:
            began, used = time.perf_counter(), time.process_time()
            made = engines[name](batches[size])
            cpu[name, size] = max(cpu[name, size], made / (time.process_time() - used))
            wall[name, size] = max(wall[name, size], made / (time.perf_counter() - began))
    model.close()
    note = {} if has_peer else {"note": "llama.cpp: pip install -r requirements-bench.txt"}
    return {
        "ratios": {
            f"{prefix}vs_{peer}_{size}": ratio(speeds, peer, size)
            for prefix, speeds in (("", wall), ("cpu_", cpu))
            for peer, size in COMPARED
        },
        "tokens_per_s": {f"{name}_{size}": speed for (name, size), speed in wall.items()},
        "note": note,
    }


def ratio(speeds: dict[tuple[str, str], float], peer: str, size: str) -> float | None:
    return speeds["ours", size] / speeds[peer, size] if (peer, size) in speeds else None


def transformers(network: LlamaForCausalLM, rows: list[list[int]], pad: int, new: int = NEW) -> int:
    return continued(network, rows, pad, new).numel()


def continued(network: LlamaForCausalLM, rows: list[list[int]], pad: int, new: int) -> torch.Tensor:
    """Return `new` greedy tokens of PyTorch for prompts of equal length, [row, new]."""
    given = torch.tensor(rows)
    with torch.inference_mode():
        found = network.generate(
            given,
            attention_mask=torch.ones_like(given),
            max_new_tokens=new,
            min_new_tokens=new,
            do_sample=False,
            pad_token_id=pad,
            eos_token_id=pad,
        )
    return found[:, given.shape[1] :]


def llama_cpp(folder: Path, file: Path, ids: dict[str, list[int]]) -> Callable[[list[str]], int]:
    """Return llama.cpp's server, called in this process, with one thread."""
    import xllamacpp

    from training.gguf_export import export

    export(folder, file, "q8_0")
    settings = xllamacpp.CommonParams()
    settings.model.path = str(file)
    settings.n_ctx, settings.n_parallel, settings.n_gpu_layers = 512, 1, 0
    settings.cpuparams.n_threads = settings.cpuparams_batch.n_threads = 1
    settings.verbosity = 0
    server = xllamacpp.Server(settings)
    fixed = {"n_predict": NEW, "top_k": 1, "ignore_eos": True, "cache_prompt": False}

    def answer(texts: list[str]) -> int:
        made = 0
        for text in texts:
            reply = server.handle_completions({"prompt": ids[text], **fixed})
            made += reply["usage"]["completion_tokens"]
        return made

    return answer


def thirty_users(folder: Path) -> dict[str, float]:
    """Return how long 30 users wait who all ask at the same moment."""
    model = Ct2Model("bench", folder)
    model._tokens.ends = model._decoder._ends = [model._tokens.pad]
    model.complete(["a"], Sampling(1))
    firsts, alls, errors = [], [], []
    asked = questions()

    def user(prompt: str, barrier: threading.Barrier) -> None:
        barrier.wait()
        began, first = time.perf_counter(), None
        try:
            for _ in model.stream(prompt, Sampling(ANSWER)):
                first = first or time.perf_counter() - began
            firsts.append(first)
            alls.append(time.perf_counter() - began)
        except Exception as fault:  # noqa: BLE001 - whatever a user would see as a failure
            errors.append(fault)

    for burst in range(BURSTS):
        barrier = threading.Barrier(USERS)
        chosen = asked[burst * USERS : (burst + 1) * USERS]
        threads = [threading.Thread(target=user, args=(prompt, barrier)) for prompt in chosen]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    model.close()
    return {
        "first_token_p95_30_users_s": float(np.percentile(firsts, 95)),
        "all_done_30_users_s": max(alls),
        "errors_30_users": len(errors),
    }


def measure_agreement(folder: Path, network: LlamaForCausalLM, tokens: Tokens) -> dict:
    """Return how often 8 bits choose PyTorch's greedy token: after the same text, and running on.

    After the same text (teacher-forced): one early difference does not count again and again.
    """
    model = Ct2Model("bench", folder, limits=Limits(workers=1))
    loaded = model._decoder.model(None)
    forced, free = [], []
    for question in questions()[:: len(questions()) // AGREED_ON]:
        given = tokens.prompt((Message("user", question),))
        expected = until_end(continued(network, [given], tokens.pad, NEW)[0].tolist(), tokens)
        words = [loaded.words([*given, *expected])]
        logits = np.array(loaded.generator.forward_batch(words))[0, len(given) - 1 : -1]
        forced += (logits.argmax(-1) == expected).tolist()
        own = loaded.generator.generate_batch(
            [loaded.words(given)],
            max_length=NEW,
            include_prompt_in_result=False,
            end_token=[tokens.pad],
        )[0].sequences_ids[0]
        free += [a == b for a, b in zip_longest(own[: len(expected)], expected)]
    model.close()
    return {
        "metrics": {
            "token_agreement": statistics.mean(forced),
            "free_running_agreement": statistics.mean(free),
        },
        "ci95": {"token_agreement": wilson(sum(forced), len(forced))},
        "n": len(forced),
    }


def until_end(row: list[int], tokens: Tokens) -> list[int]:
    """Return the answer and its end token, without what a forced run adds."""
    at = next((at for at, token in enumerate(row) if token in tokens.ends), len(row))
    return row[: at + 1]


def measure_load(folder: Path, imports: str, load: str) -> dict[str, float]:
    """Return seconds to import and to load until the first answer, and memory, in a new process."""
    runs = []
    for _ in range(3):
        done = subprocess.run(
            [sys.executable, "-c", LOADS.format(imports=imports, load=load), str(folder)],
            capture_output=True,
            text=True,
            check=True,
        )
        runs.append([float(number) for number in done.stdout.split()])
    best = np.min(runs, axis=0)
    return {"import_s": best[0], "load_s": best[1], "memory_mb": best[2]}
