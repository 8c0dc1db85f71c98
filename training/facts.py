"""Questions about invented facts: they teach the form of an answer, with and without a text."""

import random
import tomllib
from pathlib import Path
from typing import Any

from core.prompts.llamita import CONTEXT, FAQ
from core.prompts.records import Record

_SHEET = Path(__file__).parent / "sheets" / "facts.toml"
_COUNT = 12_000
_SEED = 20_26


def fact_records() -> list[Record]:
    """Return 12,000 questions; half must be answered from a text that holds three facts."""
    sheet = tomllib.loads(_SHEET.read_text(encoding="utf-8"))
    rng = random.Random(_SEED)
    records = []
    for _ in range(_COUNT):
        facts = [_draw(rng, sheet, topic) for topic in rng.sample(sheet["topic"], 3)]
        question, answer = rng.choice(facts)
        if rng.random() < 0.5:
            records.append(Record(FAQ, question, answer))
        else:
            text = " ".join(answer for _, answer in facts)
            records.append(Record(CONTEXT, f"{text}\n{question}", answer))
    return records


def _draw(rng: random.Random, sheet: dict[str, Any], topic: dict[str, Any]) -> tuple[str, str]:
    """Return a question and an answer of a topic with the same random facts."""
    drawn: dict[str, object] = {}
    for name, values in sheet["values"].items():
        drawn[name], drawn[f"{name}2"] = rng.sample(values, 2)
        drawn[name.capitalize()] = str(drawn[name])[0].upper() + str(drawn[name])[1:]
    drawn["number"] = rng.randint(2, 98) if rng.random() < 0.5 else 10 * rng.randint(1, 80)
    start = rng.randint(7, 12)
    drawn["hour"], drawn["hour2"] = f"{start}:00", f"{start + rng.randint(2, 8)}:30"
    drawn["phone"] = f"000 555 {rng.randint(0, 9999):04}"
    return rng.choice(topic["questions"]).format(**drawn), topic["answer"].format(**drawn)
