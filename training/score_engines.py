"""Ask the translation engines for a whole task, alone and together."""

from collections.abc import Sequence

from core.models.interface import Model
from core.translation.choose import ENGINES, ask, rank
from core.translation.memory import look_up
from core.translation.model import ask_model
from core.translation.result import Candidate, Direction, Engine, Source
from training.score_translate import Task

BEST = "best"
_TOGETHER = 32
Told = dict[str, list[Candidate]]
"""Per engine, and for "best", one translation per sentence; an empty one where it has none."""


def from_engines(task: Task, direction: Direction) -> Told:
    """Return the translations of each engine that needs no model, and of the best of them."""
    told: Told = {name: [] for name in (*ENGINES, BEST)}
    for text in task.sources:
        answers = ask(text, direction, ENGINES, look_up(text, direction))
        for engine in ENGINES:
            told[engine].append(_first(rank(text, direction, answers, only=engine), engine))
        told[BEST].append(_first(rank(text, direction, answers), "rules"))
    return told


def _first(ranked: Sequence[Candidate], engine: Engine) -> Candidate:
    return ranked[0] if ranked else Candidate("", engine, 0.0)


def _nearest(text: str, direction: Direction) -> Source | None:
    return next(iter(look_up(text, direction, limit=1)), None)


def from_model(
    task: Task, model: Model, direction: Direction, adapter: str | None
) -> list[Candidate]:
    """Return a model's greedy translations; it is told the most similar known pair."""
    order = sorted(range(len(task.sources)), key=lambda at: len(task.sources[at]))
    told: dict[int, Candidate] = {}
    for start in range(0, len(order), _TOGETHER):
        places = order[start : start + _TOGETHER]
        texts = [task.sources[at] for at in places]
        likes = [_nearest(text, direction) for text in texts]
        found = ask_model(texts, direction, likes, model, adapter)
        told |= dict(zip(places, found, strict=True))
    return [told[at] for at in range(len(order))]
