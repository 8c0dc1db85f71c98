import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import UserError
from core.kichwa.dates import (
    Day,
    calendar,
    read_date,
    read_money,
    read_time,
    weekday,
    write_date,
    write_money,
    write_time,
)
from core.kichwa.numbers import (
    LARGEST,
    from_kichwa,
    ordinal_from_kichwa,
    ordinal_to_kichwa,
    to_kichwa,
)
from core.kichwa.spanish_numbers import from_spanish, to_spanish

NUMBERS = st.integers(0, LARGEST)
DATES = st.dates(datetime.date(1, 1, 1), datetime.date(9999, 12, 31))


@pytest.mark.parametrize(
    ("number", "kichwa", "spanish"),
    [
        (0, "chusak", "cero"),
        (7, "kanchis", "siete"),
        (10, "chunka", "diez"),
        (16, "chunka sukta", "dieciséis"),
        (22, "ishkay chunka ishkay", "veintidós"),
        (100, "patsak", "cien"),
        (101, "patsak shuk", "ciento uno"),
        (345, "kimsa patsak chusku chunka pichka", "trescientos cuarenta y cinco"),
        (1000, "waranka", "mil"),
        (
            9999,
            "iskun waranka iskun patsak iskun chunka iskun",
            "nueve mil novecientos noventa y nueve",
        ),
        (21_000, "ishkay chunka shuk waranka", "veintiún mil"),
        (100_000, "patsak waranka", "cien mil"),
    ],
)
def test_known_numbers(number: int, kichwa: str, spanish: str) -> None:
    assert (to_kichwa(number), to_spanish(number)) == (kichwa, spanish)
    assert from_kichwa(kichwa) == from_spanish(spanish) == number


@given(NUMBERS)
def test_numbers_are_read_back(number: int) -> None:
    assert from_kichwa(to_kichwa(number)) == number
    assert ordinal_from_kichwa(ordinal_to_kichwa(number)) == number
    assert {from_spanish(to_spanish(number, gender)) for gender in ("", "m", "f")} == {number}


@pytest.mark.parametrize(
    "text",
    ["", "chunka chunka", "shuk shuk", "shuk chunka", "wasi", "patsak patsak"],
)
def test_what_is_no_kichwa_number_is_refused(text: str) -> None:
    with pytest.raises(UserError, match="number_words"):
        from_kichwa(text)


@pytest.mark.parametrize("text", ["", "y", "uno dos", "mil mil", "ciento cien", "dos y", "gato"])
def test_what_is_no_spanish_number_is_refused(text: str) -> None:
    with pytest.raises(UserError, match="number_words"):
        from_spanish(text)


@pytest.mark.parametrize("number", [-1, LARGEST + 1])
def test_the_range_ends(number: int) -> None:
    for write in (to_kichwa, to_spanish):
        with pytest.raises(UserError, match="number_range"):
            write(number)


def test_other_names_and_spellings_are_read() -> None:
    assert from_kichwa("Tawa pachak quimsa chunga") == 430
    assert ordinal_from_kichwa("pichca niki") == 5
    assert from_spanish("VEINTIUN") == from_spanish("veintiuna") == 21


def test_spanish_numbers_agree_with_a_noun() -> None:
    assert to_spanish(1, "m") + " dólar" == "un dólar"
    assert to_spanish(501, "f") == "quinientas una"
    assert to_spanish(31_000, "f") == "treinta y un mil"


@given(DATES)
def test_dates_are_read_back(day: datetime.date) -> None:
    wanted = Day(day.day, day.month, day.year)
    assert read_date(write_date(day, "qu"), "qu") == wanted
    assert read_date(write_date(day, "es"), "es") == wanted
    assert read_date(f"{day.day}/{day.month}/{day.year:04}", "qu") == wanted


@pytest.mark.parametrize("text", ["", "31/2/2024", "30 de febrero", "0/1/2000", "mana", "5 de"])
def test_what_is_no_date_is_refused(text: str) -> None:
    for language in ("es", "qu"):
        with pytest.raises(UserError, match="date_words"):
            read_date(text, language)


def test_names_of_both_traditions_are_read() -> None:
    assert read_date("5 purun killa 2025 wata", "qu") == Day(5, 7, 2025)
    assert read_date("29 panchi killa", "qu") == Day(29, 2)
    assert weekday(datetime.date(2024, 1, 1), "qu") == "awaki"
    names = [name for named in calendar().days for name in named.qu]
    assert len(set(names)) == len(names) == 14


@given(st.integers(0, 23), st.integers(0, 59))
def test_times_are_read_back(hour: int, minute: int) -> None:
    assert read_time(write_time(hour, minute, "qu")) == (hour, minute)


def test_spanish_times_and_sums() -> None:
    assert write_time(1, 30, "es") == "la una y media"
    assert write_time(14, 15, "es") == "las catorce y cuarto"
    assert write_money(21, 1, "es") == "veintiún dólares con un centavo"
    with pytest.raises(UserError, match="time_range"):
        write_time(24, 0, "qu")


@given(NUMBERS, st.integers(0, 99))
def test_sums_are_read_back(dollars: int, cents: int) -> None:
    assert read_money(write_money(dollars, cents, "qu")) == (dollars, cents)


@given(st.text(max_size=60))
def test_odd_text_is_refused_politely(text: str) -> None:
    for read in (from_kichwa, from_spanish, ordinal_from_kichwa, read_time, read_money):
        try:
            read(text)
        except UserError:
            continue
