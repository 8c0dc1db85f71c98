"""A server of the suite, or a bare Gradio page as its peer, in a process of its own."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import httpx


@dataclass(frozen=True)
class Running:
    url: str
    landing_s: float
    ready_s: float


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serve(*command: str, ready_path: str) -> Iterator[Running]:
    """Run `python -m COMMAND --port …`; ready when `ready_path` says "ready" or answers at all."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-m", *command, "--port", str(port)],
            env={**os.environ, "RIMANA_DATA_DIR": folder},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            landing = wait_for(url + "/", lambda reply: reply.status_code < 500) - began
            ready = wait_for(url + ready_path, is_ready) - began
            yield Running(url, landing, ready)
        finally:
            process.terminate()
            process.wait(20)


def is_ready(reply: httpx.Response) -> bool:
    if "json" in reply.headers.get("content-type", "") and "apps" in reply.json():
        return all(state == "ready" for state in reply.json()["apps"].values())
    return reply.status_code == 200


def wait_for(url: str, good, limit_s: float = 60) -> float:
    """Return the moment at which `url` first answered well."""
    deadline = time.perf_counter() + limit_s
    while time.perf_counter() < deadline:
        try:
            if good(httpx.get(url, timeout=10)):
                return time.perf_counter()
        except httpx.TransportError:
            pass
        time.sleep(0.02)
    raise TimeoutError(url)
