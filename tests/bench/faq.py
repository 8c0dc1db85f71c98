"""The chatbot under a class of 30, and a FAQ of 10,000 rows.

Peers: a bare Gradio endpoint that echoes, under the same load; TF-IDF cosine by scikit-learn.
"""

import asyncio
import csv
import itertools
import json
import random
import time
from pathlib import Path

import httpx
import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from core.retrieval.faq import Faq, FaqRow
from core.tasks.answer import Assistant
from tests.bench.server import serve

CLIENTS = 30
ROUNDS = 5
ROWS = 10_000
SHEET = Path("training/sheets/faq-dev.csv")


def measure() -> dict[str, object]:
    questions = [row["question"] for row in csv.DictReader(SHEET.open(encoding="utf-8"))]
    with serve("apps", "chatbot", ready_path="/healthz") as running:
        ours = asyncio.run(load(running.url + "/chatbot", questions, ["es", None]))
    with serve("tests.bench.echo_page", ready_path="/") as running:
        echo = asyncio.run(load(running.url, questions, []))
    large = ten_thousand_rows(questions)
    metrics = {
        "p95_ms_30_users": ours["p95_ms"],
        "p50_ms_30_users": ours["p50_ms"],
        "p95_ms_30_at_once": ours["burst_p95_ms"],
        "errors": ours["errors"],
        "p95_30_users_vs_echo": ours["p95_ms"] / echo["p95_ms"],
        **large,
    }
    baselines = {"echo_p95_ms_30_users": echo["p95_ms"], "echo_burst_p95_ms": echo["burst_p95_ms"]}
    return {
        "metrics": metrics,
        "baselines": baselines,
        "n": {"requests": CLIENTS * ROUNDS * 2, "rows": ROWS},
    }


async def load(url: str, questions: list[str], rest: list[object]) -> dict[str, float]:
    """Return latencies of 30 clients: with 1–3 s of reading between questions, and all at once."""
    rng = random.Random(0)
    limits = httpx.Limits(max_connections=2 * CLIENTS)
    async with httpx.AsyncClient(timeout=60, limits=limits) as client:
        for _ in range(3):
            await ask(client, url, [questions[0], *rest])

        async def visitor(reading: bool) -> list[float]:
            times = []
            for _ in range(ROUNDS):
                if reading:
                    await asyncio.sleep(rng.uniform(1, 3))
                times.append(await ask(client, url, [rng.choice(questions), *rest]))
            return times

        reading = await asyncio.gather(*(visitor(reading=True) for _ in range(CLIENTS)))
        burst = await asyncio.gather(*(visitor(reading=False) for _ in range(CLIENTS)))
    calm = np.array(list(itertools.chain(*reading)))
    rushed = np.array(list(itertools.chain(*burst)))
    return {
        "p50_ms": float(np.nanpercentile(calm, 50)),
        "p95_ms": float(np.nanpercentile(calm, 95)),
        "burst_p95_ms": float(np.nanpercentile(rushed, 95)),
        "errors": int(np.isnan(calm).sum() + np.isnan(rushed).sum()),
    }


async def ask(client: httpx.AsyncClient, url: str, data: list[object]) -> float:
    """Return milliseconds until the answer was complete, NaN for an error."""
    began = time.perf_counter()
    started = await client.post(f"{url}/gradio_api/call/ask", json={"data": data})
    if started.status_code != 200:
        return float("nan")
    reply = await client.get(f"{url}/gradio_api/call/ask/{started.json()['event_id']}")
    done = reply.status_code == 200 and "event: complete" in reply.text
    good = done and json.loads(reply.text.split("data: ", 1)[1].splitlines()[0])[0].get("text")
    return (time.perf_counter() - began) * 1000 if good else float("nan")


def ten_thousand_rows(questions: list[str]) -> dict[str, float]:
    """Return seconds to index and p95 milliseconds to answer, beside TF-IDF of scikit-learn."""
    faq = invented_faq()
    began = time.perf_counter()
    assistant = Assistant(faq)
    index_s = time.perf_counter() - began
    asked = questions[:200] + [row.variants[0] for row in faq.rows[:: ROWS // 200]]
    assistant.ask(asked[0])
    ours = [timed(lambda q=q: assistant.ask(q)) for q in asked]
    wordings = [w for row in faq.rows for w in row.wordings]
    began = time.perf_counter()
    vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5))
    texts = vectorizer.fit_transform(wordings).T.tocsr()
    peer_index_s = time.perf_counter() - began
    peer = [
        timed(lambda q=q: (vectorizer.transform([q]) @ texts).toarray().argmax()) for q in asked
    ]
    return {
        "index_s_10k_rows": index_s,
        "p95_ms_10k_rows": float(np.percentile(ours, 95)),
        "p95_10k_vs_tfidf": float(np.percentile(ours, 95) / np.percentile(peer, 95)),
        "index_10k_vs_tfidf": index_s / peer_index_s,
    }


def timed(work) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def invented_faq() -> Faq:
    """Return 10,000 rows of different questions with two variants each."""
    verbs = ["cambiar", "pedir", "pagar", "anular", "consultar", "renovar", "enviar", "recibir"]
    things = ["tarjeta", "cuenta", "certificado", "recibo", "seguro", "préstamo", "clave", "beca"]
    places = ["web", "agencia", "aplicación", "ventanilla", "oficina", "sede", "feria", "aula"]
    people = ["un menor", "una empresa", "mi madre", "un extranjero", "un jubilado"]
    times = ["enero", "mayo", "un feriado", "la noche", "el sábado", "la mañana", "marzo", "julio"]
    rows = []
    for number, (verb, thing, place, who, when) in enumerate(
        itertools.islice(itertools.product(verbs, things, places, people, times), ROWS), 1
    ):
        rows.append(
            FaqRow(
                str(number),
                f"¿Cómo puede {who} {verb} su {thing} en la {place} en {when}?",
                f"Respuesta {number}.",
                (
                    f"{verb} {thing} {place} {who} {when}",
                    f"quiero {verb} {thing}, soy {who}, {when}, {place}",
                ),
            )
        )
    return Faq(tuple(rows), "invented", "invented.csv")
