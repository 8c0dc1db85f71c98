"""A model that says what a script tells it: for tests of pages and tasks, without weights."""

import math
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Event
from typing import get_args

from core.errors import UserError
from core.models.interface import (
    GREEDY,
    Candidate,
    Capability,
    Completion,
    Prompt,
    Sampling,
    Scored,
)
from core.models.request import Finish
from core.models.stops import Stops
from core.models.walk import require

_WORD = re.compile(r"\s*\S+|\s+$")
EVERYTHING: frozenset[Capability] = frozenset(set(get_args(Capability)) - {"walk", "attention"})


@dataclass(frozen=True)
class Asked:
    """One request as it came."""

    call: str
    prompt: Prompt
    adapter: str | None = None
    sampling: Sampling = GREEDY
    continuations: tuple[str, ...] = ()


@dataclass
class FakeModel:
    """A scripted model (`core.models.interface.Model`) whose tokens are words.

    script: answers by the prompt's text (of messages the last one), or a function of text and
    adapter; what it lacks is answered with the text itself. A key (adapter, text) goes before text.
    scores, following: what `score` and `next_tokens` tell; probabilities by text.
    delay_s: pause before every word. fault: raised by every request.
    """

    script: Mapping[str | tuple[str, str], str] | Callable[[str, str | None], str] = field(
        default_factory=dict
    )
    scores: Mapping[str, float] = field(default_factory=dict)
    following: Mapping[str, float] = field(default_factory=dict)
    adapters: tuple[str, ...] = ()
    capabilities: frozenset[Capability] = EVERYTHING
    name: str = "fake"
    delay_s: float = 0.0
    fault: UserError | None = None
    requests: list[Asked] = field(default_factory=list)
    """What was asked, in order."""
    words_made: int = 0
    """Words computed so far, for tests of stopping."""

    def stream(
        self,
        prompt: Prompt,
        sampling: Sampling = GREEDY,
        *,
        adapter: str | None = None,
        cancel: Event | None = None,
    ) -> Iterator[str]:
        """Yield the scripted answer word by word."""
        self._note("stream", prompt, adapter, sampling)
        return (piece for piece, _ in self._pieces(prompt, sampling, adapter, cancel) if piece)

    def complete(
        self,
        prompts: Sequence[Prompt],
        sampling: Sampling = GREEDY,
        *,
        adapter: str | None = None,
        cancel: Event | None = None,
    ) -> list[Completion]:
        """Return the scripted answers."""
        done = []
        for prompt in prompts:
            self._note("complete", prompt, adapter, sampling)
            before = self.words_made
            pieces = list(self._pieces(prompt, sampling, adapter, cancel))
            text = "".join(piece for piece, _ in pieces)
            done.append(Completion(text, self.words_made - before, pieces[-1][1]))
        return done

    def score(
        self, prompt: Prompt, continuations: Sequence[str], *, adapter: str | None = None
    ) -> list[Scored]:
        """Return the scripted probabilities, one in a million for other texts."""
        require(self, "score")
        self._note("score", prompt, adapter, continuations=tuple(continuations))
        return [
            Scored(text, math.log(self.scores.get(text, 1e-6)), self.count(text))
            for text in continuations
        ]

    def next_tokens(
        self, prompt: Prompt, *, adapter: str | None = None, most: int = 20
    ) -> list[Candidate]:
        """Return the scripted candidates, numbered as they stand in the script."""
        require(self, "next")
        self._note("next_tokens", prompt, adapter)
        found = [Candidate(at, text, p) for at, (text, p) in enumerate(self.following.items())]
        return sorted(found, key=lambda each: -each.probability)[:most]

    def count(self, text: str) -> int:
        """Return the number of words."""
        return len(_words(text))

    def _note(
        self,
        call: str,
        prompt: Prompt,
        adapter: str | None,
        sampling: Sampling = GREEDY,
        continuations: tuple[str, ...] = (),
    ) -> None:
        self.requests.append(Asked(call, prompt, adapter, sampling, continuations))
        if self.fault is not None:
            raise self.fault
        if adapter is not None and adapter not in self.adapters:
            known = ", ".join(self.adapters) or "–"
            raise UserError("error.unknown_adapter", name=adapter, known=known)
        if sampling.beams > 1:
            require(self, "beams")

    def _answer(self, prompt: Prompt, adapter: str | None) -> str:
        text = prompt if isinstance(prompt, str) else prompt[-1].content
        if callable(self.script):
            return self.script(text, adapter)
        return self.script.get((adapter or "", text), self.script.get(text, text))

    def _pieces(
        self, prompt: Prompt, sampling: Sampling, adapter: str | None, cancel: Event | None
    ) -> Iterator[tuple[str, Finish]]:
        """Yield pieces, the last with how the answer ended."""
        stops = Stops(sampling.stop)
        words = _words(self._answer(prompt, adapter))
        for word in words[: sampling.max_tokens]:
            if cancel is not None and cancel.is_set():
                yield stops.finish(), "cancelled"
                return
            time.sleep(self.delay_s)
            self.words_made += 1
            yield stops.push(word), "stop"
            if stops.stopped:
                return
        yield stops.finish(), "length" if len(words) > sampling.max_tokens else "stop"


def _words(text: str) -> list[str]:
    """Return the words of `text`, each with the spaces before it."""
    return _WORD.findall(text)
