"""The lexicon with what public dictionaries on this machine add (`make data`)."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from core.config import settings
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
    new = [fact for fact in told if fact.sense not in entry.senses]
    senses = tuple(dict.fromkeys(fact.sense for fact in new))
    if not senses:
        return entry
    marks = dict.fromkeys([*entry.source.split("+"), *(fact.source for fact in new)])
    return replace(
        entry,
        senses=entry.senses + senses,
        weights=entry.weights + (_LIGHTEST,) * len(senses),
        source="+".join(filter(None, marks)),
    )


@cache
def with_sources(folder: Path | None = None) -> Lexicon:
    """Return the lexicon with the dictionaries of a folder, each fact marked with its file's name.

    folder: by default `kichwa` among the sources (`RIMANA_SOURCES`).
    """
    place = folder or (settings().sources or settings().home / "sources") / "kichwa"
    told: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in _read(place):
        told[fact.lemma, fact.pos].append(fact)
    known = {(entry.lemma, entry.pos): entry for entry in lexicon().entries}
    new = (Entry(lemma, pos, (), (), "", "", DRAFT) for lemma, pos in told.keys() - known.keys())
    entries = (
        _extended(entry, told.get((entry.lemma, entry.pos), []))
        for entry in [*known.values(), *new]
    )
    return Lexicon(sorted(entries, key=lambda entry: (entry.lemma, entry.pos)))
