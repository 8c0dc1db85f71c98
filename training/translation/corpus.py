"""What translation is learned from: killkan by chapter, dictionaries, lexicon, phrasebook."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.kichwa.lexicon import lexicon
from core.kichwa.phrasebook import phrases
from core.lexicon.dictionary import read_dictionary
from core.text import fold
from core.translation.parallel import Pair
from core.translation.result import Direction
from training.sources import source

_DICTIONARIES = ("kichwa/alvarez-es-qu.json", "kichwa/alvarez-qu-es.json")
_LONGEST_SENSE = 3  # words; longer ones explain rather than translate


def oriented(pair: Pair, direction: Direction) -> tuple[str, str]:
    """Return source and target."""
    both = (pair.kichwa, pair.spanish)
    return both if direction == "qu-es" else both[::-1]


@dataclass(frozen=True)
class Fold:
    """Chapters held out, without sentences that the others have too."""

    train: tuple[Pair, ...]
    held_out: tuple[Pair, ...]


def folds(given: Sequence[Pair], count: int) -> list[Fold]:
    """Return `count` folds of neighbouring chapters, as neighbours share their story."""
    chapters = sorted({example.chapter for example in given})
    found = []
    for at in range(count):
        held = set(chapters[at * len(chapters) // count : (at + 1) * len(chapters) // count])
        train = tuple(e for e in given if e.chapter not in held)
        seen = {fold(text) for e in train for text in (e.kichwa, e.spanish)}
        kept = {
            fold(e.kichwa): e
            for e in given
            if e.chapter in held and not {fold(e.kichwa), fold(e.spanish)} & seen
        }
        found.append(Fold(train, tuple(kept.values())))
    return found


def _dictionary_pairs() -> Iterator[tuple[str, str]]:
    """Yield (Kichwa, Spanish) of the school dictionaries."""
    for name in _DICTIONARIES:
        for entry in read_dictionary(source(name)).entries:
            for sense in entry.senses:
                both = (sense, entry.head)
                yield both if entry.direction == "es-qu" else both[::-1]


def _lexicon_pairs() -> Iterator[tuple[str, str]]:
    for entry in lexicon().entries:
        for sense in entry.senses:
            yield entry.citation, sense


def word_pairs() -> list[Pair]:
    """Return words and short expressions with their equivalents, each pair once."""
    pairs = {
        (kichwa.strip(" .").lower(), spanish.strip(" .").lower())
        for kichwa, spanish in (*_dictionary_pairs(), *_lexicon_pairs())
        if max(len(kichwa.split()), len(spanish.split())) <= _LONGEST_SENSE
    }
    return [Pair(kichwa, spanish) for kichwa, spanish in sorted(pairs) if kichwa and spanish]


def phrasebook_pairs() -> list[Pair]:
    """Return the pairs of the phrasebook."""
    return [Pair(phrase.qu, phrase.es) for phrase in phrases()]
