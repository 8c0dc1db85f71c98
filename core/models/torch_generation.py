"""Token by token for one or many prompts at once; rows that are finished leave the batch."""

from collections.abc import Iterator, Mapping, Sequence
from threading import Event
from typing import Literal

import numpy as np
import torch

from core.models.answer_text import AnswerText
from core.models.interface import Completion, Sampling
from core.models.sampling import draw
from core.models.tokens import Tokens
from core.models.torch_network import Network

Finish = Literal["stop", "length", "cancelled"]


class Row:
    """The answer to one prompt.

    before: tokens that the answer's text goes on from; none after a chat template.
    """

    def __init__(
        self, tokens: Tokens, prompt: Sequence[int], sampling: Sampling, before: Sequence[int]
    ) -> None:
        self.prompt = list(prompt)
        room = tokens.context - len(prompt) if tokens.context else sampling.max_tokens
        self.limit = min(sampling.max_tokens, room)
        self.finish: Finish | None = None
        self._tokens = 0
        self.ends = tokens.ends
        self._text = AnswerText(tokens, sampling.stop, before)

    def take(self, token: int) -> str:
        """Add one token; return what may be shown now."""
        self._tokens += 1
        if token in self.ends:
            self.finish = "stop"
            return self._text.finish()
        piece = self._text.push(token)
        if not self._text.stopped and self._tokens >= self.limit:
            self.finish = "length"
            piece += self._text.finish()
        if self._text.stopped:
            self.finish = "stop"
        return piece

    def cancel(self) -> str:
        """End the answer where it stands; return what was held back."""
        self.finish = "cancelled"
        return self._text.finish()

    @property
    def completion(self) -> Completion:
        """Return the answer so far."""
        return Completion(self._text.text, self._tokens, self.finish or "cancelled")


class Batch:
    """Rows that are read together, padded on the left; every row draws from its own seed."""

    def __init__(
        self, network: Network, rows: Mapping[int, Row], sampling: Sampling, adapter: str | None
    ) -> None:
        self.rows = list(rows)
        self._network, self._sampling, self._adapter = network, sampling, adapter
        prompts = [row.prompt for row in rows.values()]
        width = max(map(len, prompts))
        self._next = torch.tensor([[0] * (width - len(ids)) + ids for ids in prompts])
        self._mask = torch.tensor([[0] * (width - len(ids)) + [1] * len(ids) for ids in prompts])
        self._padded = not bool(self._mask.all())
        self._cache = network.new_cache()
        self._random = [np.random.default_rng(sampling.seed) for _ in prompts]

    def step(self) -> dict[int, int]:
        """Return the next token of every row."""
        mask = self._mask if self._padded else None
        logits = self._network.run(self._next, self._cache, self._adapter, mask=mask)[:, -1]
        if self._sampling.temperature == 0:
            chosen = logits.argmax(-1).tolist()
        else:
            pairs = zip(logits.numpy(), self._random, strict=True)
            chosen = [draw(row, self._sampling, random) for row, random in pairs]
        self._next = torch.tensor(chosen)[:, None]
        self._mask = torch.cat([self._mask, torch.ones_like(self._next)], dim=1)
        return dict(zip(self.rows, chosen, strict=True))

    def drop(self, finished: set[int]) -> None:
        """Take rows out, so that nothing more is computed for them."""
        kept = [at for at, row in enumerate(self.rows) if row not in finished]
        if not kept or len(kept) == len(self.rows):
            self.rows = [self.rows[at] for at in kept]
            return
        self.rows = [self.rows[at] for at in kept]
        self._random = [self._random[at] for at in kept]
        chosen = torch.tensor(kept)
        self._next, self._mask = self._next[chosen], self._mask[chosen]
        self._cache.batch_select_indices(chosen.to(self._network.device))


def generate(
    network: Network,
    rows: Mapping[int, Row],
    sampling: Sampling,
    adapter: str | None,
    cancel: Event | None,
) -> Iterator[str]:
    """Compute all rows to their end, yielding the text that each step made (of all rows).

    Nothing is computed after `cancel` is set or the iterator is closed.
    """
    if sampling.beams > 1:
        yield from _beams(network, rows, sampling, adapter, cancel)
        return
    batch = Batch(network, rows, sampling, adapter)
    while batch.rows:
        if cancel is not None and cancel.is_set():
            yield "".join(rows[at].cancel() for at in batch.rows)
            return
        yield "".join(rows[at].take(token) for at, token in batch.step().items())
        batch.drop({at for at in batch.rows if rows[at].finish})


def _beams(
    network: Network,
    rows: Mapping[int, Row],
    sampling: Sampling,
    adapter: str | None,
    cancel: Event | None,
) -> Iterator[str]:
    """Answer row by row; a beam search knows its answer only at the end, so there is one piece."""
    for row in rows.values():
        found = network.beams(
            torch.tensor([row.prompt]),
            adapter,
            cancel,
            num_beams=sampling.beams,
            max_new_tokens=row.limit,
            eos_token_id=sorted(row.ends) or None,
            pad_token_id=0,
        )
        pieces = []
        for token in found:
            if row.finish is None:
                pieces.append(row.take(token))
        if cancel is not None and cancel.is_set():
            pieces.append(row.cancel())
        yield "".join(pieces)
