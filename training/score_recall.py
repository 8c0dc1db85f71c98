"""Score how a model recalls dictionary records: all senses, and its first one."""

import json
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from rapidfuzz import fuzz, process

from core.lexicon.dictionary import Direction, is_dictionary, read_entries
from core.lexicon.held_out import heldout_head
from core.lexicon.records import INSTRUCTION, read_records
from core.metrics.interval import Interval, wilson
from core.models.interface import Message, Model, Sampling
from core.prompts.records import Record
from core.text import fold

Part = Literal["trained", "heldout"]
_ANSWER = Sampling(max_tokens=64)
_TOGETHER = 64
# What URKU reported for questions of this kind; its questions and test lines are others.
PUBLISHED = {
    "urku_llama2_70b_any_sense": 0.889,
    "urku_llama2_7b_any_sense_at_most": 0.178,
    "note": "URKU's own questions about its own dictionary; not the same lines as here",
}


@dataclass(frozen=True)
class Asked:
    """One question of a dictionary."""

    record: Record
    senses: tuple[str, ...]
    heldout: bool

    @property
    def part(self) -> Part:
        """Return whether training saw the word."""
        return "heldout" if self.heldout else "trained"

    @property
    def head(self) -> str:
        """Return the folded word that is asked for."""
        return fold(self.record.entry or self.record.instruction)


def split_senses(answer: str) -> tuple[str, ...]:
    """Return the senses of an answer, folded, in order.

    >>> split_senses("Wasi; uku, wasi.")
    ('wasi', 'uku')
    """
    parts = (fold(part).strip(" .:¿?¡!\"'«»") for part in re.split(r"[,;\n]", answer))
    return tuple(dict.fromkeys(part for part in parts if part))


def _ask(record: Record) -> Asked:
    held = heldout_head(record.entry or record.instruction)
    return Asked(record, split_senses(record.output), held)


def read_asked(path: Path, direction: Direction | None = None) -> list[Asked]:
    """Return the questions of a dictionary {head: senses} or of URKU's records.

    Raises UserError when the file is neither.
    """
    asked = [_ask(record) for record in _records(path, direction)]
    return [one for one in asked if one.senses]


def _records(path: Path, direction: Direction | None) -> list[Record]:
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except ValueError:
        data = None  # JSON lines
    if not is_dictionary(data) or {"salida", "output"} & {fold(key) for key in data}:
        return read_records(path)
    return [
        Record(INSTRUCTION[entry.direction], entry.head, ", ".join(entry.senses))
        for entry in read_entries(data, direction).entries
    ]


def answers(model: Model, asked: Sequence[Asked], adapter: str | None) -> list[str]:
    """Return the model's greedy answers."""
    prompts = [(Message("user", one.record.question),) for one in asked]
    # Questions of like length finish together.
    order = sorted(range(len(prompts)), key=lambda at: len(prompts[at][0].content))
    told = [""] * len(prompts)
    for start in range(0, len(order), _TOGETHER):
        chunk = order[start : start + _TOGETHER]
        found = model.complete([prompts[at] for at in chunk], _ANSWER, adapter=adapter)
        for at, completion in zip(chunk, found, strict=True):
            told[at] = completion.text
    return told


def exact(asked: Asked, answer: str) -> bool:
    """Return whether the answer gives all senses and no other."""
    return set(split_senses(answer)) == set(asked.senses)


def any_sense(asked: Asked, answer: str) -> bool:
    """Return whether the first sense of the answer is among the senses."""
    return bool(first := split_senses(answer)[:1]) and first[0] in asked.senses


def score(
    asked: Sequence[Asked], told: Sequence[str]
) -> tuple[dict[str, float], dict[str, Interval], dict[str, int]]:
    """Return metrics, intervals and counts, for all questions and for each part."""
    metrics: dict[str, float] = {}
    ci95: dict[str, Interval] = {}
    counts = {"asked": len(asked)}
    parts: dict[str, Callable[[Asked], bool]] = {
        "": lambda one: True,
        "_trained": lambda one: not one.heldout,
        "_heldout": lambda one: one.heldout,
    }
    for suffix, belongs in parts.items():
        pairs = [pair for pair in zip(asked, told, strict=True) if belongs(pair[0])]
        if suffix:
            counts[suffix[1:]] = len(pairs)
        for name, judge in (("exact", exact), ("any_sense", any_sense)):
            hits = sum(judge(*pair) for pair in pairs)
            metrics[name + suffix] = hits / len(pairs) if pairs else float("nan")
            ci95[name + suffix] = wilson(hits, len(pairs))
    return metrics, ci95, counts


def nearest_answers(asked: Sequence[Asked], known: Sequence[Asked]) -> list[str]:
    """Return for each question the answer to the most similarly spelled other known word."""
    heads = np.array([one.head for one in known])
    kinds = np.array([one.record.instruction for one in known])
    told = []
    for start in range(0, len(asked), 256):
        chunk = asked[start : start + 256]
        mine = np.array([one.head for one in chunk])[:, None]
        kind = np.array([one.record.instruction for one in chunk])[:, None]
        likeness = process.cdist(mine[:, 0], heads, scorer=fuzz.ratio, dtype=np.float32)
        likeness[(mine == heads) | (kind != kinds)] = -1
        for row, best in zip(likeness, likeness.argmax(axis=1), strict=True):
            told.append(known[int(best)].record.output if row[best] >= 0 else "")
    return told


def commonest_answers(asked: Sequence[Asked], known: Sequence[Asked]) -> list[str]:
    """Return for each question the commonest sense of all answers to its instruction."""
    counts: dict[str, Counter[str]] = {}
    for one in known:
        counts.setdefault(one.record.instruction, Counter()).update(one.senses)
    commonest = {kind: senses.most_common(1)[0][0] for kind, senses in counts.items()}
    return [commonest[one.record.instruction] for one in asked]


def baselines(asked: Sequence[Asked], known: Sequence[Asked]) -> dict[str, float]:
    """Return what needs no model: the nearest other head word's answer, the commonest sense.

    known: every word of the file. The nearest head is never the word that is asked for.
    """
    found: dict[str, float] = {}
    for name, told in (
        ("nearest_head", nearest_answers(asked, known)),
        ("commonest", commonest_answers(asked, known)),
    ):
        metrics, _, _ = score(asked, told)
        found |= {f"{name}_{key}": metrics[key] for key in ("exact", "any_sense")}
    return found
