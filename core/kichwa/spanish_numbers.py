"""Numbers from 0 to 999,999 as Spanish words (num2words), and back."""

import re
from functools import cache
from typing import Literal

from num2words import num2words

from core.errors import UserError
from core.kichwa.numbers import LARGEST
from core.text import fold

Gender = Literal["m", "f", ""]
_THOUSAND = "mil"
_AND = "y"


def to_spanish(number: int, gender: Gender = "") -> str:
    """Return a number in words; with a gender, as it stands before a noun.

    Raises UserError below 0 and above 999,999.

    >>> to_spanish(21), to_spanish(21, "m"), to_spanish(231, "f")
    ('veintiuno', 'veintiún', 'doscientas treinta y una')
    """
    if not 0 <= number <= LARGEST:
        raise UserError("error.number_range", number=number, largest=LARGEST)
    words = str(num2words(number, lang="es"))
    # Before mil the short form stands whatever the noun: veintiún mil, treinta y un mil.
    words = words.replace("veintiuno mil", "veintiún mil").replace("uno mil", "un mil")
    if gender == "m":
        return re.sub(r"uno$", "un", re.sub(r"veintiuno$", "veintiún", words))
    if gender == "f":
        return (
            re.sub(r"uno$", "una", words)
            .replace("cientos", "cientas")
            .replace("quinientos", "quinientas")
        )
    return words


@cache
def _values() -> dict[str, int]:
    """Return the value of each word that stands for a number below a thousand."""
    whole = [*range(31), *range(40, 100, 10), *range(100, 1000, 100)]
    values = {fold(str(num2words(number, lang="es"))): number for number in whole}
    values |= {"un": 1, "una": 1, "veintiun": 21, "veintiuna": 21, "ciento": 100}
    values |= {name[:-2] + "as": value for name, value in values.items() if name.endswith("tos")}
    return values


def from_spanish(text: str) -> int:
    """Return the number that Spanish words say.

    Raises UserError when they are no number as Spanish builds it.

    >>> from_spanish("dos mil veintiséis"), from_spanish("treinta y una")
    (2026, 31)
    """
    names = fold(text).split()
    number = _sum(names)
    if number is None or not _same(names, to_spanish(number)):
        raise UserError("error.number_words", text=text)
    return number


def _sum(names: list[str]) -> int | None:
    total = group = 0
    for name in names:
        if name == _THOUSAND:
            total, group = total + 1000 * max(1, group), 0
        elif name != _AND and name not in _values():
            return None
        elif name != _AND:
            group += _values()[name]
    number = total + group
    return number if names and number <= LARGEST else None


def _same(names: list[str], words: str) -> bool:
    """Return whether words are these but for gender and the short form of one."""

    def plain(name: str) -> str:
        name = re.sub(r"(?:un|una|uno)$", "un", name)
        return re.sub(r"entas$", "entos", name)

    return [plain(name) for name in names] == [plain(name) for name in fold(words).split()]
