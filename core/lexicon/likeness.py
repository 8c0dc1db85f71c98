"""Texts that repeat each other, whole or nearly, among thousands without comparing all."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from core.text import words

NEAR = 92.0
_MIN_CHARS = 20
_ANCHORS = 4
_MOST = 60  # texts that one word leads to; commoner words lead nowhere


def same_key(text: str) -> str:
    """Return what two texts share that differ in case, spaces and punctuation alone.

    >>> same_key("¿Papá  COCINA?") == same_key("papá cocina") != same_key("papa cocina")
    True
    """
    plain = unicodedata.normalize("NFC", text).casefold()
    return " ".join(re.findall(r"\w+", plain)) or plain.strip()


def near_pairs(texts: Sequence[str], others: Sequence[str] = ()) -> Iterator[tuple[int, int]]:
    """Yield positions of texts alike by 92 % or more, but not the same.

    Without `others` pairs within `texts`, the first first; else (text, other). Short texts are
    never near: a letter makes them another word. Numbers have to agree.
    """
    pool = list(texts) + list(others)
    bags = [words(text) for text in pool]
    common = Counter(word for bag in bags for word in set(bag))
    by_word: dict[str, list[int]] = defaultdict(list)
    anchors = [sorted(set(bag), key=lambda word: (common[word], word))[:_ANCHORS] for bag in bags]
    for at, found in enumerate(anchors):
        for word in found:
            by_word[word].append(at)
    for at in range(len(texts)):
        for other in sorted(_candidates(anchors[at], by_word)):
            if other < len(texts) if others else other <= at:
                continue
            if _is_near(pool[at], pool[other], bags[at], bags[other]):
                yield at, other - len(texts) * bool(others)


def _candidates(anchors: Sequence[str], by_word: dict[str, list[int]]) -> set[int]:
    return {at for word in anchors if len(by_word[word]) <= _MOST for at in by_word[word]}


def _is_near(text: str, other: str, bag: list[str], other_bag: list[str]) -> bool:
    if min(len(text), len(other)) < _MIN_CHARS or same_key(text) == same_key(other):
        return False
    if [word for word in bag if word[0].isdigit()] != [w for w in other_bag if w[0].isdigit()]:
        return False
    return fuzz.ratio(" ".join(bag), " ".join(other_bag), score_cutoff=NEAR) >= NEAR
