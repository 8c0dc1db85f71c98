"""Llama models in PyTorch: the reference backend, on CPU and on CUDA, in 32, 16 or 4 bits."""

import copy
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from threading import Event, Lock
from typing import TYPE_CHECKING

import numpy as np

from core.errors import UserError
from core.models.catalogue import Precision
from core.models.interface import (
    GREEDY,
    Candidate,
    Capability,
    Completion,
    Prompt,
    Sampling,
    Scored,
)
from core.models.sampling import log_softmax
from core.models.tokens import Tokens
from core.models.walk import Walk

if TYPE_CHECKING:
    from core.models.torch_generation import Row
    from core.models.torch_network import Network

_BATCH = 32  # prompts or continuations computed together


class TorchModel:
    """A folder of weights and its adapters; nothing is loaded before the first question.

    adapters: {name: folder}, loaded once and switched per request. precision: "full" is 32 bits,
    "half" 16, "nf4" 4. template: chat template for folders without one.
    """

    capabilities: frozenset[Capability] = frozenset(
        {"stream", "score", "next", "adapters", "beams", "walk"}
    )

    def __init__(
        self,
        name: str,
        folder: Path,
        adapters: Mapping[str, Path] | None = None,
        *,
        precision: Precision = "full",
        device: str = "cpu",
        template: str | None = None,
    ) -> None:
        self.name = name
        self.adapters = tuple(sorted(adapters or {}))
        self.tokens = Tokens(folder, template)
        self._folder, self._adapter_folders = folder, dict(adapters or {})
        self._precision, self._device = precision, device
        self._loading = Lock()

    def stream(
        self,
        prompt: Prompt,
        sampling: Sampling = GREEDY,
        *,
        adapter: str | None = None,
        cancel: Event | None = None,
    ) -> Iterator[str]:
        """Yield the answer in pieces; beams give one piece, since they end all at once."""
        from core.models.torch_generation import generate

        rows = {0: self._row(prompt, sampling, adapter)}
        pieces = generate(self._network, rows, sampling, adapter, cancel)
        return (piece for piece in pieces if piece)

    def complete(
        self,
        prompts: Sequence[Prompt],
        sampling: Sampling = GREEDY,
        *,
        adapter: str | None = None,
        cancel: Event | None = None,
    ) -> list[Completion]:
        """Return one answer per prompt; each is what it would be alone, seeds included."""
        from core.models.torch_generation import generate

        rows = [self._row(prompt, sampling, adapter) for prompt in prompts]
        # Prompts of like length together: less padding.
        order = sorted(range(len(rows)), key=lambda at: len(rows[at].prompt))
        for start in range(0, len(order), _BATCH):
            chunk = {at: rows[at] for at in order[start : start + _BATCH]}
            for _ in generate(self._network, chunk, sampling, adapter, cancel):
                pass
        return [row.completion for row in rows]

    def score(
        self, prompt: Prompt, continuations: Sequence[str], *, adapter: str | None = None
    ) -> list[Scored]:
        """Return how probable each continuation is; the prompt is computed once for all.

        Prompt and continuation are tokenised apart, so that no token reaches across the boundary.
        """
        ids = self._ids(prompt, adapter)
        answers = [self.tokens.continuation(text) for text in continuations]
        self.tokens.check_length(len(ids) + max(map(len, answers), default=0))
        logits, cache = self._read(ids, adapter)
        first = log_softmax(logits)
        sums: list[float] = []
        for start in range(0, len(answers), _BATCH):
            sums += self._score_chunk(answers[start : start + _BATCH], first, cache, adapter)
        return [
            Scored(text, total, len(answer))
            for text, total, answer in zip(continuations, sums, answers, strict=True)
        ]

    def next_tokens(
        self, prompt: Prompt, *, adapter: str | None = None, most: int = 20
    ) -> list[Candidate]:
        """Return the most probable next tokens, most probable first."""
        logits, _ = self._read(self._ids(prompt, adapter), adapter)
        return self.tokens.most_probable(log_softmax(logits), most)

    def count(self, text: str) -> int:
        """Return the number of tokens of `text`, without special ones."""
        return len(self.tokens.encode(text))

    def walk(self, prompt: Prompt, *, adapter: str | None = None) -> Walk:
        """Return a walk that begins after `prompt`."""
        from core.models.torch_walk import TorchWalk

        return TorchWalk(self._network, self.tokens, self._ids(prompt, adapter), adapter)

    @cached_property
    def _loaded(self) -> "Network":
        from core.models.torch_network import Network

        return Network(self._folder, self._adapter_folders, self._precision, self._device)

    @property
    def _network(self) -> "Network":
        with self._loading:  # the first question of a class of 30 must not load 30 times
            return self._loaded

    def _row(self, prompt: Prompt, sampling: Sampling, adapter: str | None) -> "Row":
        from core.models.torch_generation import Row

        ids = self._ids(prompt, adapter)
        return Row(self.tokens, ids, sampling, ids if isinstance(prompt, str) else ())

    def _ids(self, prompt: Prompt, adapter: str | None) -> list[int]:
        if adapter is not None and adapter not in self.adapters:
            known = ", ".join(self.adapters) or "–"
            raise UserError("error.unknown_adapter", name=adapter, known=known)
        ids = self.tokens.prompt(prompt)
        self.tokens.check_length(len(ids) + 1)  # room for one token of answer
        return ids

    def _read(self, ids: Sequence[int], adapter: str | None) -> "tuple[np.ndarray, object]":
        """Return the logits after `ids`, [vocab], and the cache that holds them."""
        import torch

        cache = self._network.new_cache()
        return self._network.run(torch.tensor([ids]), cache, adapter)[0, -1].numpy(), cache

    def _score_chunk(
        self, answers: Sequence[list[int]], first: np.ndarray, prefix: object, adapter: str | None
    ) -> list[float]:
        """Return the summed log probability of each answer after the cached prefix."""
        import torch

        width = max(map(len, answers))
        # What is padded stands to the right, where causal attention lets nothing read it.
        padded = torch.tensor([ids + [0] * (width - len(ids)) for ids in answers])
        after = np.empty((len(answers), 0, len(first)))
        if width > 1:
            cache = copy.deepcopy(prefix)
            cache.batch_repeat_interleave(len(answers))  # type: ignore[attr-defined]
            logits = self._network.run(padded[:, :-1], cache, adapter, keep=0)
            after = log_softmax(logits.numpy())
        return [
            float(sum(row[token] for row, token in zip([first, *after[at]], ids, strict=False)))
            for at, ids in enumerate(answers)
        ]
