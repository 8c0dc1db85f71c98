"""The text catalogue: whole in every language, and no key unknown or left over."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

from core.i18n.catalogue import LANGUAGES, catalogue, reviewed

ROOT = Path(__file__).resolve().parents[2]
KEY = re.compile(r"[a-z]\w*\.[a-z]\w*")
# Names and words that Kichwa takes as they are.
LOAN = re.compile(
    r"\b(?:Rimana|[A-Z]{2,}\d*|Ctrl-C|python -m apps|\S+@\S+|https?:\S+|\w+\.\w+)\b|--\w+"
)
LETTERS = re.compile(r"[^aiuchklmnñpqrstwyzAIUCHKLMNÑPRSTWYZ]")


def areas() -> set[str]:
    return {key.partition(".")[0] for key in catalogue()}


@cache
def sources() -> list[ast.Module]:
    files = [path for room in ("apps", "core", "training") for path in (ROOT / room).rglob("*.py")]
    return [ast.parse(path.read_text(encoding="utf-8")) for path in files]


def constants() -> Iterator[str]:
    """Yield every string in the code, and every quoted string in templates and data files."""
    for tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value
    for path in (ROOT / "apps").rglob("*"):
        if path.suffix in (".html", ".toml"):
            yield from re.findall(r"[\"']([^\"'\n]+)[\"']", path.read_text(encoding="utf-8"))


def built_keys() -> set[re.Pattern[str]]:
    """Return patterns of keys that code puts together, such as f"landing.{notice}_title"."""
    patterns = set()
    for tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr):
                parts = [
                    re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"\w+"
                    for part in node.values
                ]
                patterns.add(re.compile("".join(parts)))
    for path in (ROOT / "apps").rglob("*.html"):
        for parts in re.findall(r'"([\w.]+)" ~ \w+ ~ "(\w+)"', path.read_text(encoding="utf-8")):
            patterns.add(re.compile(rf"{re.escape(parts[0])}\w+{re.escape(parts[1])}"))
    rooms = tuple(area + r"\." for area in areas())
    return {pattern for pattern in patterns if pattern.pattern.startswith(rooms)}


def places(text: str, language: str) -> list[str]:
    """Return the placeholders; a value given per language (`reason_en`) counts as one."""
    names = [name for _, name, _, _ in Formatter().parse(text) if name is not None]
    return sorted(name.removesuffix(f"_{language}") for name in names)


@pytest.mark.parametrize("key", sorted(catalogue()))
def test_text_is_whole(key: str) -> None:
    entry = catalogue()[key]
    assert set(entry) == set(LANGUAGES)
    for language, text in entry.items():
        assert text.strip() == text != "", language
        assert places(text, language) == places(entry["es"], "es"), language


def test_every_key_in_the_code_exists() -> None:
    asked = {text for text in constants() if KEY.fullmatch(text)}
    asked = {key for key in asked if key.partition(".")[0] in areas() - {"core", "apps"}}
    files = {key for key in asked if re.search(r"\.(py|css|js|svg|csv|toml|html|json|md)$", key)}
    assert asked - files - set(catalogue()) == set()


def test_every_text_is_used() -> None:
    used = set(constants())
    built = built_keys()
    left_over = {
        key
        for key in catalogue()
        if key not in used and not any(pattern.fullmatch(key) for pattern in built)
    }
    assert left_over == set()


@pytest.mark.parametrize("key", sorted(catalogue()))
def test_kichwa_keeps_to_its_letters(key: str) -> None:
    text = re.sub(r"\{\w*\}|<[^>]*>|«[^»]*»|`[^`]*`", " ", catalogue()[key]["qu"])
    words = re.findall(r"[^\W\d_]+", LOAN.sub(" ", text))
    assert [word for word in words if LETTERS.search(word)] == []


def test_kichwa_is_marked_until_a_speaker_signs() -> None:
    assert not reviewed("qu")
