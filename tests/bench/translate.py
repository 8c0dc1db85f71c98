"""The translator: one visitor, a class of 30, and with the language model asked as well.

Peer: a bare Gradio endpoint that echoes, under the same load.
"""

import asyncio
import itertools
import random
import time

import httpx
import numpy as np

from core.kichwa.phrasebook import phrases
from core.tasks.translate import translate
from tests.bench.faq import load
from tests.bench.server import serve

CLIENTS, ROUNDS = 30, 5
ALONE, MODEL = 200, 60
Asked = tuple[str, str]
"""Text, and the language it shall be in."""


def measure() -> dict[str, object]:
    asked = new_sentences()
    with serve("apps", "translator", ready_path="/healthz") as running:
        began = time.perf_counter()
        asyncio.run(one_by_one(running.url, asked[:1]))
        first_s = time.perf_counter() - began
        alone = asyncio.run(one_by_one(running.url, asked[:ALONE]))
        crowd = asyncio.run(class_of_30(running.url, asked))
    with serve("tests.bench.echo_page", ready_path="/") as running:
        echo = asyncio.run(load(running.url, [text for text, _ in asked], []))
    guesses = with_model(asked[:MODEL])
    metrics = {
        "p95_ms": p95(alone),
        "p95_ms_30_users": p95(crowd),
        "p95_30_users_vs_echo": p95(crowd) / echo["p95_ms"],
        "p95_ms_with_model": p95(guesses),
        "first_answer_s": first_s,
        "errors": int(np.isnan(alone).sum() + np.isnan(crowd).sum()),
    }
    return {
        "metrics": metrics,
        "baselines": {"echo_p95_ms_30_users": echo["p95_ms"]},
        "n": {"alone": ALONE, "class": CLIENTS * ROUNDS, "with_model": MODEL},
    }


def new_sentences() -> list[Asked]:
    """Return sentences that the memory does not hold: two of the phrasebook in one."""
    rng = random.Random(0)
    book = list(phrases())
    pairs = list(zip(rng.sample(book, len(book)), rng.sample(book, len(book)), strict=True))
    to_kichwa = [(f"{joined(one.es)} y {joined(two.es)}.", "qu") for one, two in pairs]
    to_spanish = [(f"{joined(one.qu)} {joined(two.qu)}.", "es") for one, two in pairs]
    asked = to_kichwa + to_spanish
    rng.shuffle(asked)
    return asked


def joined(sentence: str) -> str:
    return sentence.strip(" .?!¿¡").lower()


async def one_by_one(url: str, asked: list[Asked]) -> np.ndarray:
    """Return milliseconds per answer for a visitor alone."""
    async with httpx.AsyncClient(timeout=60) as client:
        return np.array([await ask(client, url, each) for each in asked])


async def class_of_30(url: str, asked: list[Asked]) -> np.ndarray:
    """Return milliseconds per answer of 30 visitors who read 1–3 s between questions."""
    rng = random.Random(1)
    limits = httpx.Limits(max_connections=2 * CLIENTS)
    async with httpx.AsyncClient(timeout=60, limits=limits) as client:

        async def visitor() -> list[float]:
            times = []
            for _ in range(ROUNDS):
                await asyncio.sleep(rng.uniform(1, 3))
                times.append(await ask(client, url, rng.choice(asked)))
            return times

        found = await asyncio.gather(*(visitor() for _ in range(CLIENTS)))
    return np.array(list(itertools.chain(*found)))


async def ask(client: httpx.AsyncClient, url: str, asked: Asked) -> float:
    """Return milliseconds until the answer, NaN for an error."""
    text, target = asked
    source = "es" if target == "qu" else "qu"
    began = time.perf_counter()
    reply = await client.post(
        f"{url}/translator/translate", json={"q": text, "source": source, "target": target}
    )
    good = reply.status_code == 200 and reply.json().get("translatedText")
    return (time.perf_counter() - began) * 1000 if good else float("nan")


def with_model(asked: list[Asked]) -> np.ndarray:
    """Return milliseconds per answer when Llamita is asked too, in this process."""
    times = []
    for text, target in asked[:1] + asked:
        began = time.perf_counter()
        translate(text, "es-qu" if target == "qu" else "qu-es", with_model=True)
        times.append((time.perf_counter() - began) * 1000)
    return np.array(times[1:])  # the first loads the weights


def p95(times: np.ndarray) -> float:
    return float(np.nanpercentile(times, 95))
