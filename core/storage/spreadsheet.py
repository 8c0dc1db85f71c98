"""Cells that no spreadsheet program takes for a formula.

Source: OWASP, CSV Injection, https://owasp.org/www-community/attacks/CSV_Injection
"""

import csv
import io
from collections.abc import Iterable, Sequence

FORMULA_SIGNS = "=+-@\t\r\n＝＋－＠"


def starts_formula(cell: str) -> bool:
    """Return whether a spreadsheet may read `cell` as a formula.

    >>> starts_formula("=1+1"), starts_formula(" @x"), starts_formula("1+1")
    (True, True, False)
    """
    bare = cell.lstrip(" \u00a0")
    return bool(bare) and bare[0] in FORMULA_SIGNS


def neutral(cell: str) -> str:
    """Return `cell` with an apostrophe before what would start a formula.

    >>> neutral("=1+1"), neutral("hola")
    ("'=1+1", 'hola')
    """
    return f"'{cell}" if starts_formula(cell) else cell


def csv_bytes(rows: Iterable[Sequence[str]], separator: str = ";") -> bytes:
    """Return rows of neutral cells as CSV; the byte-order mark keeps accents in spreadsheets."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=separator, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig")
