"""Look at an endpoint for at most two seconds, to say in one line what it is and what it can do."""

import time
from dataclasses import dataclass

from pydantic import SecretStr

from core.errors import UserError
from core.i18n.catalogue import say
from core.models.http_address import Patience
from core.models.http_backend import HttpModel
from core.models.http_served import Served
from core.models.interface import Capability

LIMIT_S = 2.0
_PROBES = 4  # requests that finding out about probabilities takes at most


@dataclass(frozen=True)
class EndpointStatus:
    """What an endpoint said within the limit."""

    host: str
    model: str
    served: Served
    capabilities: frozenset[Capability]
    """What it was seen to do in time; it may do more."""
    fault: UserError | None
    seconds: float

    def line(self, language: str) -> str:
        """Return the status as one sentence."""
        if self.fault is not None:
            return say(self.fault.key, language, **self.fault.values)
        key = "endpoint.probabilities" if "next" in self.capabilities else "endpoint.ready"
        return say(key, language, host=self.host, model=self.model)


def check_endpoint(
    address: str, model: str | None, *, api_key: SecretStr | None = None, limit_s: float = LIMIT_S
) -> EndpointStatus:
    """Return what answers under `address`, within `limit_s`.

    model: its name there, None for the first one listed.
    Raises UserError for an address or a key that cannot be used.
    """
    start = time.monotonic()
    patience = Patience(limit_s / 2, limit_s / 2, limit_s / 2, limit_s / 2)
    asked = HttpModel(address, model or "", api_key=api_key, patience=patience)
    served, capabilities, fault = Served(), asked.capabilities, None
    name = model or ""
    try:
        served = asked.served()
        name = _name(asked, address, model)
        left = max(limit_s - (time.monotonic() - start), 0.1) / _PROBES
        capabilities = _probe(address, name, api_key, left)
    except UserError as found:
        fault = found
    finally:
        asked.close()
    seconds = time.monotonic() - start
    return EndpointStatus(asked.host, name, served, capabilities, fault, seconds)


def _name(asked: HttpModel, address: str, model: str | None) -> str:
    """Return the name to ask for. Raises UserError where the server has none, or not this one."""
    served = asked.served()
    name = model or next(iter(served.models), None)
    if name is None:
        raise UserError("error.endpoint_unnamed", address=address)
    if served.is_whole and name not in served.models:
        raise UserError("error.endpoint_no_model", host=asked.host, model=name)
    return name


def _probe(
    address: str, model: str, api_key: SecretStr | None, each_s: float
) -> frozenset[Capability]:
    """Return what the endpoint does; a slow one may yet load its model, which is no fault."""
    asked = HttpModel(
        address, model, api_key=api_key, patience=Patience(each_s, each_s, each_s, each_s)
    )
    try:
        return asked.probe()
    except UserError as fault:
        if fault.key != "error.endpoint_slow":
            raise
        return asked.capabilities
    finally:
        asked.close()
