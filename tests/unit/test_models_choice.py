"""Which model answers: what fits, what is here, and what is said when it is not the wanted one."""

from dataclasses import dataclass, field
from math import prod
from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from core.config import ASSETS, Settings
from core.errors import UserError
from core.i18n.catalogue import LANGUAGES
from core.models.catalogue import Entry, catalogue, entry_for
from core.models.choice import Choice, choose
from core.models.machine import Gpu, ThisMachine
from core.models.weights import model_shapes
from tests.unit.tiny_llama import tiny_llama

OURS = ASSETS / "models" / "llamita"
ALL = frozenset(catalogue())


@dataclass
class Desk:
    """A machine made up of facts; `here` are the ids of models whose weights it has."""

    ram: float = 8.0
    card: Gpu | None = None
    here: frozenset[str] = frozenset({"llamita"})
    faults: dict[str, UserError] = field(default_factory=dict)
    fetched: list[str] = field(default_factory=list)

    def free_ram_gib(self) -> float:
        return self.ram

    def gpu(self) -> Gpu | None:
        return self.card

    def folder(self, entry: Entry, *, download: bool) -> Path | None:
        if entry.id in self.faults:
            raise self.faults[entry.id]
        if entry.id not in self.here and download:
            self.fetched.append(entry.id)
            return Path(entry.id)
        return Path(entry.id) if entry.id in self.here else None

    def adapter(self, entry: Entry, base: Path, *, download: bool) -> Path | None:
        return self.folder(entry, download=download)

    def served(self, entry: Entry, key: SecretStr | None) -> str:
        if entry.id in self.faults:
            raise self.faults[entry.id]
        return entry.served or "first"


def ask(model: str, desk: Desk, **settings: object) -> Choice:
    return choose(Settings(model=model, **settings), desk)  # type: ignore[arg-type]


def test_our_own_model_by_default() -> None:
    found = choose(Settings(), Desk())
    assert (found.entry.id, found.device, found.precision) == ("llamita", "cpu", "full")
    assert found.reason("en") == "Llamita answers, on this machine."


@pytest.mark.parametrize(
    ("ram", "gpu_gib", "place"),
    [
        (32, 24, ("llama-2-7b-chat", "cuda", "half")),
        (32, 8, ("llama-2-7b-chat", "cuda", "nf4")),
        (64, 0, ("llama-2-7b-chat", "cpu", "full")),
        (12, 2, ("llama-2-7b-chat", "cpu", "nf4")),
        (4, 2, ("tinyllama", "cuda", "nf4")),
        (0.5, 0, ("llamita", "cpu", "full")),
    ],
)
def test_a_7b_goes_where_it_fits(ram: float, gpu_gib: float, place: tuple[str, ...]) -> None:
    card = Gpu("Test GPU", gpu_gib) if gpu_gib else None
    found = ask("llama-2-7b-chat", Desk(ram, card, ALL))
    assert (found.entry.id, found.device, found.precision) == place


@pytest.mark.parametrize("key", ["full", "half", "nf4"])
def test_published_sizes_fit_the_estimate(key: str) -> None:
    # Weights alone, in GB: 26.95 in 32 bits, 13.48 in 16 (the Hub's files), about 3.9 in NF4.
    weights = {"full": 26.95, "half": 13.48, "nf4": 3.9}[key] * 1e9 / 2**30
    need = catalogue()["llama-2-7b"].memory_gib(key)  # type: ignore[arg-type]
    assert weights < need < weights * 1.5


def test_without_a_gpu_the_numbers_are_said() -> None:
    found = ask("llama-2-70b-chat", Desk(ram=16, here=ALL))
    assert found.entry.id == "llama-2-13b-chat"
    said = found.reason("en")
    assert said.startswith("Llama 2 13B Chat answers instead of Llama 2 70B Chat.")
    assert "no GPU" in said
    assert "16.0 are free" in said


def test_a_small_gpu_is_named() -> None:
    said = ask("llama-2-70b", Desk(4, Gpu("Tesla T4", 15.0), ALL)).reason("en")
    assert "Tesla T4" in said
    assert "15.0" in said


def test_slow_is_said_before_it_is_felt() -> None:
    assert ask("llama-2-7b-chat", Desk(16, here=ALL)).reason_key == "models.slow"


def test_weights_that_are_not_here() -> None:
    found = ask("tinyllama", Desk())
    assert found.entry.id == "llamita"
    assert "RIMANA_DOWNLOAD" in found.reason("es")
    gated = ask("llama-2-7b-chat", Desk(64)).reason("es")
    assert "licencia" in gated
    assert "13.5 GB" in gated


def test_only_what_was_named_is_fetched() -> None:
    desk = Desk(ram=12)
    found = ask("llama-2-7b-chat", desk, download=True)
    assert found.entry.id == "llama-2-7b-chat"
    assert desk.fetched == ["llama-2-7b-chat"]
    poor = Desk(ram=1, here=frozenset({"llamita"}))
    assert ask("llama-2-7b-chat", poor, download=True).entry.id == "llamita"
    assert poor.fetched == []  # it would not fit


def test_a_damaged_folder_is_named_and_something_else_answers(tmp_path: Path) -> None:
    fault = UserError("error.weights_truncated", file="x", found="1 MB", expected="2 MB")
    found = ask(str(tmp_path), Desk(faults={str(tmp_path): fault}))
    assert found.entry.id == "llamita"
    assert "incomplete" in found.reason("en")


def test_a_silent_endpoint() -> None:
    url = "http://localhost:1/v1"
    assert ask(url + "#big", Desk()).served == "big"
    assert ask(url, Desk()).served == "first"
    down = UserError("error.endpoint_unreachable", host="localhost")
    found = ask(url, Desk(faults={url: down}))
    assert found.entry.id == "llamita"
    assert "localhost" in found.reason("es")


def test_the_parser_of_rome_is_an_adapter_on_llama_2() -> None:
    found = ask("u-depp-llama-2-7b", Desk(64, here=ALL))
    assert found.folder == Path("llama-2-7b")
    assert found.adapters == {"syntax": Path("u-depp-llama-2-7b")}
    without = ask("u-depp-llama-2-7b", Desk(64, here=ALL - {"llama-2-7b"}))
    assert without.reason_key == "models.gated"


def test_nothing_at_all_says_what_was_wrong_with_the_wanted_one() -> None:
    with pytest.raises(UserError, match="not_here"):
        ask("tinyllama", Desk(here=frozenset()))


@pytest.mark.parametrize("model", sorted(ALL))
@pytest.mark.parametrize("desk", [Desk(), Desk(1, here=ALL), Desk(1, Gpu("T4", 15), ALL)])
def test_every_reason_can_be_said(model: str, desk: Desk) -> None:
    for language in LANGUAGES:
        assert ask(model, desk).reason(language)


@pytest.mark.parametrize(
    ("model", "kind", "value"),
    [
        ("TinyLlama/TinyLlama-1.1B-Chat-v1.0", "id", "tinyllama"),
        ("somebody/some-llama", "hub", "somebody/some-llama"),
        ("/models/mine", "folder", Path("/models/mine")),
        ("./mine", "folder", Path("mine")),
        ("mine", "folder", Path("mine")),
        ("https://host/v1#llama", "endpoint", "https://host/v1"),
    ],
)
def test_what_rimana_model_may_name(model: str, kind: str, value: object) -> None:
    assert getattr(entry_for(model), kind) == value


def test_a_folder_on_this_machine_is_counted_and_checked() -> None:
    folder = tiny_llama(("faq",))
    found = choose(Settings(model=str(folder)), ThisMachine())
    assert found.folder == folder
    assert set(found.adapters) == {"faq"}
    assert found.device in ("cpu", "cuda")
    assert ThisMachine().free_ram_gib() > 0


@pytest.mark.skipif(not OURS.is_dir(), reason="Llamita's weights are not here yet")
def test_our_models_size_is_what_its_files_hold() -> None:
    counted = sum(prod(shape) for shape in model_shapes(OURS).values())
    assert catalogue()["llamita"].parameters == counted


def test_entries_have_one_source() -> None:
    with pytest.raises(ValidationError, match="one of hub"):
        Entry(id="x", name="x")
    with pytest.raises(ValidationError, match="base and a name"):
        Entry(id="x", name="x", hub="a/b", base="llama-2-7b")
