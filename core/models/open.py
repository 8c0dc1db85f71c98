"""From a choice to the model that answers: one per process, shared by every page."""

from collections.abc import Callable
from pathlib import Path
from threading import Lock

from core.config import Settings, settings
from core.errors import UserError
from core.models.catalogue import Entry
from core.models.choice import Choice, choose
from core.models.interface import Capability, Model
from core.prompts.templates import LLAMA2

_opened: dict[tuple[object, ...], Model] = {}
_opening = Lock()
_Backend = Callable[[Choice, Settings], Model]


def open_model(
    choice: Choice | None = None, *, needs: frozenset[Capability] = frozenset()
) -> Model:
    """Return the chosen model, opened once per process; weights are loaded at the first question.

    choice: by default what `choose` finds for the settings, asked anew at every call.
    needs: capabilities it must have; of several backends the fastest that has them is taken.
    Raises UserError when no backend of this model has them.
    """
    choice = choice or choose(settings())
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
        if needs <= model.capabilities:
            return model
    missing = ", ".join(sorted(needs - model.capabilities))
    raise UserError("error.model_cannot", model=model.name, capability=missing)


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
        choice.entry.endpoint or "", choice.served or choice.entry.name, api_key=where.model_key
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
