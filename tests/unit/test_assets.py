import json

import pytest

from core.config import ASSETS

MODELS = ASSETS / "models"
ADAPTERS = ("faq", "kichwa", "morphology", "syntax")


def size(folder):
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def test_all_assets_together_fit_in_50_mb():
    assert size(ASSETS) <= 50e6


@pytest.mark.parametrize("name", ADAPTERS)
def test_adapters_are_small_and_carry_no_path_of_a_machine(name):
    folder = MODELS / "llamita" / "adapters" / name
    assert (folder / "adapter_model.safetensors").stat().st_size <= 1.5e6
    settings = json.loads((folder / "adapter_config.json").read_text(encoding="utf-8"))
    assert settings["base_model_name_or_path"] == "llamita"
    assert settings["inference_mode"]


def test_every_model_has_its_card_and_only_safe_weights():
    for folder in (*MODELS.iterdir(), *(MODELS / "llamita" / "adapters").iterdir()):
        assert (folder / "CARD.md").exists(), folder.name
    executable = [".bin", ".pt", ".pth", ".pkl", ".pickle"]
    assert not [path.name for path in MODELS.rglob("*") if path.suffix in executable]


def test_no_card_tells_of_a_machine():
    for card in ASSETS.rglob("CARD.md"):
        text = card.read_text(encoding="utf-8")
        assert not [mark for mark in ("/home/", "/work/", "/tmp/", "/root/") if mark in text], card
