"""Translations by a language model, which is told what the dictionary and the grammar know."""

from collections.abc import Sequence

from core.errors import UserError
from core.lexicon.records import TEXT_INSTRUCTION
from core.models.interface import Message, Model, Prompt, Sampling
from core.models.open import open_model
from core.prompts.records import question
from core.translation.hints import hints
from core.translation.result import Candidate, Direction, Source

ADAPTER = "kichwa"
_LONGEST = 128  # tokens of an answer
_CONFIDENCE = 0.18  # the mean likeness (chrF++ / 100) that was measured, whatever the sentence


def prompt(text: str, direction: Direction, like: Source | None = None) -> Prompt:
    """Return what a model is asked."""
    return (Message("user", question(TEXT_INSTRUCTION[direction], hints(text, direction, like))),)


def ask_model(
    texts: Sequence[str],
    direction: Direction,
    likes: Sequence[Source | None],
    model: Model | None = None,
    adapter: str | None = ADAPTER,
) -> list[Candidate]:
    """Return one translation per sentence; those that the model leaves empty have no text.

    likes: the most similar known pair of each, or None.
    Raises UserError when no model can run.
    """
    model = model or open_model()
    if adapter is not None and adapter not in model.adapters:
        adapter = None
    asked = [prompt(text, direction, like) for text, like in zip(texts, likes, strict=True)]
    told = model.complete(asked, Sampling(max_tokens=_LONGEST), adapter=adapter)
    return [Candidate(" ".join(one.text.split()), "model", _CONFIDENCE) for one in told]


def translate_model(text: str, direction: Direction, like: Source | None = None) -> list[Candidate]:
    """Return the translation of one sentence by the model of this process, or none.

    A sentence too long for the model has none.
    Raises UserError when no model can run.
    """
    try:
        found = ask_model([text], direction, [like])
    except UserError as problem:
        if problem.key == "error.prompt_too_long":
            return []
        raise
    return [candidate for candidate in found if candidate.text]
