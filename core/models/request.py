"""One answer on its way from the worker that computes it to the one who asked."""

import threading
from collections.abc import Hashable, Sequence
from queue import SimpleQueue
from typing import Literal, Protocol

from core.models.interface import Completion

Finish = Literal["stop", "length", "cancelled"]


class Text(Protocol):
    """What turns tokens into text (`core.models.answer_text.AnswerText`)."""

    @property
    def stopped(self) -> bool:
        """Return whether a stop text has come."""

    @property
    def text(self) -> str:
        """Return what has been shown."""

    def push(self, token: int) -> str:
        """Return what may be shown after `token`."""

    def finish(self) -> str:
        """Return what is left when no token follows."""


class Request:
    """One answer, computed by a worker and read by the one who asked.

    kind: requests of equal kind can share a batch.
    alone: shares its batch with nobody. whole: is never set aside while it is computed.
    pieces: the answer as it comes: texts (if `streamed`), at the end a Completion or the fault.
    """

    def __init__(
        self,
        prompt: Sequence[int],
        limit: int,
        text: Text,
        *,
        ends: frozenset[int],
        kind: Hashable = None,
        alone: bool = False,
        whole: bool = False,
        streamed: bool = True,
        cancel: threading.Event | None = None,
    ) -> None:
        self.tokens = list(prompt)  # what was computed is added, to go on from there
        self.left = limit
        self.kind = kind
        self.alone = alone
        self.whole = whole
        self.pieces: SimpleQueue[str | Completion | BaseException] = SimpleQueue()
        self.done = False
        self._made = 0
        self._streamed = streamed  # else nobody is woken for every token
        self._text = text
        self._ends = ends
        self._cancels = [threading.Event(), *([cancel] if cancel else [])]

    @property
    def cancelled(self) -> bool:
        """Return whether nobody wants the answer any more."""
        return any(cancel.is_set() for cancel in self._cancels)

    def cancel(self) -> None:
        """Say that nobody wants the answer any more."""
        self._cancels[0].set()

    def take(self, token: int) -> bool:
        """Add a computed token; return whether the answer is complete."""
        self._made += 1
        self.left -= 1
        if self.cancelled:
            return self.end("cancelled")
        if token in self._ends:
            return self.end("stop")
        self.tokens.append(token)
        self._put(self._text.push(token))
        if self._text.stopped:
            return self.end("stop")
        return self.end("length") if self.left == 0 else False

    def end(self, finish: Finish) -> bool:
        """Complete the answer; return True."""
        if not self.done:
            self._put(self._text.finish())
            self.done = True
            self.pieces.put(self.completion("stop" if self._text.stopped else finish))
        return True

    def completion(self, finish: Finish) -> Completion:
        """Return the answer so far."""
        return Completion(self._text.text, self._made, finish)

    def fail(self, fault: BaseException) -> None:
        """End the answer by a fault."""
        if not self.done:
            self.done = True
            self.pieces.put(fault)

    def _put(self, piece: str) -> None:
        if piece and self._streamed:
            self.pieces.put(piece)
