"""Any OpenAI-compatible server as a model: vLLM, llama.cpp, SGLang, `transformers serve`, OpenAI.

What a server silently ignores is noticed or enforced here, or refused; nothing is made up.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import wait
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Event

from pydantic import SecretStr

from core.errors import UserError
from core.models.http_address import Patience
from core.models.http_answer import Answer
from core.models.http_client import Endpoint
from core.models.http_probabilities import after
from core.models.http_requests import NO_SUCH_CALL, Request, Requests, result_of
from core.models.http_served import Served, read_served, read_token_count
from core.models.interface import (
    GREEDY,
    Candidate,
    Capability,
    Completion,
    Prompt,
    Sampling,
    Scored,
)

_LOOK_S = 0.05  # how often a waiting caller looks whether the visitor pressed stop
_MOST_ALTERNATIVES = (20, 5)  # chat and vLLM give 20; OpenAI's plain texts 5


class HttpModel:
    """A model behind `address`, such as "http://localhost:8000/v1".

    adapters: names under which the server offers adapters beside `model` (vLLM `--lora-modules`);
        None for those it lists, asked at the first look.
    `capabilities` names what needs probabilities only after `probe` or a first use.
    Raises UserError for an address or a key that cannot be used; asks nothing yet.
    """

    def __init__(
        self,
        address: str,
        model: str,
        *,
        api_key: SecretStr | None = None,
        adapters: Sequence[str] | None = (),
        patience: Patience | None = None,
    ) -> None:
        self._endpoint = Endpoint(address, api_key, patience)
        self.name = f"{model} @ {self._endpoint.host}"
        self._model = model
        self._adapters = None if adapters is None else tuple(adapters)
        self._seen: frozenset[Capability] = frozenset({"stream"})
        self._requests = Requests(self._endpoint, model, self.name, self._offered)
        self._served: Served | None = None

    @property
    def capabilities(self) -> frozenset[Capability]:
        """Return what the endpoint was seen to do."""
        return self._seen | {"adapters"} if self.adapters else self._seen

    @property
    def adapters(self) -> tuple[str, ...]:
        """Return the names of its adapters, none while it cannot be asked."""
        try:
            return self._offered()
        except UserError:
            return ()

    @property
    def host(self) -> str:
        """Return host and port of the endpoint."""
        return self._endpoint.host

    def __repr__(self) -> str:
        return f"HttpModel({self.name!r})"

    def close(self) -> None:
        """Break off what is under way and close every connection."""
        self._endpoint.close()

    def stream(
        self,
        prompt: Prompt,
        sampling: Sampling = GREEDY,
        *,
        adapter: str | None = None,
        cancel: Event | None = None,
    ) -> Iterator[str]:
        """Yield the answer in pieces; setting `cancel` or closing the iterator hangs up."""
        return self._pieces(self._request(prompt, sampling, adapter), sampling, cancel)

    def complete(
        self,
        prompts: Sequence[Prompt],
        sampling: Sampling = GREEDY,
        *,
        adapter: str | None = None,
        cancel: Event | None = None,
    ) -> list[Completion]:
        """Return one answer per prompt, several asked for at once.

        Tokens are the server's count; pieces are counted where it gives none or was cut short.
        """
        requests = [self._request(prompt, sampling, adapter) for prompt in prompts]
        answers = [Answer(sampling, self._endpoint) for _ in prompts]
        if requests and not (cancel is not None and cancel.is_set()):
            work = self._endpoint.start(self._requests.answer_all, requests, answers)
            try:
                while not wait((work,), _LOOK_S if cancel else None).done:
                    if cancel is not None and cancel.is_set():
                        break
                else:
                    work.result()
            finally:
                work.cancel()
        return [answer.completion() for answer in answers]

    def score(
        self, prompt: Prompt, continuations: Sequence[str], *, adapter: str | None = None
    ) -> list[Scored]:
        """Return how probable each continuation is after a plain text.

        The server tokenizes text and continuation as one; a token across the border counts.
        Raises UserError where it gives no probabilities of what it is told (most do not).
        """
        if not isinstance(prompt, str):
            raise UserError("error.endpoint_score_chat", model=self.name)
        before = self._requests.echo(prompt, adapter)
        scored = []
        for continuation in continuations:
            found = after(before, self._requests.echo(prompt + continuation, adapter))
            if found is None:
                raise UserError("error.endpoint_no_probabilities", model=self.name)
            scored.append(Scored(continuation, *found))
        self._can("score")
        return scored

    def next_tokens(
        self, prompt: Prompt, *, adapter: str | None = None, most: int = 20
    ) -> list[Candidate]:
        """Return the most probable next tokens: as many of them as the server tells, often 5 or 20.

        Their `token` is -1 where the server does not number them.
        """
        for asked in _MOST_ALTERNATIVES:
            try:
                found = self._requests.candidates(prompt, adapter, asked, most)
            except UserError as refused:
                if refused.key != "error.endpoint_refused" or asked == _MOST_ALTERNATIVES[-1]:
                    raise
                continue
            break
        self._can("next")
        return found

    def count(self, text: str) -> int:
        """Return the number of tokens of `text`, from vLLM's or llama.cpp's `/tokenize`.

        Raises UserError where the server has none: an endpoint does not hand out its tokenizer.
        """
        try:
            count = read_token_count(self._requests.tokenize(text))
        except UserError as fault:
            if fault.key not in NO_SUCH_CALL:
                raise
            count = None
        if count is None:
            raise self._requests.lacks("count")
        return count

    def served(self) -> Served:
        """Return what the server says it serves, asked once; nothing where it has no list."""
        if self._served is None:
            work = self._endpoint.start(self._endpoint.ask, "/models", None)
            try:
                self._served = read_served(*result_of(work))
            except UserError as fault:
                if fault.key not in (*NO_SUCH_CALL, "error.endpoint_failed"):
                    raise
                self._served = Served()  # `transformers serve` answers 500 without a cache folder
        return self._served

    def probe(self) -> frozenset[Capability]:
        """Ask once for probabilities, so that `capabilities` is complete; return it."""
        for ask in (
            lambda: self.next_tokens("a", most=2),
            lambda: self.score("a b", [" c d"]),
        ):
            try:
                ask()
            except UserError as fault:
                if fault.key not in (*NO_SUCH_CALL, "error.endpoint_no_probabilities"):
                    raise
        return self.capabilities

    def _pieces(self, request: Request, sampling: Sampling, cancel: Event | None) -> Iterator[str]:
        if cancel is not None and cancel.is_set():
            return
        pieces: SimpleQueue[str] = SimpleQueue()
        answer = Answer(sampling, self._endpoint)
        work = self._endpoint.start(self._requests.answer, *request, answer, pieces.put)
        work.add_done_callback(lambda _: pieces.put(""))  # wakes the loop below
        try:
            while not (work.done() and pieces.empty()):
                if cancel is not None and cancel.is_set():
                    return
                with suppress(Empty):
                    if piece := pieces.get(timeout=_LOOK_S):
                        yield piece
            work.result()
        finally:
            work.cancel()

    def _offered(self) -> tuple[str, ...]:
        return self.served().adapters(self._model) if self._adapters is None else self._adapters

    def _can(self, capability: Capability) -> None:
        self._seen |= {capability}

    def _request(self, prompt: Prompt, sampling: Sampling, adapter: str | None) -> Request:
        if sampling.beams > 1:
            raise UserError("error.model_cannot", model=self.name, capability="beams")
        top_k = sampling.temperature > 0 and sampling.top_k > 0
        if top_k and not self.served().takes_top_k:
            raise UserError("error.model_cannot", model=self.name, capability="top_k")
        return self._requests.build(prompt, sampling, adapter)
