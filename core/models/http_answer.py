"""What an endpoint sends, checked, and put together into one answer."""

from typing import Any, Literal

from pydantic import BaseModel, ValidationError

from core.errors import UserError
from core.models.http_client import Endpoint
from core.models.http_events import END
from core.models.http_faults import short_reason
from core.models.http_probabilities import Logprobs
from core.models.interface import Completion, Sampling
from core.models.stops import Stops

_USAGE_WAIT_S = 2.0  # the count of tokens follows the last piece at once, or never


class Said(BaseModel):
    """A message of a chat answer, or the next piece of it."""

    content: str | None = None


class Choice(BaseModel):
    """One answer, or the next piece of it, in any of the three places where servers put it."""

    index: int = 0
    text: str | None = None
    delta: Said | None = None
    message: Said | None = None
    finish_reason: str | None = None
    logprobs: Logprobs | None = None

    @property
    def piece(self) -> str:
        """Return the text, wherever it stands."""
        said = self.delta or self.message
        return self.text or (said.content if said else None) or ""


class Usage(BaseModel):
    """Tokens as the server counted them."""

    prompt_tokens: int = 0
    completion_tokens: int = 0


class Reply(BaseModel):
    """A whole answer, or one event of a streamed one."""

    choices: list[Choice] = []
    usage: Usage | None = None
    error: Any = None


def read_reply(data: str | bytes, endpoint: Endpoint) -> Reply:
    """Return what the server said. Raises UserError for anything else, its own faults included."""
    try:
        reply = Reply.model_validate_json(data)
    except ValidationError:
        raise UserError("error.endpoint_garbage", host=endpoint.host) from None
    if reply.error:
        reason = short_reason(reply.error, endpoint.key.get_secret_value()) or "—"
        raise UserError("error.endpoint_failed", host=endpoint.host, status=200, reason=reason)
    return reply


class Answer:
    """An answer while it grows; it ends at a stop text even where the server overlooks it."""

    def __init__(self, sampling: Sampling, endpoint: Endpoint) -> None:
        self.text = ""
        self.finish: Literal["stop", "length"] | None = None
        self.fresh: list[str] = []
        self.events = 0
        self._sampling, self._endpoint = sampling, endpoint
        self._stops = Stops(sampling.stop)
        self._pieces = 0
        self._heard = False
        self._counted: int | None = None

    def read(self, data: str) -> float:
        """Take one event; return for how many seconds the next is worth waiting for."""
        self.events += 1
        if data.strip() == END:
            if self.finish is None and not self._heard:
                raise UserError("error.endpoint_garbage", host=self._endpoint.host)
            self._end("length" if self._tokens >= self._sampling.max_tokens else "stop")
            return 0
        reply = read_reply(data, self._endpoint)
        if reply.usage is not None:
            self._counted = max(reply.usage.completion_tokens, 0)
        for choice in reply.choices:
            if choice.index == 0 and self.finish is None:
                self._take(choice)
        if self._stops.stopped:
            return 0
        return self._endpoint.patience.between_s if self.finish is None else _USAGE_WAIT_S

    def completion(self) -> Completion:
        """Return the answer as far as it came."""
        return Completion(self.text, self._tokens, self.finish or "cancelled")

    @property
    def _tokens(self) -> int:
        return self._pieces if self._counted is None else self._counted

    def _take(self, choice: Choice) -> None:
        self._heard = True
        if choice.piece:
            self._pieces += 1
            self._add(self._stops.push(choice.piece))
        if self._stops.stopped:
            self._end("stop")
        elif choice.finish_reason == "content_filter":
            reason = "content_filter"
            raise UserError(
                "error.endpoint_failed", host=self._endpoint.host, status=200, reason=reason
            )
        elif choice.finish_reason is not None:
            self._end("length" if choice.finish_reason == "length" else "stop")

    def _end(self, finish: Literal["stop", "length"]) -> None:
        if self.finish is None:
            self._add(self._stops.finish())
            self.finish = finish

    def _add(self, piece: str) -> None:
        if piece:
            self.text += piece
            self.fresh.append(piece)
