"""Translation memory: known sentences like a new one, by stem and suffix, with what differs.

Likeness is the cosine over stems, suffixes and neighbouring units weighted by rarity (TF-IDF).
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from functools import cache, lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from core.config import settings
from core.kichwa.phrasebook import phrases
from core.text import fold
from core.translation.parallel import read_pairs
from core.translation.result import Direction, Source
from core.translation.units import Language, is_word, languages, tokens, units

KILLKAN = "kichwa/killkan-train.conllu"
CORRECTION, PHRASEBOOK = "correction", "phrasebook"
_SUFFIX, _BESIDE, _STEM = 0.4, 0.5, 0.5  # weight beside that of a whole word
_PREFIX = 5  # letters that stand for the stem of a Spanish word
_LEAST = 0.2
_LONGEST = 1000  # characters; no memory holds a longer sentence
_SIGNED = "revisado"


def features(text: str, language: Language) -> Counter[str]:
    """Return what a text is looked up by."""
    parts = [part for part in units(text[:_LONGEST], language) if is_word(part)]
    found = Counter(parts)
    if language == "es":
        found.update(f"{part[:_PREFIX]}-" for part in parts if len(part) > _PREFIX)
    found.update(f"{one} {other}" for one, other in pairwise(parts))
    return found


def _importance(feature: str) -> float:
    if " " in feature:
        return _BESIDE
    if feature.startswith("+"):
        return _SUFFIX
    return _STEM if feature.endswith("-") else 1.0


class Memory:
    """Known pairs of one direction, searched by the likeness of their sources."""

    def __init__(self, pairs: Sequence[Source], language: Language) -> None:
        self._pairs, self._language = list(pairs), language
        bags = [features(pair.source, language) for pair in self._pairs]
        seen = Counter(feature for bag in bags for feature in bag)
        self._rarity = {
            feature: (1 + math.log((1 + len(bags)) / (1 + count))) * _importance(feature)
            for feature, count in seen.items()
        }
        postings: dict[str, tuple[list[int], list[float]]] = defaultdict(lambda: ([], []))
        for at, bag in enumerate(bags):
            for feature, weight in self._vector(bag).items():
                postings[feature][0].append(at)
                postings[feature][1].append(weight)
        self._postings = {
            feature: (np.array(places), np.array(weights))
            for feature, (places, weights) in postings.items()
        }

    def _vector(self, bag: Counter[str]) -> dict[str, float]:
        """Return weights of unit length; what is in no known sentence counts as the rarest."""
        rarest = 1 + math.log(1 + len(self._pairs))
        raw = {
            feature: (1 + math.log(count))
            * self._rarity.get(feature, rarest * _importance(feature))
            for feature, count in bag.items()
        }
        length = math.sqrt(sum(weight**2 for weight in raw.values())) or 1.0
        return {feature: weight / length for feature, weight in raw.items()}

    def likenesses(self, text: str) -> NDArray[np.float64]:
        """Return the likeness of a text to each known source, 0–1."""
        found = np.zeros(len(self._pairs))
        for feature, weight in self._vector(features(text, self._language)).items():
            if feature in self._postings:
                places, weights = self._postings[feature]
                found[places] += weight * weights
        return np.minimum(found, 1.0)

    def best(self, text: str, limit: int = 5, least: float = _LEAST) -> list[Source]:
        """Return the known pairs that are most like a text; equal ones reviewed ones first."""
        if not self._pairs:
            return []
        likeness = self.likenesses(text)
        nearest = np.argsort(-likeness, kind="stable")[: 4 * limit]
        same = fold(text)
        found = [
            replace(
                self._pairs[at],
                likeness=1.0 if fold(self._pairs[at].source) == same else float(likeness[at]),
            )
            for at in nearest.tolist()
            if likeness[at] >= least
        ]
        found.sort(key=lambda pair: (-pair.likeness, not pair.reviewed))
        return found[:limit]


def known_pairs(direction: Direction) -> Iterator[Source]:
    """Yield the phrasebook and, where the public data are on this machine, killkan's chapters."""
    for phrase in phrases():
        both = (phrase.qu, phrase.es) if direction == "qu-es" else (phrase.es, phrase.qu)
        yield Source(*both, 0.0, PHRASEBOOK, phrase.review == _SIGNED)
    path = settings().sources_folder / KILLKAN
    if path.exists():
        for pair in read_pairs(path):
            both = (pair.kichwa, pair.spanish)
            yield Source(*(both if direction == "qu-es" else both[::-1]), 0.0, f"killkan {pair.id}")


@cache
def shipped_memory(direction: Direction) -> Memory:
    """Return the memory of this installation, without corrections."""
    return Memory(tuple(known_pairs(direction)), languages(direction)[0])


@lru_cache(maxsize=4)  # each verdict of a teacher makes another
def _signed_memory(signed: tuple[tuple[str, str], ...], direction: Direction) -> Memory:
    pairs = [Source(source, target, 0.0, CORRECTION, True) for source, target in signed]
    return Memory(pairs, languages(direction)[0])


def look_up(
    text: str, direction: Direction, signed: Sequence[tuple[str, str]] = (), limit: int = 5
) -> list[Source]:
    """Return known pairs like a text, the most alike first.

    signed: (source, target) that teachers accepted.
    """
    found = _signed_memory(tuple(signed), direction).best(text, limit) if signed else []
    found += shipped_memory(direction).best(text, limit)
    found.sort(key=lambda pair: (-pair.likeness, not pair.reviewed))
    return found[:limit]


def _runs(known: Sequence[str], asked: Sequence[str]) -> list[tuple[str, int, int, int, int]]:
    folded = [fold(word) for word in known], [fold(word) for word in asked]
    found = SequenceMatcher(None, *folded, autojunk=False).get_opcodes()
    return [run for run in found if run[0] != "equal"]


def mended(text: str, source: Source) -> str | None:
    """Return the known translation with the one name or number that differs put in, if it may be.

    It may where that word stands the same in source and translation, in both just once.

    >>> mended("Martaka shamun.", Source("Pepeka shamun.", "Pepe viene.", 0.9, ""))
    'Marta viene.'
    """
    asked, known = tokens(text), tokens(source.source)
    different = _runs(known, asked)
    if len(different) != 1 or different[0][0] != "replace":
        return None
    _, a, b, c, d = different[0]
    if (b - a, d - c) != (1, 1):
        return None
    return _exchanged(known[a], asked[c], source.target)


def _exchanged(old: str, new: str, target: str) -> str | None:
    """Return `target` with a name or number exchanged, None where it does not stand there once."""
    old_stem, new_stem = _without_shared_end(old, new)
    both_names = old_stem[:1].isupper() and new_stem[:1].isupper() and len(old_stem) > 2
    both_numbers = old_stem.isdecimal() and new_stem.isdecimal()
    if not new_stem or not (both_names or both_numbers):
        return None
    places = [word for word in tokens(target) if word.startswith(old_stem)]
    exact = both_numbers and places != [old_stem]
    if len(places) != 1 or target.count(old_stem) != 1 or exact:
        return None
    return target.replace(old_stem, new_stem)


def _without_shared_end(old: str, new: str) -> tuple[str, str]:
    """Return two words without the Kichwa suffixes that both end in."""
    one, other = units(old, "qu"), units(new, "qu")
    while len(one) > 1 and len(other) > 1 and one[-1] == other[-1]:
        cut = len(one[-1]) - 1
        old, new = old[:-cut], new[:-cut]
        one, other = one[:-1], other[:-1]
    return old, new
