"""The names of where a pair or an entry was read, in words that a visitor knows."""

from core.i18n.catalogue import Language, say

_NAMED = ("own", "phrasebook", "correction", "minedu2009", "killkan")


def origin(name: str, language: Language) -> str:
    """Return "own+minedu2009" or "killkan 6_70" in words; an unknown source keeps its name."""
    return ", ".join(_origin(one, language) for one in name.split("+"))


def _origin(name: str, language: Language) -> str:
    kind, _, place = name.partition(" ")
    known = say(f"translator.{kind}_origin", language) if kind in _NAMED else kind
    return f"{known} {place}".strip()
