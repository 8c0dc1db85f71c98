"""Learn the tables of the phrase engine from pairs of texts."""

import csv
from collections import Counter
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from core.translation.decoder import Units
from core.translation.ngrams import NGrams, count_ngrams
from core.translation.parallel import Pair
from core.translation.phrase_tables import Scores, Tables
from core.translation.result import Direction
from core.translation.units import (
    Language,
    analysed,
    is_word,
    known_splits,
    languages,
    tokens,
    units,
)
from training.config import TranslationRecipe
from training.sources import source
from training.translation.alignment import Ids, align
from training.translation.corpus import phrasebook_pairs, word_pairs
from training.translation.extraction import Aligned, Phrase, phrases, prune

START_WEIGHTS = np.array([0.1, 0.3, 0.3, 0.25, -1.5, -0.3, 0.35, 1.5, -0.05, -0.1])
_NAMED = 0.6  # share of a word's uses inside sentences that are in capitals, where it is a name
_PREFIX = 5  # letters that stand for a Spanish word whose lemma is unknown


@cache
def _lemmas() -> dict[str, str]:
    """Return the likeliest lemma of Spanish forms."""
    best: dict[str, tuple[int, str]] = {}
    with source("aac/es-frequency.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for use in row["usage"].split("|"):
                count, _, form = use.partition(":")
                if count.isdigit() and int(count) > best.get(form, (0, ""))[0]:
                    best[form] = (int(count), row["spanish"])
    return {form: lemma for form, (_, lemma) in best.items()}


def split_anew(sentences: Sequence[Pair]) -> dict[str, Units]:
    """Return how the analyser splits all Kichwa words that are learned from; use it from now on."""
    texts = (*sentences, *phrasebook_pairs(), *word_pairs())
    words = {word.lower() for pair in texts for word in tokens(pair.kichwa) if is_word(word)}
    known = known_splits()
    known.clear()
    known.update((word, analysed(word)) for word in sorted(words))
    return dict(known)


def _key(unit: str, language: Language) -> str:
    """Return what a unit is aligned by: Spanish words by lemma, as their forms are many."""
    if language == "qu" or not is_word(unit):
        return unit
    return _lemmas().get(unit, unit[:_PREFIX])


def _ids(texts: Sequence[Sequence[str]], language: Language) -> list[Ids]:
    number: dict[str, int] = {}
    return [
        np.array([number.setdefault(_key(unit, language), len(number)) for unit in text])
        for text in texts
    ]


def aligned(sentences: Sequence[Pair], direction: Direction, dictionary: float) -> list[Aligned]:
    """Return sentences, phrasebook and dictionary with their links."""
    pairs = [(pair, 1.0) for pair in sentences]
    pairs += [(pair, 1.0) for pair in phrasebook_pairs()]
    pairs += [(pair, dictionary) for pair in word_pairs()]
    both = [(units(pair.kichwa, "qu"), units(pair.spanish, "es"), w) for pair, w in pairs]
    whole = [(k, s, w) if direction == "qu-es" else (s, k, w) for k, s, w in both if k and s]
    sources, targets, weights = zip(*whole, strict=True)
    left, right = languages(direction)
    links = align(_ids(sources, left), _ids(targets, right), weights)
    return [
        Aligned(tuple(one), tuple(other), link, weight)
        for one, other, weight, link in zip(sources, targets, weights, links, strict=True)
    ]


def names(sentences: Sequence[Pair], language: Language) -> dict[str, str]:
    """Return the words that are mostly in capitals inside sentences, with their spelling."""
    inside: Counter[str] = Counter()
    for example in sentences:
        text = tokens(example.kichwa if language == "qu" else example.spanish)
        inside.update(word for before, word in pairwise(text) if before not in ".?!…:")
    small: Counter[str] = Counter()
    for word, count in inside.items():
        small[word.lower()] += count
    return {
        word.lower(): word
        for word, count in sorted(inside.items())
        if word[0].isupper() and len(word) > 1 and count >= _NAMED * small[word.lower()]
    }


def usable(found: Sequence[Phrase]) -> list[Phrase]:
    """Return the phrases without those that begin or end with a mark, which stands for itself."""
    return [
        phrase
        for phrase in found
        if all(map(is_word, (phrase.source[0], phrase.source[-1])))
        and any(map(is_word, phrase.target))
    ]


def learn(
    sentences: Sequence[Pair],
    direction: Direction,
    recipe: TranslationRecipe,
    weights: NDArray[np.float64] = START_WEIGHTS,
) -> Tables:
    """Return tables learned from sentences of chapters, the phrasebook and the dictionaries."""
    corpus = aligned(sentences, direction, recipe.dictionary)
    found = phrases(corpus, recipe.longest, recipe.seen_once)
    best = prune(usable(found), recipe.kept)
    table: dict[Units, list[tuple[Units, Scores]]] = {}
    for phrase in best:
        table.setdefault(phrase.source, []).append((phrase.target, phrase.scores))
    full = [pair.target for pair in corpus if pair.weight == 1.0]
    return Tables(
        direction,
        {key: tuple(options) for key, options in table.items()},
        recipe.longest,
        NGrams(count_ngrams(full, recipe.rarest_trigram)),
        names(sentences, languages(direction)[1]),
        weights,
    )
