"""Fit confidences: what chrF++ to expect of a translation, from evidence on held-out chapters."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core.metrics.chrf import chrf_plus_plus
from core.translation.choose import Answers, from_memory
from core.translation.confidence import evidence
from core.translation.memory import Memory
from core.translation.phrase_tables import Tables
from core.translation.phrases import translations
from core.translation.result import Candidate, Direction, Engine, Source
from core.translation.rules.translate import translate_rules
from core.translation.units import languages
from training.translation.corpus import Fold, oriented, phrasebook_pairs

_RIDGE = 3.0
_TOLD = 4


@dataclass(frozen=True)
class Seen:
    """A translation's evidence, and how close to the reference it is (chrF++ / 100)."""

    engine: Engine
    evidence: Mapping[str, float]
    quality: float


def memory_of(part: Fold, direction: Direction) -> Memory:
    """Return the memory of what a fold may know."""
    known = [Source(*oriented(p, direction), 0.0, "") for p in (*part.train, *phrasebook_pairs())]
    return Memory(known, languages(direction)[0])


def answers(text: str, direction: Direction, tables: Tables, memory: Memory) -> Answers:
    """Return what the engines say with the knowledge of a fold."""
    phrases = [
        Candidate(one.text, "phrases", one.agreement, one.unknown)
        for one in translations(text, tables)[:_TOLD]
    ]
    found: dict[Engine, Sequence[Candidate]] = {
        "memory": from_memory(text, memory.best(text)),
        "rules": translate_rules(text, direction),
        "phrases": phrases,
    }
    return found


def observe(part: Fold, tables: Tables, most: int) -> list[Seen]:
    """Return what engines say of a fold's held-out sentences."""
    direction = tables.direction
    memory = memory_of(part, direction)
    seen = []
    for pair in part.held_out[:: max(1, len(part.held_out) // most)]:
        text, reference = oriented(pair, direction)
        told = answers(text, direction, tables, memory)
        for engine, candidates in told.items():
            peers = [others[0].text for name, others in told.items() if name != engine and others]
            for one in candidates:
                found = evidence(text, one, peers, direction, tables.lm)
                seen.append(Seen(engine, found, chrf_plus_plus(one.text, reference) / 100))
    return seen


def fit(seen: Sequence[Seen]) -> dict[str, float]:
    """Return the weights of ridge regression on standardised evidence, as for plain evidence."""
    names = list(seen[0].evidence)
    table = np.array([[one.evidence[name] for name in names] for one in seen])
    quality = np.array([one.quality for one in seen])
    mean, spread = table.mean(axis=0), table.std(axis=0) + 1e-9
    scaled = (table - mean) / spread
    square = scaled.T @ scaled + _RIDGE * np.eye(len(names))
    slope = np.linalg.solve(square, scaled.T @ (quality - quality.mean())) / spread
    fixed = float(quality.mean() - slope @ mean)
    return {"": round(fixed, 5)} | {
        name: round(float(weight), 5) for name, weight in zip(names, slope, strict=True)
    }


def write(path: Path, seen: Mapping[Direction, Sequence[Seen]]) -> None:
    """Write the weights of every direction and engine that was observed."""
    weights = {}
    for direction, found in seen.items():
        for engine in sorted({one.engine for one in found}):
            weights[f"{direction} {engine}"] = fit([o for o in found if o.engine == engine])
    path.write_text(json.dumps(weights, indent=1) + "\n", encoding="utf-8")
