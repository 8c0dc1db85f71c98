"""One text, translated by every engine and model alone, each with its time and its likeness."""

import time
from dataclasses import dataclass, replace
from typing import Literal

from core.config import settings
from core.errors import UserError
from core.metrics.chrf import chrf_plus_plus
from core.models.choice import Choice, choose
from core.models.interface import Message, Prompt, Sampling
from core.models.open import current_choice, open_model
from core.tasks.translate import translate
from core.text import clean
from core.translation.memory import look_up
from core.translation.model import ADAPTER, prompt
from core.translation.result import Direction, Engine

Who = Literal["memory", "rules", "phrases", "llamita", "llamita_kichwa", "other"]
WHO: tuple[Who, ...] = ("memory", "rules", "phrases", "llamita", "llamita_kichwa", "other")
"""In the order in which they are asked: the fast ones first."""
OTHER = "llama-2-7b-chat"
"""What Llamita is compared with where this installation names no other model."""
SAMPLING = Sampling(max_tokens=96)
"""Greedy: whoever asks again gets the same answer."""
LIMIT_CHARS = 300
_ENGINES: dict[Who, Engine] = {"memory": "memory", "rules": "rules", "phrases": "phrases"}
_ADAPTER: dict[Who, str | None] = {"llamita": None, "llamita_kichwa": ADAPTER}


@dataclass(frozen=True)
class Row:
    """What one of them says.

    name: of the model, "" for engines. seconds: without loading.
    confidence: 0–1, None for models, which do not know theirs. chrf: chrF++ to the visitor's own
    translation, 0–100. asked: the prompt as it was sent. problem: why there is no answer.
    """

    who: Who
    name: str = ""
    text: str = ""
    seconds: float = 0.0
    confidence: float | None = None
    chrf: float | None = None
    asked: str = ""
    problem: UserError | None = None


def check(text: str, direction: Direction | None) -> tuple[str, Direction]:
    """Return a text that can be compared, and its direction.

    Raises UserError for what cannot be translated, or is too long.
    """
    asked = " ".join(clean(text).split())
    if len(asked) > LIMIT_CHARS:
        raise UserError("error.too_long", length=len(asked), limit=LIMIT_CHARS)
    return asked, translate(asked, direction, engine="memory").direction


def ask(who: Who, text: str, direction: Direction, reference: str = "") -> Row:
    """Return the answer of one of them, or why it has none."""
    try:
        row = _engine(who, text, direction) if who in _ENGINES else _model(who, text, direction)
    except UserError as problem:
        return Row(who, problem=problem)
    wanted = " ".join(clean(reference).split())
    return replace(row, chrf=chrf_plus_plus(row.text, wanted) if wanted and row.text else None)


def llamita_choice() -> Choice:
    """Return Llamita, whichever model this installation names."""
    chosen = current_choice()
    if chosen.entry.id == "llamita":
        return chosen
    return choose(settings().model_copy(update={"model": "llamita"}))


def other_choice() -> Choice:
    """Return the model beside Llamita: that of this installation, or Llama 2.

    Raises UserError saying what it would need.
    """
    chosen = current_choice()
    if chosen.entry.id != "llamita":
        return chosen
    found = choose(settings().model_copy(update={"model": OTHER}))
    if found.entry != found.wanted:
        raise UserError(found.reason_key, **found.values)
    return found


def written(asked: Prompt) -> str:
    """Return a prompt as text."""
    if isinstance(asked, str):
        return asked
    return "\n".join(message.content for message in asked if isinstance(message, Message))


def _engine(who: Who, text: str, direction: Direction) -> Row:
    translate(text, direction, engine=_ENGINES[who])  # tables are read before the clock starts
    start = time.perf_counter()
    best = translate(text, direction, engine=_ENGINES[who]).best
    seconds = time.perf_counter() - start
    if not best.confidence and best.text == text:
        raise UserError("work.compare_nothing")
    return Row(who, "", best.text, seconds, best.confidence)


def _model(who: Who, text: str, direction: Direction) -> Row:
    choice = other_choice() if who == "other" else llamita_choice()
    model = open_model(choice)
    adapter = _ADAPTER.get(who)
    near = look_up(text, direction)
    asked = prompt(text, direction, near[0] if near else None)
    # The weights are read on first use, which must not count as time to answer.
    model.complete(["."], Sampling(max_tokens=1), adapter=adapter)
    start = time.perf_counter()
    told = model.complete([asked], SAMPLING, adapter=adapter)[0]
    seconds = time.perf_counter() - start
    row = Row(who, model.name, " ".join(told.text.split()), seconds, asked=written(asked))
    return row if row.text else replace(row, problem=UserError("work.compare_nothing"))
