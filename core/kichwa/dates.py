"""Dates, times of day and sums of money in Kichwa and in Spanish, written and read.

The names of days and months are neologisms that schools teach: a draft, no speaker reviewed it.
"""

import datetime
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from core.errors import UserError
from core.kichwa.numbers import (
    from_kichwa,
    ordinal_from_kichwa,
    ordinal_to_kichwa,
    to_kichwa,
)
from core.kichwa.spanish_numbers import from_spanish, to_spanish
from core.text import fold

Tongue = Literal["es", "qu"]
REVIEW = "borrador"
_TABLE = Path(__file__).with_name("calendar.toml")
_NUMERIC = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_SPANISH = re.compile(r"(?:(?P<name>\w+),? )?(?P<day>.+?) de (?P<month>\w+)(?: del? (?P<year>.+))?")
_ANY_YEAR = 2000  # a leap year, for dates without a year
_Names = Annotated[tuple[str, ...], Field(min_length=1)]


class _Named(BaseModel):
    """A day or a month in both languages."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    qu: _Names
    es: str


class Calendar(BaseModel):
    """The names of calendar.toml."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    days: tuple[_Named, ...] = Field(min_length=7, max_length=7)
    months: tuple[_Named, ...] = Field(min_length=12, max_length=12)
    measures: dict[Literal["hour", "minute", "dollar", "cent"], _Names]


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the year, or of every year where `year` is None."""

    day: int
    month: int
    year: int | None = None


@cache
def calendar(path: Path = _TABLE) -> Calendar:
    """Return the names of days, months and measures.

    Raises ValueError when the table breaks its own format.
    """
    return Calendar.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))


def weekday(day: datetime.date, language: Tongue) -> str:
    """Return the name of the day of the week.

    >>> weekday(datetime.date(2026, 11, 20), "qu")
    'chaska'
    """
    names = calendar().days[day.weekday()]
    return names.es if language == "es" else names.qu[0]


def write_date(day: datetime.date, language: Tongue) -> str:
    """Return a date in words, with the day of the week.

    >>> write_date(datetime.date(2025, 7, 5), "qu")
    'wakma puncha, sitwa killapa pichkaniki puncha, ishkay waranka ishkay chunka pichka wata'
    >>> write_date(datetime.date(2025, 7, 5), "es")
    'sábado, 5 de julio de 2025'
    """
    month = calendar().months[day.month - 1]
    if language == "es":
        return f"{weekday(day, 'es')}, {day.day} de {month.es} de {day.year}"
    return (
        f"{weekday(day, 'qu')} puncha, {month.qu[0]} killapa "
        f"{ordinal_to_kichwa(day.day)} puncha, {to_kichwa(day.year)} wata"
    )


def read_date(text: str, language: Tongue) -> Day:
    """Return the date that a text says, in words or figures (day first).

    Raises UserError when it says none.

    >>> read_date("sitwa killapa pichkaniki puncha", "qu"), read_date("5/7/2025", "es")
    (Day(day=5, month=7, year=None), Day(day=5, month=7, year=2025))
    """
    folded = fold(text)
    try:
        if found := _NUMERIC.fullmatch(folded):
            day = Day(*(int(part) for part in found.groups()))
        else:
            day = _read_spanish(folded) if language == "es" else _read_kichwa(folded)
        datetime.date(day.year or _ANY_YEAR, day.month, day.day)
    except (UserError, ValueError) as problem:
        raise UserError("error.date_words", text=text) from problem
    return day


def _number(text: str, language: Tongue) -> int:
    if text.isascii() and text.isdecimal():
        return int(text)
    return from_spanish(text) if language == "es" else from_kichwa(text)


def _read_spanish(folded: str) -> Day:
    """Return the date of "[lunes,] cinco de julio [de 2025]"; raises ValueError for other text."""
    days = {fold(named.es) for named in calendar().days}
    months = [fold(named.es) for named in calendar().months]
    found = _SPANISH.fullmatch(folded)
    if found and found["name"] and found["name"] not in days:
        found = _SPANISH.fullmatch("lunes " + folded)
    if not found:
        raise ValueError(folded)
    day = 1 if found["day"] in ("primero", "1.o") else _number(found["day"], "es")
    year = _number(found["year"], "es") if found["year"] else None
    return Day(day, months.index(found["month"]) + 1, year)


def _read_kichwa(folded: str) -> Day:
    """Return the date of "[… puncha,] M killapa N(niki) puncha[, Y wata]", or "N M killa Y wata".

    Raises ValueError where no month is named.
    """
    text = folded.replace(",", " ")
    month, at, end = _month(text)
    before, after = text[:at].split(), text[end:].split()
    year = after[: after.index("wata")] if "wata" in after else []
    if "puncha" in after:
        cut = after.index("puncha")
        told, year = after[:cut], [word for word in after[cut + 1 :] if word != "wata"]
    else:
        names = {name for named in calendar().days for name in named.qu}
        told = [word for word in before if word != "puncha" and word not in names]
    day = " ".join(told)
    number = ordinal_from_kichwa(day) if day.endswith("niki") else _number(day, "qu")
    return Day(number, month, _number(" ".join(year), "qu") if year else None)


def _month(text: str) -> tuple[int, int, int]:
    """Return the month named before "killa" or "killapa", and where name and noun stand."""
    for number, named in enumerate(calendar().months, 1):
        for name in sorted(map(fold, named.qu), key=len, reverse=True):
            if found := re.search(rf"\b{name} killa(?:pa|pak|pi)?\b", text):
                return number, found.start(), found.end()
    raise ValueError(text)


def write_time(hour: int, minute: int, language: Tongue) -> str:
    """Return a time of day in words, by the clock of 24 hours.

    Raises UserError for hours above 23 or minutes above 59.

    >>> write_time(15, 20, "qu"), write_time(1, 0, "es")
    ('chunka pichka muray ishkay chunka hayri', 'la una')
    """
    if not (0 <= hour <= 23 and 0 <= minute <= 59):
        raise UserError("error.time_range", time=f"{hour}:{minute:02}")
    if language == "qu":
        measures = calendar().measures
        told = f"{to_kichwa(hour)} {measures['hour'][0]}"
        return told + (f" {to_kichwa(minute)} {measures['minute'][0]}" if minute else "")
    article = "la" if hour == 1 else "las"
    rest = {0: "", 15: " y cuarto", 30: " y media"}.get(minute, f" y {to_spanish(minute)}")
    return f"{article} {to_spanish(hour, 'f')}{rest}"


def write_money(dollars: int, cents: int, language: Tongue) -> str:
    """Return a sum in dollars and cents in words.

    Raises UserError for more than 999,999 dollars or 99 cents.

    >>> write_money(20, 0, "qu"), write_money(1, 50, "es")
    ('ishkay chunka dolar', 'un dólar con cincuenta centavos')
    """
    if not 0 <= cents <= 99:
        raise UserError("error.number_range", number=cents, largest=99)
    if language == "qu":
        measures = calendar().measures
        told = f"{to_kichwa(dollars)} {measures['dollar'][0]}"
        return told + (f" {to_kichwa(cents)} {measures['cent'][0]}" if cents else "")
    told = f"{to_spanish(dollars, 'm')} {'dólar' if dollars == 1 else 'dólares'}"
    if not cents:
        return told
    return f"{told} con {to_spanish(cents, 'm')} {'centavo' if cents == 1 else 'centavos'}"


def read_time(text: str) -> tuple[int, int]:
    """Return hour and minute of a time in Kichwa words.

    Raises UserError when the text says none.

    >>> read_time("kimsa muray"), read_time("chunka pichka muray ishkay chunka hayri")
    ((3, 0), (15, 20))
    """
    hour, minute = _measured(text, "hour", "minute")
    if hour > 23 or minute > 59:
        raise UserError("error.time_range", time=f"{hour}:{minute:02}")
    return hour, minute


def read_money(text: str) -> tuple[int, int]:
    """Return dollars and cents of a sum in Kichwa words.

    Raises UserError when the text says none.

    >>> read_money("ishkay chunka dolar pichka centavo")
    (20, 5)
    """
    return _measured(text, "dollar", "cent")


def _measured(
    text: str, large: Literal["hour", "dollar"], small: Literal["minute", "cent"]
) -> tuple[int, int]:
    """Return the two numbers of "N large [M small]"."""
    measures = calendar().measures
    nouns = {size: "|".join(map(fold, measures[size])) for size in (large, small)}
    found = re.fullmatch(rf"(.+?) (?:{nouns[large]})(?:,? (.+?) (?:{nouns[small]}))?", fold(text))
    if not found:
        raise UserError("error.number_words", text=text)
    return _number(found[1], "qu"), _number(found[2], "qu") if found[2] else 0
