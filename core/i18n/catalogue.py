"""One catalogue of interface texts in Spanish, English and Kichwa.

Each `*.toml` beside this file holds one area of the suite, its languages side by side.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Literal, get_args

Language = Literal["es", "en", "qu"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """Return {key: {language: text}} of all areas.

    Raises ValueError when two areas define the same key.
    """
    texts: dict[str, dict[str, str]] = {}
    for path in sorted(Path(__file__).parent.glob("*.toml")):
        for key, entry in tomllib.loads(path.read_text(encoding="utf-8")).items():
            if key in texts:
                raise ValueError(f"text key {key!r} stands twice, again in {path.name}")
            texts[key] = entry
    return texts


def say(key: str, language: str = "es", **values: object) -> str:
    """Return the text of `key` in `language`, Spanish where that language lacks it.

    Raises KeyError for an unknown key or a missing placeholder value.
    """
    entry = catalogue()[key]
    return entry.get(language, entry["es"]).format(**values)


def known_language(code: str | None, default: Language = "es") -> Language:
    """Return `code` as a language of the suite ("es-EC" is "es"), or `default`."""
    short = (code or "").lower().replace("_", "-").split("-")[0]
    return next((known for known in LANGUAGES if known == short), default)


def reviewed(language: str) -> bool:
    """Return whether a speaker has reviewed all texts of `language`."""
    return language in ("es", "en")
