"""A Space holds every package that the apps import."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OURS = {"apps", "core", "training"}


def imported() -> set[str]:
    """Return our top-level packages that the apps and what they use import."""
    found = set()
    for path in (*(ROOT / "apps").rglob("*.py"), *(ROOT / "core").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                found.add(node.module.partition(".")[0])
    return found & OURS


def test_the_space_and_the_image_hold_what_the_apps_import() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    [packed] = [line for line in makefile.splitlines() if "-cf - " in line]
    assert imported() <= set(packed.split())
    left_out = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert not imported() & set(left_out)
