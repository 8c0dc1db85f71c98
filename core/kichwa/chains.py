"""Rows of suffixes that may follow a stem, read off the letters after it."""

from functools import cache, lru_cache
from typing import NamedTuple

from core.kichwa.suffixes import Stage, Suffix, suffixes

_ENDS: frozenset[Stage] = frozenset({"T", "F", "C", "N", "E"})
_LONGEST = 32
# Stages in which two suffixes sometimes change places (chi–naku) or pile up (manta–kuna).
_LOOSE: frozenset[Stage] = frozenset({"V", "N"})
_STACKING = ("plural", "case", "derivation")
Follower = tuple[int, Suffix, str]
"""Place in the table of suffixes and forms, suffix, form."""


class Chain(NamedTuple):
    """Suffixes in order, as (tag, form), with what they make of the stem.

    swaps: how many stand before one of a lower slot.
    """

    links: tuple[tuple[str, str], ...]
    stage: Stage
    swaps: int = 0

    @property
    def tags(self) -> tuple[str, ...]:
        """Return the ids of the suffixes."""
        return tuple(tag for tag, _ in self.links)


def swaps_after(suffix: Suffix, stage: Stage, slot: int) -> int | None:
    """Return 0 where `suffix` may follow, 1 where it may out of order, None where it may not."""
    if stage not in suffix.on:
        return None
    if suffix.free or suffix.slot > slot:
        return 0
    return 1 if stage in _LOOSE and suffix.group in _STACKING and suffix.slot < 78 else None


@cache
def _followers() -> dict[tuple[Stage, str], tuple[Follower, ...]]:
    """Return the suffixes by the stage that they follow and by form."""
    found: dict[tuple[Stage, str], tuple[Follower, ...]] = {}
    forms = [(suffix, form) for suffix in suffixes().values() for form in suffix.forms]
    for place, (suffix, form) in enumerate(forms):
        for stage in suffix.on:
            found[stage, form] = (*found.get((stage, form), ()), (place, suffix, form))
    return found


@cache
def _forms() -> tuple[frozenset[str], int]:
    """Return every form of a suffix, and the letters of the longest."""
    forms = frozenset(form for _, form in _followers())
    return forms, max(map(len, forms))


def cuts(low: str) -> list[int]:
    """Return the places in a lower-case word from which its letters may be suffixes.

    >>> cuts("wasipi")
    [4, 6]
    """
    forms, longest = _forms()
    last = len(low)
    reached = {last}
    for end in range(last, max(last - _LONGEST, 0), -1):
        if end in reached:
            starts = range(max(end - longest, 1), end)
            reached.update(start for start in starts if low[start:end] in forms)
    return sorted(reached)


@lru_cache(maxsize=10_000)
def chains(rest: str, stage: Stage, slot: int = 0, swaps: int = 1) -> tuple[Chain, ...]:
    """Return every way to read `rest` as suffixes on something at `stage`.

    Of an empty rest this is the empty chain, where a word may end so. At most `swaps` suffixes
    stand out of order.
    """
    if len(rest) > _LONGEST:
        return ()
    found = [Chain((), stage)] if not rest and stage in _ENDS else []
    for suffix, form in _starting(rest, stage):
        swapped = swaps_after(suffix, stage, slot)
        if swapped is None or swapped > swaps:
            continue
        place = slot if suffix.free else max(slot, suffix.slot)
        for tail in chains(rest[len(form) :], suffix.after(stage), place, swaps - swapped):
            links = ((suffix.tag, form), *tail.links)
            found.append(Chain(links, tail.stage, tail.swaps + swapped))
    return tuple(found)


def _starting(rest: str, stage: Stage) -> list[tuple[Suffix, str]]:
    """Return the suffixes at the start of `rest`, in the order of the table."""
    table = _followers()
    found: list[Follower] = []
    for size in range(1, min(_forms()[1], len(rest)) + 1):
        found += table.get((stage, rest[:size]), ())
    found.sort()
    return [(suffix, form) for _, suffix, form in found]
