"""A model behind a real local server that follows a script of the test."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from core.models.http_backend import HttpModel
from core.models.interface import Message
from tests.unit.endpoint_server import Script, Server, serving

HELLO = (Message("system", "Be brief."), Message("user", "hola"))


@contextmanager
def asking(script: Script, **options: Any) -> Iterator[tuple[HttpModel, Server]]:
    """Yield a model whose server follows `script`, and the server."""
    with serving(script) as server:
        model = HttpModel(options.pop("address", server.address), "m", **options)
        try:
            yield model, server
        finally:
            model.close()
