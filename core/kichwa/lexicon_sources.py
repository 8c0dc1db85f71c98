"""The lexicon with what public dictionaries on this machine add (`make data`)."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from core.errors import UserError
from core.kichwa.lexicon import DRAFT, Entry, Lexicon, lexicon
from core.kichwa.lexicon_facts import Fact, facts
from core.lexicon.dictionary import read_dictionary

_LIGHTEST = 1


def _read(folder: Path) -> Iterator[Fact]:
    """Yield the facts of all dictionaries {head: senses} in a folder; other files are passed by."""
    for path in sorted(folder.glob("*.json")):
        try:
            yield from facts(read_dictionary(path), path.stem, Counter())
        except UserError:
            continue


def _extended(entry: Entry, told: list[Fact]) -> Entry:
    """Return an entry with the senses that it lacks at the end."""
    known = {sense.casefold() for sense in entry.senses}
    new = [fact for fact in told if fact.sense.casefold() not in known]
    senses = tuple({fact.sense.casefold(): fact.sense for fact in new}.values())
    if not senses:
        return entry
    marks = dict.fromkeys([*entry.source.split("+"), *(fact.source for fact in new)])
    return replace(
        entry,
        senses=entry.senses + senses,
        weights=entry.weights + (_LIGHTEST,) * len(senses),
        source="+".join(filter(None, marks)),
    )


@lru_cache(maxsize=2)
def with_sources(folder: Path) -> Lexicon:
    """Return the lexicon with the dictionaries of a folder, each entry marked with their names."""
    told: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in _read(folder):
        told[fact.lemma, fact.pos].append(fact)
    if not told:
        return lexicon()
    known = {(entry.lemma, entry.pos): entry for entry in lexicon().entries}
    new = (Entry(lemma, pos, (), (), "", "", DRAFT) for lemma, pos in told.keys() - known.keys())
    entries = (
        _extended(entry, told.get((entry.lemma, entry.pos), []))
        for entry in [*known.values(), *new]
    )
    return Lexicon(sorted(entries, key=lambda entry: (entry.lemma, entry.pos)))
