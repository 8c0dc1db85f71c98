"""What is asked of an endpoint, and what it turned out not to understand."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import TypeVar

import anyio

from core.errors import UserError
from core.models.http_answer import Answer, Reply, read_reply
from core.models.http_client import Body, Endpoint
from core.models.http_probabilities import Echo, read_echo
from core.models.interface import Candidate, Prompt, Sampling

NO_SUCH_CALL = ("error.endpoint_no_api", "error.endpoint_no_model", "error.endpoint_refused")

Request = tuple[str, Body]
_Result = TypeVar("_Result")
_AT_ONCE = 16  # requests of one `complete`; servers batch these well
_BYTES_PER_TOKEN = 4096  # one event per token, its frame included
_FRAME_BYTES = 1 << 18
_LACK = {"count": "error.endpoint_no_count"}


class Requests:
    """Builds requests for one model of an endpoint and reads the answers."""

    def __init__(
        self, endpoint: Endpoint, model: str, name: str, adapters: Callable[[], tuple[str, ...]]
    ) -> None:
        self._endpoint, self._model, self._name, self._adapters = endpoint, model, name, adapters
        self._lacking: set[str] = set()
        self._limit_field = "max_tokens"

    def build(self, prompt: Prompt, sampling: Sampling, adapter: str | None) -> Request:
        """Return path and body of a request for a streamed answer."""
        settings: Body = {"stream": True, "temperature": sampling.temperature}
        settings[self._limit_field] = sampling.max_tokens
        if "stream_options" not in self._lacking:
            settings["stream_options"] = {"include_usage": True}
        if sampling.stop:
            settings["stop"] = list(sampling.stop)[:4]  # OpenAI takes no more; we end at the others
        if sampling.temperature > 0:
            settings["top_p"] = sampling.top_p
            settings |= {"top_k": sampling.top_k} if sampling.top_k else {}
            settings |= {} if sampling.seed is None else {"seed": sampling.seed}
        return self._address(prompt, adapter, settings)

    async def answer(
        self, path: str, body: Body, answer: Answer, give: Callable[[str], None]
    ) -> None:
        """Let `answer` grow to its end, each new piece given to `give`."""

        def read(event: str) -> float:
            seconds = answer.read(event)
            for piece in answer.fresh:
                give(piece)
            answer.fresh.clear()
            return seconds

        limit = _FRAME_BYTES + _BYTES_PER_TOKEN * int(body.get(self._limit_field, 0))
        try:
            await self._endpoint.follow(path, body, read, limit)
        except UserError as fault:
            if answer.finish is not None:
                return  # what breaks after the end does not matter
            simpler = None if answer.events else self._simpler(body, fault)
            if simpler is None:
                raise
            await self.answer(path, simpler, answer, give)
        if answer.finish is None:
            raise UserError("error.endpoint_cut", host=self._endpoint.host)

    async def answer_all(self, requests: Sequence[Request], answers: Sequence[Answer]) -> None:
        """Let all answers grow at once; the first fault ends them all."""
        faults: list[UserError] = []
        limiter = anyio.CapacityLimiter(_AT_ONCE)

        async def one(request: Request, answer: Answer) -> None:
            async with limiter:
                try:
                    await self.answer(*request, answer, lambda _: None)
                except UserError as fault:
                    faults.append(fault)
                    group.cancel_scope.cancel()

        async with anyio.create_task_group() as group:
            for request, answer in zip(requests, answers, strict=True):
                group.start_soon(one, request, answer)
        if faults:
            raise faults[0]

    def candidates(
        self, prompt: Prompt, adapter: str | None, asked: int, most: int
    ) -> list[Candidate]:
        """Return the most probable next tokens.

        asked: how many of them the server shall tell. Raises UserError where it tells none.
        """
        chat = not isinstance(prompt, str)
        wish: Body = {"logprobs": True, "top_logprobs": asked} if chat else {"logprobs": asked}
        # Temperature 1 leaves the distribution as it is, also where it is told after sampling.
        settings: Body = {self._limit_field: 1, "temperature": 1, "top_p": 1} | wish
        kind = "next chat" if chat else "next"
        reply = self._ask(kind, self._address(prompt, adapter, settings))
        logprobs = reply.choices[0].logprobs if reply.choices else None
        found = logprobs.candidates(most) if logprobs else []
        if not found:
            raise self.lacks(kind)
        return found

    def echo(self, prompt: str, adapter: str | None) -> Echo:
        """Return the tokens of `prompt`, each with its probability after those before it."""
        # One token more is asked for: vLLM refused 0, and llama-cpp-python takes 0 for no limit.
        settings: Body = {"max_tokens": 1, "temperature": 1, "logprobs": 1, "echo": True}
        reply = self._ask("score", self._address(prompt, adapter, settings))
        choice = reply.choices[0] if reply.choices else None
        if choice is None or prompt not in choice.piece:
            raise self.lacks("score")
        computed = reply.usage.completion_tokens if reply.usage else 1
        echo = read_echo(choice.logprobs, computed)
        if echo is None:
            raise self.lacks("score")
        return echo

    def tokenize(self, text: str) -> bytes:
        """Return what `/tokenize` says; the fields are vLLM's and llama.cpp's at once."""
        if "count" in self._lacking:
            raise self.lacks("count")
        body: Body = {"model": self._model, "prompt": text, "content": text}
        body |= {"add_special_tokens": False, "add_special": False}
        return result_of(self._endpoint.start(self._endpoint.ask, "//tokenize", body))[0]

    def lacks(self, kind: str) -> UserError:
        """Remember that the server does not offer `kind`; return what that means."""
        self._lacking.add(kind)
        return UserError(_LACK.get(kind, "error.endpoint_no_probabilities"), model=self._name)

    def _ask(self, kind: str, request: Request) -> Reply:
        if kind in self._lacking:
            raise self.lacks(kind)
        data, _ = result_of(self._endpoint.start(self._endpoint.ask, *request))
        return read_reply(data, self._endpoint)

    def _address(self, prompt: Prompt, adapter: str | None, settings: Body) -> Request:
        if adapter is not None and adapter not in (names := self._adapters()):
            known = ", ".join(names) or "—"
            raise UserError("error.unknown_adapter", name=adapter, known=known)
        body: Body = {"model": adapter or self._model} | settings
        if isinstance(prompt, str):
            return "/completions", body | {"prompt": prompt}
        messages = [{"role": turn.role, "content": turn.content} for turn in prompt]
        return "/chat/completions", body | {"messages": messages}

    def _simpler(self, body: Body, fault: UserError) -> Body | None:
        """Return the request without what the server refused, None where that is not its fault."""
        reason = str(fault.values.get("reason", ""))
        if fault.key != "error.endpoint_refused":
            return None
        if "stream_options" in reason and "stream_options" in body:
            self._lacking.add("stream_options")
            return {name: value for name, value in body.items() if name != "stream_options"}
        if "max_completion_tokens" in reason and "max_tokens" in body:
            self._limit_field = "max_completion_tokens"  # OpenAI's newer models
            rest = {name: value for name, value in body.items() if name != "max_tokens"}
            return rest | {self._limit_field: body["max_tokens"]}
        return None


def result_of(work: Future[_Result]) -> _Result:
    """Return the result of `work`, which ends with the caller's patience."""
    try:
        return work.result()
    finally:
        work.cancel()
