"""What goes wrong between this machine and an endpoint, as sentences for a visitor."""

import json
import socket
import ssl
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx

from core.errors import UserError
from core.text import clean

_MAX_REASON_CHARS = 200
_TOO_LONG = ("context length", "context size", "context window", "too long", "maximum context")


def connection_fault(fault: httpx.TransportError, host: str) -> UserError:
    """Return what a broken connection to `host` means."""
    causes = list(_causes(fault))
    if any(isinstance(cause, socket.gaierror) for cause in causes):
        return UserError("error.endpoint_unknown_host", host=host)
    if any(isinstance(cause, ssl.SSLError) for cause in causes):
        return UserError("error.endpoint_tls", host=host)
    if isinstance(fault, httpx.ConnectError | httpx.ConnectTimeout | httpx.ProxyError):
        return UserError("error.endpoint_unreachable", host=host)
    return UserError("error.endpoint_cut", host=host)


def status_fault(response: httpx.Response, body: bytes, model: str, key: str) -> UserError:
    """Return what an HTTP status other than 200 means; `key` is struck out of the reason."""
    status, host = response.status_code, response.request.url.netloc.decode()
    reason = read_reason(body, key)
    if 300 <= status < 400:
        target = response.headers.get("location", "?")
        return UserError("error.endpoint_moved", host=host, target=_bare(target).replace(key, "…"))
    if status in (404, 405):
        name = "error.endpoint_no_model" if reason and model else "error.endpoint_no_api"
        return UserError(name, host=host, model=model)
    if status in (400, 413, 422) and any(words in reason.lower() for words in _TOO_LONG):
        return UserError("error.endpoint_too_long", host=host, reason=reason)
    name = {
        401: "error.endpoint_key",
        403: "error.endpoint_forbidden",
        429: "error.endpoint_busy",
        503: "error.endpoint_not_ready",
    }.get(status, "error.endpoint_failed" if status >= 500 else "error.endpoint_refused")
    return UserError(name, host=host, status=status, reason=reason or "—")


def read_reason(body: bytes, key: str) -> str:
    """Return the server's own words in one short line without `key`; empty where it gives none."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    return short_reason(found, key)


def short_reason(found: object, key: str) -> str:
    """Return the words of a decoded error object: `error`, `message` or `detail`."""
    for _ in range(3):  # {"error": {"message": "…"}} is as deep as servers go
        if isinstance(found, dict):
            found = next((found[at] for at in ("error", "message", "detail") if found.get(at)), "")
    words = " ".join(clean(found if isinstance(found, str) else json.dumps(found)).split())
    if key:
        words = words.replace(key, "…")
    return words if len(words) <= _MAX_REASON_CHARS else words[:_MAX_REASON_CHARS] + "…"


def _causes(fault: BaseException | None) -> Iterator[BaseException]:
    seen = 0
    while fault is not None and seen < 10:
        yield fault
        fault, seen = fault.__cause__ or fault.__context__, seen + 1


def _bare(address: str) -> str:
    """Return an address without user, password, query and fragment."""
    try:
        parts = urlsplit(address)
        host = f"{parts.hostname or ''}" + (f":{parts.port}" if parts.port else "")
    except ValueError:
        return "?"
    return clean(f"{parts.scheme}://{host}{parts.path}" if host else parts.path)[:200]
