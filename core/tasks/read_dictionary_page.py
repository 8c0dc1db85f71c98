"""Turn a visitor's digitised dictionary page into entries and training records."""

from core.lexicon.dictionary import Direction
from core.lexicon.page_text import PageReport, read_page_file
from core.lexicon.records import pair_records
from core.prompts.records import Record
from core.tasks.inspect_records import vocabulary
from core.text import fold


def known(word: str) -> bool:
    """Return whether the suite knows a word, Kichwa or Spanish."""
    return fold(word) in vocabulary()


def read_dictionary_page(
    data: bytes, name: str, direction: Direction | None = None
) -> tuple[PageReport, list[Record]]:
    """Return what came of a text file or PDF, and its entries as records.

    Raises UserError for pictures, for PDF without text, and for what cannot be read.
    """
    report = read_page_file(data, name, known, direction)
    records = [
        record
        for entry in report.dictionary.entries
        for record in pair_records([(entry.head, ", ".join(entry.senses))], entry.direction)
    ]
    return report, records
