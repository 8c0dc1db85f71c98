"""Which side of a record is Kichwa and which Spanish, by what is asked and by spelling."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from core.lexicon.dictionary import Direction
from core.lexicon.spelling import is_kichwa, spanish_forms
from core.prompts.records import Record
from core.text import fold

_TO_KICHWA = re.compile(r"\b(?:al|en|a|to|into|in) (?:el )?(?:kichwa|quichua|runa ?shimi)\b")
_TO_SPANISH = re.compile(r"\b(?:al|en|a|to|into|in) (?:el )?(?:espanol|castellano|spanish)\b")
_WORD = re.compile(r"[^\W\d_]+")
# Letters that unified Kichwa does not write; "c" only in "ch".
_FOREIGN = re.compile(r"[bdefgjoqvxBDEFGJOQVX]|[cC](?![hH])")
_SHARE = 0.6
_LOAN, _LONGEST = 5, 40  # letters of a Spanish word before Kichwa endings; of any word


def lean(text: str) -> float:
    """Return how a text is spelled, from −1 (Spanish) to 1 (Kichwa); 0 when it may be both.

    >>> lean("wasi"), lean("la casa grande"), lean("mama")
    (1.0, -1.0, 0.0)
    """
    marks = [_mark(word) for word in _WORD.findall(text)]
    told = [mark for mark in marks if mark]
    return sum(told) / len(told) if told else 0.0


def _mark(word: str) -> int:
    spelled = is_kichwa(word) and not _FOREIGN.search(word)
    spanish = fold(word) in spanish_forms()
    return 0 if spelled and spanish else 1 if spelled else -1


def foreign_words(text: str) -> list[str]:
    """Return the words of a Kichwa text with letters that unified Kichwa does not write.

    Names and Spanish words, also with Kichwa endings, keep their spelling.

    >>> foreign_words("quilla huasi, María banderata")
    ['quilla']
    """
    found = (word for word in _WORD.findall(text) if word.islower() and _FOREIGN.search(word))
    return [word for word in found if not _is_loan(fold(word[:_LONGEST]))]


def _is_loan(word: str) -> bool:
    shortest = min(_LOAN, len(word))
    return any(word[:end] in spanish_forms() for end in range(shortest, len(word) + 1))


def directions(records: Sequence[Record]) -> list[Direction | None]:
    """Return the direction of each record: as its instruction says, or as most with the same do."""
    votes: dict[str, list[float]] = defaultdict(list)
    for record in records:
        votes[fold(record.instruction)].append(lean(record.output) - lean(_asked(record)))
    told = {instruction: _direction(instruction, found) for instruction, found in votes.items()}
    return [told[fold(record.instruction)] for record in records]


def _asked(record: Record) -> str:
    return record.entry or record.instruction


def _direction(instruction: str, votes: Iterable[float]) -> Direction | None:
    to_kichwa, to_spanish = _TO_KICHWA.search(instruction), _TO_SPANISH.search(instruction)
    if bool(to_kichwa) != bool(to_spanish):
        return "es-qu" if to_kichwa else "qu-es"
    told = list(votes)
    strong = [vote for vote in told if abs(vote) >= 1]
    if len(strong) < _SHARE * len(told) / 2:
        return None
    share = sum(vote > 0 for vote in strong) / len(strong)
    if share >= _SHARE:
        return "es-qu"
    return "qu-es" if share <= 1 - _SHARE else None


def is_flipped(spanish: str, kichwa: str) -> bool:
    """Return whether the side that should be Spanish is Kichwa and the other way round.

    >>> is_flipped("wasi", "la casa"), is_flipped("la casa", "wasi"), is_flipped("kuchi", "kuchi")
    (True, False, False)
    """
    if lean(kichwa) < 0 < lean(spanish):
        return True
    # A side that may be both decides nothing; then the other has to be plain Spanish.
    told = [fold(word) for word in _WORD.findall(kichwa)]
    plain = sum(word in spanish_forms() for word in told) * 2 > len(told)
    return lean(kichwa) <= -0.5 and lean(spanish) >= 0 and plain and fold(spanish) != fold(kichwa)
