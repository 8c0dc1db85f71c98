"""The Hub's refusals, against a real local server that speaks its protocol."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from huggingface_hub import constants

from core.errors import UserError
from core.i18n.catalogue import say
from core.models import hub


@contextmanager
def hub_that_answers(status: int, code: str) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.send_header("X-Error-Code", code)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def do_HEAD(self) -> None:
            self.do_GET()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize(
    ("status", "code", "key"),
    [
        (401, "GatedRepo", "error.hub_gated"),
        (403, "GatedRepo", "error.hub_gated"),
        (404, "RepoNotFound", "error.hub_unknown"),
        (404, "RevisionNotFound", "error.hub_unknown"),
        (500, "", "error.hub_offline"),
    ],
)
def test_refusals(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, status: int, code: str, key: str
) -> None:
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
    with hub_that_answers(status, code) as endpoint, pytest.raises(UserError) as refused:
        hub.fetch("meta-llama/Llama-2-7b-hf", endpoint=endpoint, cache=tmp_path)
    assert refused.value.key == key
    assert "meta-llama/Llama-2-7b-hf" in say(key, "es", **refused.value.values)


def test_without_a_network(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="hub_offline"):
        hub.fetch("meta-llama/Llama-2-7b-hf", cache=tmp_path)


def test_nobody_listens(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
    with pytest.raises(UserError, match="hub_offline"):
        hub.fetch("a/b", endpoint="http://127.0.0.1:9", cache=tmp_path)


def test_what_was_never_fetched_is_not_found() -> None:
    assert hub.find("nobody/nothing-of-the-kind") is None
    assert hub.find("not an id") is None
