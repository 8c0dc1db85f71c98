"""Rows of suffixes that may follow a stem, read off the letters after it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from core.kichwa.suffixes import Stage, Suffix, suffixes

_ENDS: frozenset[Stage] = frozenset({"T", "F", "C", "N", "E"})
_LONGEST = 32
# Stages in which two suffixes sometimes change places (chi–naku) or pile up (manta–kuna).
_LOOSE: frozenset[Stage] = frozenset({"V", "N"})
_STACKING = ("plural", "case", "derivation")


@dataclass(frozen=True, slots=True)
class Chain:
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


@lru_cache(maxsize=100_000)
def chains(rest: str, stage: Stage, slot: int = 0, swaps: int = 1) -> tuple[Chain, ...]:
    """Return every way to read `rest` as suffixes on something at `stage`.

    Of an empty rest this is the empty chain, where a word may end so. At most `swaps` suffixes
    stand out of order.
    """
    if len(rest) > _LONGEST:
        return ()
    found = [Chain((), stage)] if not rest and stage in _ENDS else []
    for suffix, form in _starting(rest):
        swapped = swaps_after(suffix, stage, slot)
        if swapped is None or swapped > swaps:
            continue
        place = slot if suffix.free else max(slot, suffix.slot)
        for tail in chains(rest[len(form) :], suffix.after(stage), place, swaps - swapped):
            links = ((suffix.tag, form), *tail.links)
            found.append(Chain(links, tail.stage, tail.swaps + swapped))
    return tuple(found)


def _starting(rest: str) -> Iterator[tuple[Suffix, str]]:
    for suffix in suffixes().values():
        for form in suffix.forms:
            if rest.startswith(form):
                yield suffix, form
