"""A digitised dictionary page (copied from a PDF, or read by a scanner) as clean entries."""

import io
from dataclasses import dataclass
from pathlib import PurePath

from core.errors import UserError
from core.lexicon.damage import Known
from core.lexicon.dictionary import Dictionary, Direction, read_entries
from core.lexicon.page_articles import (
    Article,
    as_dictionary,
    find_articles,
    join_hyphens,
    mend_article,
    mend_labels,
)
from core.lexicon.page_columns import (
    Line,
    Repair,
    in_reading_order,
    pages,
    without_running_heads,
)
from core.storage.file_text import NotText, decode, other_format

MAX_PAGES = 400
MAX_CHARS = 5_000_000
_IMAGES = {"PNG", "JPEG"}


@dataclass(frozen=True)
class PageReport:
    """What came of a digitised text.

    layouts: how each page was printed ("one", "side by side", "interleaved").
    unread: lines and parts of articles that no entry came of, with their page and line.
    """

    dictionary: Dictionary
    repairs: tuple[Repair, ...]
    layouts: tuple[str, ...]
    unread: tuple[Line, ...]


def read_page(text: str, known: Known, direction: Direction | None = None) -> PageReport:
    """Return the entries of a dictionary's pages, with every repair and what could not be read.

    known: whether a word, in lower case, is one of either language.
    Raises UserError for a text that is too long.
    """
    if len(text) > MAX_CHARS:
        raise UserError("error.too_long", length=len(text), limit=MAX_CHARS)
    book, repairs = without_running_heads(pages(text))
    lines: list[Line] = []
    layouts: list[str] = []
    for page in book:
        ordered, layout = in_reading_order(page)
        layouts.append(layout)
        lines += ordered
    lines, joined = join_hyphens(lines, known)
    mended = [mend_labels(line) for line in lines]
    articles, heads, unread = find_articles([line for line, _ in mended])
    whole = [mend_article(article, known) for article in articles]
    told = read_entries(as_dictionary(article for article, _ in whole), direction)
    for found in (joined, *(more for _, more in mended), heads, *(more for _, more in whole)):
        repairs += found
    repairs += _heads_mended([article for article, _ in whole], told)
    return PageReport(
        told,
        tuple(sorted(repairs, key=lambda repair: (repair.page, repair.line))),
        tuple(layouts),
        (*unread, *_parts_unread([article for article, _ in whole], told)),
    )


def read_page_file(
    data: bytes, name: str, known: Known, direction: Direction | None = None
) -> PageReport:
    """Return the entries of a text file or of the text of a PDF.

    Raises UserError for pictures, for PDF without text, and for what is too long or cannot be read.
    """
    name = PurePath(name).name
    kind = other_format(data, name)
    if kind in _IMAGES:
        raise UserError("error.page_images", name=name)
    if kind == "PDF":
        return read_page(_pdf_text(data, name), known, direction)
    try:
        if kind:
            raise NotText
        text = decode(data).text
    except NotText as fault:
        raise UserError("error.document_unreadable", name=name) from fault
    return read_page(text, known, direction)


def _heads_mended(articles: list[Article], told: Dictionary) -> list[Repair]:
    """Return the heads that lost their beginning and got it back."""
    mended = told.report.mended
    return [
        Repair(article.page, article.line, "torn_head", article.head, mended[article.head])
        for article in articles
        if article.head in mended
    ]


def _parts_unread(articles: list[Article], told: Dictionary) -> list[Line]:
    unread: list[Line] = []
    for article in {article.head: article for article in reversed(articles)}.values():
        parts = [f"{article.head}: {part}" for part in told.report.unread.get(article.head, [])]
        if reason := told.report.dropped.get(article.head):
            parts.append(f"{article.head} {article.value} ({reason})")
        unread += [Line(article.page, article.line, part) for part in parts]
    return sorted(unread, key=lambda line: (line.page, line.number))


def _pdf_text(data: bytes, name: str) -> str:
    """Return the text of a PDF, laid out as printed, with form feeds between pages."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(data))
        if len(reader.pages) > MAX_PAGES:
            raise UserError("error.page_many", name=name, limit=MAX_PAGES)
        told: list[str] = []
        for page in reader.pages:
            told.append(page.extract_text(extraction_mode="layout"))
            if sum(map(len, told)) > MAX_CHARS:
                break  # `read_page` refuses it; a small file may unpack to endless text
    except (PyPdfError, OSError, ValueError, KeyError, TypeError, AttributeError, IndexError,
            RecursionError, NotImplementedError, AssertionError) as fault:  # fmt: skip
        raise UserError("error.document_unreadable", name=name) from fault
    text = "\f".join(told)
    if not any(letter.isalpha() for letter in text):
        raise UserError("error.page_images", name=name)
    return text
