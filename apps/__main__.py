"""Start the suite: `python -m apps [NAME ...] [--host 127.0.0.1] [--port 7860]`."""

import argparse
import errno
import os
import socket
import sys
from collections.abc import Sequence
from contextlib import suppress

from apps.registry import APPS, find_app
from core.config import settings
from core.errors import UserError
from core.i18n.catalogue import say


def main(words: Sequence[str] | None = None) -> int:
    """Serve the apps until Ctrl-C; return 2 when they cannot be served as asked."""
    asked = _read(words)
    language = settings().language
    try:
        names = [find_app(name).name for name in asked.names]
        listener = open_port(asked.host, asked.port)
    except UserError as problem:
        print(say(problem.key, language, **problem.values), file=sys.stderr)
        return 2
    port = listener.getsockname()[1]
    shown = asked.host if asked.host not in ("0.0.0.0", "::") else "127.0.0.1"
    url = f"http://{f'[{shown}]' if ':' in shown else shown}:{port}/"

    import uvicorn  # after the checks: a wrong port is told at once

    from apps.server import create_app

    config = uvicorn.Config(
        create_app(names),
        log_level="warning",
        root_path=asked.root_path,
        # On a private network address only a proxy can reach us; it tells http from https.
        forwarded_allow_ips=None if asked.host == "127.0.0.1" else "*",
        timeout_graceful_shutdown=2,  # Gradio keeps a stream open per page
    )
    with suppress(KeyboardInterrupt):
        print(say("start.ready", language, url=url), flush=True)
        uvicorn.Server(config).run(sockets=[listener])
    return 0


def open_port(host: str, port: str) -> socket.socket:
    """Return a socket that listens there; port "0" takes a free one.

    Raises UserError saying what to do instead.
    """
    if not port.isdecimal() or int(port) > 65_535:
        raise UserError("start.port_wrong", port=port)
    number = int(port)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, number), family=family, backlog=2048)
        # asyncio sets this on sockets of its own making only; without it each reply waits 40 ms.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return listener
    except OSError as problem:
        other = number + 1 if 1024 <= number < 65_535 else 7860
        if problem.errno == errno.EADDRINUSE:
            raise UserError("start.port_busy", port=port, other=other) from problem
        if problem.errno == errno.EACCES:
            raise UserError("start.port_denied", port=port, other=other) from problem
        raise UserError("start.host_wrong", host=host) from problem


def _read(words: Sequence[str] | None) -> argparse.Namespace:
    names = ", ".join(app.name for app in APPS)
    reader = argparse.ArgumentParser(
        prog="python -m apps", description=say("start.usage", settings().language)
    )
    default = os.environ.get("APP", "").split()
    reader.add_argument("names", nargs="*", metavar="NAME", default=default, help=names)
    reader.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"))
    reader.add_argument("--port", default=os.environ.get("PORT", "7860"))
    reader.add_argument("--root-path", default=os.environ.get("ROOT_PATH", ""))
    return reader.parse_args(words)


if __name__ == "__main__":
    sys.exit(main())
