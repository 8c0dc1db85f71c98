"""Second start of the suite: until the landing page, until the apps, until the first answer.

Peer: a bare Gradio page, the least that any Gradio app takes to answer.
"""

import asyncio
import statistics

import httpx

from tests.bench import translate
from tests.bench.faq import ask
from tests.bench.server import serve

RUNS = 3


def measure() -> dict[str, object]:
    landing, ready, first, echo = [], [], [], []
    page, translated = [], []
    for _ in range(RUNS + 1):  # the first fills the disk cache and is left out
        with serve("apps", "chatbot", ready_path="/healthz") as running:
            landing.append(running.landing_s)
            ready.append(running.ready_s)
            first.append(asyncio.run(first_answer(running.url + "/chatbot")))
        with serve("apps", "translator", ready_path="/healthz") as running:
            page.append(running.ready_s)
            translated.append(asyncio.run(first_translation(running.url)))
        with serve("tests.bench.echo_page", ready_path="/") as running:
            echo.append(running.landing_s)
    metrics = {
        "landing_s": statistics.median(landing[1:]),
        "chatbot_page_s": statistics.median(ready[1:]),
        "chatbot_first_answer_s": statistics.median(first[1:]),
        "translator_page_s": statistics.median(page[1:]),
        "translator_first_answer_s": statistics.median(translated[1:]),
        "landing_vs_bare_gradio": statistics.median(landing[1:]) / statistics.median(echo[1:]),
    }
    return {
        "metrics": metrics,
        "baselines": {"bare_gradio_s": statistics.median(echo[1:])},
        "n": {"starts": RUNS},
    }


async def first_answer(url: str) -> float:
    """Return seconds from the first question, right after the start, to its answer."""
    async with httpx.AsyncClient(timeout=60) as client:
        return await ask(client, url, ["¿Cuánto cuesta el curso de Excel?", "es", None]) / 1000


async def first_translation(url: str) -> float:
    """Return seconds from the first text, right after the start, to its translation."""
    async with httpx.AsyncClient(timeout=60) as client:
        asked = ("Mi hermana trabaja en la escuela.", "qu")
        return await translate.ask(client, url, asked) / 1000
