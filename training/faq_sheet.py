"""Sheets of test questions, and what an assistant's search makes of them."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.errors import UserError
from core.retrieval.faq import Faq


@dataclass(frozen=True)
class Asked:
    """One test question; `row` is the position of the right row, None where it must be refused."""

    question: str
    row: int | None
    kind: str = ""


@dataclass(frozen=True)
class Outcome:
    """What came out, one entry per question.

    right: position of the right row or −1. top: positions of the best rows, [question, 3].
    probability: calibrated, in 0–1, that the first of them is right. coverage: that the FAQ is
    about the question; refusal goes by it.
    """

    right: NDArray[np.int64]
    top: NDArray[np.int64]
    probability: NDArray[np.float64]
    coverage: NDArray[np.float64]
    kind: tuple[str, ...]

    @property
    def answerable(self) -> NDArray[np.bool_]:
        """Return which questions the FAQ answers."""
        return np.asarray(self.right >= 0)

    @property
    def correct(self) -> NDArray[np.bool_]:
        """Return where the best row is the right one."""
        return np.asarray(self.answerable & (self.top[:, 0] == self.right))


def read_sheet(path: Path, faq: Faq) -> list[Asked]:
    """Return the questions of a CSV with columns `question,row_id` and perhaps `kind`.

    `row_id` is the row's id (its number in the file), or its question; empty: must be refused.
    Raises UserError for a missing column or a row that the FAQ lacks.
    """
    by_name = {row.question: at for at, row in enumerate(faq.rows)}
    by_name |= {row.id: at for at, row in enumerate(faq.rows)}
    with path.open(encoding="utf-8-sig", newline="") as lines:
        heading = lines.readline()
        lines.seek(0)
        reader = csv.DictReader(lines, delimiter=max(",;\t", key=heading.count))
        if not {"question", "row_id"} <= set(reader.fieldnames or ()):
            raise UserError("error.sheet_columns", file=path.name, columns="question,row_id")
        sheet = []
        for line in reader:
            wanted = (line["row_id"] or "").strip()
            if wanted and wanted not in by_name:
                raise UserError("error.sheet_row", file=path.name, row=wanted)
            sheet.append(
                Asked(line["question"], by_name[wanted] if wanted else None, line.get("kind") or "")
            )
    return sheet


def outcome(
    asked: Sequence[Asked], results: Iterable[tuple[float, float, Sequence[int]]]
) -> Outcome:
    """Return the outcome of (probability, coverage, best row positions) per question."""
    probabilities, coverages, tops = [], [], []
    for probability, coverage, positions in results:
        probabilities.append(probability)
        coverages.append(coverage)
        tops.append((*positions, -2, -2, -2)[:3])
    return Outcome(
        np.array([-1 if a.row is None else a.row for a in asked]),
        np.array(tops).reshape(-1, 3),
        np.array(probabilities),
        np.array(coverages),
        tuple(a.kind for a in asked),
    )
