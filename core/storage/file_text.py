"""From the bytes of a file to its text, whatever program saved it."""

import codecs
import re
from dataclasses import dataclass
from pathlib import PurePath

# What cp1252 leaves undefined stays a C1 control, as in browsers (WHATWG Encoding).
_CP1252 = {
    byte: bytes([byte]).decode("cp1252")
    for byte in range(0x80, 0xA0)
    if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
_UNESCAPED = {0xDC00 + byte: _CP1252.get(byte, chr(byte)) for byte in range(0x80, 0x100)}
_BYTE_OF = {character: byte for byte, character in _CP1252.items()}
_FOLLOWING = "[\x80-\xbf" + "".join(_BYTE_OF) + "]"  # latin-1 keeps what cp1252 renames
_MOJIBAKE = re.compile(f"[ÂÃÅÆË]{_FOLLOWING}|â{_FOLLOWING}{{2}}|ð{_FOLLOWING}{{3}}")

_BOMS = (  # UTF-32 first: its mark begins like that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_OTHER_FORMATS = (
    (b"%PDF", "PDF"),
    (b"PK\x05\x06", "ZIP"),
    (b"\x1f\x8b", "GZIP"),
    (b"7z\xbc\xaf", "7Z"),
    (b"Rar!", "RAR"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"SQLite format 3", "SQLITE"),
    (b"{\\rtf", "RTF"),
    (b"<!doctype", "HTML"),
    (b"<html", "HTML"),
    (b"<?xml", "XML"),
    (b'{"', "JSON"),
    (b"[{", "JSON"),
)
_SPANISH = set("áéíóúüñÁÉÍÓÚÜÑ¿¡“”‘’–—…«»°ºª€")
_ESCAPED = re.compile("[\udc80-\udcff]")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


@dataclass(frozen=True)
class Decoded:
    """The text of a file, its lines ending in a line feed.

    mixed_line: first line that was not in the encoding of the others; 0 where all were.
    mojibake_line: first line where accents were mended ("Â¿" is "¿"); 0 where none were.
    mojibake_count: how many lines were mended.
    """

    text: str
    encoding: str
    mixed_line: int = 0
    mojibake_line: int = 0
    mojibake_count: int = 0


class NotText(Exception):
    """The bytes are no text in any encoding known here."""


def decode(data: bytes) -> Decoded:
    """Return the text of a file.

    Raises NotText for binary files.
    """
    text, encoding, mixed_line = _to_text(data)
    text = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if len(_CONTROLS.findall(text)) * 20 > len(text):
        raise NotText
    mended, count, line = mend_mojibake(text)
    return Decoded(mended, encoding, mixed_line, line, count)


def mend_mojibake(text: str) -> tuple[str, int, int]:
    """Return the text with UTF-8 that was read as cp1252 undone, lines mended, the first of them.

    >>> mend_mojibake("Â¿CuÃ¡nto?")
    ('¿Cuánto?', 1, 1)
    """
    if not _MOJIBAKE.search(text):
        return text, 0, 0
    lines = text.split("\n")
    mended = [_mend(line) for line in lines]
    changed = [i for i, (old, new) in enumerate(zip(lines, mended, strict=True), 1) if old != new]
    return "\n".join(mended), len(changed), changed[0] if changed else 0


def _mend(line: str) -> str:
    for _ in range(3):  # some files went through it twice
        better = _MOJIBAKE.sub(_decoded_match, line)
        if better == line:
            break
        line = better
    return line


def _decoded_match(match: re.Match[str]) -> str:
    raw = bytes(_BYTE_OF.get(character, ord(character)) for character in match[0])
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return match[0]


def other_format(data: bytes, name: str) -> str:
    """Return what a file that is not plain text is ("PDF", "DOCX", "SPREADSHEET", …), or "".

    Formats that are written as text have names too: "HTML", "XML", "JSON", "RTF".
    """
    if data.startswith(b"\xd0\xcf\x11\xe0"):  # Office before 2007
        ending = PurePath(name).suffix.lower()
        return ending[1:].upper() if ending in (".doc", ".ppt", ".msg") else "SPREADSHEET"
    if data.startswith(b"PK\x03\x04"):
        if b"xl/" in data or b"opendocument.spreadsheet" in data[:200]:
            return "SPREADSHEET"
        return "DOCX" if b"word/" in data else "ZIP"
    start = data[:100].lstrip().lower()
    found = (
        kind for mark, kind in _OTHER_FORMATS if data.startswith(mark) or start.startswith(mark)
    )
    return next(found, "")


def _to_text(data: bytes) -> tuple[str, str, int]:
    encoding = next((known for mark, known in _BOMS if data.startswith(mark)), _unmarked(data))
    if encoding != "utf-8":
        try:
            return data.decode(encoding), encoding, 0
        except UnicodeDecodeError as fault:
            raise NotText from fault
    try:
        return data.decode("utf-8"), "utf-8", 0
    except UnicodeDecodeError:
        return _legacy_text(data)


def _unmarked(data: bytes) -> str:
    """Return the encoding of a file without mark: UTF-16 shows in zeros at every other byte."""
    sample = data[:4000]
    if len(sample) >= 4 and sample.count(0) * 4 > len(sample):
        return "utf-16-be" if sample[::2].count(0) > sample[1::2].count(0) else "utf-16-le"
    return "utf-8"


def _legacy_text(data: bytes) -> tuple[str, str, int]:
    escaped = data.decode("utf-8", "surrogateescape")  # what is no UTF-8 becomes U+DC80..U+DCFF
    good, bad = _good_and_bad(escaped)
    if good * 20 > bad:
        lines = escaped.split("\n")
        first = next(i for i, line in enumerate(lines, 1) if _good_and_bad(line)[1])
        return "\n".join(_mended_escapes(line) for line in lines), "utf-8", first
    # Spreadsheets also offer "CSV (Macintosh)" and "CSV (MS-DOS)".
    readings = {"cp1252": _cp1252(data)} | {
        name: data.decode(name) for name in ("mac_roman", "cp850")
    }
    # The first wins a draw.
    best = max(readings, key=lambda name: _spanishness(readings[name][:200_000]))
    return readings[best], best, 0


def _good_and_bad(escaped: str) -> tuple[int, int]:
    """Return how many characters beyond ASCII are UTF-8 and how many bytes are not."""
    bad = len(_ESCAPED.findall(escaped))
    return len(_BEYOND_ASCII.findall(escaped)) - bad, bad


def _mended_escapes(line: str) -> str:
    good, bad = _good_and_bad(line)
    if good >= bad:
        return line.translate(_UNESCAPED) if bad else line
    return _cp1252(line.encode("utf-8", "surrogateescape"))


def _cp1252(data: bytes) -> str:
    return data.decode("latin-1").translate(_CP1252)


def _spanishness(text: str) -> int:
    return sum(1 if character in _SPANISH else -1 for character in text if ord(character) > 127)
