"""A model that answers from a table, to test what asks models."""

from collections.abc import Iterator, Mapping, Sequence
from threading import Event

from core.models.interface import (
    GREEDY,
    Candidate,
    Capability,
    Completion,
    Prompt,
    Sampling,
    Scored,
)


class TableModel:
    """Answers known questions, anything else with "?"; every character is a token of 1 bit."""

    name = "table"
    capabilities: frozenset[Capability] = frozenset({"score"})
    adapters = ("kichwa",)

    def __init__(self, table: Mapping[str, str]) -> None:
        self.table = table
        self.asked: list[tuple[str, str | None]] = []

    def _answer(self, prompt: Prompt, adapter: str | None) -> str:
        question = prompt if isinstance(prompt, str) else prompt[-1].content
        self.asked.append((question, adapter))
        return self.table.get(question, "?")

    def stream(
        self,
        prompt: Prompt,
        sampling: Sampling = GREEDY,
        *,
        adapter: str | None = None,
        cancel: Event | None = None,
    ) -> Iterator[str]:
        yield self._answer(prompt, adapter)

    def complete(
        self,
        prompts: Sequence[Prompt],
        sampling: Sampling = GREEDY,
        *,
        adapter: str | None = None,
        cancel: Event | None = None,
    ) -> list[Completion]:
        return [Completion(self._answer(prompt, adapter), 1, "stop") for prompt in prompts]

    def score(
        self, prompt: Prompt, continuations: Sequence[str], *, adapter: str | None = None
    ) -> list[Scored]:
        bit = -0.6931471805599453
        return [Scored(text, bit * len(text), len(text)) for text in continuations]

    def next_tokens(
        self, prompt: Prompt, *, adapter: str | None = None, most: int = 20
    ) -> list[Candidate]:
        return []

    def count(self, text: str) -> int:
        return len(text)
