"""Analyses of Kichwa words: stem, suffixes and features, the likeliest first."""

import math
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any, TypeVar

from core.kichwa.analysis import Analysis, Morpheme, StemLanguage
from core.kichwa.candidates import (
    LONGEST_WORD,
    Candidate,
    Ending,
    Origin,
    endings,
    feats_of,
    origins,
    origins_of,
    stage_of,
)
from core.kichwa.context import NOWHERE, Context, contexts
from core.kichwa.stems import Stems, listed, looks_foreign, shipped_stems
from core.kichwa.weigh import (
    Weights,
    decisions,
    of_ending,
    of_origin,
    of_pair,
    shipped_weights,
    weigh_around,
)
from core.lexicon.spelling import spanish_forms
from core.text import fold

_MARGIN = 9.0
_ROUGH = 16.0  # before whole words and the lemma's habits are weighed
_MOST = 12
_CACHED = 50_000
Weighed = tuple[Candidate, float, tuple[str, ...]]
Row = TypeVar("Row", bound=tuple[Any, ...])


class Analyser:
    """Analyses words with given stems and weights.

    kept: how many words, and words in their context, are remembered.
    """

    def __init__(self, known: Stems, weights: Weights, kept: int = _CACHED) -> None:
        self._known = known
        self._weights = weights
        self._of_ending = lru_cache(_CACHED)(self._weigh_ending)
        self._weighed = lru_cache(kept)(self._weigh)
        self.ranked = lru_cache(kept)(self._rank)

    def forgetful(self) -> "Analyser":
        """Return the same analyser remembering nothing."""
        return Analyser(self._known, self._weights, kept=0)

    def sentence(
        self,
        words: Sequence[str],
        lemmas: Sequence[str] | None = None,
        classes: Sequence[str] | None = None,
    ) -> list[tuple[Analysis, ...]]:
        """Return the analyses of each word of a sentence."""
        around = contexts(words)
        if lemmas is None and classes is None:
            return [self.ranked(word, context) for word, context in zip(words, around, strict=True)]
        nothing: list[str | None] = [None] * len(words)
        rows = zip(words, around, lemmas or nothing, classes or nothing, strict=True)
        return [self.ranked(*row) for row in rows]

    def _weigh_ending(self, upos: str, ending: Ending) -> float:
        return self._weights.sum(of_ending(upos, ending))

    def _weigh(self, word: str, lemma: str | None, upos: str | None) -> tuple[Weighed, ...]:
        """Return the readings worth looking at, weighed without their context."""
        if lemma is None:
            found = [o for o in origins(word, self._known) if upos in (None, o.stem.upos)]
        else:
            found = origins_of(word, lemma, upos, self._known)
        low, weights = word.casefold(), self._weights
        rough: list[tuple[float, Origin, Ending]] = []
        for origin in found:
            of_stem = weights.sum(of_origin(word, origin, self._known))
            own = origin.stem.upos
            for ending in endings(origin.rest, stage_of(own)):
                rough.append((of_stem + self._of_ending(own, ending), origin, ending))
        scored = []
        for score, origin, ending in _near(rough, _ROUGH):
            one = Candidate(origin, ending, feats_of(origin.stem.feats, ending))
            scored.append((score + weights.sum(of_pair(low, one, self._known)), one))
        return tuple((one, score, decisions(one)) for score, one in _near(scored, _MARGIN))

    def _rank(
        self,
        word: str,
        context: Context = NOWHERE,
        lemma: str | None = None,
        upos: str | None = None,
    ) -> tuple[Analysis, ...]:
        """Return the analyses of a word in its context, likeliest first."""
        scores: dict[tuple[object, ...], tuple[float, Candidate]] = {}
        for one, score, names in self._weighed(word, lemma, upos):
            total = score + weigh_around(names, context, self._weights)
            same = (*one.key, one.ending.chain.links)
            if same not in scores or scores[same][0] < total:
                scores[same] = (total, one)
        if not scores:
            return (_plain(word, lemma, upos),)
        ordered = sorted(scores.values(), key=lambda pair: -pair[0])[:_MOST]
        shares = [math.exp(score - ordered[0][0]) for score, _ in ordered]
        whole = sum(shares)
        return tuple(
            _analysis(word, one, share / whole)
            for (_, one), share in zip(ordered, shares, strict=True)
        )


def _near(rows: list[Row], margin: float) -> list[Row]:
    """Return the rows, which begin with a score, that are at most `margin` below the best."""
    least = max((row[0] for row in rows), default=0.0) - margin
    return [row for row in rows if row[0] >= least]


def _analysis(word: str, one: Candidate, probability: float) -> Analysis:
    stem = one.stem
    cut = len(word) - len(one.origin.rest)
    parts = [Morpheme(word[:cut])]
    for tag, form in one.ending.chain.links:
        parts.append(Morpheme(word[cut : cut + len(form)], tag))
        cut += len(form)
    language = stem_language(stem.form, one.origin.seen or stem.form in listed())
    return Analysis(word, stem.lemma, stem.upos, one.feats, tuple(parts), language, probability)


@lru_cache(_CACHED)
def stem_language(form: str, seen: bool) -> StemLanguage:
    """Return of which language a stem is; `seen`: the treebank or the lexicon has it."""
    if looks_foreign(form) or (not seen and fold(form) in spanish_forms()):
        return "es" if fold(form) in spanish_forms() else "unknown"
    return "qu" if seen else "unknown"


def _plain(word: str, lemma: str | None, upos: str | None) -> Analysis:
    """Return the one analysis of what has no letters, or too many."""
    named = upos or _class_of(word)
    feats = "NumType=Card" if named == "NUM" else "_"
    return Analysis(word, lemma or word, named, feats, (Morpheme(word),), "unknown", 1.0)


def _class_of(word: str) -> str:
    """Return the class of a token that is no word."""
    if any(letter.isalpha() for letter in word[:LONGEST_WORD]):
        return "X"
    if any(letter.isdigit() for letter in word[:LONGEST_WORD]):
        return "NUM"
    return "PUNCT" if word[:1] and not word[0].isalnum() and ord(word[0]) < 0x2070 else "SYM"


@cache
def analyser() -> Analyser:
    """Return the analyser with what assets/kichwa holds."""
    return Analyser(shipped_stems(), shipped_weights())


def analyse(word: str, upos: str | None = None, lemma: str | None = None) -> tuple[Analysis, ...]:
    """Return the analyses of a word by itself, likeliest first; their probabilities sum to 1.

    upos, lemma: only analyses of that class, or of that lemma, as killkan writes them.
    """
    return analyser().ranked(word, NOWHERE, lemma, upos)


def analyse_sentence(
    words: Sequence[str],
    lemmas: Sequence[str] | None = None,
    classes: Sequence[str] | None = None,
) -> list[tuple[Analysis, ...]]:
    """Return the analyses of each word of a sentence, ranked with regard to its neighbours.

    words: with the punctuation as words of their own. lemmas, classes: where they are known.
    """
    return analyser().sentence(words, lemmas, classes)
