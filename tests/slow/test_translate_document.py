import gc
import tracemalloc
from pathlib import Path

import pytest

from core.tasks.document_files import Told
from core.tasks.translate_document import create, open_job, result, run
from tests.unit.word_file import paragraph, table, word_file
from tests.unit.word_file import run as text_run

pytestmark = pytest.mark.slow
LINES = [f"La señora {n} vive en la casa número {n} del pueblo" for n in range(10_000)]


def backwards(line: str) -> Told:
    return Told(line[::-1], "rules")


def documents() -> dict[str, bytes]:
    rows = "".join(f"{n};{line}\n" for n, line in enumerate(LINES))
    cells = [table(*LINES[5000 + at : 5010 + at]) for at in range(0, 5000, 10)]
    body = [paragraph(text_run(line)) for line in LINES[:5000]]
    return {
        "a.txt": "\n".join(LINES).encode(),
        "a.csv": rows.encode(),
        "a.docx": word_file(*body, *cells),
    }


@pytest.mark.parametrize("name", ["a.txt", "a.csv", "a.docx"])
def test_10_000_lines_take_steady_memory_and_survive_being_stopped(
    tmp_path: Path, name: str
) -> None:
    data = documents()[name]
    column = 2 if name == "a.csv" else None
    job = create(tmp_path / "whole", data, name, column=column)
    assert job.total == 10_000
    gc.collect()
    tracemalloc.start()
    steps, peaks = run(job, backwards), []
    for step in steps:
        if step.done % 2000 == 0:
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.reset_peak()
    tracemalloc.stop()
    assert max(peaks) < 2 * 2**20
    assert peaks[-1] < 1.2 * peaks[1]
    whole = result(job).read_bytes()

    parts = create(tmp_path / "parts", data, name, column=column)
    for stop_after in (1, 3333, 10_000):
        for number, _ in enumerate(steps := run(open_job(parts.folder), backwards), 1):
            if number == stop_after:
                steps.close()
    assert result(parts).read_bytes() == whole
