"""`python -m apps`: what it says when it cannot start, and that it stops cleanly."""

import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from apps.__main__ import main, open_port

ROOT = Path(__file__).resolve().parents[2]


def test_busy_port_says_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert main(["--port", str(port)]) == 2
    said = capsys.readouterr().err
    assert f"El puerto {port} está ocupado" in said
    assert "--port" in said


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["chatbox"], "chatbot"),
        (["--port", "x"], "65535"),
        (["--port", "70000"], "65535"),
        (["--host", "no.such.host.invalid", "--port", "0"], "127.0.0.1"),
    ],
)
def test_mistakes_are_explained(
    words: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    assert told in capsys.readouterr().err


def test_app_variable_names_the_app(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("APP", "chatbox")
    assert main([]) == 2
    assert "chatbox" in capsys.readouterr().err


def test_starts_and_stops_cleanly(tmp_path: Path) -> None:
    server = subprocess.Popen(
        [sys.executable, "-m", "apps", "--port", "0"],
        cwd=ROOT,
        env={**os.environ, "RIMANA_LANGUAGE": "en", "RIMANA_DATA_DIR": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # A shell's background job ignores Ctrl-C; the server must not inherit that.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    try:
        assert server.stdout
        told = re.search(r"http://127\.0\.0\.1:\d+/", server.stdout.readline())
        assert told
        # The port listens before the loop runs; only a server that answers is there to be stopped.
        assert httpx.get(f"{told[0]}healthz", timeout=30).status_code == 200
        server.send_signal(signal.SIGINT)
        _, complaints = server.communicate(timeout=20)
    finally:
        server.kill()
    assert server.returncode == 0
    assert "Traceback" not in complaints


def test_replies_are_not_held_back_to_fill_a_packet():
    with open_port("127.0.0.1", "0") as listener:
        port = listener.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)), listener.accept()[0] as accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
