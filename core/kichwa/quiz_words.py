"""Words that a quiz may ask: the frequent ones first, and which of them mean nearly the same."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Literal, get_args

from core.kichwa.lexicon import Entry, lexicon
from core.kichwa.stems import shipped_stems
from core.lexicon.held_out import heldout_head
from core.text import fold, words

Level = Literal["1", "2", "3"]
LEVELS: tuple[Level, ...] = get_args(Level)
_ENDS: Mapping[Level, int] = {"1": 150, "2": 450, "3": 10_000}
_CLASSES = frozenset({"NOUN", "VERB", "ADJ", "ADV", "NUM"})
_SURE = 50  # least weight of a sense that is asked
_LONGEST = 3  # words of a sense
_ALIKE = 4  # first letters that two Spanish words of one family share


@cache
def asked_words() -> tuple[Entry, ...]:
    """Return the entries that may be asked, the most frequent in Killkan first."""
    counts: dict[tuple[str, str], float] = defaultdict(float)
    for stems in shipped_stems().by_form.values():
        for stem in stems:
            counts[stem.lemma, stem.upos] += stem.count
    fit = [entry for entry in lexicon().entries if _fits(entry)]
    return tuple(sorted(fit, key=lambda entry: -counts[entry.lemma, entry.pos]))


def _fits(entry: Entry) -> bool:
    """Return whether an entry can be asked: known everywhere, with a plain first sense."""
    sense = entry.senses[0]
    return (
        entry.pos in _CLASSES
        and not entry.region
        and " " not in entry.lemma
        and len(entry.lemma) > 1
        and entry.weights[0] >= _SURE
        and "(" not in sense
        and len(sense.split()) <= _LONGEST
        and fold(sense) not in (fold(entry.lemma), fold(entry.citation))
    )


@cache
def level_words(level: Level) -> tuple[Entry, ...]:
    """Return the words of a level: 1 the 150 most frequent, 2 the next 300, 3 the others."""
    start = max((end for name, end in _ENDS.items() if name < level), default=0)
    return asked_words()[start : _ENDS[level]]


@cache
def unread_words(from_spanish: bool) -> tuple[Entry, ...]:
    """Return the words that our training records keep back, by the head word that is asked."""
    return tuple(
        entry
        for entry in asked_words()
        if heldout_head(entry.senses[0] if from_spanish else entry.citation)
    )


@cache
def _by_citation() -> Mapping[str, tuple[Entry, ...]]:
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in lexicon().entries:
        found[entry.citation].append(entry)
        if entry.lemma != entry.citation:
            found[entry.lemma].append(entry)
    return {head: tuple(entries) for head, entries in found.items()}


def senses_of(citation: str) -> frozenset[str]:
    """Return all that a written word may mean, in any class, as verb or as stem.

    >>> "agua" in senses_of("yaku"), "caminar" in senses_of("purina")
    (True, True)
    """
    return frozenset(sense for entry in _by_citation()[citation] for sense in entry.senses)


@lru_cache(maxsize=8192)
def _kichwa_of(sense: str) -> frozenset[str]:
    return frozenset(entry.citation for entry in lexicon().from_spanish(sense))


@lru_cache(maxsize=8192)
def _around(citation: str) -> frozenset[str]:
    """Return the Kichwa words that share a sense with this one, itself too."""
    found = (_kichwa_of(sense) for sense in senses_of(citation))
    return frozenset({citation}).union(*found)


def alike(one: Entry, other: Entry) -> bool:
    """Return whether two words may pass for each other.

    They do when a sense is common to both or to a third word, or when their first senses share a
    family: `claro` and `claridad`.
    """
    if not _around(one.citation).isdisjoint(_around(other.citation)):
        return True
    return not _families(one).isdisjoint(_families(other))


def _families(entry: Entry) -> frozenset[str]:
    found = words(" ".join(senses_of(entry.citation)))
    return frozenset(word[:_ALIKE] for word in found if len(word) >= _ALIKE)
