"""A real local HTTP server that answers like an OpenAI-compatible one, or misbehaves as told."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Handler(BaseHTTPRequestHandler):
    """Hands each request to the server's script; `asked` holds what came."""

    protocol_version = "HTTP/1.1"
    server: "Server"

    def do_GET(self) -> None:
        self._serve({})

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        self._serve(json.loads(self.rfile.read(length)))

    def _serve(self, body: dict[str, Any]) -> None:
        self.close_connection = True
        self.server.asked.append((self.path, dict(self.headers), body))
        try:
            self.server.script(self, body)
        except (BrokenPipeError, ConnectionResetError):
            self.server.hung_up.set()

    def head(self, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Connection", "close")
        self.end_headers()

    def json(self, value: object, status: int = 200, **headers: str) -> None:
        data = json.dumps(value).encode()
        self.head(status, Content_Type="application/json", Content_Length=str(len(data)), **headers)
        self.wfile.write(data)

    def raw(self, data: bytes) -> None:
        self.wfile.write(data)
        self.wfile.flush()

    def event(self, value: object) -> None:
        self.raw(b"data: " + json.dumps(value).encode() + b"\n\n")

    def stream(self, *pieces: str, finish: str | None = "stop", done: bool = True) -> None:
        """Send a whole well-behaved stream."""
        self.head(Content_Type="text/event-stream")
        for piece in pieces:
            self.event(chunk(piece, self.path))
        if finish:
            self.event(chunk("", self.path, finish))
        if done:
            self.raw(b"data: [DONE]\n\n")

    def abort(self) -> None:
        """Reset the connection instead of closing it properly."""
        linger = b"\x01\x00\x00\x00\x00\x00\x00\x00"
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.connection.close()

    def trickle(self, text: str, pause_s: float = 0.02, seconds: float = 10) -> None:
        """Send `text` again and again until the other side hangs up."""
        self.head(Content_Type="text/event-stream")
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.event(chunk(text, self.path))
            time.sleep(pause_s)

    def log_message(self, *_: object) -> None:
        pass


Script = Callable[[Handler, dict[str, Any]], None]


def chunk(text: str, path: str = "", finish: str | None = None) -> dict[str, Any]:
    place = {"delta": {"content": text}} if "chat" in path else {"text": text}
    return {"choices": [{"index": 0, **place, "finish_reason": finish}]}


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, script: Script) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.script = script
        self.asked: list[tuple[str, dict[str, str], dict[str, Any]]] = []
        self.hung_up = threading.Event()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"

    def handle_error(self, *_: object) -> None:
        pass


@contextmanager
def serving(script: Script) -> Iterator[Server]:
    server = Server(script)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join(2)


@contextmanager
def silent_port() -> Iterator[int]:
    """Yield a port that accepts connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0), backlog=8) as server:
        yield server.getsockname()[1]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])
