"""One cell of a FAQ file, made fit to be shown, searched and written again."""

import html
import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date

from core.retrieval.faq_report import Issue, Severity
from core.storage.file_text import mend_mojibake
from core.storage.spreadsheet import starts_formula
from core.text import clean

_TAGS = (
    "a abbr b big blockquote br center code div em font h[1-6] hr i img li ol p pre s small span"
    " strong sub sup table tbody td th thead tr u ul"
)
_TAG = re.compile(rf"</?(?:{'|'.join(_TAGS.split())})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_BREAK = re.compile(r"<(?:br|/p|/div|/li|/tr|/h[1-6])\s*/?>", re.IGNORECASE)
_ACTIVE = re.compile(
    r"<[\s/]{0,9}(?:script|iframe|object|embed|svg|math|style|link|meta|base|form|input|video|audio)"
    r"\b|<[^<>]{0,300}\bon[a-z]{3,20}\s*=|javascript\s*:|data\s*:\s*text/html|vbscript\s*:",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,31}\d?);")
# A function, a pipe or a sheet right after the sign; "- Cédula" and "+593 2…" are plain text.
_REAL_FORMULA = re.compile(r"\s*(?:[=@＝＠]|[+\-＋－]\S*[(|!])")
_LOST = re.compile("\ufffd" + r"|^[¿¡(\"']*[^\W\d_]+\?[^\W\d_]+")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})")
_YEAR_FIRST = re.compile(r"(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})")
_MIDNIGHT = re.compile(r"[ T]00:00(?::00)?(?:\.0+)?Z?$")


@dataclass
class Findings:
    """Collects what is found in one row."""

    line: int
    row_id: str
    issues: list[Issue] = field(default_factory=list)

    def add(self, severity: Severity, kind: str, **values: object) -> None:
        """Note a finding by the last part of its text key."""
        self.issues.append(Issue(self.line, self.row_id, severity, f"faq_file.{kind}", values))

    @property
    def fatal(self) -> bool:
        """Return whether the row must be left out."""
        return any(issue.severity == "error" for issue in self.issues)


def tidy_cell(raw: str, column: str, found: Findings) -> str:
    """Return the text of a cell without markup and hidden characters; formulas become text."""
    return plain_text(bare_text(raw, column, found), column, found)


def bare_text(raw: str, column: str, found: Findings) -> str:
    """Return the text of a cell without markup and hidden characters."""
    seen = text = clean(raw)
    if seen != unicodedata.normalize("NFC", raw).strip():
        found.add("repaired", "hidden", column=column)
    for _ in range(6):  # "&amp;lt;" hides a tag twice, "<scr<b>ipt>" once
        if _ACTIVE.search(text):
            break
        plain = _peel(text)
        if plain == text:
            break
        text = plain
    if _ACTIVE.search(text) or _peel(text) != text:
        found.add("error", "script", column=column)
    elif text != seen:
        found.add("repaired", "markup", column=column)
    if any("/" not in word and _LOST.search(word) for word in text.split()):
        found.add("warning", "lost_letters", column=column)
    return text


def plain_text(text: str, column: str, found: Findings) -> str:
    """Return `text` so that it is no formula: marked by an apostrophe where it really is one."""
    if text.startswith("'") and starts_formula(text[1:]):  # as we and spreadsheets write it
        return text if _REAL_FORMULA.match(text[1:]) else text[1:].strip()
    if not starts_formula(text):
        return text
    found.add("warning", "formula", column=column, sign=text[0])
    return f"'{text}" if _REAL_FORMULA.match(text) else text


def one_line(text: str) -> str:
    """Return `text` with single spaces for all white space."""
    return " ".join(text.split())


def read_date(text: str) -> date | None:
    """Return a day written as 2027-12-31 or 31/12/2027; None where it is neither.

    >>> read_date("31/12/2027") == read_date("2027-12-31 00:00:00") == date(2027, 12, 31)
    True
    """
    text = _MIDNIGHT.sub("", text.strip())
    if found := _YEAR_FIRST.fullmatch(text):
        year, month, day = (int(part) for part in found.groups())
    elif found := _DAY_FIRST.fullmatch(text):
        day, month, year = (int(part) for part in found.groups())
        year += 2000 if year < 100 else 0
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _peel(text: str) -> str:
    """Return `text` with one layer of entities, tags and damage taken off."""
    text = _ENTITY.sub(lambda match: html.unescape(match[0]), text)
    text = _TAG.sub("", _BREAK.sub("\n", text))
    return clean(mend_mojibake(text)[0])
