"""From a choice to the model that answers: one per process, shared by every page."""

import time
from collections.abc import Callable
from pathlib import Path
from threading import Lock

from core.config import Settings, settings
from core.errors import UserError
from core.models.catalogue import Entry
from core.models.choice import Choice, choose
from core.models.interface import Capability, Model
from core.prompts.templates import LLAMA2

_TRY_AGAIN_S = 60.0  # until the wanted model gets another chance
_chosen: dict[tuple[object, ...], tuple[Choice, float]] = {}
_choosing = Lock()
_opened: dict[tuple[object, ...], Model] = {}
_opening = Lock()
_Backend = Callable[[Choice, Settings], Model]


def current_choice(*, again: bool = False) -> Choice:
    """Return what `choose` found for the settings of this process, asked once.

    Once a model is in memory, the memory left says nothing about it. A model that stands in for the
    wanted one is questioned after a minute. again: look anew, as after training an adapter.
    Raises UserError when nothing can run.
    """
    where = settings()
    key = (where.model, where.model_key, where.download)
    with _choosing:
        found, since = _chosen.get(key, (None, 0.0))
        lasting = found is not None and found.entry == found.wanted
        if found is None or again or not (lasting or time.monotonic() - since < _TRY_AGAIN_S):
            found = choose(where)
            _chosen[key] = (found, time.monotonic())
        return found


def open_model(
    choice: Choice | None = None, *, needs: frozenset[Capability] = frozenset()
) -> Model:
    """Return the chosen model, opened once per process; weights are loaded at the first question.

    choice: `current_choice()` by default.
    needs: capabilities it must have; of several backends the fastest that has them is taken.
    Raises UserError when no backend of this model has them.
    """
    choice = choice or current_choice()
    for backend in _backends(choice):
        # Adapters trained since then make it another model.
        key = (
            backend.__name__,
            choice.entry,
            choice.device,
            choice.precision,
            choice.served,
            *sorted(choice.adapters.items()),
        )
        with _opening:
            if key not in _opened:
                _opened[key] = backend(choice, settings())
            model = _opened[key]
        if not needs or needs <= _capabilities(model, needs):
            return model
    missing = ", ".join(sorted(needs - model.capabilities))
    raise UserError("error.model_cannot", model=model.name, capability=missing)


def _capabilities(model: Model, needs: frozenset[Capability]) -> frozenset[Capability]:
    """Return what a model can do; an endpoint shows some of it only when it is tried."""
    probe = getattr(model, "probe", None)
    if probe is None or needs <= model.capabilities:
        return model.capabilities
    found: frozenset[Capability] = probe()
    return found


def _backends(choice: Choice) -> tuple[_Backend, ...]:
    """Return what can compute this choice, fastest first."""
    if choice.device == "endpoint":
        return (_http,)
    if choice.device == "cpu" and choice.precision == "full":
        return (_ctranslate2, _torch)
    return (_torch,)


def _http(choice: Choice, where: Settings) -> Model:
    from core.models.http_backend import HttpModel

    return HttpModel(
        choice.entry.endpoint or "",
        choice.served or choice.entry.name,
        api_key=where.model_key,
        adapters=None,
    )


def _ctranslate2(choice: Choice, _: Settings) -> Model:
    from core.models.ct2_backend import Ct2Model

    template = _template(choice.entry)
    return Ct2Model(choice.entry.name, _folder(choice), choice.adapters, template=template)


def _torch(choice: Choice, _: Settings) -> Model:
    from core.models.torch_backend import TorchModel

    return TorchModel(
        choice.entry.name,
        _folder(choice),
        choice.adapters,
        precision=choice.precision,
        device=choice.device,
        template=_template(choice.entry),
    )


def _folder(choice: Choice) -> Path:
    assert choice.folder is not None  # only endpoints have none
    return choice.folder


def _template(entry: Entry) -> str | None:
    """Return the chat template for folders of `entry` that came without one."""
    return LLAMA2 if entry.family == "llama-2" and entry.kind == "chat" else None
