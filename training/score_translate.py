"""Score translations: chrF++, chrF and BLEU of sacreBLEU, with intervals and honest floors."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from core.errors import UserError
from core.metrics.chrf import chrf_plus_plus
from core.metrics.interval import Interval
from core.text import fold, words
from core.translation.memory import Memory
from core.translation.parallel import Pair, read_pairs
from core.translation.phrase_tables import shipped_tables
from core.translation.result import Candidate, Direction, Source
from core.translation.units import languages, units, written
from training.parallel import killkan

_ROUNDS = 1000
_LENGTHS = {"words_1_3": (1, 3), "words_4_6": (4, 6), "words_7_up": (7, 10**6)}
_BINS = 10


@dataclass(frozen=True)
class Task:
    """Sentences to translate, and their reference translations.

    switched: which of them have Spanish words in the Kichwa sentence.
    repeated: sentences left out, as they stand in the training chapters or twice in the file.
    """

    sources: tuple[str, ...]
    references: tuple[str, ...]
    switched: tuple[bool, ...]
    repeated: int


def oriented(pairs: Sequence[Pair], direction: Direction) -> list[tuple[str, str]]:
    """Return (source, target) of each pair."""
    if direction == "qu-es":
        return [(pair.kichwa, pair.spanish) for pair in pairs]
    return [(pair.spanish, pair.kichwa) for pair in pairs]


def new_sentences(pairs: Sequence[tuple[str, str]], known: Sequence[tuple[str, str]]) -> list[int]:
    """Return the places of the pairs whose source is neither known nor repeated, in order."""
    seen = {fold(source) for source, _ in known}
    kept = []
    for at, (source, _) in enumerate(pairs):
        if fold(source) not in seen:
            seen.add(fold(source))
            kept.append(at)
    return kept


def read_task(path: Path, direction: Direction, known: Sequence[tuple[str, str]]) -> Task:
    """Return the sentences of a CoNLL-U file that are not in the training chapters.

    Raises UserError when none has a translation.
    """
    read = read_pairs(path)
    pairs = oriented(read, direction)
    kept = new_sentences(pairs, known)
    if not kept:
        raise UserError("error.no_translations", file=path.name)
    sources, references = zip(*(pairs[at] for at in kept), strict=True)
    switched = tuple(read[at].switched for at in kept)
    return Task(sources, references, switched, len(pairs) - len(kept))


def training_pairs(direction: Direction) -> list[tuple[str, str]]:
    """Return the sentences of the training chapters with their translations."""
    return oriented(killkan(), direction)


def from_memory(
    task: Task, known: Sequence[tuple[str, str]], direction: Direction
) -> list[Candidate]:
    """Return the translation of the most similar known sentence, nothing where none is similar."""
    pairs = [Source(source, target, 0.0, "") for source, target in known]
    memory = Memory(pairs, languages(direction)[0])
    found = [memory.best(text, 1, 0.0) for text in task.sources]
    return [Candidate(best[0].target, "memory", best[0].likeness) for best in found]


def _metrics() -> dict[str, Any]:
    from sacrebleu.metrics.bleu import BLEU
    from sacrebleu.metrics.chrf import CHRF

    return {"chrf++": CHRF(word_order=2), "chrf": CHRF(), "bleu": BLEU()}


def score(
    told: Sequence[str], references: Sequence[str]
) -> tuple[dict[str, float], dict[str, Interval], dict[str, str]]:
    """Return scores (0–100), 95 % intervals by bootstrap over sentences, and signatures."""
    metrics: dict[str, float] = {}
    ci95: dict[str, Interval] = {}
    signatures: dict[str, str] = {}
    for name, metric in _metrics().items():
        found = metric.corpus_score(list(told), [list(references)], n_bootstrap=_ROUNDS)
        metrics[name] = float(found.score)
        ci95[name] = (float(found._mean - found._ci), float(found._mean + found._ci))
        signatures[name] = str(metric.get_signature())
    return metrics, ci95, signatures


def _groups(task: Task) -> dict[str, list[int]]:
    """Return the places of the sentences of each length of the source, and of each mixture."""
    size = [len(words(source)) for source in task.sources]
    everywhere = range(len(size))
    groups = {
        name: [at for at in everywhere if low <= size[at] <= high]
        for name, (low, high) in _LENGTHS.items()
    }
    groups["with_spanish_words"] = [at for at in everywhere if task.switched[at]]
    groups["all_kichwa"] = [at for at in everywhere if not task.switched[at]]
    return groups


def by_group(told: Sequence[str], task: Task) -> dict[str, dict[str, float]]:
    """Return n and the scores of each group of sentences that is not empty."""
    found = {}
    for name, places in _groups(task).items():
        if places:
            texts = [told[at] for at in places]
            references = [[task.references[at] for at in places]]
            scores = {
                key: float(metric.corpus_score(texts, references).score)
                for key, metric in _metrics().items()
            }
            found[name] = {"n": float(len(places)), **scores}
    return found


def compared(
    told: Sequence[str], others: Mapping[str, Sequence[str]], references: Sequence[str]
) -> dict[str, dict[str, float]]:
    """Return by how much chrF++ exceeds that of others, with 95 % intervals.

    The same resampled sentences are scored for both (paired bootstrap, Koehn 2004).
    """
    from sacrebleu.metrics.chrf import CHRF

    metric = CHRF(word_order=2)
    random = np.random.default_rng(0)
    drawn = random.integers(0, len(references), (_ROUNDS, len(references)))

    def scores(texts: Sequence[str]) -> "np.ndarray[Any, np.dtype[np.float64]]":
        statistics = np.array(metric._extract_corpus_statistics(texts, [list(references)]))
        sums = [statistics.sum(axis=0), *(statistics[rows].sum(axis=0) for rows in drawn)]
        return np.array([metric._compute_score_from_stats(row.tolist()).score for row in sums])

    own = scores(list(told))
    found = {}
    for name, texts in others.items():
        gain = own - scores(list(texts))
        low, high = np.percentile(gain[1:], [2.5, 97.5])
        found[name] = {"gain": float(gain[0]), "low": float(low), "high": float(high)}
    return found


def calibration(told: Sequence[Candidate], references: Sequence[str]) -> dict[str, float]:
    """Return how well confidence foretells chrF++ / 100 of each sentence.

    correlation: Pearson's; ece: mean gap in ten equal groups by confidence (Guo et al. 2017).
    """
    sure = np.array([one.confidence for one in told])
    quality = np.array(
        [
            chrf_plus_plus(one.text, reference) / 100
            for one, reference in zip(told, references, strict=True)
        ]
    )
    groups = np.array_split(np.argsort(sure, kind="stable"), min(_BINS, len(sure)))
    gaps = [abs(sure[group].mean() - quality[group].mean()) * len(group) for group in groups]
    varies = sure.std() > 0 and quality.std() > 0
    return {
        "correlation": float(np.corrcoef(sure, quality)[0, 1]) if varies else float("nan"),
        "ece": float(sum(gaps) / len(sure)),
        "mean_confidence": float(sure.mean()),
        "mean_chrf++": float(100 * quality.mean()),
    }


def gloss(text: str, direction: Direction) -> str:
    """Return the likeliest translation of each unit by itself, in the order of the source."""
    tables = shipped_tables(direction)
    source, target = languages(direction)
    told: list[str] = []
    for part in units(text, source):
        known = tables.phrases.get((part,))
        told += known[0][0] if known else (part,)
    return written(told, target, tables.names)


def baselines(
    task: Task, known: Sequence[tuple[str, str]], direction: Direction
) -> dict[str, float]:
    """Return the scores of the source, of the most similar known sentence and of a gloss."""
    found: dict[str, float] = {}
    peers = {
        "copy": list(task.sources),
        "memory": [one.text for one in from_memory(task, known, direction)],
        "gloss": [gloss(source, direction) for source in task.sources],
    }
    for name, told in peers.items():
        for key, metric in _metrics().items():
            found[f"{name}_{key}"] = float(metric.corpus_score(told, [list(task.references)]).score)
    return found
