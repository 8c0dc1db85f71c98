"""Score the inspection of records on our own dictionary with faults planted in it."""

from collections import Counter
from collections.abc import Sequence

from core.config import ASSETS
from core.lexicon.findings import Inspection
from core.lexicon.sides import lean
from core.metrics.interval import Interval, wilson
from core.prompts.records import Record
from core.retrieval.faq_file import load_faq
from core.tasks.export_records import export_records
from core.tasks.inspect_records import inspect_records
from training.planted import Planted, plant

_LONG = {"near", "leak_near"}
_SPELLED = {"stray_symbol", "hyphenation", "mixed_letters", "inner_capital", "torn_word"}


def clean_records() -> list[Record]:
    """Return our dictionary and phrasebook both ways, and the questions and answers of our FAQ."""
    records = export_records()
    faq = load_faq(ASSETS / "faq" / "faq.csv").rows
    return records + [Record("Pregunta:", row.question, row.answer) for row in faq]


def fits(kind: str, record: Record) -> bool:
    """Return whether a record can bear a fault of a kind so that a reader would see it."""
    pair = record.instruction != "Pregunta:"
    if kind in _LONG:
        told = record.entry.split()
        return len(told) >= 4 and any(len(word) >= 5 and word.isalpha() for word in told)
    if kind == "mojibake":
        return not record.entry.isascii()
    if kind in _SPELLED:
        words = record.output.split(" ")
        return all(len(word) >= 5 and word.isalpha() for word in words)
    if kind == "wrong_language":
        return pair
    if kind in ("flipped", "foreign_letter"):
        return pair and abs(lean(record.entry) - lean(record.output)) == 2
    return True


def score(
    clean: Sequence[Record], each: int, seed: int
) -> tuple[dict[str, float], dict[str, Interval], dict[str, int], dict[str, float]]:
    """Return metrics, intervals, counts, and recall by kind."""
    planted = plant(clean, fits, each, seed)
    inspection = inspect_records(planted.records, planted.test)
    hits, asked, any_kind = found(planted, inspection)
    clean_rows = len(planted.records) - len(planted.touched)
    alarmed = {row for one in inspection.findings for row in one.rows} - planted.touched
    total = sum(asked.values())
    metrics = {
        "recall": sum(hits.values()) / total,
        "recall_any_kind": any_kind / total,
        "false_alarms": len(alarmed) / clean_rows,
    }
    ci95 = {
        "recall": wilson(sum(hits.values()), total),
        "recall_any_kind": wilson(any_kind, total),
        "false_alarms": wilson(len(alarmed), clean_rows),
    }
    counts = {"planted": total, "kinds": len(asked), "clean_rows": clean_rows}
    return metrics, ci95, counts, {kind: hits[kind] / asked[kind] for kind in asked}


def found(planted: Planted, inspection: Inspection) -> tuple[Counter[str], Counter[str], int]:
    """Return per kind how many faults were found and planted, and how many were seen at all."""
    by_kind = {(one.kind, row) for one in inspection.findings for row in one.rows}
    seen = {row for _, row in by_kind}
    hits = Counter(kind for kind, row in planted.faults if (kind, row) in by_kind)
    asked = Counter(kind for kind, _ in planted.faults)
    return hits, asked, sum(row in seen for _, row in planted.faults)
