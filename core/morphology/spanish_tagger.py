"""Classes of Spanish words in a sentence: what each word may be, then the likeliest row (Viterbi).

How often a common word is of a class, and which class follows which, was counted in halves of
UD Spanish GSD dev and COSER (`python -m training.spanish_counts`).
"""

import csv
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path

from core.morphology.spanish_closed import auxiliaries, closed_words, rare_verbs
from core.morphology.spanish_nouns import masculine, singularize
from core.morphology.spanish_verb_readings import verb_readings
from core.morphology.spanish_words import adjectives, nouns, verbs

COUNTS = Path(__file__).with_name("spanish_counts.csv")
ORDER = Path(__file__).with_name("spanish_order.csv")
EDGE = "#"
_RARE = 0.1  # of a verb that is nearly always something else
_ADDED = 0.5  # to every count of a listed word's class
_SMOOTHING = 0.1  # to every pair of classes
_UNKNOWN = {"NOUN": 1.0, "ADJ": 0.3, "PROPN": 0.1}
_VERB_FORM = {"participle": 0.8, "imperative": 0.1, "infinitive": 3.0, "gerund": 3.0}
_FORM = 0.4  # of a verb's uses in one of its many forms
_LONGEST = 40  # letters; what is longer is no Spanish word
_CLITICS = 0.02  # of a verb with pronouns at its end, beside a noun spelled alike
_MENDED = 0.05  # of a verb whose accents are wrong
Weights = Mapping[str, float]


@cache
def _counts() -> Mapping[str, Mapping[str, int]]:
    found: dict[str, dict[str, int]] = {}
    with COUNTS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["form"], {})[row["upos"]] = int(row["count"])
    return found


@cache
def _order() -> tuple[Mapping[str, Mapping[str, float]], Mapping[str, float]]:
    """Return log P(class | class before it) and log P(class)."""
    pairs: Counter[tuple[str, str]] = Counter()
    with ORDER.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            pairs[row["first"], row["second"]] += int(row["count"])
    classes = sorted({first for first, _ in pairs})
    seen = Counter({one: sum(pairs[one, other] for other in classes) for one in classes})
    total = sum(seen.values())
    follow = {
        first: {
            second: math.log(
                (pairs[first, second] + _SMOOTHING) / (seen[first] + _SMOOTHING * len(classes))
            )
            for second in classes
        }
        for first in classes
    }
    return follow, {one: math.log(seen[one] / total) for one in classes}


def tag(words: Sequence[str]) -> list[str]:
    """Return the class (UPOS) of each word of a sentence.

    >>> tag(["La", "niña", "come", "pan", "."])
    ['DET', 'NOUN', 'VERB', 'NOUN', 'PUNCT']
    """
    follow, _ = _order()
    trails: list[dict[str, tuple[str, float]]] = []
    scores = {EDGE: 0.0}
    for at, word in enumerate(words):
        first = at == 0 or words[at - 1] in ("¿", "¡", "«", '"', ".", ":", "-", "—", "?", "!")
        step: dict[str, tuple[str, float]] = {}
        weights = _emissions(word, first)
        if at and words[at - 1].lower() == "yo" and word.lower() in rare_verbs():
            weights = {"VERB": 0.0}
        for upos, weight in weights.items():
            before = max(scores, key=lambda one: scores[one] + follow[one].get(upos, -9.0))
            step[upos] = before, scores[before] + follow[before].get(upos, -9.0) + weight
        trails.append(step)
        scores = {upos: score for upos, (_, score) in step.items()}
    return _backwards(trails, scores, follow)


def _backwards(
    trails: Sequence[Mapping[str, tuple[str, float]]],
    scores: Weights,
    follow: Mapping[str, Weights],
) -> list[str]:
    upos = max(scores, key=lambda one: scores[one] + follow[one].get(EDGE, -9.0))
    row = []
    for step in reversed(trails):
        row.append(upos)
        upos = step[upos][0]
    return row[::-1]


@lru_cache(maxsize=32768)
def _emissions(word: str, first: bool) -> Weights:
    """Return log P(class | word) − log P(class) for the classes that a word may be of."""
    _, prior = _order()
    weights = candidates(word, first)
    total = sum(weights.values())
    return {
        upos: math.log(weight / total) - prior.get(upos, -9.0) for upos, weight in weights.items()
    }


def candidates(word: str, first: bool = False) -> Weights:
    """Return how much speaks for each class that a word may be of; not normalised.

    first: whether the word opens a sentence, where a capital tells nothing.
    """
    low = word.lower()
    if not any(letter.isalnum() for letter in word):
        return {"PUNCT": 1.0} if low not in "%$€+=<>°" else {"SYM": 1.0}
    if low[0].isdigit():
        return {"NUM": 1.0}
    if len(low) > _LONGEST:
        return {"X": 1.0}
    weights = _listed(low) or _open_classes(low)
    if word[0].isupper():
        _name(weights, word, first)
    return weights


def _listed(low: str) -> dict[str, float]:
    """Return the weights of a word that was counted or is of a closed class."""
    counted = _counts().get(low, {})
    weights = {upos: count + _ADDED for upos, count in counted.items()}
    for closed in closed_words().get(low, ()):
        weights.setdefault(closed.upos, _ADDED if counted else 1.0)
    if weights and low in rare_verbs():
        weights["VERB"] = weights.get("VERB", 0.0) + _RARE
    return weights


def _name(weights: dict[str, float], word: str, first: bool) -> None:
    """Weigh in that a word with a capital may be a name."""
    total = sum(weights.values())
    listed = word.lower() in closed_words() or _counts().get(word.lower())
    if first:
        weights["PROPN"] = total * (0.02 if listed else 0.1)
    else:
        weights["PROPN"] = total * (1.0 if listed else 8.0)


def _open_classes(low: str) -> dict[str, float]:
    weights: dict[str, float] = {}
    single = singularize(low)
    for noun in {single, masculine(single)}:
        if noun in nouns():
            weights["NOUN"] = max(weights.get("NOUN", 0.0), 10 ** (nouns()[noun].zipf - 3))
    adjective = masculine(single)
    if adjective in adjectives():
        weights["ADJ"] = 10 ** (adjectives()[adjective] - 3)
    for reading in verb_readings(low):
        zipf = verbs().get(reading.lemma)
        if zipf is None:
            continue
        shape = _CLITICS if reading.clitics else _VERB_FORM.get(reading.tense, 1.0)
        shape *= _MENDED if reading.mended else 1.0
        share = shape * 10 ** (zipf - 3) * _FORM
        upos = "AUX" if reading.lemma in auxiliaries() else "VERB"
        weights[upos] = max(weights.get(upos, 0.0), share)
        if reading.tense == "participle":
            weights["ADJ"] = max(weights.get("ADJ", 0.0), share)
    return weights or _unlisted(low)


def _unlisted(low: str) -> dict[str, float]:
    """Return what a word of no list may be, by its ending."""
    if low.endswith("mente"):
        return {"ADV": 1.0, "NOUN": 0.02}
    weights = dict(_UNKNOWN)
    tenses = {reading.tense for reading in verb_readings(low)} - {"pres", "subj", "imperative"}
    if tenses:
        weights["VERB"] = 2.0
    if low.endswith(("oso", "osa", "ivo", "iva", "able", "ible", "al", "ico", "ica", "ano", "ana")):
        weights["ADJ"] = 1.0
    if low.endswith("ísimo") or low.endswith("ísima"):
        weights["ADJ"] = 4.0
    return weights
