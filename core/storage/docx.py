"""The lines of text in a Word document (.docx), to read and to replace; everything else stays.

A line is what stands between two breaks or tabs of one paragraph; its letters may lie in several
runs. A new line takes the look of the run that had most of the old one.
Source: ECMA-376, Office Open XML, part 1, §17.3.
"""

import io
import shutil
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from lxml import etree

MAX_PARTS = 5000
MAX_UNPACKED = 200 * 2**20
MAX_XML = 60 * 2**20
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_BREAKS = {f"{_W}{name}" for name in ("br", "cr", "tab", "ptab", "p")}
_BODY = "word/document.xml"
_OTHERS = ("word/header", "word/footer", "word/footnotes", "word/endnotes")
_NOT_XML = str.maketrans(
    dict.fromkeys([*range(9), 11, 12, *range(14, 32), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF])
)
_BROKEN = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    etree.XMLSyntaxError,
    OSError,
    ValueError,
    RuntimeError,  # a document with a password
    NotImplementedError,
    EOFError,
)


class BadDocument(Exception):
    """The file is no Word document that can be read safely."""


def read_lines(data: bytes) -> list[str]:
    """Return the lines of a document: its body, headers, footers and notes.

    Raises BadDocument for what is broken, locked, far larger unpacked than packed, or defines
    entities.
    """
    with _opened(data) as package:
        return [
            "".join(part.text or "" for part in line)
            for name in _texts(package)
            for line in _lines(_parse(package, name))
        ]


def write_lines(data: bytes, lines: Iterable[str], path: Path) -> None:
    """Write the document with other lines, as many as `read_lines` returns.

    Raises BadDocument as `read_lines` does, ValueError when there are fewer lines.
    """
    following = iter(lines)
    with _opened(data) as package, zipfile.ZipFile(path, "w") as out:
        changed = {name: _replaced(package, name, following) for name in _texts(package)}
        for info in package.infolist():
            if info.filename in changed:
                out.writestr(info, changed[info.filename], zipfile.ZIP_DEFLATED)
                continue
            with package.open(info) as source, out.open(info, "w") as target:
                shutil.copyfileobj(source, target)


def _opened(data: bytes) -> zipfile.ZipFile:
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
        _check(package)
    except _BROKEN as fault:
        raise BadDocument from fault
    return package


def _check(package: zipfile.ZipFile) -> None:
    parts = package.infolist()
    names = [part.filename for part in parts]
    if _BODY not in names or "[Content_Types].xml" not in names or len(set(names)) < len(names):
        raise BadDocument
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise BadDocument
    if any(part.file_size > MAX_XML for part in parts if part.filename.endswith(".xml")):
        raise BadDocument
    if package.testzip() is not None:
        raise BadDocument


def _texts(package: zipfile.ZipFile) -> list[str]:
    """Return the names of the parts that hold text, the body first."""
    others = (name for name in package.namelist() if name.startswith(_OTHERS))
    return [_BODY, *sorted(name for name in others if name.endswith(".xml"))]


def _parse(package: zipfile.ZipFile, name: str) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(package.read(name), parser)
    except _BROKEN as fault:
        raise BadDocument from fault
    tree = root.getroottree()
    if tree.docinfo.doctype or tree.docinfo.internalDTD is not None:
        raise BadDocument  # no program that writes documents defines entities
    return root


def _lines(root: Any) -> Iterator[list[Any]]:
    """Yield the text elements of each line in order; lines without any are none."""
    for paragraph in root.iter(f"{_W}p"):
        line: list[Any] = []
        for element in _own(paragraph):
            if element.tag == f"{_W}t":
                line.append(element)
            elif line:
                yield line
                line = []
        if line:
            yield line


def _own(paragraph: Any) -> Iterator[Any]:
    """Yield texts and breaks of a paragraph, without those of text boxes inside it."""
    pending = list(reversed(paragraph))
    while pending:
        element = pending.pop()
        if element.tag == f"{_W}t" or element.tag in _BREAKS:
            yield element
        elif isinstance(element.tag, str):
            pending.extend(reversed(element))


def _replaced(package: zipfile.ZipFile, name: str, following: Iterator[str]) -> bytes:
    root = _parse(package, name)
    for line in _lines(root):
        text = next(following, None)
        if text is None:
            raise ValueError("fewer lines than the document has")
        _put(line, text)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _put(line: Sequence[Any], text: str) -> None:
    if "".join(part.text or "" for part in line) == text:
        return
    chief = max(line, key=lambda part: len(part.text or ""))
    for part in line:
        part.text = ""
    chief.text = text.translate(_NOT_XML)
    chief.set(_SPACE, "preserve")
