"""Fine-tuning runs for Kichwa side by side: those that URKU published and our own."""

import csv
from dataclasses import astuple, dataclass, fields
from functools import cache
from pathlib import Path
from typing import Literal, cast, get_args

from core.config import ASSETS
from core.storage.spreadsheet import csv_bytes, neutral

Origin = Literal["published", "ours"]
PATH = ASSETS / "kichwa" / "experiments.csv"


@dataclass(frozen=True)
class Run:
    """One run and one of its results; "" and None where it was not told.

    origin: "published" by others on their own questions, or "ours", which a command repeats.
    alpha, rank, projections, learning_rate: of the LoRA adapter; loss: nats per answer token.
    score: of the benchmark, 0–1, or 0–100 for chrF++; low, high: its 95 % interval.
    bound: "at most" where only a bound was published.
    source: where the figures are from.
    """

    origin: Origin
    project: str
    model: str
    data: str
    alpha: float | None
    rank: int | None
    projections: str
    learning_rate: float | None
    steps: int | None
    loss: float | None
    benchmark: str
    bound: str
    score: float
    low: float | None
    high: float | None
    n: int | None
    source: str


COLUMNS = tuple(field.name for field in fields(Run))
_WHOLE = {"rank", "steps", "n"}
_REAL = {"alpha", "learning_rate", "loss", "score", "low", "high"}


def _value(name: str, cell: str) -> str | float | int | None:
    if name in _WHOLE | _REAL:
        if not cell:
            return None
        return int(cell) if name in _WHOLE else float(cell)
    return cell


def _run(row: dict[str, str]) -> Run:
    values = {name: _value(name, row[name]) for name in COLUMNS}
    if values["origin"] not in get_args(Origin) or values["score"] is None:
        raise ValueError(f"no run: {row}")
    if not (values["model"] and values["benchmark"] and values["source"]):
        raise ValueError(f"a run without model, benchmark or source: {row}")
    return Run(**cast(dict[str, str], values))  # type: ignore[arg-type]


def read_runs(path: Path) -> tuple[Run, ...]:
    """Return the runs of a CSV file.

    Raises ValueError for another file, or a row that is no run.
    """
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise ValueError(f"{path.name} has other columns than {', '.join(COLUMNS)}")
        return tuple(_run(row) for row in reader)


def as_rows(runs: tuple[Run, ...]) -> list[list[str]]:
    """Return a heading and the runs as cells."""
    cells = [["" if cell is None else f"{cell}" for cell in astuple(run)] for run in runs]
    return [list(COLUMNS), *cells]


@cache
def experiments() -> tuple[Run, ...]:
    """Return the runs that ship with the suite, the published ones first."""
    return tuple(sorted(read_runs(PATH), key=lambda run: run.origin != "published"))


def export_csv(separator: str = ";") -> bytes:
    """Return the table as CSV (UTF-8 with byte-order mark), safe to open in spreadsheets."""
    rows = [[neutral(cell) for cell in row] for row in as_rows(experiments())]
    return csv_bytes(rows, separator)
