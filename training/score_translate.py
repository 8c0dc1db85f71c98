"""Score translations: chrF++, chrF and BLEU of sacreBLEU, with intervals and honest floors."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.errors import UserError
from core.lexicon.dictionary import Direction
from core.lexicon.memory import Memory
from core.metrics.interval import Interval
from core.models.interface import Message, Model, Sampling
from core.prompts.llamita import TEXT_TO_KICHWA, TEXT_TO_SPANISH
from core.prompts.records import question
from core.text import fold
from core.translation.parallel import Pair, read_pairs
from training.parallel import killkan

INSTRUCTION: dict[Direction, str] = {"es-qu": TEXT_TO_KICHWA, "qu-es": TEXT_TO_SPANISH}
_ANSWER = Sampling(max_tokens=128)
_TOGETHER = 32
_ROUNDS = 1000


@dataclass(frozen=True)
class Task:
    """Sentences to translate, and their reference translations.

    repeated: sentences left out, as they stand in the training chapters or twice in the file.
    """

    sources: tuple[str, ...]
    references: tuple[str, ...]
    repeated: int


def oriented(pairs: Sequence[Pair], direction: Direction) -> list[tuple[str, str]]:
    """Return (source, target) of each pair."""
    if direction == "qu-es":
        return [(pair.kichwa, pair.spanish) for pair in pairs]
    return [(pair.spanish, pair.kichwa) for pair in pairs]


def new_sentences(
    pairs: Sequence[tuple[str, str]], known: Sequence[tuple[str, str]]
) -> list[tuple[str, str]]:
    """Return the pairs whose source is neither known nor repeated, in order."""
    seen = {fold(source) for source, _ in known}
    kept = []
    for source, target in pairs:
        if fold(source) not in seen:
            seen.add(fold(source))
            kept.append((source, target))
    return kept


def read_task(path: Path, direction: Direction, known: Sequence[tuple[str, str]]) -> Task:
    """Return the sentences of a CoNLL-U file that are not in the training chapters.

    Raises UserError when none has a translation.
    """
    pairs = oriented(read_pairs(path), direction)
    kept = new_sentences(pairs, known)
    if not kept:
        raise UserError("error.no_translations", file=path.name)
    sources, references = zip(*kept, strict=True)
    return Task(sources, references, len(pairs) - len(kept))


def training_pairs(direction: Direction) -> list[tuple[str, str]]:
    """Return the sentences of the training chapters with their translations."""
    return oriented(killkan(), direction)


def from_memory(task: Task, known: Sequence[tuple[str, str]]) -> list[str]:
    """Return the translation of the most similar known sentence."""
    return [match.target for match in Memory(known).best(task.sources)]


def from_model(task: Task, model: Model, direction: Direction, adapter: str | None) -> list[str]:
    """Return a model's greedy translations."""
    asked = [(Message("user", question(INSTRUCTION[direction], text)),) for text in task.sources]
    order = sorted(range(len(asked)), key=lambda at: len(task.sources[at]))
    told = [""] * len(asked)
    for start in range(0, len(order), _TOGETHER):
        chunk = order[start : start + _TOGETHER]
        found = model.complete([asked[at] for at in chunk], _ANSWER, adapter=adapter)
        for at, completion in zip(chunk, found, strict=True):
            told[at] = " ".join(completion.text.split())
    return told


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


def baselines(task: Task, known: Sequence[tuple[str, str]]) -> dict[str, float]:
    """Return the scores of the source itself and of the most similar known sentence."""
    found: dict[str, float] = {}
    for name, told in (("copy", list(task.sources)), ("memory", from_memory(task, known))):
        for key, metric in _metrics().items():
            found[f"{name}_{key}"] = float(metric.corpus_score(told, [list(task.references)]).score)
    return found
