"""How five Ecuadorian varieties say 150 things (assets/kichwa/dialects.csv).

Source: crossandean (lexibank), CC BY 4.0, after Gómez, Cordero, Stark, Heggarty, Orr and Wrisley.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal, get_args

from core.config import ASSETS
from core.kichwa.sound import respell_ipa
from core.text import fold

Variety = Literal["imbabura", "azuay", "chimborazo", "tena", "napo"]
VARIETIES: tuple[Variety, ...] = get_args(Variety)
PATH = ASSETS / "kichwa" / "dialects.csv"
SEPARATOR = "; "


@dataclass(frozen=True, slots=True)
class Form:
    """A word as it is said in one variety: in IPA, and as a Spanish text would spell it."""

    ipa: str
    respelling: str


@dataclass(frozen=True, slots=True)
class Concept:
    """One row: the meaning in Spanish and English, the unified word, the forms by variety.

    unified: verb stems end in "-", endings begin with it.
    """

    es: str
    en: str
    unified: str
    forms: Mapping[Variety, tuple[Form, ...]]


def _forms(cell: str) -> tuple[Form, ...]:
    return tuple(Form(ipa, respell_ipa(ipa)) for ipa in cell.split(SEPARATOR) if ipa)


@cache
def dialects(path: Path = PATH) -> tuple[Concept, ...]:
    """Return the rows of the table.

    Raises ValueError when a column is missing or a row names no meaning.
    """
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for line, row in enumerate(rows, 2):
        if set(row) != {"es", "en", "unified", *VARIETIES} or not (row["es"] and row["unified"]):
            raise ValueError(f"{path.name}, line {line}: a column or a word is missing")
    return tuple(
        Concept(
            row["es"],
            row["en"],
            row["unified"],
            MappingProxyType({name: _forms(row[name]) for name in VARIETIES}),
        )
        for row in rows
    )


def search(query: str) -> tuple[Concept, ...]:
    """Return the rows that hold `query` in a meaning, a word or a respelling; the equal ones first.

    >>> [row.es for row in search("wasi")], search("agua")[0].unified
    ([], 'yaku')
    """
    asked = fold(query).strip("-")
    if not asked:
        return dialects()
    found = [(row, _texts(row)) for row in dialects()]
    equal = [row for row, texts in found if asked in texts]
    partly = [row for row, texts in found if any(asked in text for text in texts)]
    return (*equal, *(row for row in partly if row not in equal))


def _texts(row: Concept) -> list[str]:
    """Return all that a row can be found by, folded."""
    heard = [form for cell in row.forms.values() for form in cell]
    texts = [row.es, row.en, row.unified, *(form.respelling for form in heard)]
    return [fold(text).strip("-") for text in [*texts, *(form.ipa for form in heard)]]
