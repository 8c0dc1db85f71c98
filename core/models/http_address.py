"""Where an endpoint is, what opens it, and how long it may keep us waiting."""

from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx
from pydantic import SecretStr

from core.errors import UserError


@dataclass(frozen=True)
class Patience:
    """How long an endpoint may keep us waiting, in seconds."""

    connect_s: float = 5.0
    first_s: float = 60.0
    """From asking to the first piece of the answer; a model may have to be loaded."""
    between_s: float = 30.0
    """Between two pieces; comments that only keep the line open do not count."""
    total_s: float = 600.0


def read_address(address: str) -> str:
    """Return an endpoint's base address, `/v1` added where no path is given.

    Raises UserError unless it is http(s) with a host and without user, password or query.
    """
    address = address.strip().rstrip("/")
    for tail in ("/chat/completions", "/completions", "/models"):
        address = address.removesuffix(tail)
    try:
        parts = urlsplit(address)
        url = httpx.URL(address)
        whole = parts.scheme in ("http", "https") and bool(url.host) and parts.port != 0
    except (ValueError, httpx.InvalidURL):
        whole = False
    if (
        not whole
        or len(address.split()) != 1
        or "@" in parts.netloc
        or parts.query
        or parts.fragment
    ):
        raise UserError("error.endpoint_address")
    return address if parts.path else f"{address}/v1"


def read_key(api_key: SecretStr | None) -> str:
    """Return the key, empty for none. Raises UserError when it cannot stand in a header."""
    key = api_key.get_secret_value().strip() if api_key else ""
    if not (key.isascii() and key.isprintable()) or " " in key:
        raise UserError("error.endpoint_key_shape")
    return key
