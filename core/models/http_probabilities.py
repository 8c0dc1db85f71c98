"""Probabilities in the two forms that OpenAI-compatible servers use; never made up."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, isfinite

from pydantic import BaseModel

from core.models.interface import Candidate

UNKNOWN_TOKEN = -1
_ROUNDING = 1e-3


class Alternative(BaseModel):
    """A token that was possible at one place; llama.cpp also tells its number."""

    token: str
    logprob: float
    id: int = UNKNOWN_TOKEN


class Place(BaseModel):
    """The tokens that were possible at one place of a chat answer."""

    top_logprobs: list[Alternative] = []


class Logprobs(BaseModel):
    """`content` is the form of chat; the others are that of plain text, one entry per token."""

    content: list[Place] | None = None
    tokens: list[str] | None = None
    token_logprobs: list[float | None] | None = None
    top_logprobs: list[dict[str, float] | None] | None = None

    def candidates(self, most: int) -> list[Candidate]:
        """Return the tokens possible at the first place, most probable first; empty for none.

        Numbers that are no probabilities count as none.
        """
        if self.content:
            found = self.content[0].top_logprobs
        else:
            first = next(iter(self.top_logprobs or ()), None) or {}
            found = [Alternative(token=token, logprob=p) for token, p in first.items()]
        if not are_log_probabilities([one.logprob for one in found]):
            return []
        found = sorted(found, key=lambda one: -one.logprob)[:most]
        candidates = [Candidate(one.id, one.token, exp(min(one.logprob, 0.0))) for one in found]
        whole = sum(candidate.probability for candidate in candidates)
        return candidates if whole <= 1 + _ROUNDING else []


@dataclass(frozen=True)
class Echo:
    """The tokens of a prompt as the server gave them back, with their log probabilities."""

    tokens: tuple[str, ...]
    log_probabilities: tuple[float | None, ...]


def read_echo(logprobs: Logprobs | None, computed: int) -> Echo | None:
    """Return the prompt's part of an echoed answer of which `computed` tokens are new.

    None where the server ignored that it was asked for one: one entry per token, at most the first
    without a figure.
    """
    if logprobs is None or not logprobs.tokens or not logprobs.token_logprobs:
        return None
    tokens, figures = logprobs.tokens, logprobs.token_logprobs
    kept = len(tokens) - computed
    if kept < 1 or len(figures) != len(tokens):
        return None
    known = [figure for figure in figures[1:kept] if figure is not None]
    if len(known) != kept - 1 or not are_log_probabilities(known):
        return None
    return Echo(tuple(tokens[:kept]), tuple(figures[:kept]))


def after(prompt: Echo, whole: Echo) -> tuple[float, int] | None:
    """Return log probability and number of the tokens that `whole` has after `prompt`.

    A token that straddles the border belongs to the continuation. None where nothing follows or
    its first token has no figure, as the very first token of a text.
    """
    shared = 0
    for one, other in zip(prompt.tokens, whole.tokens, strict=False):
        if one != other:
            break
        shared += 1
    figures = whole.log_probabilities[shared:]
    if not figures or any(figure is None for figure in figures):
        return None
    return sum(figure for figure in figures if figure is not None), len(figures)


def are_log_probabilities(figures: Sequence[float]) -> bool:
    """Return whether all figures can be logarithms of probabilities."""
    return all(isfinite(figure) and figure <= _ROUNDING for figure in figures)
