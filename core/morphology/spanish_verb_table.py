"""Spanish verbs that differ from the endings: the table beside this module, checked."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

CHANGES = {
    "e_ie": ("e", "ie"),
    "o_ue": ("o", "ue"),
    "e_i": ("e", "i"),
    "u_ue": ("u", "ue"),
    "i_ie": ("i", "ie"),
    "i_í": ("i", "í"),
    "u_ú": ("u", "ú"),
}
_WHOLE = ("pres", "imperfect", "preterite", "subj")
_PARTS = ("first", "strong", "future", "gerund", "participle", "imperative", "together")
CLASSES = ("ar", "er", "ir", "ír")


@dataclass(frozen=True)
class Irregular:
    """What differs in one verb; empty where the endings give it. `whole` has six forms a tense."""

    first: str = ""
    strong: str = ""
    future: str = ""
    gerund: str = ""
    participle: str = ""
    imperative: str = ""
    together: str = ""  # imperative of nosotros
    whole: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    also: tuple[str, ...] = ()  # "hay pres 3 sing"


@dataclass(frozen=True)
class VerbTable:
    """Changes of stems by verb, irregular verbs, and (prefix, verb) of what goes like them."""

    changes: Mapping[str, str]
    irregular: Mapping[str, Irregular]
    prefixed: Mapping[str, tuple[str, str]]
    keeps_z: frozenset[str]
    keeps_e: frozenset[str]
    commanded: frozenset[str]


_TABLE = Path(__file__).with_suffix(".toml")


@cache
def verb_table(path: Path = _TABLE) -> VerbTable:
    """Return the table of irregular verbs.

    Raises ValueError for a change, a key or a length that the table may not have.
    """
    sheet = tomllib.loads(path.read_text(encoding="utf-8"))
    changes: dict[str, str] = {}
    kept = {name: frozenset(sheet["changes"].pop(name).split()) for name in ("z", "kept", "seated")}
    for change, verbs in sheet["changes"].items():
        if change not in CHANGES:
            raise ValueError(f"{path.name}: unknown change {change}")
        changes |= dict.fromkeys(verbs.split(), change)
    irregular, prefixed = {}, {}
    for lemma, row in sheet["verbs"].items():
        for prefix in row.pop("prefixes", ()):
            prefixed[prefix + lemma] = (prefix, lemma)
        irregular[lemma] = _irregular(lemma, row)
    wrong = [verb for verb in (*changes, *irregular) if not verb.endswith(CLASSES)]
    if wrong:
        raise ValueError(f"{path.name}: no infinitive: {wrong}")
    return VerbTable(changes, irregular, prefixed, *kept.values())


def _irregular(lemma: str, row: dict[str, Any]) -> Irregular:
    whole = {name: tuple(row.pop(name)) for name in _WHOLE if name in row}
    also = tuple(row.pop("also", ()))
    if unknown := row.keys() - set(_PARTS):
        raise ValueError(f"{lemma}: unknown keys {sorted(unknown)}")
    if any(len(forms) != 6 for forms in whole.values()):
        raise ValueError(f"{lemma}: a tense has six forms")
    if any(len(form.split()) != 4 for form in also):
        raise ValueError(f"{lemma}: a further form has a tense, a person and a number")
    return Irregular(**row, whole=whole, also=also)
