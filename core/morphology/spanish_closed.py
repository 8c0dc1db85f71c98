"""Spanish words of closed classes: which classes each may be of, its lemma and features."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_TABLE = Path(__file__).with_suffix(".toml")
_FOUR = tuple(f"Gender={g}|Number={n}" for n in ("Sing", "Plur") for g in ("Masc", "Fem"))
_TWO = ("Number=Sing", "Number=Plur")
_NUMBER = "NumType=Card"


@dataclass(frozen=True, slots=True)
class Closed:
    """A word of a closed class; `feats` as in a CoNLL-U file."""

    upos: str
    lemma: str
    feats: str


@cache
def closed_words() -> Mapping[str, tuple[Closed, ...]]:
    """Return the words by their form in lower case.

    Raises ValueError for a row whose forms are too many or too few.
    """
    sheet = tomllib.loads(_TABLE.read_text(encoding="utf-8"))
    found: dict[str, list[Closed]] = {}
    rows = [*_inflected(sheet["four"], _FOUR), *_inflected(sheet["two"], _TWO)]
    for form, closed in (*rows, *_alike(sheet["one"]), *_plain(sheet["plain"])):
        if closed.upos not in {one.upos for one in found.get(form, ())}:
            found.setdefault(form, []).append(closed)
    return {form: tuple(words) for form, words in found.items()}


@cache
def auxiliaries() -> frozenset[str]:
    """Return the verbs that treebanks call AUX where they stand with another word."""
    sheet = tomllib.loads(_TABLE.read_text(encoding="utf-8"))
    return frozenset(sheet["plain"]["AUX"].split())


@cache
def rare_verbs() -> frozenset[str]:
    """Return the words that may be verbs too, though they hardly ever are."""
    sheet = tomllib.loads(_TABLE.read_text(encoding="utf-8"))
    return frozenset(sheet["also"]["VERB"].split())


def joined_feats(*parts: str) -> str:
    """Return features in alphabetical order, "_" for none.

    >>> joined_feats("PronType=Art|Definite=Def", "Number=Sing", "")
    'Definite=Def|Number=Sing|PronType=Art'
    """
    pairs = {pair for part in parts for pair in part.split("|") if pair not in ("", "_")}
    return "|".join(sorted(pairs, key=str.lower)) or "_"


def _inflected(rows: Sequence[str], shapes: Sequence[str]) -> Iterator[tuple[str, Closed]]:
    for row in rows:
        upos, lemma, feats, *forms = row.split()
        for form, shape in zip(forms, shapes, strict=True):
            if form != "_":
                yield form, Closed(upos, lemma, joined_feats(feats, shape))


def _alike(rows: Sequence[str]) -> Iterator[tuple[str, Closed]]:
    for row in rows:
        upos, lemma, feats, *forms = row.split()
        yield from ((form, Closed(upos, lemma, feats)) for form in forms)


def _plain(classes: Mapping[str, str]) -> Iterator[tuple[str, Closed]]:
    for upos, listed in classes.items():
        if upos == "AUX":
            continue
        feats = _NUMBER if upos == "NUM" else "_"
        yield from ((form, Closed(upos, form, feats)) for form in listed.split())
