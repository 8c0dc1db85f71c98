"""Whole paradigms of Kichwa nouns and verbs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from core.kichwa.candidates import VERBAL
from core.kichwa.features import NONE, compose
from core.kichwa.generate import generate

Kind = Literal["finite", "compound", "clause", "nominalised", "case", "enclitic"]
_PERSONS = ("p1", "p2", "p3", "p1pl", "p2pl", "p3pl")
_COPULA = "ka"
_CASES = (
    *("", "acc", "dat", "loc", "abl", "ins", "gen", "ben"),
    *("ter", "cause", "equ", "assoc", "with"),
)
_ENCLITICS = (
    *("top", "foc", "neg", "quest", "open", "add", "lim", "self"),
    *("cont", "infer", "dub", "emph", "contrast", "very"),
)
_CLAUSES = ("same", "diff", "purp_same", "purp_diff", "until")
_NOMINALS = ("inf", "nmlz", "agent", "part")
# Tense and mood: the suffixes of each person from first singular to third plural; None: no form.
_FINITE: dict[str, Sequence[tuple[str, ...] | None]] = {
    "present": [(person,) for person in _PERSONS],
    "past": [("past", p) if p != "p3" else ("past",) for p in (*_PERSONS[:5], "p3pl_past")],
    "perfect": [("perf", p) if p != "p3" else ("perf",) for p in (*_PERSONS[:5], "p3pl_past")],
    "future": [("fut1",), ("p2",), ("fut3",), ("fut1pl",), ("p2pl",), ("fut3pl",)],
    "imperative": [None, ("imp",), ("juss",), ("fut1pl",), ("imp2pl",), ("juss3pl",)],
    "polite": [None, ("polite", "imp"), None, ("polite", "fut1pl"), ("polite", "imp2pl"), None],
    "conditional": [("cond1",), *((person, "cond") for person in _PERSONS[1:])],
    "progressive": [("prog", person) for person in _PERSONS],
    "prospective": [("prosp", person) for person in _PERSONS],
}
# Compound tenses: what the verb ends in, tense of the copula.
_COMPOUND = {
    "pluperfect": ("part", "past"),
    "habitual": ("agent", "past"),
    "resultative": ("part", "present"),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One form of a paradigm.

    tags: suffixes; of compound tenses those of the verb. feats: as killkan writes them, of compound
    tenses those of the verb.
    """

    form: str
    tags: tuple[str, ...]
    feats: str


@dataclass(frozen=True, slots=True)
class Paradigm:
    """Forms of a word by row and column.

    rows: (kind, name) such as ("finite", "past") or ("case", "loc"); columns: persons, or numbers
    "sg" and "pl", or "form" alone. cells: row → column → form; a form that the language lacks is
    missing.
    """

    lemma: str
    upos: str
    rows: tuple[tuple[Kind, str], ...]
    columns: tuple[str, ...]
    cells: dict[tuple[Kind, str], dict[str, Cell]]


def paradigm(lemma: str, upos: str) -> Paradigm:
    """Return all forms of a noun or a verb; verbs by their bare stem, "puri"."""
    cells = _verb(lemma, upos) if upos in VERBAL else _noun(lemma, upos)
    columns = dict.fromkeys(name for row in cells.values() for name in row)
    return Paradigm(lemma, upos, tuple(cells), tuple(columns), cells)


def cell(lemma: str, upos: str, tags: Sequence[str], lexical: str = NONE) -> Cell:
    """Return the form of a stem with suffixes."""
    return Cell(generate(lemma, tags, upos), tuple(tags), compose(lexical, tags))


def _verb(lemma: str, upos: str) -> dict[tuple[Kind, str], dict[str, Cell]]:
    found: dict[tuple[Kind, str], dict[str, Cell]] = {}
    for tense, endings in _FINITE.items():
        pairs = zip(_PERSONS, endings, strict=True)
        found["finite", tense] = {person: cell(lemma, upos, tags) for person, tags in pairs if tags}
    for name, (ending, tense) in _COMPOUND.items():
        of_copula = zip(_PERSONS, _FINITE[tense], strict=True)
        found["compound", name] = {
            person: _compound(cell(lemma, upos, [ending]), tags)
            for person, tags in of_copula
            if tags
        }
    found |= {("clause", tag): {"form": cell(lemma, upos, [tag])} for tag in _CLAUSES}
    found |= {("nominalised", tag): {"form": cell(lemma, upos, [tag])} for tag in _NOMINALS}
    return found


def _compound(verb: Cell, copula: tuple[str, ...]) -> Cell:
    return Cell(f"{verb.form} {generate(_COPULA, copula, 'AUX')}", verb.tags, verb.feats)


def _noun(lemma: str, upos: str) -> dict[tuple[Kind, str], dict[str, Cell]]:
    found: dict[tuple[Kind, str], dict[str, Cell]] = {}
    for case in _CASES:
        tags = [case] if case else []
        found["case", case or "nom"] = {
            "sg": cell(lemma, upos, tags),
            "pl": cell(lemma, upos, ["pl", *tags]),
        }
    for tag in _ENCLITICS:
        found["enclitic", tag] = {
            "sg": cell(lemma, upos, [tag]),
            "pl": cell(lemma, upos, ["pl", tag]),
        }
    return found
