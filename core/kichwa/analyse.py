"""Analyses of Kichwa words: stem, suffixes and features, the likeliest first."""

import math
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

from core.kichwa.analysis import Analysis, Morpheme, StemLanguage
from core.kichwa.candidates import LONGEST_WORD, Origin
from core.kichwa.context import NOWHERE, Context, contexts
from core.kichwa.score import End, Scores
from core.kichwa.stems import Stems, listed, looks_foreign, shipped_stems
from core.kichwa.weigh import Weights, shipped_weights
from core.lexicon.spelling import spanish_forms
from core.text import fold

_MOST = 12
_KEPT = 4_000  # a word with its analyses takes some 5 kB
_CONTEXTS = 500
Total = tuple[float, Origin, End, str]


class Analyser:
    """Analyses words with given stems and weights.

    kept: how many words, and words in their context, are remembered.
    """

    def __init__(self, known: Stems, weights: Weights, kept: int = _KEPT) -> None:
        self._known = known
        self._weights = weights
        self._scores = Scores(known, weights, kept)
        self._around = lru_cache(_CONTEXTS)(self._sum_around)
        self.ranked = lru_cache(kept)(self._rank)

    def forgetful(self) -> "Analyser":
        """Return the same analyser remembering no words."""
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

    def _sum_around(self, context: Context) -> dict[str, float]:
        """Return what a context adds for each thing that a reading decides on."""
        found: dict[str, float] = {}
        for sign in context.signs():
            for name, weight in self._weights.around.get(sign, {}).items():
                found[name] = found.get(name, 0.0) + weight
        return found

    def _rank(
        self,
        word: str,
        context: Context = NOWHERE,
        lemma: str | None = None,
        upos: str | None = None,
    ) -> tuple[Analysis, ...]:
        """Return the analyses of a word in its context, likeliest first."""
        ordered = sorted(self._totals(word, context, lemma, upos), key=lambda row: -row[0])[:_MOST]
        if not ordered:
            return (_plain(word, lemma, upos),)
        shares = [math.exp(row[0] - ordered[0][0]) for row in ordered]
        whole = sum(shares)
        return tuple(
            _analysis(word, row, share / whole) for row, share in zip(ordered, shares, strict=True)
        )

    def _totals(
        self, word: str, context: Context, lemma: str | None, upos: str | None
    ) -> Iterable[Total]:
        """Return the readings with what the context says about them, each once."""
        around = self._around(context)
        totals: dict[tuple[object, ...], Total] = {}
        for score, origin, end, names in self._scores.of(word, lemma, upos):
            _, own, of, lexical, _ = origin.stem
            total = score + sum([around.get(name, 0.0) for name in names])
            feats = end.feats_on(lexical)
            same = (own, of, feats, end.ending.chain.links)
            if same not in totals or totals[same][0] < total:
                totals[same] = (total, origin, end, feats)
        return totals.values()


def _analysis(word: str, row: Total, probability: float) -> Analysis:
    _, origin, end, feats = row
    stem = origin.stem
    cut = len(word) - len(origin.rest)
    parts = [Morpheme(word[:cut]), *end.parts]
    if word[cut:] != origin.rest:  # capitals
        del parts[1:]
        for tag, form in end.ending.chain.links:
            parts.append(Morpheme(word[cut : cut + len(form)], tag))
            cut += len(form)
    language = stem_language(stem.form, origin.seen or stem.form in listed())
    return Analysis(word, stem.lemma, stem.upos, feats, tuple(parts), language, probability)


@lru_cache(10_000)
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
