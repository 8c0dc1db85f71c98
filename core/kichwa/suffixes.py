"""The suffixes of Kichwa and the order in which they stand (suffixes.toml)."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal, get_args

Stage = Literal["V", "T", "F", "C", "N", "E"]
"""How far a word is built: verb stem, tense set, finite, adverbial clause, nominal, closed."""
Group = Literal["derivation", "object", "tense", "person", "plural", "case", "enclitic"]
_STAGES: tuple[Stage, ...] = get_args(Stage)
_GROUPS: tuple[Group, ...] = get_args(Group)
_SAME = "="
_TABLE = Path(__file__).with_suffix(".toml")


@dataclass(frozen=True, slots=True)
class Suffix:
    """One suffix.

    forms: the first is written, the others are accepted when read.
    slot: place in the word; slots rise from left to right, but those of a free suffix need not.
    feats: Universal Dependencies features; after the first, other ways in which killkan has them.
    gloss: {"es", "en"}: abbreviation after the Leipzig glossing rules.
    """

    tag: str
    forms: tuple[str, ...]
    slot: int
    on: tuple[Stage, ...]
    makes: Stage | None
    feats: tuple[str, ...]
    group: Group
    gloss: Mapping[str, str]
    free: bool = False

    @property
    def form(self) -> str:
        """Return the form that is written."""
        return self.forms[0]

    @property
    def name_key(self) -> str:
        """Return the key of the suffix's name in the text catalogue."""
        return f"kichwa.suffix.{self.tag}.name"

    @property
    def why_key(self) -> str:
        """Return the key of the sentence that explains the suffix, with an example."""
        return f"kichwa.suffix.{self.tag}.why"

    def after(self, stage: Stage) -> Stage:
        """Return the stage of a word that had `stage` before this suffix."""
        return self.makes or stage


def _suffix(tag: str, row: Mapping[str, object]) -> Suffix:
    """Return one suffix of the table.

    Raises ValueError when the row names an unknown stage or group, or has no form.
    """
    on, makes, group = str(row["on"]), str(row["makes"]), str(row["group"])
    stages: dict[str, Stage] = {stage: stage for stage in _STAGES}
    groups: dict[str, Group] = {name: name for name in _GROUPS}
    forms, feats, slot = row["forms"], row["feats"], row["slot"]
    if not (isinstance(forms, list) and isinstance(feats, list) and isinstance(slot, int)):
        raise ValueError(f"suffix {tag}: forms and feats are lists, slot is a number")
    if not forms or not feats or not set(on) <= set(stages) or group not in groups:
        raise ValueError(f"suffix {tag}: no forms or feats, or unknown stage or group")
    if makes != _SAME and makes not in stages:
        raise ValueError(f"suffix {tag}: unknown stage {makes}")
    return Suffix(
        tag=tag,
        forms=tuple(forms),
        slot=slot,
        on=tuple(stages[stage] for stage in on),
        makes=stages.get(makes),
        feats=tuple(feats),
        group=groups[group],
        gloss=MappingProxyType({"es": str(row["es"]), "en": str(row["en"])}),
        free=bool(row.get("free", False)),
    )


@cache
def suffixes(path: Path = _TABLE) -> Mapping[str, Suffix]:
    """Return the suffixes by tag, in the order of the table.

    Raises ValueError when the table is faulty.
    """
    rows = tomllib.loads(path.read_text(encoding="utf-8"))
    return MappingProxyType({tag: _suffix(tag, row) for tag, row in rows.items()})
