"""Which number is a card, a phone, an identity or an account: by check digit, shape and label."""

import re
from collections.abc import Callable, Iterator
from functools import cache

from stdnum import iban, luhn, numdb
from stdnum.cl import rut
from stdnum.ec import ci
from stdnum.ec import ruc as ec_ruc
from stdnum.pe import cui
from stdnum.pe import ruc as pe_ruc

from core.safety.phones import is_phone
from core.safety.runs import Run, Window, read_windows

_OWN_PHONES = ("0005550100", "0005550101")  # the centre's fictional contacts
_CARD = re.compile(r"(?:4|5[1-5]|2[2-7]|3[0689]|3[47]|6)\d{11,18}")
_CARD_SHAPES = {
    (4, 6, 5),
    (4, 6, 4),
    (4, 4, 4, 4),
    (4, 4, 4, 4, 3),
    (4, 4, 4, 1),
    (4, 4, 5),
    (6, 10),
    (8, 8),
}
Found = tuple[int, int, str]


def recognise_iban(view: str, start: int) -> int | None:
    """Return where the IBAN that starts at `start` ends, or None when there is none."""
    length = _iban_length(view[start : start + 2].upper())
    if not length:
        return None
    place, number = start, ""
    while len(number) < length and place < len(view) and place - start < 3 * length:
        character = view[place]
        if character.isascii() and character.isalnum():
            number += character
        elif character not in " -.":
            break
        place += 1
    whole = place == len(view) or not view[place].isalnum()
    return place if whole and iban.is_valid(number, check_country=False) else None


@cache
def _iban_length(country: str) -> int:
    """Return the number of characters of an IBAN of `country`, 0 where it has none."""
    info = numdb.get("iban").info(country)[0][1]
    return 4 + sum(int(n) for n in re.findall(r"(\d+)!", info.get("bban", ""))) if info else 0


def recognise_run(runs: Iterator[Run]) -> Iterator[Found]:
    """Yield (start, end, kind) of the personal numbers in `runs`, longest first at each place."""
    for run in runs:
        i = 0
        while i < len(run.groups):
            window, kind = next(_readings(run, i), (None, ""))
            if window and kind:
                yield window.opening if kind == "telefono" else window.start, window.end, kind
            i += len(window.shape) if window else 1


def _readings(run: Run, first: int) -> Iterator[tuple[Window, str]]:
    """Yield the ways to read the groups from `first` on; kind "" for the centre's own number."""
    for window in reversed(list(read_windows(run, first))):
        if window.digits in _OWN_PHONES:
            yield window, ""
    for window in reversed(list(read_windows(run, first))):
        if kind := _kind(window):
            yield window, kind


def _kind(window: Window) -> str | None:
    """Return the kind of personal number that `window` is, if any."""
    kind = next((kind for kind, holds in _CHECKS if holds(window)), None) or _labelled(window)
    if kind is None or kind == "tarjeta":
        return kind
    return None if window.is_amount or (window.is_glued and not window.label) else kind


def _is_card(window: Window) -> bool:
    even = window.shape in _CARD_SHAPES or len(window.shape) == 1 or set(window.shape) in ({1}, {2})
    return even and bool(_CARD.fullmatch(window.digits)) and luhn.is_valid(window.digits)


def _is_ruc(window: Window) -> bool:
    if len(window.digits) == 13 and window.shape in ((13,), (10, 3)):
        return bool(ec_ruc.is_valid(window.digits))
    plain = len(window.digits) == 11 and window.shape in ((11,), (2, 8, 1), (10, 1))
    return (
        plain
        and window.digits[:2] in ("10", "15", "16", "17", "20")
        and pe_ruc.is_valid(window.digits)
    )


def _is_cedula(window: Window) -> bool:
    plain = len(window.digits) == 10 and window.shape in ((10,), (9, 1))
    return plain and window.label != "telefono" and ci.is_valid(window.digits)


def _is_checked_dni(window: Window) -> bool:
    joined = window.shape == (8, 1) and window.marks == {"-"}
    return joined and window.label != "rut" and cui.is_valid(window.digits)


def _is_rut(window: Window) -> bool:
    shaped = window.shape in ((2, 3, 3, 1), (1, 3, 3, 1), (8, 1), (7, 1)) and "-" in window.marks
    return shaped and rut.is_valid(window.digits)


_CHECKS: tuple[tuple[str, Callable[[Window], bool]], ...] = (
    ("ruc", _is_ruc),
    ("tarjeta", _is_card),
    ("cedula", _is_cedula),
    ("dni", _is_checked_dni),
    ("rut", _is_rut),
    ("telefono", is_phone),
)
# Label → (fewest, most digits, kind): what a visitor names is private even when mistyped.
_NAMED = {
    "ruc": (10, 13, "ruc"),
    "rut": (7, 9, "rut"),
    "dni": (7, 9, "dni"),
    "documento": (6, 10, "cedula"),
    "cedula": (6, 10, "cedula"),
    "telefono": (6, 13, "telefono"),
    "tarjeta": (13, 19, "tarjeta"),
    "cuenta": (10, 24, "cuenta"),
    "numero": (8, 10, "telefono"),
    "yo": (8, 10, "cedula"),
}


def _labelled(window: Window) -> str | None:
    fewest, most, kind = _NAMED.get(window.label, (1, 0, ""))
    if not fewest <= len(window.digits) <= most:
        return None
    return "dni" if len(window.digits) == 8 and kind == "cedula" else kind
