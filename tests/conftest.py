"""Every test gets its own data folder and default settings; nothing is fetched."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.config import Settings, settings

os.environ |= {
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "GRADIO_ANALYTICS_ENABLED": "False",
}


@pytest.fixture(autouse=True)
def own_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    for name in os.environ:
        foreign = name.startswith("RIMANA_") and name != "RIMANA_SOURCES"
        if foreign or name in ("APP", "HOST", "PORT", "ROOT_PATH"):
            monkeypatch.delenv(name)
    monkeypatch.setitem(Settings.model_config, "env_file", None)
    monkeypatch.setenv("RIMANA_DATA_DIR", str(tmp_path / "data"))
    settings.cache_clear()
    yield
    settings.cache_clear()
