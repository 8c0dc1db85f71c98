"""Personal data in what visitors type: found by check digits, shape and the words around it.

A number with a valid check digit is masked wherever it stands. One without is masked only where
the visitor names it ("mi DNI es …"), for a mistyped card number is still private. Amounts, dates
and row numbers stay.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from stdnum.es import dni, nie

from core.safety.numbers import recognise_iban, recognise_run
from core.safety.runs import Run
from core.text import clean

_TAGS = {
    "dni": "[DNI]",
    "nie": "[NIE]",
    "ruc": "[RUC]",
    "cedula": "[CÉDULA]",
    "rut": "[RUT]",
    "curp": "[CURP]",
    "iban": "[IBAN]",
    "cuenta": "[CUENTA]",
    "tarjeta": "[TARJETA]",
    "telefono": "[TELÉFONO]",
    "correo": "[CORREO]",
}
# The centre's own, fictional addresses are no secret.
_OWN_MAIL = re.compile(
    r"(?:@|arroba|\bat\b)[^\w]{0,3}(?:[\w-]+\.)?cifb\W*(?:punto|dot)?\W*example$", re.I
)
_TLD = r"(?:com|net|org|edu|gob|gov|info|es|pe|ec|bo|mx|co|cl|ar|uy|py|ve|br|eu|example)"
_SPOKEN_DOT = r"\s?[(\[]?\s?\b(?:punto|dot)\b\s?[)\]]?\s?"
_DOT = rf"(?:\.|\s\.\s?|{_SPOKEN_DOT})"
_AT = r"(?:\s?@\s?|\s?[(\[{]\s?(?:arroba|at|@)\s?[)\]}]\s?|\sarroba\s)"
_LOCAL = r"(?<![\w.%+-])[\w%+-](?:[\w.%+-]{0,62}[\w%+-])?(?:\s(?:punto|dot)\s[\w%+-]{1,40}){0,3}"
_LABELS = r"[\w-]{1,63}"
_MAIL = re.compile(r"(?<![\w.%+-])[\w.%+-]+@(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}(?![\w-])")
_SPOKEN_MAIL = re.compile(
    rf"{_LOCAL}(?:{_AT}{_LABELS}(?:{_DOT}{_LABELS}){{0,2}}?{_DOT}{_TLD}(?:{_DOT}{_TLD})?"
    rf"|\sat\s{_LABELS}{_SPOKEN_DOT}{_TLD}(?:{_DOT}{_TLD})?)(?!\w)",
    re.IGNORECASE,
)
_SPOKEN_HINT = re.compile(r"@|\barroba\b|\bat\b", re.IGNORECASE)
_SEP = r"[ .\-]{0,3}"
_DNI = re.compile(rf"(?<![\w.,-])\d(?:{_SEP}\d){{6,7}}{_SEP}[A-Za-z](?![\w/])")
_NIE = re.compile(rf"(?<!\w)[XYZxyz]{_SEP}\d(?:{_SEP}\d){{6}}{_SEP}[A-Za-z](?!\w)")
_CURP = re.compile(r"(?<!\w)[A-Za-z]{4}\d{6}[A-Za-z]{6}[\dA-Za-z]\d(?!\w)")
_IBAN = re.compile(r"(?<![^\W_])[A-Za-z]{2}[ -]?\d[ -]?\d(?=[ .\-]?[A-Za-z0-9])")
# Digits and the marks people put between them; ":" and "," end a run (hours, decimals).
_RUN = re.compile(r"(?<!\d)\d+(?:[ .\-/()_·*]{1,3}\d+)*")


@dataclass(frozen=True)
class Finding:
    """One piece of personal data; `start` and `end` count characters of the cleaned text."""

    kind: str
    start: int
    end: int


def find_personal_data(text: str) -> tuple[Finding, ...]:
    """Return the personal data in `text`, in order and without overlap.

    Positions refer to `core.text.clean(text)`.

    >>> find_personal_data("mi DNI es 12345678Z")
    (Finding(kind='dni', start=10, end=19),)
    """
    view, places = _see_through(clean(text))
    taken: list[tuple[int, int, str]] = []
    for found in (_emails(view), _ibans(view), _lettered(view), _numbers(view)):
        taken = _merge(taken, found)
    return tuple(Finding(kind, places[start], places[end - 1] + 1) for start, end, kind in taken)


def mask(text: str) -> str:
    """Return `text`, cleaned, with a tag in place of each piece of personal data.

    >>> mask("Escríbeme a ana@correo.com o al +34 612 345 678; el curso vale USD 1450.")
    'Escríbeme a [CORREO] o al [TELÉFONO]; el curso vale USD 1450.'
    """
    text = clean(text)
    parts, done = [], 0
    for found in find_personal_data(text):
        parts += [text[done : found.start], _TAGS[found.kind]]
        done = found.end
    return "".join([*parts, text[done:]])


def _see_through(text: str) -> tuple[str, range | list[int]]:
    """Return `text` with plain digits, dashes and blanks, and each character's place in `text`."""
    if text.isascii():
        return text, range(len(text))
    kept, places = [], []
    plain = {c: _plain(c) for c in set(text)}
    for place, character in enumerate(text):
        if seen := plain[character]:
            kept.append(seen)
            places.append(place)
    return "".join(kept), places


def _plain(character: str) -> str:
    """Return the character that a reader takes `character` for; "" for one not seen."""
    if character.isascii():
        return character
    category = unicodedata.category(character)
    if category in ("Cf", "Mn", "Me"):
        return ""
    if category in ("Pd", "Zs"):
        return "-" if category == "Pd" else " "
    if category == "Nd":
        return str(unicodedata.decimal(character))
    same = unicodedata.normalize("NFKC", character)
    return same if len(same) == 1 and same.isascii() else character


Found = Iterator[tuple[int, int, str]]


def _merge(taken: list[tuple[int, int, str]], found: Found) -> list[tuple[int, int, str]]:
    """Return `taken` and what of `found` does not overlap it, by place; both are in order."""
    merged, i = [], 0
    for start, end, kind in found:
        while i < len(taken) and taken[i][1] <= start:
            merged.append(taken[i])
            i += 1
        free = i == len(taken) or taken[i][0] >= end
        if free and (not merged or merged[-1][1] <= start):
            merged.append((start, end, kind))
    return merged + taken[i:]


def _emails(view: str) -> Found:
    if not _SPOKEN_HINT.search(view):
        return
    spans = [match.span() for match in _MAIL.finditer(view)] if "@" in view else []
    spans += [match.span() for match in _SPOKEN_MAIL.finditer(view)]
    last = 0
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start >= last and not _OWN_MAIL.search(view[start:end]):
            yield start, end, "correo"
            last = end


def _ibans(view: str) -> Found:
    last = 0
    for match in _IBAN.finditer(view):
        if match.start() >= last and (end := recognise_iban(view, match.start())):
            yield match.start(), end, "iban"
            last = end


def _lettered(view: str) -> Found:
    """Yield the identity numbers that hold letters, in order."""
    found = [(*match.span(), "nie") for match in _NIE.finditer(view) if nie.is_valid(_bare(match))]
    found += [(*match.span(), "dni") for match in _DNI.finditer(view) if _is_dni(match, view)]
    found += [(*match.span(), "curp") for match in _CURP.finditer(view)]
    yield from sorted(found)


def _bare(match: re.Match[str]) -> str:
    return re.sub(r"[ .\-]", "", match[0])


def _is_dni(match: re.Match[str], view: str) -> bool:
    number = _bare(match).zfill(9)
    if match[0][-2] in " " and match[0][-1] in "aeoyAEOY":
        return False  # "12345678 y …" is a number and a word
    labelled = re.search(
        r"\bdni\b", view[max(0, match.start() - 25) : match.start()], re.IGNORECASE
    )
    return dni.is_valid(number) or labelled is not None


def _numbers(view: str) -> Found:
    for match in _RUN.finditer(view):
        yield from recognise_run(Run.read(view, match.start(), match.end()))
