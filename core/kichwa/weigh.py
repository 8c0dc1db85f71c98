"""What speaks for a reading of a Kichwa word: named evidence, and the weights learned for it."""

import csv
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from core.kichwa.candidates import Candidate
from core.kichwa.context import Context
from core.kichwa.features import options
from core.kichwa.spanish_stems import gender
from core.kichwa.stems import FOLDER, Stems, looks_foreign
from core.kichwa.suffixes import suffixes

WEIGHTS = FOLDER / "analyser-weights.csv"
BESIDE = "||"
_CLOSED = frozenset({"PRON", "DET", "PART", "NUM", "AUX", "ADP", "CCONJ", "INTJ"})
_ONCE, _OFTEN = 1.5, 6.0  # weighted counts of a word


@dataclass(frozen=True)
class Weights:
    """Weights of evidence by name; `around` has those that depend on the context: sign → name."""

    alone: Mapping[str, float] = field(default_factory=dict)
    around: Mapping[str, Mapping[str, float]] = field(default_factory=dict)


def decisions(candidate: Candidate) -> list[str]:
    """Return what a reading decides on, by name."""
    stem, chain = candidate.stem, candidate.chain
    of_suffixes = zip(options(chain.tags), candidate.pick, strict=True)
    found = [f"u:{stem.upos}", *(f"{tag}/{pick}" for (tag, _), pick in of_suffixes)]
    if stem.upos in _CLOSED:
        found.append(f"l:{stem.upos}:{stem.lemma}:{stem.feats}")
    elif stem.feats != "_":
        found.append(f"l:{stem.feats}")
    if not chain.links:
        found.append(f"bare:{stem.upos}")
    return found


def evidence(word: str, candidate: Candidate, known: Stems) -> Iterator[tuple[str, float]]:
    """Yield (name, value) of what speaks for or against a reading, the context aside."""
    for name in decisions(candidate):
        yield name, 1.0
    yield from _of_chain(candidate)
    yield from _of_stem(word, candidate)
    yield from _of_reading(word, candidate, known)


def _of_chain(candidate: Candidate) -> Iterator[tuple[str, float]]:
    upos, chain = candidate.stem.upos, candidate.chain
    before = upos
    for tag, form in chain.links:
        yield f"{before}>{tag}", 1.0
        if form != suffixes()[tag].form:
            yield f"f:{tag}/{form}", 1.0
        before = tag
    yield f"{before}>$", 1.0
    yield f"c:{upos}:{'.'.join(chain.tags)}:{candidate.pick}", 1.0
    yield "links", float(len(chain.links))
    if chain.swaps:
        yield "swaps", float(chain.swaps)


def _of_stem(word: str, candidate: Candidate) -> Iterator[tuple[str, float]]:
    stem = candidate.stem
    if stem.upos in ("NOUN", "ADJ", "PROPN"):
        of, foreign = gender(stem.form), looks_foreign(stem.form)
        yield f"g:{stem.upos}:{stem.feats}:{of}:{foreign:d}", 1.0
    if candidate.seen:
        yield "seen", 1.0
        yield "p:count", math.log1p(stem.count)
        yield "p:share", math.log(candidate.share + 0.02)
        return
    yield f"guess:{stem.upos}:{word[0].isupper():d}:{looks_foreign(stem.form):d}", 1.0
    yield f"guess:{stem.upos}:{min(len(stem.form), 7)}", 1.0
    yield f"guess:{stem.upos}:{stem.form[-1]}", 1.0
    yield f"guess:{stem.upos}:{stem.form[-2:]}", 1.0


def _of_reading(word: str, candidate: Candidate, known: Stems) -> Iterator[tuple[str, float]]:
    seen = known.readings.get(word.casefold())
    if not seen:
        return
    total = sum(seen.values())
    share = (seen.get(candidate.key, 0.0) + 0.05) / (total + 0.5)
    kind = "once" if total < _ONCE else "some" if total < _OFTEN else "often"
    yield f"p:read:{kind}", math.log(share)


def weigh(word: str, candidate: Candidate, known: Stems, weights: Weights) -> float:
    """Return how likely a reading is, as a log-likelihood without constant, the context aside."""
    get = weights.alone.get
    return sum(get(name, 0.0) * value for name, value in evidence(word, candidate, known))


def weigh_around(names: list[str], context: Context, weights: Weights) -> float:
    """Return what the context adds for what a reading decides on."""
    total = 0.0
    for sign in context.signs():
        row = weights.around.get(sign)
        if row:
            total += sum(row.get(name, 0.0) for name in names)
    return total


def read_weights(path: Path) -> Weights:
    """Return the weights of a table name,weight; those of contexts are named sign|decision."""
    alone: dict[str, float] = {}
    around: dict[str, dict[str, float]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for name, value in list(csv.reader(file))[1:]:
            sign, found, decision = name.partition(BESIDE)
            if found and sign:
                around.setdefault(sign, {})[decision] = float(value)
            else:
                alone[name] = float(value)
    return Weights(alone, around)


@cache
def shipped_weights() -> Weights:
    """Return the weights in assets/kichwa."""
    return read_weights(WEIGHTS)
