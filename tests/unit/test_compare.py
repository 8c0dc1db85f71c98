import pytest

from core.errors import UserError
from core.models.interface import Completion, Prompt, Sampling
from core.models.machine import ThisMachine
from core.tasks import compare
from core.tasks.compare import WHO, ask, check


class Parrot:
    """A model that answers with its adapter's name."""

    name = "Llamita"

    def __init__(self) -> None:
        self.asked: list[tuple[list[Prompt], Sampling]] = []

    def complete(
        self, prompts: list[Prompt], sampling: Sampling, *, adapter: str | None = None
    ) -> list[Completion]:
        self.asked.append((prompts, sampling))
        return [Completion(f"  {adapter or 'base'} \n", 1, "stop")]


@pytest.fixture
def parrot(monkeypatch: pytest.MonkeyPatch) -> Parrot:
    model = Parrot()
    monkeypatch.setattr(compare, "open_model", lambda choice: model)
    return model


def test_engines_answer_alone_and_are_measured() -> None:
    text, direction = check("  La casa   es grande. ", None)
    assert (text, direction) == ("La casa es grande.", "es-qu")
    row = ask("rules", text, direction, "Wasika hatunmi.")
    assert "wasi" in row.text.lower()
    assert row.chrf is not None
    assert 0 < row.chrf <= 100
    assert row.confidence is not None
    assert row.asked == ""
    assert ask("rules", text, direction, row.text).chrf == pytest.approx(100)
    assert ask("rules", text, direction).chrf is None


def test_models_show_their_prompt_and_are_greedy(parrot: Parrot) -> None:
    told = ask("llamita_kichwa", "La casa es grande.", "es-qu")
    base = ask("llamita", "La casa es grande.", "es-qu")
    assert (told.text, base.text) == ("kichwa", "base")
    assert "La casa es grande." in told.asked
    assert told.asked == base.asked
    assert {sampling.temperature for _, sampling in parrot.asked} == {0.0}
    assert told.confidence is None


def test_missing_model_says_what_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ThisMachine, "gpu", lambda self: None)  # else torch is imported
    row = ask("other", "La casa es grande.", "es-qu")
    assert row.text == ""
    assert row.problem is not None
    assert row.problem.key.startswith("models.")
    assert row.problem.values["name"]


def test_odd_texts_are_refused() -> None:
    for text, key in (("", "error_empty"), ("…!", "no_words"), ("casa " * 100, "too_long")):
        with pytest.raises(UserError, match=key):
            check(text, "es-qu")


def test_fast_ones_come_first() -> None:
    assert WHO[:3] == ("memory", "rules", "phrases")
