"""What speaks for a reading of a Kichwa word: named evidence, and the weights learned for it."""

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path

from core.kichwa.candidates import Candidate, Ending, Origin
from core.kichwa.chains import Chain
from core.kichwa.features import NONE, options
from core.kichwa.spanish_stems import gender
from core.kichwa.stems import FOLDER, NAMING, Stem, Stems, is_spanish, read_table
from core.kichwa.suffixes import suffixes

WEIGHTS = FOLDER / "analyser-weights.csv.gz"
BESIDE = "||"
_CLOSED = frozenset({"PRON", "DET", "PART", "NUM", "AUX", "ADP", "CCONJ", "INTJ"})
_HABIT = re.compile(r"(.*?):(bare:[^:]*|[^:]*)")
_ONCE, _OFTEN = 1.5, 6.0  # weighted counts of a word


Evidence = tuple[str, float]
Key = tuple[str, str, str]
"""Lemma, class, features."""


@dataclass(frozen=True)
class Weights:
    """Weights of evidence by name; `around` has those that depend on the context: sign → name."""

    alone: Mapping[str, float] = field(default_factory=dict)
    around: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    def sum(self, found: Iterable[Evidence]) -> float:
        """Return the weight of evidence."""
        get = self.alone.get
        return sum(get(name, 0.0) * value for name, value in found)

    def habits(self) -> dict[str, dict[str, float]]:
        """Return the weights of what lemmas decide: lemma → decision → weight."""
        found: dict[str, dict[str, float]] = {}
        for name, value in self.alone.items():
            kind, _, rest = name.partition(":")
            if kind == "m":
                lemma, decision = _HABIT.fullmatch(rest).groups()  # type: ignore[union-attr]
                found.setdefault(lemma, {})[decision] = value
        return found


@lru_cache(maxsize=10_000)
def decided(upos: str, ending: Ending) -> tuple[str, ...]:
    """Return what an ending decides on, by name."""
    of_suffixes = zip(options(ending.chain.tags), ending.pick, strict=True)
    found = [f"u:{upos}", *(f"{tag}/{pick}" for (tag, _), pick in of_suffixes)]
    return tuple(found) if ending.chain.links else (*found, f"bare:{upos}")


def decisions(candidate: Candidate) -> tuple[str, ...]:
    """Return what a reading decides on, by name."""
    of_stem = brought(candidate.stem)
    found = decided(candidate.stem.upos, candidate.ending)
    return (*found, of_stem) if of_stem else found


def brought(stem: Stem) -> str:
    """Return the name of what a stem brings itself, "" where it is nothing."""
    if stem.upos in _CLOSED:
        return f"l:{stem.upos}:{stem.lemma}:{stem.feats}"
    return "" if stem.feats == NONE else f"l:{stem.feats}"


def of_chain(upos: str, chain: Chain) -> Iterator[Evidence]:
    """Yield what speaks for a row of suffixes on a stem of a class."""
    before = upos
    for tag, form in chain.links:
        yield f"{before}>{tag}", 1.0
        if form != suffixes()[tag].form:
            yield f"f:{tag}/{form}", 1.0
        before = tag
    yield f"{before}>$", 1.0
    yield "links", float(len(chain.links))
    if chain.swaps:
        yield "swaps", float(chain.swaps)


def of_pick(upos: str, ending: Ending) -> Iterator[Evidence]:
    """Yield what speaks for the features that a row of suffixes is read with."""
    for name in decided(upos, ending):
        yield name, 1.0
    for (tag, form), pick in zip(ending.chain.links, ending.pick, strict=False):
        if form != suffixes()[tag].form:
            yield f"f:{tag}/{form}/{pick}", 1.0
    yield f"c:{upos}:{'.'.join(ending.chain.tags)}:{ending.pick}", 1.0


Traits = tuple[str, str, str, str, bool, str, bool, float, float, bool, int, str]
"""What is weighed of a stem: class, features, what it brings, gender, whether it is Spanish,
whether the lexicon has it (in this class "1", else "0"), whether the treebank has it; how often and
with what share; of one that it has not a capital, letters up to seven, and the last two.
"""


def traits(word: str, origin: Origin, known: Stems) -> Traits:
    """Return what is weighed of the stem of a word."""
    stem, _, share, seen = origin
    form, _, upos, feats, times = stem
    naming = upos in NAMING
    foreign = is_spanish(form) if naming or not seen else False
    classes = known.listed.get(form)
    listed = "" if classes is None else "1" if upos in classes else "0"
    of_gender = gender(form, upos) if naming else ""
    about = (upos, feats, brought(stem), of_gender, foreign, listed, seen, times, share)
    if seen:
        return (*about, False, 0, "")
    return (*about, word[0].isupper(), min(len(form), 7), form[-2:])


def of_traits(of: Traits) -> Iterator[Evidence]:
    """Yield what speaks for a stem."""
    upos, feats, own, of_gender, foreign, listed, seen, times, share, upper, size, last = of
    if own:
        yield own, 1.0
    if upos in NAMING:
        yield f"g:{upos}:{feats}:{of_gender}:{foreign:d}", 1.0
    if listed:
        yield f"listed:{listed}:{seen:d}", 1.0
    if seen:
        yield "seen", 1.0
        yield "p:count", math.log1p(times)
        yield "p:share", math.log(share + 0.02)
        return
    yield f"guess:{upos}:{upper:d}:{foreign:d}", 1.0
    yield f"guess:{upos}:{size}", 1.0
    yield f"guess:{upos}:{last[-1]}", 1.0
    yield f"guess:{upos}:{last}", 1.0


def share_of(key: Key | None, seen: Mapping[Key, float]) -> float:
    """Return how much of a word's occurrences a reading has, smoothed; None: one not seen."""
    return ((seen.get(key, 0.0) if key else 0.0) + 0.05) / (sum(seen.values()) + 0.5)


def share_name(seen: Mapping[Key, float]) -> str:
    """Return the name of the evidence that the readings of a word are."""
    total = sum(seen.values())
    return "p:read:" + ("once" if total < _ONCE else "some" if total < _OFTEN else "often")


def of_pair(low: str, candidate: Candidate, known: Stems) -> Iterator[Evidence]:
    """Yield what speaks for a stem with its ending: the lemma's habits, readings of the word."""
    lemma = candidate.stem.lemma
    for name in decided(candidate.stem.upos, candidate.ending)[1:]:
        yield f"m:{lemma}:{name}", 1.0
    if seen := known.readings.get(low):
        yield share_name(seen), math.log(share_of(candidate.key, seen))


def evidence(word: str, candidate: Candidate, known: Stems) -> Iterator[Evidence]:
    """Yield (name, value) of what speaks for or against a reading, the context aside."""
    yield from of_chain(candidate.stem.upos, candidate.ending.chain)
    yield from of_pick(candidate.stem.upos, candidate.ending)
    yield from of_traits(traits(word, candidate.origin, known))
    yield from of_pair(word.casefold(), candidate, known)


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
