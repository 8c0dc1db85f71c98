"""What every backend promises, whatever computes it.

A new backend adds a function that returns its model of `tiny_llama(("faq",))` to BACKENDS, and to
BARE one without adapters.
"""

from collections.abc import Callable
from threading import Event

import pytest

from core.errors import UserError
from core.i18n.catalogue import say
from core.models.ct2_backend import Ct2Model
from core.models.fake import FakeModel
from core.models.interface import Capability, Message, Model, Sampling
from core.models.torch_backend import TorchModel
from core.models.walk import start_walk
from core.models.weights import find_adapters
from tests.unit.model_server import over_http
from tests.unit.tiny_llama import tiny_llama

PROMPT = "El perro ladra"
CHAT = (Message("system", "Sé breve."), Message("user", "¿Qué es «allku»?"))


def scripted(text: str, adapter: str | None) -> str:
    return f"{adapter or 'base'} dice: uno dos tres {text} cuatro cinco"


def torch_model() -> Model:
    folder = tiny_llama(("faq",))
    return TorchModel("tiny", folder, find_adapters(folder))


def ctranslate2_model() -> Model:
    folder = tiny_llama(("faq",))
    return Ct2Model("tiny", folder, find_adapters(folder))


def fake_model() -> Model:
    return FakeModel(scripted, scores={" a": 0.5}, following={" a": 0.5}, adapters=("faq",))


BACKENDS: dict[str, Callable[[], Model]] = {
    "torch": torch_model,
    "ctranslate2": ctranslate2_model,
    "fake": fake_model,
    "http": lambda: over_http(torch_model()),
}
BARE: dict[str, Callable[[], Model]] = {
    "torch": lambda: TorchModel("tiny", tiny_llama()),
    "ctranslate2": lambda: Ct2Model("tiny", tiny_llama()),
    "fake": FakeModel,
    "http": lambda: over_http(TorchModel("tiny", tiny_llama())),
}


@pytest.fixture(scope="module", params=BACKENDS)
def model(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Model:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RIMANA_DATA_DIR", str(tmp_path_factory.mktemp("data")))
        return BACKENDS[request.param]()


def text(model: Model, prompt: str = PROMPT, adapter: str | None = None, **sampling: int) -> str:
    return model.complete([prompt], Sampling(**sampling), adapter=adapter)[0].text  # type: ignore[arg-type]


@pytest.mark.parametrize("prompt", [PROMPT, CHAT])
@pytest.mark.parametrize("adapter", [None, "faq"])
def test_pieces_join_to_the_answer(model: Model, prompt: str, adapter: str | None) -> None:
    sampling = Sampling(max_tokens=12)
    pieces = list(model.stream(prompt, sampling, adapter=adapter))
    assert len(pieces) > 1
    assert all(pieces)
    assert "".join(pieces) == model.complete([prompt], sampling, adapter=adapter)[0].text


def test_greedy_repeats(model: Model) -> None:
    assert len({text(model, max_tokens=10) for _ in range(3)}) == 1


def test_a_seed_repeats(model: Model) -> None:
    sampling = Sampling(max_tokens=10, temperature=1.5, top_k=40, top_p=0.9, seed=3)
    assert len({model.complete([PROMPT], sampling)[0].text for _ in range(3)}) == 1


def test_an_adapter_changes_the_answer_and_can_be_taken_off(model: Model) -> None:
    before = text(model, max_tokens=20)
    worn = text(model, adapter="faq", max_tokens=20)
    assert worn != before
    assert text(model, max_tokens=20) == before
    assert text(model, adapter="faq", max_tokens=20) == worn


def test_a_stop_text_ends_the_answer_and_is_not_in_it(model: Model) -> None:
    whole = text(model, max_tokens=12)
    stop = whole[len(whole) // 2 :][:3]
    sampling = Sampling(max_tokens=12, stop=(stop,))
    done = model.complete([PROMPT], sampling)[0]
    assert done.finish == "stop"
    assert done.text == whole[: whole.index(stop)]
    assert "".join(model.stream(PROMPT, sampling)) == done.text


def test_length_is_kept_and_said(model: Model) -> None:
    done = model.complete([PROMPT], Sampling(max_tokens=3))[0]
    assert (done.tokens, done.finish) == (3, "length")


def test_several_prompts_in_their_order(model: Model) -> None:
    prompts = ["wasi", PROMPT, "La casa grande y el gato", CHAT]
    together = model.complete(prompts, Sampling(max_tokens=8))
    assert together == [model.complete([each], Sampling(max_tokens=8))[0] for each in prompts]
    assert model.complete([], Sampling(max_tokens=8)) == []


def test_cancelled_before_it_began(model: Model) -> None:
    cancel = Event()
    cancel.set()
    sampling = Sampling(max_tokens=50)
    assert list(model.stream(PROMPT, sampling, cancel=cancel)) == []
    assert model.complete([PROMPT], sampling, cancel=cancel)[0].finish == "cancelled"


def test_an_unknown_adapter_is_refused(model: Model) -> None:
    for ask in (
        lambda: list(model.stream(PROMPT, adapter="nobody")),
        lambda: model.complete([PROMPT], adapter="nobody"),
        lambda: model.score(PROMPT, [" a"], adapter="nobody"),
        lambda: model.next_tokens(PROMPT, adapter="nobody"),
    ):
        with pytest.raises(UserError, match="adapter") as refused:
            ask()
        assert say(refused.value.key, "es", **refused.value.values)


@pytest.mark.parametrize("capability", ["score", "next", "beams", "walk"])
def test_what_a_model_lacks_it_refuses(model: Model, capability: Capability) -> None:
    calls: dict[str, Callable[[], object]] = {
        "score": lambda: model.score(PROMPT, [" a"]),
        "next": lambda: model.next_tokens(PROMPT),
        "beams": lambda: model.complete([PROMPT], Sampling(max_tokens=3, beams=2)),
        "walk": lambda: start_walk(model, PROMPT),
    }
    if capability in model.capabilities:
        assert calls[capability]()
    else:
        with pytest.raises(UserError):
            calls[capability]()


@pytest.mark.parametrize("backend", BARE)
def test_a_model_without_adapters(backend: str) -> None:
    bare = BARE[backend]()
    assert bare.adapters == ()
    assert bare.count("El perro") >= 1
    with pytest.raises(UserError, match="adapter"):
        bare.complete([PROMPT], adapter="faq")


def test_a_fake_can_lack_and_fail() -> None:
    mute = FakeModel(capabilities=frozenset({"stream"}))
    for ask in (
        lambda: mute.score("a", ["b"]),
        lambda: mute.next_tokens("a"),
        lambda: mute.complete(["a"], Sampling(beams=2)),
    ):
        with pytest.raises(UserError, match="model_cannot"):
            ask()
    broken = FakeModel(fault=UserError("error.model_memory", model="x"))
    with pytest.raises(UserError, match="model_memory"):
        broken.stream("a")
    assert [asked.call for asked in broken.requests] == ["stream"]


def test_a_fake_stops_when_nobody_reads() -> None:
    slow = FakeModel({"hola": "uno dos tres cuatro"}, delay_s=0.001)
    pieces = slow.stream("hola")
    assert next(pieces) == "uno"
    pieces.close()  # type: ignore[attr-defined]
    assert slow.words_made == 1
