"""Score the variety detector on sentences, on pieces of 3–8 words, and on single words."""

import csv
import math
import random
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from core.kichwa.spelling import is_kichwa_word
from core.kichwa.variety import WORD, Language, detect
from core.metrics.interval import Interval, wilson
from training.variety_data import (
    SHEET,
    Text,
    as_ayacucho,
    cusco,
    is_heldout,
    killkan_words,
    old,
    ud_texts,
)

Level = str
SINGLE: Level = "word"
"""Level at which the detector abstains often: accuracy among its answers is told as well."""
_SOUTHERN_LETTERS = frozenset("q'’")
_MOST = 1000  # texts of one kind
_ACCEPTED: dict[Language, tuple[Language, ...]] = {
    # Killkan's sentences switch between the languages: both answers say that it is Kichwa.
    "qu": ("qu", "mixed"),
    "qu-old": ("qu-old", "mixed"),
}
Scores = tuple[dict[str, float], dict[str, Interval], dict[str, int]]


def sentences(seed: int = 0) -> dict[str, list[Text]]:
    """Return held-out sentences by kind; none was trained on."""
    rng = random.Random(seed)
    both = zip(killkan_words("dev", "KC", "ES", "MIXED"), killkan_words("dev", "KC"), strict=True)
    # Some sentences of the radio drama are Spanish throughout.
    kichwa = [" ".join(words) for words, own in both if own and 2 * len(own) >= len(words)]
    pure = [words for words in killkan_words("dev", "KC") if words]
    with SHEET.open(encoding="utf-8", newline="") as file:
        own = [row["text"] for row in csv.DictReader(file) if row["part"] == "test"]
    spanish = [text for text in ud_texts("es_gsd-ud-dev") if is_heldout(text)]
    spanish += ud_texts("es_coser-ud-test")
    kinds: dict[str, tuple[Language, list[str]]] = {
        "qu": ("qu", kichwa),
        "qu-old": ("qu-old", [" ".join(old(words, rng)) for words in pure]),
        "quechua": ("quechua", cusco(heldout=True)),
        "quechua_ayacucho": ("quechua", [*map(as_ayacucho, cusco(heldout=True)), *own]),
        "es": ("es", spanish),
        "unknown": ("unknown", ud_texts("en_ewt-ud-dev")),
    }
    return {
        kind: [Text(text, language) for text in texts[:_MOST] if WORD.search(text)]
        for kind, (language, texts) in kinds.items()
    }


def parts(texts: Iterable[Text], low: int, high: int, seed: int = 0) -> list[Text]:
    """Return the words of texts in pieces of `low` to `high` words."""
    rng = random.Random(seed)
    found: list[Text] = []
    for text in texts:
        words = [match[0] for match in WORD.finditer(text.text)]
        while len(words) >= low:
            size = rng.randint(low, min(high, len(words)))
            found.append(Text(" ".join(words[:size]), text.language))
            words = words[size:]
    rng.shuffle(found)
    return found[:_MOST]


def by_letters(text: str) -> Language:
    """Return Southern Quechua for texts with q or an apostrophe, the baseline's rule."""
    return "quechua" if _SOUTHERN_LETTERS & set(text.lower()) else "qu"


def by_analyser(text: str, least: float = 0.6) -> Language:
    """Return Kichwa where at least that share of the words is analysable, the other baseline."""
    words = [match[0].lower() for match in WORD.finditer(text)]
    share = sum(map(is_kichwa_word, words)) / max(1, len(words))
    return "qu" if share >= least else "quechua"


def _is_right(text: Text, told: Language) -> bool:
    return told in _ACCEPTED.get(text.language, (text.language,))


def score(kinds: dict[str, list[Text]], level: Level) -> tuple[Scores, dict[str, Counter[str]]]:
    """Return accuracy per kind, that of telling Kichwa from Southern Quechua, and the answers.

    wrong_variety: the mean of two shares: Southern texts called so, and Kichwa texts not called so.
    """
    metrics, ci95, counts = dict[str, float](), dict[str, Interval](), dict[str, int]()
    confusion = {}
    for kind, texts in kinds.items():
        told = [detect(text.text).language for text in texts]
        hits = sum(map(_is_right, texts, told))
        name = f"{level}_{kind}"
        metrics[name], ci95[name] = hits / len(texts), wilson(hits, len(texts))
        counts[name] = len(texts)
        if level == SINGLE and kind != "unknown":
            answered = len(texts) - told.count("unknown")
            metrics[f"{name}_of_answered"] = hits / max(1, answered)
            ci95[f"{name}_of_answered"] = wilson(hits, answered)
        confusion[name] = Counter[str](told)
    name = f"{level}_wrong_variety"
    metrics[name], ci95[name] = wrong_variety(kinds, lambda text: detect(text).language)
    return (metrics, ci95, counts), confusion


def wrong_variety(
    kinds: dict[str, list[Text]], judge: Callable[[str], Language]
) -> tuple[float, Interval]:
    """Return how well `judge` tells Kichwa from Southern Quechua, both alike heavy.

    Interval of a mean of two shares by MOVER. Source: Zou and Donner 2008, doi:10.1002/sim.3095.
    """
    south = [text for kind in ("quechua", "quechua_ayacucho") for text in kinds[kind]]
    north = [text for kind in ("qu", "qu-old") for text in kinds[kind]]
    right = [_called(south, judge), len(north) - _called(north, judge)]
    sizes = [len(south), len(north)]
    shares = [hits / n for hits, n in zip(right, sizes, strict=True)]
    edges = [wilson(hits, n) for hits, n in zip(right, sizes, strict=True)]
    below, above = (
        math.hypot(*(share - edge[side] for share, edge in zip(shares, edges, strict=True))) / 2
        for side in (0, 1)
    )
    mean = sum(shares) / 2
    return mean, (mean - below, mean + above)


def _called(texts: Sequence[Text], judge: Callable[[str], Language]) -> int:
    """Return how many texts are called Southern Quechua."""
    return sum(judge(text.text) == "quechua" for text in texts)
