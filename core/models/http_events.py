"""Server-sent events, read from bytes as they come.

Source: WHATWG HTML, §9.2 "Server-sent events". Lines end only at CR and LF: other separators,
which `str.splitlines` knows, occur inside JSON texts.
"""

from collections.abc import Iterator

from core.errors import UserError

END = "[DONE]"  # the data of the last event, by OpenAI's custom
_MAX_LINE_BYTES = 1 << 20


class EventReader:
    """Turns chunks of bytes, cut anywhere, into the data of each event."""

    def __init__(self, host: str) -> None:
        self._host = host
        self._rest = bytearray()
        self._data: list[bytes] = []
        self._after_cr = False
        self._fields = 0
        self._others = 0

    @property
    def is_other_language(self) -> bool:
        """Return whether what came was never an event stream, such as a page in HTML."""
        return self._fields == 0 and (self._others > 0 or bool(self._rest.strip()))

    def feed(self, received: bytes) -> Iterator[str]:
        """Yield the data of every event that `received` completes.

        Raises UserError for an event longer than 1 MiB.
        """
        if self._after_cr and received.startswith(b"\n"):
            received = received[1:]  # CR and LF of one line end came in two chunks
        self._after_cr = received.endswith(b"\r")
        *ends, rest = received.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
        for end in ends:
            line = bytes(self._rest) + end
            self._rest.clear()
            yield from self._take(line)
        self._rest += rest
        if len(self._rest) + sum(map(len, self._data)) > _MAX_LINE_BYTES:
            raise UserError("error.endpoint_flood", host=self._host)

    def _take(self, line: bytes) -> Iterator[str]:
        if not line:
            if self._data:
                yield b"\n".join(self._data).decode("utf-8", "replace")
            self._data = []
            return
        name, _, value = line.removeprefix(b"\xef\xbb\xbf").partition(b":")
        if name == b"data":
            self._data.append(value.removeprefix(b" "))
        if name in (b"data", b"event", b"id", b"retry", b""):
            self._fields += 1
        else:
            self._others += 1
