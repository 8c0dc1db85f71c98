"""Training records: dictionaries as questions and answers, some of them held out."""

from collections.abc import Sequence

from core.lexicon.dictionary import Direction, Entry
from core.lexicon.held_out import heldout_head
from core.lexicon.records import INSTRUCTION
from core.prompts.records import Record
from core.text import fold


def reversed_entries(entries: Sequence[Entry]) -> list[Entry]:
    """Return entries in the other direction: each sense with all the heads that have it."""
    heads: dict[tuple[Direction, str], list[str]] = {}
    for entry in entries:
        other: Direction = "qu-es" if entry.direction == "es-qu" else "es-qu"
        for sense in entry.senses:
            known = heads.setdefault((other, sense), [])
            if entry.head not in known:
                known.append(entry.head)
    return [
        Entry(sense, direction, "", (), tuple(found), ("",) * len(found))
        for (direction, sense), found in heads.items()
    ]


def _as_record(entry: Entry) -> Record:
    return Record(INSTRUCTION[entry.direction], entry.head, ", ".join(entry.senses))


def dictionary_records(entries: Sequence[Entry], heldout: bool = False) -> list[Record]:
    """Return one record per head word and direction.

    A head is answered by its own article. Words without one are answered by the heads of the other
    direction that name them. With `heldout`, only the articles of held-out heads; else neither
    those nor any pair read backwards from them, nor a held-out word asked backwards. An article of
    the other direction that names a held-out head stays: it was printed, not derived.
    """
    if heldout:
        return [_as_record(entry) for entry in entries if heldout_head(entry.head)]
    told = {(entry.direction, fold(entry.head)) for entry in entries}
    known = [entry for entry in entries if not heldout_head(entry.head)]
    backwards = [
        entry
        for entry in reversed_entries(known)
        if (entry.direction, fold(entry.head)) not in told and not heldout_head(entry.head)
    ]
    return [_as_record(entry) for entry in [*known, *backwards]]
