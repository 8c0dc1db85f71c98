"""Which model answers on this machine, and why not the one that was wanted."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from math import prod
from pathlib import Path
from typing import Literal

from core.config import Settings
from core.errors import UserError
from core.i18n.catalogue import say
from core.models.catalogue import Entry, Precision, catalogue, entry_for
from core.models.machine import Machine, ThisMachine
from core.models.weights import find_adapters, model_shapes

Device = Literal["cuda", "cpu", "endpoint"]
# Where and how finely a model may run, best first, and how that is said.
_PLACES: tuple[tuple[Device, Precision, str], ...] = (
    ("cuda", "half", "models.on_cuda_half"),
    ("cuda", "nf4", "models.on_cuda_nf4"),
    ("cpu", "full", "models.on_cpu_full"),
    ("cpu", "nf4", "models.on_cpu_nf4"),
)
_SMALL = 100_000_000  # parameters up to which a GPU gains nothing, and asking for one costs seconds
_SLOW = 2_000_000_000  # parameters from which a CPU takes seconds per word


@dataclass(frozen=True)
class Choice:
    """The model that answers.

    reason_key, values: why this one, or why not the wanted one, as a text of the catalogue.
    served: the model's name on an endpoint. adapters: {name: folder}.
    """

    entry: Entry
    wanted: Entry
    reason_key: str
    values: Mapping[str, object]
    device: Device
    precision: Precision = "full"
    folder: Path | None = None
    adapters: Mapping[str, Path] = field(default_factory=dict)
    served: str | None = None

    def reason(self, language: str) -> str:
        """Return in one or two sentences who answers and why."""
        why = say(self.reason_key, language, **self.values)
        if self.entry.id == self.wanted.id:
            return why
        names = {"name": self.entry.name, "wanted": self.wanted.name}
        return f"{say('models.instead', language, **names)} {why}"


def choose(settings: Settings, machine: Machine | None = None) -> Choice:
    """Return the wanted model, or the next best one that can run here.

    Raises UserError with the wanted model's obstacle when nothing can run.
    """
    machine = machine or ThisMachine()
    wanted = entry_for(settings.model)
    obstacle: UserError | None = None
    for entry in _candidates(wanted):
        try:
            # Only what was asked for by name may be fetched.
            found = _place(entry, wanted, settings, machine, settings.download and entry == wanted)
        except UserError as fault:
            obstacle = obstacle or fault
            continue
        if obstacle is None:
            return found
        return _because(found, obstacle)
    assert obstacle is not None  # there is at least one candidate
    raise obstacle


def _candidates(wanted: Entry) -> Iterator[Entry]:
    """Yield the wanted model, then smaller ones: its own kind first, the largest first."""
    yield wanted
    limit = wanted.parameters or float("inf")
    others = [
        entry
        for entry in catalogue().values()
        if entry.id != wanted.id and entry.parameters <= limit and entry.base is None
    ]
    yield from sorted(
        others,
        key=lambda entry: (entry.folder is not None, entry.kind != wanted.kind, -entry.parameters),
    )


def _place(
    entry: Entry, wanted: Entry, settings: Settings, machine: Machine, download: bool
) -> Choice:
    """Return how `entry` runs here. Raises UserError saying why it cannot."""
    if entry.endpoint:
        served = machine.served(entry, settings.model_key)
        values = {"name": served, "address": entry.endpoint}
        return Choice(entry, wanted, "models.endpoint", values, "endpoint", served=served)
    base = catalogue()[entry.base] if entry.base else entry
    if base.parameters:
        _fit(base, machine)  # before anything is fetched
    folder = machine.folder(base, download=download)
    if folder is None:
        raise _not_here(base)
    adapters = find_adapters(folder)
    if entry.adapter:
        worn = machine.adapter(entry, folder, download=download)
        if worn is None:
            raise _not_here(entry)
        adapters |= {entry.adapter: worn}
    device, precision, reason = _fit(_measured(base, folder), machine)
    reason = "models.slow" if device == "cpu" and base.parameters >= _SLOW else reason
    return Choice(entry, wanted, reason, {"name": entry.name}, device, precision, folder, adapters)


def _fit(entry: Entry, machine: Machine) -> tuple[Device, Precision, str]:
    """Return the best place where `entry` fits. Raises UserError when it fits nowhere."""
    gpu = None if 0 < entry.parameters <= _SMALL else machine.gpu()
    free = {"cuda": gpu.free_gib if gpu else 0.0, "cpu": machine.free_ram_gib()}
    for place in _PLACES:
        if entry.memory_gib(place[1]) <= free[place[0]]:
            return place
    needs = {"name": entry.name, "ram": _gib(entry.memory_gib("nf4")), "free": _gib(free["cpu"])}
    if gpu is None:
        raise UserError("models.no_gpu", **needs)
    raise UserError("models.little_memory", **needs, gpu=gpu.name, gpu_free=_gib(gpu.free_gib))


def _gib(size: float) -> str:
    return f"{size:.1f}"


def _measured(entry: Entry, folder: Path) -> Entry:
    """Return `entry` with the number of its weights, counted in the files where nobody told."""
    if entry.parameters:
        return entry
    counted = sum(prod(shape) for shape in model_shapes(folder).values())
    return entry.model_copy(update={"parameters": counted})


def _not_here(entry: Entry) -> UserError:
    key = "models.gated" if entry.gated else "models.not_here"
    size = f"{entry.download_gb:g} GB" if entry.download_gb else "?"
    return UserError(key, name=entry.name, hub=entry.hub, size=size)


def _because(found: Choice, obstacle: UserError) -> Choice:
    """Return the choice with the reason why it is not the wanted one."""
    return replace(found, reason_key=obstacle.key, values=obstacle.values)
