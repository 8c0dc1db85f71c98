"""Llama models in 8 bits on the CPU, without torch or transformers."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from queue import Empty

import numpy as np

from core.models.answer_text import AnswerText
from core.models.batching import Engine, Limits
from core.models.ct2_decoder import Ct2Decoder, Kind
from core.models.interface import (
    GREEDY,
    Candidate,
    Capability,
    Completion,
    Prompt,
    Sampling,
    Scored,
)
from core.models.request import Request
from core.models.tokens import Tokens

_MOST_LOADED = 6  # adapters; each is a merged model of its own
_SCORED_TOGETHER = 32
_POLL_S = 0.05


class Ct2Model:
    """A Llama folder with its adapters, served by CTranslate2 (`core.models.interface.Model`).

    Requests of all users are computed in batches. A seeded request is computed alone, so that
    its answer does not depend on others. With beams an answer comes in one piece, and a stopped
    one is computed to its end.
    adapters: {name: folder}. template: Jinja chat template used when `base` has none.
    """

    capabilities: frozenset[Capability] = frozenset(
        {"stream", "score", "next", "adapters", "beams"}
    )

    def __init__(
        self,
        name: str,
        base: Path,
        adapters: Mapping[str, Path] | None = None,
        *,
        template: str | None = None,
        most_loaded: int = _MOST_LOADED,
        limits: Limits | None = None,
    ) -> None:
        self.name = name
        self.adapters = tuple(sorted(adapters or {}))
        self._tokens = Tokens(base, template)
        limits = limits or Limits()
        self._decoder = Ct2Decoder(
            name,
            base,
            adapters or {},
            self._tokens.ends,
            most_loaded=most_loaded,
            threads=limits.workers,
        )
        self._engine = Engine(self._decoder, limits)

    def stream(
        self,
        prompt: Prompt,
        sampling: Sampling = GREEDY,
        *,
        adapter: str | None = None,
        cancel: threading.Event | None = None,
    ) -> Iterator[str]:
        """Yield the answer in pieces; setting `cancel` or closing the iterator ends the work."""
        return self._pieces(self._request(prompt, sampling, adapter, cancel))

    def complete(
        self,
        prompts: Sequence[Prompt],
        sampling: Sampling = GREEDY,
        *,
        adapter: str | None = None,
        cancel: threading.Event | None = None,
    ) -> list[Completion]:
        """Return one answer per prompt, computed in batches."""
        requests = [
            self._request(prompt, sampling, adapter, cancel, streamed=False) for prompt in prompts
        ]
        try:
            self._engine.submit(requests)
            return [_completion(request) for request in requests]
        finally:
            for request in requests:
                request.cancel()

    def score(
        self, prompt: Prompt, continuations: Sequence[str], *, adapter: str | None = None
    ) -> list[Scored]:
        """Return how probable each continuation is after `prompt`, in the order given."""
        model = self._decoder.model(adapter)
        given = self._tokens.prompt(prompt)
        rows = [self._tokens.continuation(text) for text in continuations]
        for row in rows:
            self._tokens.check_length(len(given) + len(row))
        found = model.generator.score_batch(
            [model.words(given + row) for row in rows],
            max_batch_size=_SCORED_TOGETHER,
            max_input_length=0,  # else it cuts at 1024 without a word
        )
        return [
            Scored(text, float(sum(result.log_probs[len(given) - 1 :])), len(row))
            for text, row, result in zip(continuations, rows, found, strict=True)
        ]

    def next_tokens(
        self, prompt: Prompt, *, adapter: str | None = None, most: int = 20
    ) -> list[Candidate]:
        """Return the most probable next tokens, most probable first."""
        model = self._decoder.model(adapter)
        given = self._tokens.prompt(prompt)
        self._tokens.check_length(len(given))
        logs = model.generator.forward_batch([model.words(given)], return_log_probs=True)
        return self._tokens.most_probable(np.array(logs)[0, -1], most)

    def count(self, text: str) -> int:
        """Return the number of tokens of `text`, without special ones."""
        return len(self._tokens.encode(text))

    def close(self) -> None:
        """End all requests and free the memory."""
        self._engine.close()
        self._decoder.clear()

    def _request(
        self,
        prompt: Prompt,
        sampling: Sampling,
        adapter: str | None,
        cancel: threading.Event | None,
        *,
        streamed: bool = True,
    ) -> Request:
        self._decoder.model(adapter)  # converted here, so that no worker waits for it
        given = self._tokens.prompt(prompt)
        self._tokens.check_length(len(given) + 1)
        most = sampling.max_tokens
        if self._tokens.context:
            most = min(most, self._tokens.context - len(given))
        before = given if isinstance(prompt, str) else ()
        kind = _kind(adapter, sampling, most)
        return Request(
            given,
            most,
            AnswerText(self._tokens, sampling.stop, before),
            ends=self._tokens.ends,
            kind=kind,
            alone=kind.seed is not None,
            whole=kind.seed is not None or kind.beams > 1,
            streamed=streamed,
            cancel=cancel,
        )

    def _pieces(self, request: Request) -> Iterator[str]:
        self._engine.submit([request])
        try:
            while isinstance(piece := _next_piece(request), str):
                yield piece
        finally:
            request.cancel()


def _kind(adapter: str | None, sampling: Sampling, most: int) -> Kind:
    if sampling.temperature:
        drawn = (sampling.temperature, sampling.top_k, sampling.top_p, sampling.seed)
        return Kind(adapter, *drawn)
    if sampling.beams > 1:
        return Kind(adapter, beams=sampling.beams, most=most)
    return Kind(adapter)


def _completion(request: Request) -> Completion:
    while isinstance(piece := _next_piece(request), str):
        pass
    return piece


def _next_piece(request: Request) -> str | Completion:
    """Return what comes next; a cancelled request is not waited for."""
    while True:
        try:
            piece = request.pieces.get(timeout=_POLL_S)
        except Empty:
            if request.cancelled:
                return request.completion("cancelled")
            continue
        if isinstance(piece, BaseException):
            raise piece
        return piece
