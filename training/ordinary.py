"""Ordinary messages, so that the learned judge knows what is harmless."""

import csv
import json
import random
from pathlib import Path

from core.safety.moderation import judge
from training.sources import neighbouring_sentences, source

OWN = Path(__file__).parent / "sheets" / "harmless.csv"


def harmless() -> list[str]:
    """Return our own list of everyday messages."""
    with OWN.open(encoding="utf-8", newline="") as lines:
        return [row["text"] for row in csv.DictReader(lines)]


def public_sentences(seed: int = 0, novels: int = 3000, english: int = 3000) -> list[str]:
    """Return sentences of public data: news and web text, customers' questions, novels.

    Sentences that a moderation rule meets are left out: nobody has read these sources for us.
    """
    rng = random.Random(seed)
    clinc = json.loads(source("banking/clinc150-train-val.json").read_text(encoding="utf-8"))
    asked = [text for part in ("train", "oos_train") for text, _ in clinc[part]]
    with source("banking/banking77-train.csv").open(encoding="utf-8", newline="") as lines:
        asked += [row["text"] for row in csv.DictReader(lines)]
    with source("ud/es_gsd-ud-dev.conllu").open(encoding="utf-8") as lines:
        news = [line[9:].strip() for line in lines if line.startswith("# text = ")]
    told = [first for first, _ in neighbouring_sentences()]
    picked = rng.sample(asked, english) + news + rng.sample(told, novels)
    return [text for text in picked if judge(text).kind == "clean"]
