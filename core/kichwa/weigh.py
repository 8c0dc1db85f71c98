"""What speaks for a reading of a Kichwa word: named evidence, and the weights learned for it."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path

from core.kichwa.candidates import Candidate, Ending, Origin
from core.kichwa.context import Context
from core.kichwa.features import NONE, options
from core.kichwa.spanish_stems import gender
from core.kichwa.stems import FOLDER, Stem, Stems, is_spanish, read_table
from core.kichwa.suffixes import suffixes

WEIGHTS = FOLDER / "analyser-weights.csv.gz"
BESIDE = "||"
_CLOSED = frozenset({"PRON", "DET", "PART", "NUM", "AUX", "ADP", "CCONJ", "INTJ"})
_NAMING = frozenset({"NOUN", "ADJ", "PROPN"})
_ONCE, _OFTEN = 1.5, 6.0  # weighted counts of a word


Evidence = tuple[str, float]


@dataclass(frozen=True)
class Weights:
    """Weights of evidence by name; `around` has those that depend on the context: sign → name."""

    alone: Mapping[str, float] = field(default_factory=dict)
    around: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    def sum(self, found: Iterable[Evidence]) -> float:
        """Return the weight of evidence."""
        get = self.alone.get
        return sum(get(name, 0.0) * value for name, value in found)


@lru_cache(maxsize=50_000)
def decided(upos: str, ending: Ending) -> tuple[str, ...]:
    """Return what an ending decides on, by name."""
    of_suffixes = zip(options(ending.chain.tags), ending.pick, strict=True)
    found = [f"u:{upos}", *(f"{tag}/{pick}" for (tag, _), pick in of_suffixes)]
    return tuple(found) if ending.chain.links else (*found, f"bare:{upos}")


def decisions(candidate: Candidate) -> tuple[str, ...]:
    """Return what a reading decides on, by name."""
    brought = _brought(candidate.stem)
    found = decided(candidate.stem.upos, candidate.ending)
    return (*found, brought) if brought else found


def _brought(stem: Stem) -> str:
    """Return the name of what a stem brings itself, "" where it is nothing."""
    if stem.upos in _CLOSED:
        return f"l:{stem.upos}:{stem.lemma}:{stem.feats}"
    return "" if stem.feats == NONE else f"l:{stem.feats}"


def of_ending(upos: str, ending: Ending) -> Iterator[Evidence]:
    """Yield what speaks for an ending on a stem of a class."""
    for name in decided(upos, ending):
        yield name, 1.0
    before = upos
    for (tag, form), pick in zip(ending.chain.links, ending.pick, strict=False):
        yield f"{before}>{tag}", 1.0
        if form != suffixes()[tag].form:
            yield f"f:{tag}/{form}", 1.0
            yield f"f:{tag}/{form}/{pick}", 1.0
        before = tag
    yield f"{before}>$", 1.0
    yield f"c:{upos}:{'.'.join(ending.chain.tags)}:{ending.pick}", 1.0
    yield "links", float(len(ending.chain.links))
    if ending.chain.swaps:
        yield "swaps", float(ending.chain.swaps)


def of_origin(word: str, origin: Origin, known: Stems) -> Iterator[Evidence]:
    """Yield what speaks for a stem."""
    stem = origin.stem
    foreign = is_spanish(stem.form)
    if brought := _brought(stem):
        yield brought, 1.0
    if stem.upos in _NAMING:
        yield f"g:{stem.upos}:{stem.feats}:{gender(stem.form, stem.upos)}:{foreign:d}", 1.0
    if stem.form in known.listed:
        yield f"listed:{stem.upos in known.listed[stem.form]:d}:{origin.seen:d}", 1.0
    if origin.seen:
        yield "seen", 1.0
        yield "p:count", math.log1p(stem.count)
        yield "p:share", math.log(origin.share + 0.02)
        return
    yield f"guess:{stem.upos}:{word[0].isupper():d}:{foreign:d}", 1.0
    yield f"guess:{stem.upos}:{min(len(stem.form), 7)}", 1.0
    yield f"guess:{stem.upos}:{stem.form[-1]}", 1.0
    yield f"guess:{stem.upos}:{stem.form[-2:]}", 1.0


def of_pair(low: str, candidate: Candidate, known: Stems) -> Iterator[Evidence]:
    """Yield what speaks for a stem with its ending: the lemma's habits, readings of the word."""
    lemma = candidate.stem.lemma
    for name in decided(candidate.stem.upos, candidate.ending)[1:]:
        yield f"m:{lemma}:{name}", 1.0
    seen = known.readings.get(low)
    if not seen:
        return
    total = sum(seen.values())
    share = (seen.get(candidate.key, 0.0) + 0.05) / (total + 0.5)
    kind = "once" if total < _ONCE else "some" if total < _OFTEN else "often"
    yield f"p:read:{kind}", math.log(share)


def evidence(word: str, candidate: Candidate, known: Stems) -> Iterator[Evidence]:
    """Yield (name, value) of what speaks for or against a reading, the context aside."""
    yield from of_ending(candidate.stem.upos, candidate.ending)
    yield from of_origin(word, candidate.origin, known)
    yield from of_pair(word.casefold(), candidate, known)


def weigh_around(names: Sequence[str], context: Context, weights: Weights) -> float:
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
    for name, value in read_table(path):
        sign, found, decision = name.partition(BESIDE)
        if found:
            around.setdefault(sign, {})[decision] = float(value)
        else:
            alone[name] = float(value)
    return Weights(alone, around)


@cache
def shipped_weights() -> Weights:
    """Return the weights in assets/kichwa."""
    return read_weights(WEIGHTS)
