"""Universal Dependencies features of a Kichwa word, put together from its stem and suffixes."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import product

from core.kichwa.suffixes import suffixes

NONE = "_"
_MOST_VARIANTS = 48
_MOST_ODD = 2
_PERSONS = frozenset({"p1", "p2", "p3", "p1pl", "p2pl", "p3pl", "p3pl_past"})
_TENSES = frozenset({"past", "perf"})
_FUTURE_TOO = frozenset({"p2", "p2pl"})
_PRESENT = ("Tense=Pres|VerbForm=Fin", "VerbForm=Fin", "Tense=Pres")
_FUTURE = "Tense=Fut|VerbForm=Fin"
_THIRD = ("Person=3",)


def parse(feats: str) -> dict[str, str]:
    """Return features as {name: value}; "_" and "" are none.

    >>> parse("Case=Acc|Number=Plur")
    {'Case': 'Acc', 'Number': 'Plur'}
    """
    pairs = (pair.partition("=") for pair in feats.split("|") if "=" in pair)
    return {name: value for name, _, value in pairs}


def join(feats: Mapping[str, str]) -> str:
    """Return features in alphabetical order, "_" for none.

    >>> join({"Number": "Plur", "Case": "Acc"})
    'Case=Acc|Number=Plur'
    """
    pairs = (f"{name}={value}" for name, value in feats.items())
    return "|".join(sorted(pairs, key=str.lower)) or NONE


def options(tags: Sequence[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return (tag, its possible features) of each suffix and of what has no letters.

    "pres" is the tense that shows in no suffix, "zero" the third person after -rka and -shka.
    """
    return _options(tuple(tags))


@lru_cache(maxsize=5_000)
def _options(tags: tuple[str, ...]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    table = suffixes()
    found = [(tag, table[tag].feats) for tag in tags]
    if not _TENSES.isdisjoint(tags):
        if _PERSONS.isdisjoint(tags):
            found.append(("zero", _THIRD))
    elif not _PERSONS.isdisjoint(tags):
        future = () if _FUTURE_TOO.isdisjoint(tags) else (_FUTURE,)
        found.append(("pres", (*_PRESENT, *future)))
    return tuple(found)


def picks(tags: Sequence[str]) -> Iterator[tuple[int, ...]]:
    """Yield choices among the options of each suffix, few of them away from the first."""
    sizes = [range(len(feats)) for _, feats in options(tags)]
    found = 0
    for choice in product(*sizes):
        if sum(map(bool, choice)) <= _MOST_ODD:
            yield choice
            found += 1
            if found == _MOST_VARIANTS:
                return


def compose(lexical: str, tags: Sequence[str], choice: Sequence[int] = ()) -> str:
    """Return the features of a word; `lexical` are those of its stem.

    >>> compose("Number=Sing|Person=1|PronType=Prs", ["dat", "foc"])
    'Case=Dat|Info=Foc|Number=Sing|Person=1|Polarity=Pos|PronType=Prs'
    >>> compose("_", ["caus", "refl", "p3"])
    'Person=3|Tense=Pres|VerbForm=Fin|Voice=CauRfl'
    """
    known = options(tags)
    feats = parse(lexical)
    own: set[str] = set()
    for (_, some), at in zip(known, choice or (0,) * len(known), strict=True):
        for name, value in parse(some[at]).items():
            _add(feats, own, name, value)
    return join(feats)


def _add(feats: dict[str, str], own: set[str], name: str, value: str) -> None:
    """Add a suffix's feature: beside that of another suffix, instead of the stem's."""
    if name == "Voice" and name in own and feats[name] != value:
        feats[name] += value
    elif name == "Case" and name in own:
        feats["Case[stem1]"] = feats.pop("Case", feats.get("Case[stem1]", value))
        feats["Case[stem2]"] = value
    else:
        feats[name] = value
    own.add(name)
