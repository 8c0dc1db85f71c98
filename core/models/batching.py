"""Requests of several users computed together: the engine of the models.

Threads take what waits, the longest-waiting first, in batches. A batch that has had its time is
set aside when others wait, and goes on later from where it was.
"""

import atexit
import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count
from math import ceil
from typing import Protocol

from core.errors import UserError
from core.models.request import Request

_LOG = logging.getLogger(__name__)
Take = Callable[[int, int], bool]


class Decoder(Protocol):
    """What computes a batch."""

    def decode(self, requests: Sequence[Request], most: int, take: Take) -> None:
        """Continue every request by up to `most` tokens.

        Each token goes to `take(position of its request, token)`; True ends that request.
        """


@dataclass(frozen=True)
class Limits:
    """How the engine shares its time."""

    workers: int = 2
    batch: int = 16
    """Most requests computed together."""
    waiting: int = 256
    """Most calls that may wait."""
    gather_s: float = 0.001
    """How long to wait for companions of a first request."""
    slice_s: float = 0.25
    """Least time of a batch before it is set aside for those who wait."""
    similar: int = 16
    """Prompts of a batch differ by at most this many tokens: the decoder steps through the rest."""


@dataclass(order=True)
class _Waiting:
    turn: int
    arrival: int
    call: int
    request: Request


class Engine:
    """Computes requests in worker threads, which start with the first request."""

    def __init__(self, decoder: Decoder, limits: Limits | None = None) -> None:
        self._decoder = decoder
        self._limits = limits or Limits()
        self._waiting: list[_Waiting] = []
        self._turn = self._busy = 0
        self._arrivals = count()
        self._changed = threading.Condition()
        self._closed = False
        self._threads: list[threading.Thread] = []

    def submit(self, requests: Sequence[Request]) -> None:
        """Let the requests of one call be computed.

        Its second request waits one turn longer than its first, and so on: a call with a thousand
        requests does not hold up a call with one. Raises UserError when too many calls wait.
        """
        with self._changed:
            self._drop_cancelled()
            if self._closed:
                raise UserError("error.model_closed")
            if len({waiting.call for waiting in self._waiting}) >= self._limits.waiting:
                raise UserError("error.model_busy")
            call = next(self._arrivals)
            self._waiting += [
                _Waiting(self._turn + at, next(self._arrivals), call, request)
                for at, request in enumerate(requests)
            ]
            self._start_threads()
            self._changed.notify_all()

    def close(self) -> None:
        """End every request by a UserError and stop the threads."""
        with self._changed:
            self._closed = True
            for waiting in self._waiting:
                waiting.request.fail(UserError("error.model_closed"))
            self._waiting.clear()
            self._changed.notify_all()
        for thread in self._threads:
            thread.join(10)
        atexit.unregister(self.close)

    def _start_threads(self) -> None:
        if not self._threads:
            self._threads = [
                threading.Thread(target=self._work, name="model-engine", daemon=True)
                for _ in range(self._limits.workers)
            ]
            for thread in self._threads:
                thread.start()
            atexit.register(self.close)  # before the decoder's own threads are torn down

    def _work(self) -> None:
        while batch := self._next_batch():
            try:
                self._run(batch)
            finally:
                with self._changed:
                    self._busy -= 1

    def _next_batch(self) -> list[_Waiting]:
        """Return who is computed next; nobody when the engine closes."""
        with self._changed:
            while True:
                self._changed.wait_for(lambda: bool(self._waiting) or self._closed)
                self._changed.wait_for(self._is_enough, self._limits.gather_s)
                self._drop_cancelled()
                if self._closed:
                    return []
                if self._waiting:
                    self._busy += 1
                    return self._pick()

    def _is_enough(self) -> bool:
        return self._closed or len(self._waiting) >= self._limits.batch * self._limits.workers

    def _pick(self) -> list[_Waiting]:
        """Take the longest-waiting request and those that can share its batch."""
        free = self._limits.workers - self._busy + 1
        share = min(self._limits.batch, ceil(len(self._waiting) / free))
        first, *rest = sorted(self._waiting)
        batch = [first] + [other for other in rest if self._fits(first.request, other.request)]
        batch = batch[:share]
        chosen = {waiting.arrival for waiting in batch}
        self._waiting = [other for other in self._waiting if other.arrival not in chosen]
        self._turn = max(self._turn, first.turn) + 1
        return batch

    def _fits(self, first: Request, other: Request) -> bool:
        apart = abs(len(first.tokens) - len(other.tokens))
        alone = first.alone or other.alone
        return not alone and first.kind == other.kind and apart <= self._limits.similar

    def _run(self, batch: Sequence[_Waiting]) -> None:
        run = _Run([waiting.request for waiting in batch], self._must_leave)
        try:
            self._decoder.decode(run.requests, max(r.left for r in run.requests), run.take)
        except Exception as fault:  # noqa: BLE001 - whatever it is, it belongs to one request
            if len(batch) == 1:
                _LOG.exception("a request failed")
                batch[0].request.fail(fault)
                return
            _LOG.warning("a batch failed; its requests are tried one by one", exc_info=True)
            for waiting in batch:
                if not waiting.request.done:
                    self._run([waiting])
            return
        self._set_aside([waiting for waiting in batch if not waiting.request.done], run)

    def _set_aside(self, unfinished: Sequence[_Waiting], run: "_Run") -> None:
        with self._changed:
            for waiting in unfinished:
                if self._closed:
                    waiting.request.fail(UserError("error.model_closed"))
                elif run.paused:
                    waiting.turn, waiting.arrival = self._turn, next(self._arrivals)
                    self._waiting.append(waiting)
                else:  # the decoder had nothing more to say
                    waiting.request.end("stop")
            self._changed.notify_all()

    def _must_leave(self, run: "_Run", whole: bool) -> bool:
        """Return whether a request must make room for those whose turn has come.

        Not before its batch has computed as long as it read, since it will have to read again.
        """
        if self._closed:
            return True
        if whole or self._busy < self._limits.workers:
            return False
        now = time.monotonic()
        ripe = now - run.began > self._limits.slice_s and now - run.first > run.first - run.began
        return ripe and any(waiting.turn <= self._turn for waiting in list(self._waiting))

    def _drop_cancelled(self) -> None:
        for waiting in self._waiting:
            if waiting.request.cancelled:
                waiting.request.end("cancelled")
        self._waiting = [waiting for waiting in self._waiting if not waiting.request.done]


class _Run:
    """One batch while it is computed; its moments are of the monotonic clock."""

    def __init__(
        self, requests: Sequence[Request], must_leave: Callable[["_Run", bool], bool]
    ) -> None:
        self.requests = requests
        self.paused = False
        self.began = self.first = time.monotonic()
        self._must_leave = must_leave
        self._started = False

    def take(self, row: int, token: int) -> bool:
        """Give a token to its request; return whether the decoder should leave that request."""
        if not self._started:
            self._started, self.first = True, time.monotonic()
        request = self.requests[row]
        try:
            if request.done or request.take(token):
                return True
        except Exception as fault:  # noqa: BLE001 - the fault of one must not end the others
            _LOG.exception("an answer could not be read")
            request.fail(fault)
            return True
        if self._must_leave(self, request.whole):
            self.paused = True
            return True
        return False
