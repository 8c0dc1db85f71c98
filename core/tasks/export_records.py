"""What the suite knows about Kichwa as training records: dictionary, phrasebook, corrections."""

from collections import defaultdict
from collections.abc import Iterable

from core.kichwa.lexicon import Lexicon, lexicon
from core.kichwa.phrasebook import phrases
from core.lexicon.likeness import same_key
from core.lexicon.records import pair_records
from core.prompts.records import Record
from core.storage.corrections import Corrections, Direction

DIRECTIONS: tuple[Direction, ...] = ("es-qu", "qu-es")


def dictionary_pairs(direction: Direction, words: Lexicon | None = None) -> list[tuple[str, str]]:
    """Return each head word with all its equivalents, the best first, joined by commas."""
    best: dict[str, dict[str, int]] = defaultdict(dict)
    for entry in (words or lexicon()).entries:
        for sense, weight in zip(entry.senses, entry.weights, strict=True):
            pair = (sense, entry.citation) if direction == "es-qu" else (entry.citation, sense)
            best[pair[0]][pair[1]] = max(weight, best[pair[0]].get(pair[1], 0))
    return [
        (head, ", ".join(sorted(found, key=lambda one: -found[one])))
        for head, found in best.items()
    ]


def phrase_pairs(direction: Direction) -> list[tuple[str, str]]:
    """Return the phrasebook, one way; where one side has several partners, the first."""
    told: dict[str, str] = {}
    for phrase in phrases():
        source, target = (phrase.es, phrase.qu) if direction == "es-qu" else (phrase.qu, phrase.es)
        told.setdefault(source, target)
    return list(told.items())


def export_records(
    directions: Iterable[Direction] = DIRECTIONS, corrections: Corrections | None = None
) -> list[Record]:
    """Return dictionary, phrasebook and accepted corrections, each question once.

    A correction replaces what it corrects; the dictionary goes before the phrasebook.
    """
    records: list[Record] = []
    for direction in directions:
        told: dict[str, tuple[str, str]] = {}
        for source, target in [*dictionary_pairs(direction), *phrase_pairs(direction)]:
            told.setdefault(same_key(source), (source, target))
        accepted = corrections.accepted(direction) if corrections else []
        for source, target in reversed(accepted):  # the newest verdict comes last
            told[same_key(source)] = (source, target)
        records += pair_records(told.values(), direction)
    return records
