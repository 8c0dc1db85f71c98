"""Kichwa dates read as one word: "sitwa killapa pichkaniki punchapi" is "el 5 de julio"."""

from collections.abc import Sequence
from dataclasses import replace

from core.errors import UserError
from core.kichwa.dates import calendar, read_date
from core.translation.rules.to_spanish.words import KichwaWord

_LONGEST = 12


def with_dates(words: Sequence[KichwaWord]) -> list[KichwaWord]:
    """Return the words, those of a date joined into one that knows its Spanish."""
    found: list[KichwaWord] = []
    at = 0
    while at < len(words):
        date = _date(words, at) if any(w.low.startswith("killa") for w in words[at:]) else None
        found.append(date[1] if date else words[at])
        at += date[0] if date else 1
    return found


def _date(words: Sequence[KichwaWord], at: int) -> tuple[int, KichwaWord] | None:
    """Return how many words make the date that starts here, and that date as one word."""
    for length in range(min(_LONGEST, len(words) - at), 2, -1):
        span = words[at : at + length]
        if span[-1].lemma.lower() != "puncha":
            continue
        text = " ".join((*(word.low for word in span[:-1]), "puncha"))
        try:
            day = read_date(text, "qu")
        except UserError:
            continue
        year = f" de {day.year}" if day.year else ""
        told = f"{day.day} de {calendar().months[day.month - 1].es}{year}"
        return length, replace(
            span[-1], form=text, kind="noun", upos="NOUN", lemma="puncha", verbal="", told=told
        )
    return None
