"""The house rules that a machine can hold."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("apps", "core", "training")
MODULES = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]

OPENS = """
import sys
from fastapi.testclient import TestClient
from apps.server import create_app

heavy = {"torch", "transformers", "sklearn"}
with TestClient(create_app()) as visitor:
    assert visitor.get("/").status_code == 200
    print("landing:", *sorted(heavy & set(sys.modules)))
    for name in visitor.get("/healthz").json()["apps"]:
        page = visitor.get(f"/{name}/")
        assert page.status_code == 200, page.text
    print("apps:", *sorted(heavy & set(sys.modules)))
"""


def test_layers_hold() -> None:
    assert lint_imports(no_cache=True, no_logo=True) == 0


def test_all_pages_open_without_model_libraries() -> None:
    done = subprocess.run(
        [sys.executable, "-c", OPENS], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["landing:", "apps:"]


def test_landing_page_does_not_wait_for_gradio() -> None:
    look = "import sys, apps.server; sys.exit('gradio' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", look], cwd=ROOT, timeout=60).returncode == 0


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_module_is_short(path: Path) -> None:
    budget = 150 if path.name == "app.py" else 250
    assert len(path.read_text(encoding="utf-8").splitlines()) <= budget


def test_nothing_is_over_400_lines() -> None:
    kinds = (".py", ".css", ".js", ".html")
    files = [path for room in (*ROOMS, "tests") for path in (ROOT / room).rglob("*")]
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in files
        if path.suffix in kinds
    }
    assert {name: n for name, n in lengths.items() if n > 400} == {}


def test_no_catch_all_modules() -> None:
    assert not [path for path in MODULES if re.search("util|helper|constant", path.stem)]


def test_readme_map_is_true() -> None:
    readme = ROOT / "README.md"
    paths = re.findall(r"`((?:apps|core|training|tests|assets|docs)/[\w./-]*)`", readme.read_text())
    assert [path for path in paths if not (ROOT / path).exists()] == []
    tree = readme.read_text().partition("## Map of the code")[2].split("```")[1]
    room, listed = ROOT, []
    for line in tree.strip().splitlines():
        names = re.split(r" {2,}", line.strip())[0].split()
        if not line.startswith(" "):
            room = ROOT / names[0]
            listed.append(room)
        else:
            listed += [room / name for name in names]
    assert len(listed) > 20
    assert [path for path in listed if not path.exists()] == []
