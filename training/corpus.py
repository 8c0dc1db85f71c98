"""Running text that Llamita learns Spanish, English and Kichwa from, and what is held out of it."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, get_args

from core.text import clean
from training.parallel import killkan
from training.sources import source

TextLanguage = Literal["es", "en", "qu"]
LANGUAGES: tuple[TextLanguage, ...] = get_args(TextLanguage)
# Modern prose: Don Quijote's Spanish is four hundred years old.
_BOOKS: dict[TextLanguage, tuple[str, ...]] = {
    "es": (
        "es-la-regenta.txt",
        "es-marianela.txt",
        "es-pepita-jimenez.txt",
        "es-trafalgar.txt",
        "es-cuentos-de-amor-de-locura-y-de-muerte.txt",
    ),
    "en": (
        "en-alice-s-adventures-in-wonderland.txt",
        "en-grimms-fairy-tales.txt",
        "en-peter-pan.txt",
        "en-the-wonderful-wizard-of-oz.txt",
    ),
}
_HELD_OUT_SHARE = 0.03  # of each book, its end
_DOCUMENT_CHARS = 1200
_MARKUP = str.maketrans({"_": None, "’": "'", "‘": "'", "“": '"', "”": '"'})


def running_text(language: TextLanguage, heldout: bool = False) -> list[str]:
    """Return documents of about 1,200 characters, in order; held out: the end of each book.

    Kichwa is the radio drama killkan: chapters 1–15, held out chapter 16.
    Raises UserError where the public data are missing.
    """
    if language == "qu":
        return list(_join([pair.kichwa for pair in killkan(heldout)], " "))
    documents: list[str] = []
    for name in _BOOKS[language]:
        paragraphs = _paragraphs(source("text") / name)
        kept = _until(paragraphs, 1 - _HELD_OUT_SHARE)
        documents += _join(paragraphs[kept:] if heldout else paragraphs[:kept], "\n")
    return documents


def _paragraphs(path: Path) -> list[str]:
    """Return the paragraphs of a book in one line each, without front matter and markup."""
    text = clean(path.read_text(encoding="utf-8", errors="replace")).translate(_MARKUP)
    blocks = (" ".join(block.split()) for block in re.split(r"\n\s*\n", text))
    # Titles, addresses of the digital edition and rows of stars are no prose.
    return [block for block in blocks if len(block) >= 40 and "http" not in block]


def _until(paragraphs: list[str], share: float) -> int:
    """Return how many paragraphs hold `share` of the characters."""
    left = share * sum(map(len, paragraphs))
    for at, paragraph in enumerate(paragraphs):
        left -= len(paragraph)
        if left < 0:
            return at
    return len(paragraphs)


def _join(pieces: list[str], between: str) -> Iterator[str]:
    """Yield neighbouring pieces joined to documents."""
    document: list[str] = []
    size = 0
    for piece in pieces:
        document.append(piece)
        size += len(piece)
        if size >= _DOCUMENT_CHARS:
            yield between.join(document)
            document, size = [], 0
    if document:
        yield between.join(document)
