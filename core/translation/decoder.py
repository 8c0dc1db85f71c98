"""Find the best translation that phrases make: a beam over which units are translated so far.

Stacks, future cost, limited distortion: Koehn, Och & Marcu 2003, aclanthology.org/N03-1017.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.translation.ngrams import END, START, NGrams

FEATURES = (
    "target_given_source",
    "source_given_target",
    "words_given_source",
    "words_given_target",
    "unknown",
    "inflected",
    "language_model",
    "length",
    "phrases",
    "distortion",
)
_LM, _LENGTH, _PHRASES, _DISTORTION = 6, 7, 8, 9
_OPTIONS = 15  # phrases that start at one place
_HOPELESS = 5.0  # how far below the best of its stack a state is not kept
_HISTORY = (START, START)
Units = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Option:
    """A way to translate units start..end; scores: logarithms, as the first six features."""

    start: int
    end: int
    target: Units
    scores: tuple[float, float, float, float, float, float]


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A whole translation. features: as FEATURES; used: the options in the order of the target."""

    units: Units
    score: float
    features: NDArray[np.float64]
    used: tuple[Option, ...]


class _Weighed(NamedTuple):
    """An option with its score without context, and that with a guess of the language model's."""

    option: Option
    mask: int
    own: float
    guess: float


class _State(NamedTuple):
    """A translation of some of the units; hoped: score with the best that may still come."""

    hoped: float
    score: float
    covered: int
    units: Units
    last: int
    before: "_State | None"
    option: Option | None
    lm: float
    jump: int


class Decoder:
    """Searches with one language model and one set of weights.

    weights: as FEATURES. beam: states kept for each number of translated units.
    reach: how many units a phrase may be translated ahead of its turn.
    hopeless: how far below the best of as many units a state is not kept.
    """

    def __init__(
        self,
        lm: NGrams,
        weights: NDArray[np.float64],
        beam: int = 20,
        reach: int = 2,
        hopeless: float = _HOPELESS,
    ) -> None:
        self._lm, self._weights = lm, weights
        self._beam, self._reach, self._hopeless = beam, reach, hopeless

    def decode(self, length: int, options: Sequence[Option], best: int = 1) -> list[Hypothesis]:
        """Return the best translations of `length` units, best first, each text once."""
        by_start, cost = self._weigh(length, options)
        ahead = _future(cost)
        everything = (1 << length) - 1
        stacks: list[dict[tuple[int, Units], _State]] = [{} for _ in range(length + 1)]
        stacks[0][0, ()] = _State(ahead(0), 0.0, 0, (), 0, None, None, 0.0, 0)
        highest = [-np.inf] * (length + 1)
        for done in range(length):
            states = sorted(stacks[done].values(), key=lambda s: -s.hoped)[: self._beam]
            for state in states:
                for weighed in self._next(state, by_start, length):
                    size = done + weighed.option.end - weighed.option.start
                    new = self._extend(state, weighed, everything, ahead)
                    if new.hoped < highest[size] - self._hopeless:
                        continue
                    highest[size] = max(highest[size], new.hoped)
                    stack, key = stacks[size], (new.covered, new.units)
                    if key not in stack or stack[key].score < new.score:
                        stack[key] = new
        ranked = sorted(stacks[length].values(), key=lambda s: -s.score)
        return [self._told(state) for state in ranked[:best]]

    def _weigh(
        self, length: int, options: Sequence[Option]
    ) -> tuple[list[list[_Weighed]], NDArray[np.float64]]:
        """Return the best options by start, and the best score of each span alone."""
        weights = self._weights.tolist()
        found: list[list[_Weighed]] = [[] for _ in range(length)]
        cost = np.full((length + 1, length + 1), -1e9)
        for option in options:
            own = sum(w * s for w, s in zip(weights, option.scores, strict=False))
            own += weights[_LENGTH] * len(option.target) + weights[_PHRASES]
            lm = 0.0
            for at, unit in enumerate(option.target):
                lm += self._lm.log_probability(option.target[max(0, at - 2) : at], unit)
            guess = own + weights[_LM] * lm
            mask = ((1 << (option.end - option.start)) - 1) << option.start
            found[option.start].append(_Weighed(option, mask, own, guess))
            cost[option.start, option.end] = max(cost[option.start, option.end], guess)
        for start, weighed in enumerate(found):
            found[start] = sorted(weighed, key=lambda w: -w.guess)[:_OPTIONS]
        return found, cost

    def _next(
        self, state: _State, by_start: Sequence[Sequence[_Weighed]], length: int
    ) -> list[_Weighed]:
        """Return the options that may follow a state."""
        first = (~state.covered & (state.covered + 1)).bit_length() - 1
        return [
            weighed
            for start in range(first, min(length, first + self._reach + 1))
            if not state.covered >> start & 1
            for weighed in by_start[start]
            if not state.covered & weighed.mask
        ]

    def _extend(
        self, state: _State, weighed: _Weighed, everything: int, ahead: Callable[[int], float]
    ) -> _State:
        option = weighed.option
        covered = state.covered | weighed.mask
        history = (_HISTORY + state.units)[-2:]
        lm = 0.0
        for unit in option.target:
            lm += self._lm.log_probability(history, unit)
            history = (history[1], unit)
        if covered == everything:
            lm += self._lm.log_probability(history, END)
        jump = abs(option.start - state.last)
        score = state.score + weighed.own
        score += float(self._weights[_LM]) * lm + float(self._weights[_DISTORTION]) * jump
        units = state.units + option.target
        hoped = score + ahead(covered)
        return _State(hoped, score, covered, units, option.end, state, option, lm, jump)

    def _told(self, state: _State) -> Hypothesis:
        """Return a finished state with all its features."""
        features = np.zeros(len(FEATURES))
        used: list[Option] = []
        at: _State | None = state
        while at is not None and at.option is not None:
            features[:_LM] += at.option.scores
            features[_LM] += at.lm
            features[_LENGTH] += len(at.option.target)
            features[_PHRASES] += 1
            features[_DISTORTION] += at.jump
            used.append(at.option)
            at = at.before
        return Hypothesis(state.units, state.score, features, tuple(reversed(used)))


def _future(cost: NDArray[np.float64]) -> Callable[[int], float]:
    """Return a function: covered units → the best that the others may score."""
    length = len(cost) - 1
    for size in range(2, length + 1):
        for start in range(length - size + 1):
            end = start + size
            split = cost[start, start + 1 : end] + cost[start + 1 : end, end]
            cost[start, end] = max(cost[start, end], split.max())
    table: list[list[float]] = cost.tolist()
    known: dict[int, float] = {}

    def ahead(covered: int) -> float:
        if covered not in known:
            total, start = 0.0, 0
            while start < length:
                end = start
                while end < length and not covered >> end & 1:
                    end += 1
                total += table[start][end] if end > start else 0.0
                start = end + 1
            known[covered] = total
        return known[covered]

    return ahead
