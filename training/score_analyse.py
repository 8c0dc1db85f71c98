"""Score analyses of Kichwa words against a treebank.

With `gold_lemma` the lemma and the class of each word are given, as the file has them; nothing else
is. Without it only the words of the sentence are. Features are compared as sets after the typing
slips of the treebank are mended (training.killkan), lemmas without regard to capitals.
"""

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core.errors import UserError
from core.kichwa.analyse import Analyser, analyser
from core.kichwa.analysis import Analysis
from core.kichwa.generate import generate, generate_feats
from core.kichwa.suffixes import suffixes
from core.metrics.interval import Interval, bootstrap, wilson
from core.parsing import conllu
from core.parsing.conllu import Token
from training.killkan import clean
from training.sources import source

_KICHWA = ("CSID=KC", "CSID=MIXED")
_LONGEST_ENDING = 12


@dataclass(frozen=True)
class Judged:
    """A word of the treebank and what was said of it, the likeliest first."""

    token: Token
    said: tuple[Analysis, ...]

    @property
    def kichwa(self) -> bool:
        """Return whether the word is Kichwa, or Spanish with Kichwa endings."""
        return any(name in self.token.misc.split("|") for name in _KICHWA)


Sentences = list[tuple[Token, ...]]
Guess = tuple[str, str]  # lemma, features
Baseline = Callable[[Token], Guess]


def read_sentences(path: Path) -> Sentences:
    """Return the words of each cleaned sentence of a file.

    Raises UserError when none is left.
    """
    found = [tuple(sentence.words) for sentence in clean(conllu.load(path)).sentences]
    if not found:
        raise UserError("error.conllu_none")
    return found


def judge(sentences: Sentences, engine: Analyser, gold_lemma: bool) -> list[Judged]:
    """Return the words that are not punctuation, analysed in their sentences."""
    found = []
    for words in sentences:
        said = _say(words, engine, gold_lemma)
        pairs = zip(words, said, strict=True)
        found += [Judged(token, some) for token, some in pairs if token.upos != "PUNCT"]
    return found


def _say(words: Sequence[Token], engine: Analyser, gold_lemma: bool) -> list[tuple[Analysis, ...]]:
    forms = [token.form for token in words]
    if not gold_lemma:
        return engine.sentence(forms)
    return engine.sentence(forms, [t.lemma for t in words], [t.upos for t in words])


def pairs_of(feats: str) -> frozenset[str]:
    """Return features as a set."""
    return frozenset(feats.split("|")) - {"_", ""}


def f1(said: Sequence[str], gold: Sequence[str]) -> float:
    """Return micro-F1 of features."""
    counts = np.array([_overlap(one, right) for one, right in zip(said, gold, strict=True)])
    return _f1(counts)


def _overlap(said: str, gold: str) -> tuple[int, int]:
    one, right = pairs_of(said), pairs_of(gold)
    return len(one & right), len(one) + len(right)


def _f1(counts: np.ndarray) -> float:
    both, whole = counts.sum(axis=0)
    return float(2 * both / whole) if whole else float("nan")


def score(
    judged: Sequence[Judged], prefix: str = ""
) -> tuple[dict[str, float], dict[str, Interval]]:
    """Return metrics in 0–1 with 95 % intervals."""
    tests: dict[str, Callable[[Judged], bool]] = {
        "lemma": lambda j: j.said[0].lemma.casefold() == j.token.lemma.casefold(),
        "upos": lambda j: j.said[0].upos == j.token.upos,
        "feats_exact": lambda j: pairs_of(j.said[0].feats) == pairs_of(j.token.feats),
        "feats_among_all": lambda j: any(
            pairs_of(one.feats) == pairs_of(j.token.feats) for one in j.said
        ),
        "coverage": lambda j: j.said[0].upos != "X",
        "stem_known": lambda j: j.said[0].stem_language != "unknown",
        "round_trip": lambda j: round_trip(j.said[0], exact=False),
        "round_trip_letters": lambda j: round_trip(j.said[0], exact=True),
    }
    metrics: dict[str, float] = {}
    ci95: dict[str, Interval] = {}
    n = len(judged)
    for name, right in tests.items():
        hits = sum(map(right, judged))
        metrics[prefix + name], ci95[prefix + name] = hits / max(n, 1), wilson(hits, n)
    counts = np.array([_overlap(j.said[0].feats, j.token.feats) for j in judged])
    metrics[prefix + "feats_f1"] = _f1(counts)
    ci95[prefix + "feats_f1"] = bootstrap(lambda at: _f1(counts[at]), n)
    return metrics, ci95


def round_trip(analysis: Analysis, exact: bool) -> bool:
    """Return whether the stem and the suffixes give the word again.

    exact: letter by letter; else a suffix may stand in another form that is accepted for it.
    """
    stem, *rest = analysis.morphemes
    form = analysis.form.casefold()
    if not exact:
        form = stem.form.casefold() + "".join(suffixes()[part.tag].form for part in rest)
    try:
        return generate(stem.form.casefold(), analysis.tags, analysis.upos) == form
    except ValueError:
        return False


def from_feats(judged: Sequence[Judged]) -> float:
    """Return the share of verbs and nouns whose lemma and gold features give the word again."""
    open_class = [j.token for j in judged if j.token.upos in ("VERB", "AUX", "NOUN")]
    return sum(map(_regenerated, open_class)) / max(len(open_class), 1)


def _regenerated(token: Token) -> bool:
    try:
        made = generate_feats(token.lemma.casefold(), token.upos, token.feats)
    except ValueError:
        return False
    return made == token.form.casefold()


def words_per_s(sentences: Sentences, engine: Analyser, gold_lemma: bool) -> float:
    """Return words of running text, punctuation included, per second of one core."""
    began = time.process_time()
    for words in sentences:
        _say(words, engine, gold_lemma)
    return sum(map(len, sentences)) / (time.process_time() - began)


def uncached_words_per_s(sentences: Sentences, engine: Analyser, gold_lemma: bool) -> float:
    """Return the same of an analyser that remembers no word, on one that has met the endings."""
    forgetful = engine.forgetful()
    words_per_s(sentences, forgetful, gold_lemma)
    return words_per_s(sentences, forgetful, gold_lemma)


def commonest(path: Path) -> tuple[Baseline, Baseline]:
    """Return two baselines counted in a treebank.

    The first knows the form only: its commonest reading, else that of the longest known ending. The
    second knows lemma and class: the commonest features of what stands after the lemma.
    """
    forms: defaultdict[str, Counter[Guess]] = defaultdict(Counter)
    endings: defaultdict[str, Counter[tuple[int, str]]] = defaultdict(Counter)
    rests: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for token in (t for words in read_sentences(path) for t in words if t.upos != "PUNCT"):
        low, lemma = token.form.casefold(), token.lemma.casefold()
        forms[low][lemma, token.feats] += 1
        if low.startswith(lemma):
            rests[token.upos, low[len(lemma) :]][token.feats] += 1
            for size in range(1, min(len(low), _LONGEST_ENDING) + 1):
                endings[low[-size:]][len(low) - len(lemma), token.feats] += 1

    def by_form(token: Token) -> Guess:
        low = token.form.casefold()
        if low in forms:
            return forms[low].most_common(1)[0][0]
        ending = next((low[at:] for at in range(len(low)) if low[at:] in endings), "")
        cut, feats = endings[ending].most_common(1)[0][0] if ending else (0, "_")
        return low[: len(low) - cut], feats

    def by_rest(token: Token) -> Guess:
        low, lemma = token.form.casefold(), token.lemma.casefold()
        seen = rests.get((token.upos, low.removeprefix(lemma)))
        return lemma, seen.most_common(1)[0][0] if seen else "_"

    return by_form, by_rest


def baseline(judged: Sequence[Judged], guess: Baseline) -> dict[str, float]:
    """Return how right a baseline is."""
    said = [guess(j.token) for j in judged]
    gold = [j.token for j in judged]
    exact = sum(pairs_of(f) == pairs_of(t.feats) for (_, f), t in zip(said, gold, strict=True))
    lemmas = sum(lemma == t.lemma.casefold() for (lemma, _), t in zip(said, gold, strict=True))
    return {
        "lemma": lemmas / max(len(gold), 1),
        "feats_exact": exact / max(len(gold), 1),
        "feats_f1": f1([f for _, f in said], [t.feats for t in gold]),
    }


def evaluate(path: Path, gold_lemma: bool) -> dict[str, object]:
    """Return metrics of Kichwa words (CSID=KC and MIXED), and of all words under "all_…"."""
    engine = analyser()
    sentences = read_sentences(path)
    judged = judge(sentences, engine, gold_lemma)
    kichwa = [one for one in judged if one.kichwa]
    metrics, ci95 = score(kichwa)
    every, every_ci = score(judged, "all_")
    metrics["from_feats"] = from_feats(kichwa)
    metrics["words_per_s"] = words_per_s(sentences, engine, gold_lemma)
    metrics["words_per_s_uncached"] = uncached_words_per_s(sentences, engine, gold_lemma)
    by_form, by_rest = commonest(source("kichwa/killkan-train.conllu"))
    name, guess = ("ending after the lemma", by_rest) if gold_lemma else ("form or ending", by_form)
    return {
        "metrics": metrics | every,
        "ci95": ci95 | every_ci,
        "n": {"sentences": len(sentences), "words": len(kichwa), "all_words": len(judged)},
        "baselines": {name: baseline(kichwa, guess)},
    }
