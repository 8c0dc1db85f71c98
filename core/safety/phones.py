"""Telephone numbers as people in Spain and Latin America write them."""

import re
from collections.abc import Callable

import phonenumbers

from core.safety.runs import Window

# Ways to write a phone without country code; each is then checked by phonenumbers.
_PHONE_SHAPES = (
    ("ES", r"[6789]\d{8}"),
    ("PE", r"9\d{8}|0[1-8]\d{7}"),
    ("EC", r"09\d{8}|0[2-7]\d{7}"),
    ("CO", r"3\d{9}|60\d{8}"),
    ("CL", r"9\d{8}"),
    ("MX", r"[2-9]\d{9}"),
)
_LABELLED_PHONE_SHAPES = (("BO", r"[2-467]\d{7}"), ("CL", r"[2-7]\d{8}"), ("PE", r"\d{6,7}"))
_BOLIVIAN_MOBILE = {(4, 4), (3, 5), (1, 7), (1, 3, 4), (3, 2, 3)}
_COUNTRY_CODES = ("34", "51", "593", "591", "52", "57", "56", "54", "58", "1")


def is_phone(window: Window) -> bool:
    """Return whether `window` is a telephone number, with or without country code."""
    digits, shape = window.digits, window.shape
    if window.plus:
        return len(digits) > 7 and _is_valid_phone(
            "+" + digits, None, phonenumbers.is_possible_number
        )
    if digits.startswith("00") and len(digits) > 10:
        return _is_valid_phone("+" + digits[2:], None)
    if window.label == "fila" or not (max(shape) > 2 or window.label == "telefono"):
        return False
    coded = str(digits[: shape[0]]) in _COUNTRY_CODES or len(digits) >= 11
    if (
        coded
        and len(digits) >= 10
        and digits.startswith(_COUNTRY_CODES)
        and _is_valid_phone("+" + digits, None)
    ):
        return len(shape) < 6
    if shape in _BOLIVIAN_MOBILE and digits[0] in "67" and _is_valid_phone(digits, "BO"):
        return True
    shapes = _PHONE_SHAPES + (_LABELLED_PHONE_SHAPES if window.label == "telefono" else ())
    return any(
        re.fullmatch(form, digits) and _is_valid_phone(digits, region) for region, form in shapes
    )


def _is_valid_phone(
    number: str,
    region: str | None,
    test: Callable[[phonenumbers.PhoneNumber], bool] = phonenumbers.is_valid_number,
) -> bool:
    try:
        return test(phonenumbers.parse(number, region))
    except phonenumbers.NumberParseException:
        return False
