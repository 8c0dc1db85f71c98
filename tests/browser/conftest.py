"""A real server, a real Chromium, and the proof that no page asks anything of another machine."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page

ROOT = Path(__file__).resolve().parents[2]
HERE = {"127.0.0.1", ""}  # "" is data: and blob:
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


class serve:  # noqa: N801 (reads as a verb)
    """The suite with fakes in the models' place."""

    def __init__(self, data_dir: Path, port: str = "0") -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.browser.fake_server", "--port", port],
            cwd=ROOT,
            env={**os.environ, "RIMANA_DATA_DIR": str(data_dir), "HF_HUB_OFFLINE": "1"},
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout
        said = self._process.stdout.readline().split()
        self.address = next(word for word in said if word.startswith("http")).rstrip("/")
        while "loading" in httpx.get(f"{self.address}/healthz", timeout=60).text:
            time.sleep(0.5)

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(timeout=20)


def find_chromium() -> str | None:
    """Return the browser: that of the variable CHROMIUM, or the one on the PATH."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    missing = find_chromium() is None
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if missing:
                item.add_marker(pytest.mark.skip(reason="no Chromium: install it or set CHROMIUM"))


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    return {"executable_path": find_chromium(), "args": QUIET}


@pytest.fixture(scope="session")
def start_server(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Callable[..., str]]:
    """Start `python -m apps` with these words and variables; return its address."""
    running: list[subprocess.Popen[str]] = []

    def start(*words: str, **variables: str) -> str:
        folder = tmp_path_factory.mktemp("data")
        outside = {name: value for name, value in os.environ.items() if "RIMANA_" not in name}
        server = subprocess.Popen(
            [sys.executable, "-m", "apps", "--port", "0", *words],
            cwd=ROOT,
            env={**outside, "RIMANA_DATA_DIR": str(folder), "HF_HUB_OFFLINE": "1", **variables},
            stdout=subprocess.PIPE,
            text=True,
        )
        running.append(server)
        assert server.stdout
        said = server.stdout.readline()
        return next(word for word in said.split() if word.startswith("http")).rstrip("/")

    yield start
    for server in running:
        server.terminate()
    for server in running:
        server.wait(timeout=20)


@pytest.fixture(scope="session")
def base_url(start_server: Callable[..., str]) -> str:
    """Address of the whole suite."""
    return start_server()


@pytest.fixture(scope="session")
def browser_context_args(base_url: str) -> dict[str, object]:
    return {"base_url": base_url, "viewport": {"width": 1280, "height": 800}, "locale": "es-ES"}


@pytest.fixture
def context(context: BrowserContext) -> Iterator[BrowserContext]:
    """A visitor whose every request must stay on this machine."""
    with only_here(context):
        yield context


@pytest.fixture
def phone(browser: Browser, browser_context_args: dict[str, object]) -> Iterator[Page]:
    """The same visitor on a phone, 390 pixels wide."""
    small = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    context = browser.new_context(**{**browser_context_args, **small})  # type: ignore[arg-type]
    with only_here(context):
        yield context.new_page()
    context.close()


class only_here:  # noqa: N801 (reads as a statement)
    """Fail when a page of `context` asks another machine for anything."""

    def __init__(self, context: BrowserContext) -> None:
        self.asked: list[str] = []
        context.on("request", lambda request: self.asked.append(request.url))

    def __enter__(self) -> None:
        pass

    def __exit__(self, *_: object) -> None:
        abroad = [url for url in self.asked if (urlsplit(url).hostname or "") not in HERE]
        assert abroad == []
        assert self.asked, "no page was opened"
