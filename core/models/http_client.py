"""Ask an OpenAI-compatible endpoint: never wait, read or trust without a limit."""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from concurrent.futures import Future
from contextlib import ExitStack, asynccontextmanager, contextmanager
from threading import Lock
from typing import Any, TypeVar
from urllib.parse import urlsplit

import anyio
import httpx
from anyio.from_thread import BlockingPortal, start_blocking_portal
from pydantic import SecretStr

from core.errors import UserError
from core.models.http_address import Patience, read_address, read_key
from core.models.http_events import END, EventReader
from core.models.http_faults import connection_fault, status_fault

_LOG = logging.getLogger(__name__)
Body = dict[str, Any]
_Result = TypeVar("_Result")

_MAX_FAULT_BYTES = 1 << 16
_CONNECT_TRIES = 2
_BUSY_TRIES = 3
_PAUSE_S = 0.3
_LONGEST_PAUSE_S = 10.0
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


class Endpoint:
    """One address and one key. The event loop runs in a thread of its own.

    There every wait, a name being looked up included, can be broken off at once, which blocking
    sockets do not allow.
    """

    def __init__(
        self, address: str, api_key: SecretStr | None = None, patience: Patience | None = None
    ) -> None:
        self.address = read_address(address)
        self.host = urlsplit(self.address).netloc
        self.patience = patience or Patience()
        self.key = SecretStr(read_key(api_key))
        self._lock = Lock()
        self._stack = ExitStack()
        self._portal: BlockingPortal | None = None
        self._client: httpx.AsyncClient | None = None
        self._closed = False

    def __repr__(self) -> str:
        return f"Endpoint({self.address!r})"

    def start(self, work: Callable[..., Awaitable[_Result]], *arguments: object) -> Future[_Result]:
        """Begin `work` in the endpoint's thread; cancelling the future closes its connection."""
        return self._open().start_task_soon(work, *arguments)

    def close(self) -> None:
        """Break off what is under way and close every connection."""
        with self._lock:
            self._closed = True
            portal, client, self._portal, self._client = self._portal, self._client, None, None
            if portal is not None and client is not None:
                portal.call(client.aclose)
                portal.call(portal.stop, True)
            self._stack.close()

    def _open(self) -> BlockingPortal:
        with self._lock:
            if self._closed:
                raise RuntimeError("this endpoint is closed")
            if self._portal is None:
                self._client = self._new_client()
                self._portal = self._stack.enter_context(start_blocking_portal(name="endpoint"))
            return self._portal

    def _new_client(self) -> httpx.AsyncClient:
        headers = {"Accept-Encoding": "identity", "User-Agent": "rimana"}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key.get_secret_value()}"
        return httpx.AsyncClient(
            headers=headers,
            timeout=httpx.Timeout(None, connect=self.patience.connect_s),
            verify=self.address.startswith("https:"),  # plain http needs no certificates: 0.1 s
            follow_redirects=False,  # the key must not travel to another host
            trust_env=urlsplit(self.address).hostname not in _LOOPBACK,  # no proxy to ourselves
        )

    async def follow(
        self, path: str, body: Body, read: Callable[[str], float], max_bytes: int
    ) -> None:
        """Hand every event of a streamed answer to `read`.

        read: returns for how many seconds the next event is worth waiting for; 0 ends.
        Raises UserError for whatever goes wrong on the way.
        """
        with self._waiting(self.patience.first_s) as wait_at_most:
            async with self._answered("POST", self.address + path, body) as response:
                if response.headers.get("content-type", "").startswith("application/json"):
                    whole = await self._read(response, max_bytes)
                    read(whole.decode("utf-8", "replace"))  # it did not stream
                    read(END)
                    return
                events = EventReader(self.host)
                async for data in self._bounded(response, max_bytes):
                    for event in events.feed(data):
                        seconds = read(event)
                        if seconds <= 0:
                            return
                        wait_at_most(seconds)
                if events.is_other_language:
                    raise UserError("error.endpoint_garbage", host=self.host)

    async def ask(
        self, path: str, body: Body | None, max_bytes: int = 1 << 22
    ) -> tuple[bytes, str]:
        """Return the whole answer and its `Server` header; without `body` it is a GET.

        path: below the address; with two slashes in front, below the host's root.
        """
        url = self.address + path
        if path.startswith("//"):
            url = self.address.removesuffix("/v1") + path[1:]
        with self._waiting(self.patience.total_s if body else self.patience.first_s):
            async with self._answered("GET" if body is None else "POST", url, body) as response:
                server = response.headers.get("server", "")
                return await self._read(response, max_bytes), server
        raise AssertionError("unreachable")  # `_waiting` raises where it ends the block

    @contextmanager
    def _waiting(self, first_s: float) -> Iterator[Callable[[float], None]]:
        start = anyio.current_time()
        end = start + self.patience.total_s
        scope = anyio.CancelScope()

        def wait_at_most(seconds: float) -> None:
            scope.deadline = min(end, anyio.current_time() + seconds)

        wait_at_most(first_s)
        with scope:
            yield wait_at_most
        if scope.cancelled_caught:
            seconds = round(anyio.current_time() - start, 1)
            raise UserError("error.endpoint_slow", host=self.host, seconds=seconds)

    @asynccontextmanager
    async def _answered(
        self, method: str, url: str, body: Body | None
    ) -> AsyncIterator[httpx.Response]:
        """Send, and send again where nothing can have been computed yet; yield status 200."""
        try:
            response = await self._send(method, url, body)
            try:
                if response.status_code != 200:
                    reason = await self._read(response, _MAX_FAULT_BYTES, cut=True)
                    model = str((body or {}).get("model", ""))
                    raise status_fault(response, reason, model, self.key.get_secret_value())
                yield response
            finally:
                with anyio.CancelScope(shield=True):
                    await response.aclose()
        except httpx.TransportError as fault:
            _LOG.info("endpoint %s: %s", self.host, type(fault).__name__)
            raise connection_fault(fault, self.host) from None

    async def _send(self, method: str, url: str, body: Body | None) -> httpx.Response:
        if self._client is None:
            raise RuntimeError("this endpoint is closed")
        connected = busy = 1
        while True:
            request = self._client.build_request(method, url, json=body)
            try:
                response = await self._client.send(request, stream=True)
            except httpx.ConnectError as fault:
                reason = connection_fault(fault, self.host).key
                if connected >= _CONNECT_TRIES or reason != "error.endpoint_unreachable":
                    raise
                connected += 1
                await anyio.sleep(_PAUSE_S)
                continue
            pause = _pause_s(response)
            if pause is None or busy >= _BUSY_TRIES:
                return response
            busy += 1
            await response.aclose()
            await anyio.sleep(pause)

    async def _read(self, response: httpx.Response, max_bytes: int, cut: bool = False) -> bytes:
        whole = bytearray()
        try:
            async for data in self._bounded(response, max_bytes):
                whole += data
        except UserError:
            if not cut:
                raise
        return bytes(whole)

    async def _bounded(self, response: httpx.Response, max_bytes: int) -> AsyncIterator[bytes]:
        """Yield the bytes as they travel: nothing was to be compressed, nothing is unpacked."""
        if response.headers.get("content-encoding", "identity") != "identity":
            raise UserError("error.endpoint_garbage", host=self.host)
        size = 0
        async for data in response.aiter_raw():
            size += len(data)
            if size > max_bytes:
                raise UserError("error.endpoint_flood", host=self.host)
            yield data


def _pause_s(response: httpx.Response) -> float | None:
    """Return how long a busy server asks us to wait, None where we had better not."""
    if response.status_code != 429:
        return None
    try:
        pause = float(response.headers.get("retry-after", "nan"))
    except ValueError:
        return None
    return pause if 0 <= pause <= _LONGEST_PAUSE_S else None
