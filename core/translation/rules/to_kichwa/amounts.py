"""Spanish numbers, dates and hours in words, read as one and written in Kichwa."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from core.errors import UserError
from core.kichwa.dates import calendar, read_date
from core.kichwa.numbers import ordinal_to_kichwa, to_kichwa
from core.kichwa.spanish_numbers import from_spanish
from core.text import fold

_LONGEST = 9  # words of a number
_LONGEST_DATE = 12
_PARTS = {"mañana": "tutamanta", "tarde": "chishi", "noche": "tuta", "madrugada": "tutamanta"}
_PAST_HOUR = {"media": 30, "cuarto": 15}
_IS = frozenset({"son", "eran", "serán", "es", "era", "será"})
_ONE = frozenset({"un", "una", "uno"})


@dataclass(frozen=True, slots=True)
class Amount:
    """How many words make one amount, what they are for the rules, and their Kichwa.

    kichwa: as in the tables: "chusku muray+loc".
    """

    length: int
    kind: Literal["num", "noun", "adv"]
    kichwa: str


def amount(forms: Sequence[str], at: int) -> Amount | None:
    """Return the number, date or hour that starts at a word, None where none does.

    >>> amount("doscientos treinta y cinco dólares".split(), 0).kichwa
    'ishkay patsak kimsa chunka pichka'
    >>> amount("a las tres de la tarde".split(), 0).kichwa
    'chishi kimsa muray+loc'
    """
    lows = [form.lower() for form in forms[at : at + _LONGEST_DATE]]
    before = forms[at - 1].lower() if at else ""
    if lows[0] in ("a", "la", "las"):
        return _hour(lows, before)
    length = _number_length(lows)
    if not length:
        return None
    if (date := _date(lows, length)) is not None:
        return date
    if lows[0].isdecimal() or (length == 1 and lows[0] in _ONE):
        return None
    return Amount(length, "num", to_kichwa(from_spanish(" ".join(lows[:length]))))


def _number_length(lows: Sequence[str]) -> int:
    """Return how many words make the number that comes first, 0 without one."""
    if lows and lows[0].isdecimal():
        return 1
    for length in range(min(_LONGEST, len(lows)), 0, -1):
        try:
            from_spanish(" ".join(lows[:length]))
        except UserError:
            continue
        return length
    return 0


def _date(lows: Sequence[str], length: int) -> Amount | None:
    """Return a date such as "5 de julio de 2026"; digits stay digits."""
    if lows[length : length + 1] != ["de"] or fold(" ".join(lows[length + 1 : length + 2])) not in {
        fold(month.es) for month in calendar().months
    }:
        return None
    end, year = length + 2, ""
    if len(lows) > end + 1 and lows[end] in ("de", "del"):
        size = _number_length(lows[end + 1 :])
        year = _written(lows[end + 1 : end + 1 + size]) if size else ""
        end += 1 + size if size else 0
    try:
        day = read_date(" ".join(lows[: length + 2]), "es")
    except UserError:
        return None
    ordinal = f"{lows[0]}niki" if lows[0].isdecimal() else ordinal_to_kichwa(day.day)
    month = calendar().months[day.month - 1].qu[0]
    told = f"{year} watapa " if year else ""
    return Amount(end, "noun", f"{told}{month} killapa {ordinal} puncha")


def _written(lows: Sequence[str]) -> str:
    number = " ".join(lows)
    return number if number.isdecimal() else to_kichwa(from_spanish(number))


def _hour(lows: Sequence[str], before: str) -> Amount | None:
    """Return "a las ocho y media", or "las ocho" behind "son"."""
    start = 1 if lows[0] == "a" else 0
    if lows[start : start + 1] not in (["la"], ["las"]) or (not start and before not in _IS):
        return None
    at = start + 1
    clock = lows[at] if len(lows) > at and lows[at][:1].isdigit() else ""
    length = 1 if clock else _number_length(lows[at : at + 1])
    if not length:
        return None
    hour = clock or to_kichwa(from_spanish(lows[at]))
    at += 1
    minutes, at = _minutes(lows, at)
    part, at = _part(lows, at)
    told = f"{part}{hour} muray{minutes}"
    return Amount(at, "adv", f"{told}+loc") if start else Amount(at, "num", told)


def _minutes(lows: Sequence[str], at: int) -> tuple[str, int]:
    """Return the minutes behind an hour, and where the words after them start."""
    if lows[at : at + 1] != ["y"] or len(lows) <= at + 1:
        return "", at
    if number := _PAST_HOUR.get(lows[at + 1], 0):
        return f" {to_kichwa(number)} hayri", at + 2
    length = _number_length(lows[at + 1 :])
    if not length:
        return "", at
    return f" {_written(lows[at + 1 : at + 1 + length])} hayri", at + 1 + length


def _part(lows: Sequence[str], at: int) -> tuple[str, int]:
    """Return the part of the day behind an hour, and where the words after it start."""
    if lows[at : at + 2] in (["de", "la"], ["por", "la"]) and len(lows) > at + 2:
        part = _PARTS.get(lows[at + 2], "")
        if part:
            return f"{part} ", at + 3
    return "", at
