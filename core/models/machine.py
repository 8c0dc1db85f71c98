"""What this machine has: memory, a GPU, model folders, endpoints that answer."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pydantic import SecretStr

from core.models import hub
from core.models.catalogue import Entry
from core.models.weights import check_adapter, check_model

_GIB = 2**30
_ENDPOINT_LIMIT_S = 10.0  # one far away may sleep; until it is told, every page waits


@dataclass(frozen=True)
class Gpu:
    """A CUDA device."""

    name: str
    free_gib: float


class Machine(Protocol):
    """The facts a choice rests on; tests give their own."""

    def free_ram_gib(self) -> float:
        """Return the memory that a new program can have, in GiB."""

    def gpu(self) -> Gpu | None:
        """Return the GPU, if there is one that PyTorch can use."""

    def folder(self, entry: Entry, *, download: bool) -> Path | None:
        """Return where the weights of `entry` lie, checked; None if they are not here.

        Raises UserError when they are damaged, or cannot be fetched though `download` asks for it.
        """

    def adapter(self, entry: Entry, base: Path, *, download: bool) -> Path | None:
        """Return where the adapter that `entry` is lies, checked against its base; as `folder`."""

    def served(self, entry: Entry, key: SecretStr | None) -> str:
        """Return the model's name on an endpoint.

        Raises UserError when the endpoint does not answer.
        """


class ThisMachine:
    """The machine that this process runs on."""

    def free_ram_gib(self) -> float:
        """Return the memory that a new program can have, in GiB."""
        import psutil

        return float(psutil.virtual_memory().available / _GIB)

    def gpu(self) -> Gpu | None:
        """Return the GPU with the most free memory."""
        import torch

        if not torch.cuda.is_available():
            return None
        free = [torch.cuda.mem_get_info(at)[0] for at in range(torch.cuda.device_count())]
        best = max(range(len(free)), key=free.__getitem__)
        return Gpu(torch.cuda.get_device_name(best), sum(free) / _GIB)

    def folder(self, entry: Entry, *, download: bool) -> Path | None:
        """Return where the weights of `entry` lie, checked; None if they are not here."""
        found = entry.folder or _fetched(entry, download)
        if found is not None:
            check_model(found)
        return found

    def adapter(self, entry: Entry, base: Path, *, download: bool) -> Path | None:
        """Return where the adapter that `entry` is lies, checked against its base."""
        found = entry.folder or _fetched(entry, download)
        if found is not None:
            check_adapter(found, base)
        return found

    def served(self, entry: Entry, key: SecretStr | None) -> str:
        """Return the model's name on an endpoint, the first it lists where none is given."""
        from core.models.endpoint_check import check_endpoint

        status = check_endpoint(
            entry.endpoint or "", entry.served, api_key=key, limit_s=_ENDPOINT_LIMIT_S
        )
        if status.fault is not None:
            raise status.fault
        return status.model


def _fetched(entry: Entry, download: bool) -> Path | None:
    assert entry.hub is not None  # an entry has a folder, a Hub id or an endpoint
    found = hub.find(entry.hub, entry.revision)
    return hub.fetch(entry.hub, entry.revision) if found is None and download else found
