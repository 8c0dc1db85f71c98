"""Evaluation commands for training records: inspect and pages."""

import argparse
from collections.abc import Callable

Result = dict[str, object]
Add = Callable[[str, Callable[[argparse.Namespace], Result], str], argparse.ArgumentParser]


def evaluate_inspect(options: argparse.Namespace) -> Result:
    """Return how many faults planted in our own records an inspection finds."""
    from training.score_inspection import clean_records, score

    metrics, ci95, counts, by_kind = score(clean_records(), options.each, options.seed)
    return {
        "metrics": metrics,
        "ci95": ci95,
        "n": counts,
        "baselines": {},
        "recall_by_kind": by_kind,
        "model": "core.lexicon.inspection",
        "data": ["our dictionary", "phrasebook and FAQ", "planted faults"],
    }


def evaluate_pages(options: argparse.Namespace) -> Result:
    """Return how much of dictionary pages printed from our own lexicon is read back."""
    from training.printed_pages import score

    metrics, ci95, counts = score(options.heads, options.seed)
    return {
        "metrics": metrics,
        "ci95": ci95,
        "n": counts,
        "baselines": {},
        "model": "core.lexicon.page_text",
        "data": ["pages printed from our dictionary"],
    }


def add_record_tasks(add: Add) -> None:
    """Add the two commands to the command line."""
    inspect = add("inspect", evaluate_inspect, "faults planted in training records")
    inspect.add_argument("--each", type=int, default=20, help="faults of each kind")
    inspect.add_argument("--seed", type=int, default=0)

    pages = add("pages", evaluate_pages, "digitised dictionary pages, clean and misread")
    pages.add_argument("--heads", type=int, default=400, help="articles per direction")
    pages.add_argument("--seed", type=int, default=0)
