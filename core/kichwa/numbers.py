"""Numbers from 0 to 999,999 as Kichwa words, and back.

Names above are left out: of hunu, sources say both ten thousand and a million.
"""

from core.errors import UserError
from core.kichwa.spelling_rules import readings
from core.text import fold

LARGEST = 999_999
UNITS = (
    *("chusak", "shuk", "ishkay", "kimsa", "chusku"),
    *("pichka", "sukta", "kanchis", "pusak", "iskun"),
)
_STEPS = ((1000, "waranka"), (100, "patsak"), (10, "chunka"))
_VALUES = {name: value for value, name in enumerate(UNITS)}
_OTHER_NAMES = {"tawa": "chusku", "pachak": "patsak", "illak": "chusak", "huk": "shuk"}
_ORDINAL = "niki"
_FIRST = "ñawpak"


def to_kichwa(number: int) -> str:
    """Return a number in words.

    Raises UserError below 0 and above 999,999.

    >>> to_kichwa(0), to_kichwa(14), to_kichwa(2026)
    ('chusak', 'chunka chusku', 'ishkay waranka ishkay chunka sukta')
    """
    if not 0 <= number <= LARGEST:
        raise UserError("error.number_range", number=number, largest=LARGEST)
    if number < 10:
        return UNITS[number]
    for size, name in _STEPS:
        count, rest = divmod(number, size)
        if count:
            parts = [to_kichwa(count)] if count > 1 else []
            return " ".join([*parts, name, *([to_kichwa(rest)] if rest else [])])
    raise AssertionError(number)


def from_kichwa(text: str) -> int:
    """Return the number that Kichwa words say; older spellings are read too.

    Raises UserError when they are no number as Kichwa builds it.

    >>> from_kichwa("ishkay patsak kimsa chunka shuk"), from_kichwa("ishcai chunga")
    (231, 20)
    """
    names = [_unified(word) for word in fold(text).split()]
    number = _sum(names)
    # Only what is written again in the same words was a number: not "chunka chunka".
    if number is None or to_kichwa(number).split() != names:
        raise UserError("error.number_words", text=text)
    return number


def ordinal_to_kichwa(number: int) -> str:
    """Return an ordinal number in words.

    >>> ordinal_to_kichwa(1), ordinal_to_kichwa(12)
    ('shukniki', 'chunka ishkayniki')
    """
    return to_kichwa(number) + _ORDINAL


def ordinal_from_kichwa(text: str) -> int:
    """Return the number of an ordinal; -niki may stand apart.

    Raises UserError when the words are no ordinal.

    >>> ordinal_from_kichwa("ishkay chunka niki"), ordinal_from_kichwa("ñawpak")
    (20, 1)
    """
    text = text.strip()
    if text.casefold() == _FIRST:
        return 1
    if not text.casefold().endswith(_ORDINAL):
        raise UserError("error.number_words", text=text)
    return from_kichwa(text[: -len(_ORDINAL)])


def _unified(word: str) -> str:
    """Return the name of a number in unified spelling."""
    forms = (word, *readings(word)) if word.isalpha() else (word,)
    named = [_OTHER_NAMES.get(form, form) for form in forms]
    known = {*_VALUES, *(name for _, name in _STEPS)}
    return next((name for name in named if name in known), word)


def _sum(names: list[str]) -> int | None:
    """Return what the names add up to, None for an unknown one.

    Each step word multiplies what stands before it since the last larger step.
    """
    steps = {name: size for size, name in _STEPS}
    total = group = unit = 0
    for name in names:
        if name in _VALUES:
            unit = _VALUES[name]
        elif steps.get(name) == 1000:
            total, group, unit = total + 1000 * max(1, group + unit), 0, 0
        elif name in steps:
            group, unit = group + steps[name] * max(1, unit), 0
        else:
            return None
    number = total + group + unit
    return number if names and number <= LARGEST else None
