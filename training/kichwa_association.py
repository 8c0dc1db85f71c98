"""How strongly Kichwa head words and Spanish dictionary forms go together in killkan.

IBM Model 1 in both directions over head words (Brown et al. 1993, "The mathematics of statistical
machine translation"). Only chapters 1–15.
"""

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from core.parsing.conllu import Token, load
from training.killkan import MENDED_UPOS
from training.parallel import TRAIN
from training.sources import source

_ROUNDS = 8
_NONE = ""
_WORD = re.compile(r"[^\W\d_]+")
_NOT_WORDS = ("PUNCT", "SYM", "X", "_")


@dataclass(frozen=True)
class Association:
    """What killkan tells about words.

    uses: how often each (Kichwa head word, class) occurs.
    to_spanish, to_kichwa: probability (0–1) of a word given the word it stands for, by
    (Kichwa, Spanish).
    """

    uses: Counter[tuple[str, str]]
    to_spanish: Mapping[tuple[str, str], float]
    to_kichwa: Mapping[tuple[str, str], float]


@dataclass(frozen=True)
class SpanishWords:
    """Spanish forms with their dictionary form, and how common dictionary forms are."""

    lemma: Mapping[str, str]
    count: Mapping[str, int]


@cache
def spanish_words() -> SpanishWords:
    """Return the words of the Spanish frequency list."""
    best: dict[str, tuple[int, str]] = {}
    count: dict[str, int] = {}
    with source("aac/es-frequency.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            lemma = row["spanish"].lower()
            count[lemma] = max(count.get(lemma, 0), int(row["count"]))
            for use in row["usage"].split("|"):
                times, _, form = use.lower().partition(":")
                if times.isdecimal():
                    best[form] = max(best.get(form, (0, "")), (int(times), lemma))
    return SpanishWords({form: lemma for form, (_, lemma) in best.items()}, count)


def spanish_lemmas(text: str) -> list[str]:
    """Return the most usual dictionary form of each word of `text`."""
    lemma = spanish_words().lemma
    return [lemma.get(word, word) for word in _WORD.findall(text.lower())]


def is_kichwa_word(token: Token) -> bool:
    """Return whether killkan marks a token as a Kichwa word."""
    return token.is_word and "CSID=KC" in token.misc and token.upos not in _NOT_WORDS


def head_word(token: Token) -> tuple[str, str]:
    """Return the head word of a token and its class, slips of the keyboard mended."""
    return token.lemma.strip().casefold(), MENDED_UPOS.get(token.upos, token.upos)


def _given(pairs: Sequence[tuple[list[str], list[str]]]) -> dict[tuple[str, str], float]:
    """Return {(source, target): probability of target given source}, by IBM Model 1."""
    table: dict[tuple[str, str], float] = defaultdict(lambda: 1.0)
    for _ in range(_ROUNDS):
        counts: dict[tuple[str, str], float] = defaultdict(float)
        totals: dict[str, float] = defaultdict(float)
        for sources, targets in pairs:
            for target in targets:
                shares = [(word, table[word, target]) for word in [_NONE, *sources]]
                whole = sum(share for _, share in shares)
                for word, share in shares:
                    counts[word, target] += share / whole
                    totals[word] += share / whole
        table = defaultdict(float, {pair: n / totals[pair[0]] for pair, n in counts.items()})
    return {pair: value for pair, value in table.items() if pair[0] != _NONE and value > 1e-3}


def treebank_uses(file: str) -> Counter[tuple[str, str]]:
    """Return how often each (Kichwa head word, class) occurs in a part of killkan."""
    return Counter(
        head_word(token)
        for sentence in load(source(file))
        for token in sentence.tokens
        if is_kichwa_word(token)
    )


@cache
def association() -> Association:
    """Return what chapters 1–15 tell."""
    pairs: list[tuple[list[str], list[str]]] = []
    for sentence in load(source(TRAIN)):
        heads = [head_word(token) for token in sentence.tokens if is_kichwa_word(token)]
        spanish = sentence.comment("trans") or ""
        if spanish and "[MISSING]" not in spanish:
            pairs.append(([lemma for lemma, _ in heads], spanish_lemmas(spanish)))
    backward = _given([(spanish, kichwa) for kichwa, spanish in pairs])
    turned = {(kichwa, spanish): value for (spanish, kichwa), value in backward.items()}
    return Association(treebank_uses(TRAIN), _given(pairs), turned)
