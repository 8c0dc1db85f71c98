"""What every language model of the suite can be asked, whatever computes it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from threading import Event
from typing import Literal, Protocol

Capability = Literal["stream", "score", "next", "adapters", "attention", "beams", "walk"]
Role = Literal["system", "user", "assistant"]


@dataclass(frozen=True)
class Message:
    """One turn of a conversation."""

    role: Role
    content: str


# A plain text is continued as it stands; messages go through the model's chat template.
Prompt = str | tuple[Message, ...]


@dataclass(frozen=True)
class Sampling:
    """How the next token is chosen. Raises ValueError for settings outside their range."""

    max_tokens: int = 128
    temperature: float = 0.0
    """0 is greedy: always the most probable token."""
    top_k: int = 0
    """Only the k most probable tokens; 0 is all. Applied before `top_p`."""
    top_p: float = 1.0
    """Nucleus: the smallest set of tokens whose probabilities sum to at least p."""
    beams: int = 1
    """Beam search with this many hypotheses; needs temperature 0."""
    seed: int | None = None
    """Start of the random choices; None draws a new one each time."""
    stop: tuple[str, ...] = ()
    """Texts that end the answer; they are not part of it."""

    def __post_init__(self) -> None:
        valid = (
            self.max_tokens >= 1
            and 0 <= self.temperature <= 100
            and self.top_k >= 0
            and 0 < self.top_p <= 1
            and self.beams >= 1
            and (self.beams == 1 or self.temperature == 0)
            and all(self.stop)
        )
        if not valid:
            raise ValueError(f"no such sampling: {self}")


GREEDY = Sampling()


@dataclass(frozen=True)
class Completion:
    """A finished answer."""

    text: str
    tokens: int
    """Tokens computed for it."""
    finish: Literal["stop", "length", "cancelled"]
    """Ended by itself or by a stop text; by `max_tokens`; by the visitor."""


@dataclass(frozen=True)
class Scored:
    """How probable the model finds a given continuation."""

    text: str
    log_probability: float
    """Natural logarithm, summed over its tokens."""
    tokens: int


@dataclass(frozen=True)
class Candidate:
    """One possible next token."""

    token: int
    text: str
    probability: float


class Model(Protocol):
    """A language model, with the adapters it can wear.

    Every method raises UserError when the model cannot do what is asked: an unknown adapter, a
    capability it lacks, a prompt longer than its context, weights or an endpoint that fail.
    """

    name: str

    @property
    def capabilities(self) -> frozenset[Capability]:
        """Return what the model can do."""

    @property
    def adapters(self) -> tuple[str, ...]:
        """Return the names of the adapters it can wear."""

    def stream(
        self,
        prompt: Prompt,
        sampling: Sampling = GREEDY,
        *,
        adapter: str | None = None,
        cancel: Event | None = None,
    ) -> Iterator[str]:
        """Yield the answer in pieces; setting `cancel` or closing the iterator ends the work."""

    def complete(
        self,
        prompts: Sequence[Prompt],
        sampling: Sampling = GREEDY,
        *,
        adapter: str | None = None,
        cancel: Event | None = None,
    ) -> list[Completion]:
        """Return one answer per prompt, computed together where the model can."""

    def score(
        self, prompt: Prompt, continuations: Sequence[str], *, adapter: str | None = None
    ) -> list[Scored]:
        """Return how probable each continuation is after `prompt`, in the order given."""

    def next_tokens(
        self, prompt: Prompt, *, adapter: str | None = None, most: int = 20
    ) -> list[Candidate]:
        """Return the most probable next tokens, most probable first."""

    def count(self, text: str) -> int:
        """Return the number of tokens of `text`, without special ones."""
