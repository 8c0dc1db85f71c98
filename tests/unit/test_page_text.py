import time

import pytest

from core.errors import UserError
from core.lexicon.page_text import read_page, read_page_file
from core.tasks.read_dictionary_page import known
from tests.unit.pdf_file import pdf_file
from training.printed_pages import print_pages, recovered, scanned


def entries(text: str) -> dict[str, tuple[str, ...]]:
    return {entry.head: entry.senses for entry in read_page(text, known).dictionary.entries}


@pytest.mark.parametrize("direction", ["qu-es", "es-qu"])
@pytest.mark.parametrize("layout", ["one", "side by side", "interleaved", "sequential"])
def test_clean_pages_come_back_whole(layout: str, direction: str) -> None:
    printed = print_pages(200, layout, seed=1, direction=direction)
    report = read_page(printed.text, known)
    heads, senses = recovered(printed, report)
    assert heads >= 0.95
    assert senses >= 0.95
    assert {repair.kind for repair in report.repairs} >= {"running_head", "hyphen"}
    shown = "one" if layout == "sequential" else layout
    assert report.layouts.count(shown) >= 0.8 * len(report.layouts)


@pytest.mark.parametrize("direction", ["qu-es", "es-qu"])
def test_scanned_pages_mostly_come_back(direction: str) -> None:
    printed = print_pages(200, "side by side", seed=2, direction=direction)
    report = read_page(scanned(printed.text, 0.05), known)
    heads, senses = recovered(printed, report)
    assert heads >= 0.85
    assert senses >= 0.85
    assert {repair.kind for repair in report.repairs} >= {"mixed_letters", "inner_capital"}


def test_words_the_suite_does_not_know_come_back_too() -> None:
    printed = print_pages(200, "side by side", seed=3)
    report = read_page(printed.text, lambda word: False)
    assert min(recovered(printed, report)) >= 0.95


@pytest.mark.parametrize(
    ("text", "head", "senses"),
    [
        ("achik\n[ačix] s. luz, claridad.", "achik", ("luz", "claridad")),
        ("achik-\nmama [ačixmama] s. madrina.", "achikmama", ("madrina",)),
        ("achik[ačix]s.luz,claridad.", "achik", ("luz", "claridad")),
        ("achik (ačix} s. luz.", "achik", ("luz",)),
        ("achik [ačix] 5. luz.", "achik", ("luz",)),
        ("achik [ačix] s. clari-\ndad.", "achik", ("claridad",)),
        ("achik [ačix] s. clari-\n\n  37\n\fdad.", "achik", ("claridad",)),
        ("aknina [agnina] ad j. luz.", "aknina", ("luz",)),
        ("unaypi [unaypi] amz. s. luz.", "unaypi", ("luz",)),
        ("tullu [tužu] s. hue  so.", "tullu", ("hueso",)),
        ("killa [kiža] s. 1una.", "killa", ("luna",)),
    ],
)
def test_broken_articles_are_mended(text: str, head: str, senses: tuple[str, ...]) -> None:
    assert entries(text)[head] == senses


def test_every_repair_names_its_place() -> None:
    report = read_page("DICCIONARIO\nachik\n[ačix] s. clari-\ndad.\n 12 \n", known)
    told = {(repair.kind, repair.line) for repair in report.repairs}
    assert {("split_head", 2), ("hyphen", 3), ("running_head", 5)} <= told
    assert [line.text for line in report.unread] == ["DICCIONARIO"]


def test_homographs_and_regions_are_kept() -> None:
    text = "para [para] s. lluvia.\npara [para] amz. s. luz.\n"
    (entry,) = read_page(text, known).dictionary.entries
    assert entry.senses == ("lluvia", "luz")
    assert entry.regions == ("amz",)


def test_a_label_inside_an_article_begins_no_other() -> None:
    text = "lavar v. mayllana;\nropa s. takshana\nlazo s. wiski\nleche s. ñuñu\n"
    report = read_page(text, known, "es-qu")
    assert [entry.head for entry in report.dictionary.entries] == ["lavar", "lazo", "leche"]


def test_a_pdf_is_read_as_it_was_laid_out() -> None:
    printed = print_pages(60, "side by side", seed=4, direction="es-qu")
    data = pdf_file(*printed.text.split("\f"))
    report = read_page_file(data, "p.pdf", known)
    assert min(recovered(printed, report)) >= 0.95


@pytest.mark.parametrize(
    ("data", "name", "key"),
    [
        (pdf_file(""), "scan.pdf", "page_images"),
        (b"\x89PNG\r\n\x1a\n", "p.png", "page_images"),
        (b"\xff\xd8\xff\xe0", "p.jpg", "page_images"),
        (b"%PDF-1.7\nbroken", "p.pdf", "document_unreadable"),
        (pdf_file("hola")[:200], "p.pdf", "document_unreadable"),
        (pdf_file(*["a"] * 401), "p.pdf", "page_many"),
        (b"PK\x03\x04word/", "p.txt", "document_unreadable"),
        (bytes(range(32)) * 9, "p.txt", "document_unreadable"),
    ],
)
def test_other_files_are_refused_with_a_sentence(data: bytes, name: str, key: str) -> None:
    with pytest.raises(UserError, match=key):
        read_page_file(data, name, known)


def test_a_book_too_long_is_refused_and_not_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.lexicon.page_text.MAX_CHARS", 20)
    for data, name in ((b"lavar v. mayllana;\n" * 2, "p.txt"), (pdf_file(*["hola"] * 9), "p.pdf")):
        with pytest.raises(UserError, match="too_long"):
            read_page_file(data, name, known)


@pytest.mark.parametrize(
    "text",
    ["", "\f\f\f", "a" * 100_000, "a " * 50_000, "[" * 50_000, "a-\n" * 20_000, "s. " * 30_000,
     "a [b] s. c\n" * 5_000, "  x" * 40_000, "🦙\u202e\x00" * 9_000],
)  # fmt: skip
def test_hostile_pages_take_no_time_and_break_nothing(text: str) -> None:
    began = time.perf_counter()
    read_page(text, lambda word: False)
    assert time.perf_counter() - began < 5
