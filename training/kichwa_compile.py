"""Compile the lexicon of Kichwa out of our own list, the school dictionary and killkan."""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from core.kichwa.lexicon import DRAFT, Entry
from core.kichwa.lexicon_facts import Fact, facts
from core.lexicon.dictionary import read_dictionary
from training.kichwa_association import Association, association, spanish_words
from training.sources import source

OWN = "own"
KILLKAN = "killkan"
DICTIONARY = "minedu2009"
FILES = ("kichwa/alvarez-qu-es.json", "kichwa/alvarez-es-qu.json")
_FOLDER = Path(__file__).parent / "kichwa"
_MOST_SENSES = 8
_NEW_SENSE = 0.35
_OFTEN = 3
Key = tuple[str, str]


@dataclass
class Gathered:
    """All that is known of one head word in one class."""

    own: tuple[str, ...] = ()
    regions: dict[str, None] = field(default_factory=dict)
    told: list[Fact] = field(default_factory=list)


@dataclass(frozen=True)
class Compiled:
    """The entries, and how many facts were left out, by reason."""

    entries: tuple[Entry, ...]
    dropped: Counter[str]


def own_words(path: Path = _FOLDER / "own_lexicon.csv") -> dict[Key, tuple[tuple[str, ...], str]]:
    """Return {(head word, class): (senses, region)} of our own list.

    Raises ValueError when a head word stands twice in a class.
    """
    found: dict[Key, tuple[tuple[str, ...], str]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            key = row["lemma"], row["pos"]
            if key in found:
                raise ValueError(f"{path.name}: {key} stands twice")
            found[key] = tuple(row["es"].split("; ")), row["region"]
    return found


def mended_senses(path: Path = _FOLDER / "mended_senses.csv") -> dict[Key, str]:
    """Return {(head word or "" for any, sense as read): sense as it must be, "" for none}."""
    with path.open(encoding="utf-8", newline="") as file:
        return {(row["lemma"], row["written"]): row["right"] for row in csv.DictReader(file)}


def dictionary_facts(dropped: Counter[str]) -> Iterator[Fact]:
    """Yield the facts of the school dictionary, slips of print mended."""
    mended = mended_senses()
    for name in FILES:
        for fact in facts(read_dictionary(source(name)), DICTIONARY, dropped):
            anyhow = mended.get(("", fact.sense), fact.sense)
            sense = mended.get((fact.lemma, fact.sense), anyhow)
            if sense:
                yield replace(fact, sense=sense)
            else:
                dropped["damaged in print"] += 1


def _gather(dropped: Counter[str]) -> dict[Key, Gathered]:
    gathered: dict[Key, Gathered] = defaultdict(Gathered)
    own_senses: dict[str, set[str]] = defaultdict(set)
    for key, (senses, region) in own_words().items():
        gathered[key].own = senses
        own_senses[key[0]].update(senses)
        if region:
            gathered[key].regions[region] = None
    own = set(gathered)
    for fact in dictionary_facts(dropped):
        key = fact.lemma, fact.pos
        if key not in own and fact.sense in own_senses[fact.lemma]:
            dropped["told in another class"] += 1
            continue
        gathered[key].told.append(fact)
    return gathered


def _by_use(found: Gathered, known: Association) -> Iterator[str]:
    """Yield the dictionary's senses, those first that killkan and common Spanish favour."""
    count = spanish_words().count

    def rank(fact: Fact) -> tuple[float, bool, bool, int, int]:
        shown = known.to_spanish.get((fact.lemma, fact.sense.lower()), 0.0)
        seen = round(shown, 1) if known.uses[fact.lemma, fact.pos] >= _OFTEN else 0.0
        common = count.get(fact.sense.lower(), 0)
        return -seen, fact.narrow, not fact.from_kichwa, fact.place, -common

    yield from (fact.sense for fact in sorted(found.told, key=rank))


def _learned(key: Key, known: Association) -> list[str]:
    """Return Spanish words that killkan puts for a head word and hardly for another."""
    lemma, _ = key
    if known.uses[key] < _OFTEN:
        return []
    both = {
        spanish: (value * known.to_kichwa.get((lemma, spanish), 0.0)) ** 0.5
        for (kichwa, spanish), value in known.to_spanish.items()
        if kichwa == lemma
    }
    return [word for word, value in both.items() if value >= _NEW_SENSE]


def _weight(key: Key, sense: str, found: Gathered, known: Association) -> int:
    """Return how good a translation of `sense` the head word is, 1–99."""
    weight = 0.0
    if sense in found.own:
        weight += max(20, 56 - 8 * found.own.index(sense))
    for fact in found.told:
        if fact.sense == sense and fact.from_kichwa:
            weight += max(2, 10 - 2 * fact.place)
        elif fact.sense == sense:
            weight += max(4, (10 if fact.narrow else 24) - 5 * fact.place)
    if known.uses[key] > 1:
        weight += 30 * known.to_kichwa.get((key[0], sense.lower()), 0.0)
    return min(99, max(1, round(weight)))


def _entry(key: Key, found: Gathered, known: Association) -> Entry:
    learned = [] if found.own else _learned(key, known)
    senses = tuple(dict.fromkeys([*found.own, *_by_use(found, known), *learned]))[:_MOST_SENSES]
    marks = {OWN: found.own, DICTIONARY: found.told, KILLKAN: known.uses[key] > 1}
    general = not found.told or any(not fact.region for fact in found.told if fact.from_kichwa)
    general = general or bool(found.own) or known.uses[key] > 1
    regions = {part: None for fact in found.told for part in fact.region.split("+") if part}
    return Entry(
        key[0],
        key[1],
        senses,
        tuple(_weight(key, sense, found, known) for sense in senses),
        "+".join(found.regions if found.own else ({} if general else regions)),
        "+".join(mark for mark, there in marks.items() if there),
        DRAFT,
    )


def compile_lexicon() -> Compiled:
    """Return the lexicon, in alphabetical order."""
    dropped: Counter[str] = Counter()
    known = association()
    gathered = _gather(dropped)
    entries = (_entry(key, gathered[key], known) for key in sorted(gathered))
    return Compiled(tuple(entry for entry in entries if entry.senses), dropped)
