"""One model per process, from the fastest backend that can do what is needed."""

import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from core.config import Settings
from core.errors import UserError
from core.models.catalogue import Entry, entry_for
from core.models.choice import Choice, choose
from core.models.ct2_backend import Ct2Model
from core.models.fake import FakeModel
from core.models.http_backend import HttpModel
from core.models.machine import ThisMachine
from core.models.open import current_choice, open_model
from core.models.torch_backend import TorchModel
from core.models.walk import start_walk
from tests.unit.endpoint_server import Handler, serving
from tests.unit.model_server import answer
from tests.unit.tiny_llama import tiny_llama

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def choice() -> Choice:
    return choose(Settings(model=str(tiny_llama(("faq",)))))


def test_thirty_visitors_share_one_model(choice: Choice) -> None:
    with ThreadPoolExecutor(30) as pool:
        models = list(pool.map(lambda _: open_model(choice), range(30)))
    assert len(set(map(id, models))) == 1
    assert isinstance(models[0], Ct2Model)


def test_the_backend_follows_what_is_needed(choice: Choice) -> None:
    walker = open_model(choice, needs=frozenset({"walk", "adapters"}))
    assert isinstance(walker, TorchModel)
    assert start_walk(walker, "El perro", adapter="faq").log_probabilities().size == 400
    with pytest.raises(UserError, match="model_cannot"):
        open_model(choice, needs=frozenset({"attention"}))


def test_a_new_adapter_is_seen(choice: Choice) -> None:
    bare = choose(Settings(model=str(tiny_llama())))
    assert open_model(bare).adapters == ()
    assert open_model(choice).adapters == ("faq",)


def test_a_choice_stays_when_its_model_has_taken_the_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("RIMANA_MODEL", str(tiny_llama()))
    first = current_choice()
    monkeypatch.setattr(ThisMachine, "free_ram_gib", lambda _: 0.0)
    assert current_choice() is first
    assert open_model() is open_model(first)
    with pytest.raises(UserError, match="no_gpu"):
        current_choice(again=True)


def test_who_stands_in_is_replaced_when_the_wanted_one_is_back(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    spare = Entry(id="spare", name="Spare", folder=tiny_llama())
    monkeypatch.setattr("core.models.choice.catalogue", lambda: {"spare": spare})
    monkeypatch.setenv("RIMANA_MODEL", str(tmp_path / "tiny"))
    assert current_choice().entry == spare
    shutil.copytree(tiny_llama(), tmp_path / "tiny")
    assert current_choice().entry == spare  # within the minute nobody looks
    monkeypatch.setattr("core.models.open._TRY_AGAIN_S", 0.0)
    assert current_choice().entry.folder == tmp_path / "tiny"


def script(handler: Handler, body: dict[str, Any]) -> None:
    """Answer as vLLM with an adapter beside its base."""
    if handler.path.endswith("/models"):
        names = ("llama-2", "faq")
        handler.json({"data": [{"id": name, "owned_by": "vllm"} for name in names]})
    elif body.get("stream"):
        handler.stream("al", "lku", " ", body["model"])
    else:
        handler.json({"choices": [{"text": "allku"}]})


def test_an_endpoint_names_its_model_and_answers() -> None:
    with serving(script) as server:
        found = choose(Settings(model=server.address))
        model = open_model(found)
        assert isinstance(model, HttpModel)
        assert "llama-2" in found.reason("es")
        assert "".join(model.stream("perro")) == "allku llama-2"
        model.close()


def test_an_endpoint_lends_the_adapters_that_it_lists() -> None:
    with serving(script) as server:
        choice = choose(Settings(model=server.address))
        model = open_model(choice, needs=frozenset({"adapters"}))
        assert isinstance(model, HttpModel)
        assert model.adapters == ("faq",)
        assert "".join(model.stream("perro", adapter="faq")) == "allku faq"
        model.close()


def test_an_endpoint_is_tried_for_probabilities_when_they_are_needed() -> None:
    behind = FakeModel(following={"allku": 0.9, "wasi": 0.1}, name="llama-2")
    with serving(lambda it, body: answer(behind, it, body)) as server:
        model = open_model(choose(Settings(model=server.address)), needs=frozenset({"next"}))
        assert [one.text for one in model.next_tokens("perro")] == ["allku", "wasi"]
        with pytest.raises(UserError, match="model_cannot"):
            open_model(choose(Settings(model=server.address)), needs=frozenset({"walk"}))
        model.close()


def test_a_name_that_an_endpoint_does_not_serve_is_said() -> None:
    with serving(script) as server, pytest.raises(UserError, match="endpoint_no_model"):
        ThisMachine().served(entry_for(f"{server.address}#other"), None)


def test_an_endpoint_that_is_down_is_said() -> None:
    with serving(lambda *_: None) as server:
        address = server.address
    with pytest.raises(UserError, match="endpoint_unreachable"):
        ThisMachine().served(entry_for(address), None)


def test_choosing_and_opening_ours_needs_no_torch(choice: Choice) -> None:
    script = (
        "import sys\n"
        "from core.config import Settings\n"
        "from core.models.choice import choose\n"
        "from core.models.open import open_model\n"
        f"model = open_model(choose(Settings(model={str(choice.folder)!r})))\n"
        "model.count('hola')\n"
        "print([name for name in ('torch', 'transformers', 'peft') if name in sys.modules])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
