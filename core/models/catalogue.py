"""The models that can be chosen, and what each needs."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from core.config import ASSETS

Precision = Literal["full", "half", "nf4"]
"""32 bits, 16 bits (bfloat16 where the hardware has it), or 4 bits."""
# NF4 with its scales, and tables that stay in 16 bits.
_BYTES: dict[Precision, float] = {"full": 4.0, "half": 2.0, "nf4": 0.65}
_GIB = 2**30


class Entry(BaseModel):
    """One model: from the Hub, from a folder, or behind an endpoint."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    id: str
    """Short name for RIMANA_MODEL."""
    name: str
    """Name on pages."""
    hub: str | None = None
    """Id on the Hugging Face Hub."""
    revision: str | None = None
    """Commit of the Hub; None is its newest."""
    folder: Path | None = None
    """Folder on this machine; in the catalogue relative to `assets`."""
    endpoint: str | None = None
    """Base address of an OpenAI-compatible server."""
    served: str | None = None
    """The model's name on that server; None is the first that it lists."""
    base: str | None = None
    """Id of the model that this one is a LoRA adapter of."""
    adapter: str | None = None
    """Name under which that adapter is worn."""
    family: str = "llama"
    """Architecture and training it belongs to."""
    kind: Literal["base", "chat"] = "chat"
    """Whether it was trained on conversations."""
    licence: str | None = None
    """Licence of the weights; None where nobody told."""
    gated: bool = False
    """Whether its licence must be accepted on the Hub first."""
    parameters: int = Field(0, ge=0)
    """Number of weights; 0 is not known."""
    download_gb: float = Field(0.0, ge=0)
    """Size on the Hub, in GB."""

    @model_validator(mode="after")
    def _has_one_source(self) -> Self:
        if sum(bool(source) for source in (self.hub, self.folder, self.endpoint)) != 1:
            raise ValueError(f"{self.id}: give one of hub, folder and endpoint")
        if (self.base is None) != (self.adapter is None):
            raise ValueError(f"{self.id}: an adapter has a base and a name")
        return self

    def memory_gib(self, precision: Precision) -> float:
        """Return what it needs in use, in GiB: weights, 15 % for caches, 0.25 for the rest."""
        return self.parameters * _BYTES[precision] / _GIB * 1.15 + 0.25


@cache
def catalogue() -> dict[str, Entry]:
    """Return {id: entry} of catalogue.toml."""
    file = Path(__file__).with_name("catalogue.toml")
    entries = {}
    for key, values in tomllib.loads(file.read_text(encoding="utf-8")).items():
        if "folder" in values:
            values["folder"] = ASSETS / values["folder"]
        entries[key] = Entry(id=key, **values)
    return entries


def entry_for(model: str) -> Entry:
    """Return what RIMANA_MODEL means.

    model: an id of the catalogue or its Hub id, the address of an endpoint ("http://host/v1", the
    model's name behind "#" if it serves several), a folder, or any other id of the Hub.
    """
    known = catalogue()
    for entry in known.values():
        if model in (entry.id, entry.hub):
            return entry
    if model.startswith(("http://", "https://")):
        address, _, served = model.partition("#")
        return Entry(id=model, name=served or address, endpoint=address, served=served or None)
    folder = Path(model).expanduser()
    is_path = folder.is_absolute() or model.startswith(("~", ".")) or folder.is_dir()
    if is_path or model.count("/") != 1:  # a Hub id is "owner/name"
        return Entry(id=model, name=folder.name, folder=folder)
    return Entry(id=model, name=model.partition("/")[2], hub=model)
