"""Translate a document line by line, as work that can be stopped and taken up again.

A job is a folder: what was asked (job.json), the document (input.*), its lines (lines.jsonl), and
a journal to which each translated line is added. Whatever happens, the journal holds all lines that
were counted as done, and the result is the same as if nothing had happened.
"""

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path, PurePath
from typing import IO

from core.errors import UserError
from core.storage.faults import told_to_visitor
from core.storage.lock import Held, hold
from core.tasks.document_files import (
    Layout,
    Told,
    find_layout,
    lines,
    write_badges,
    write_translated,
)

Translate = Callable[[str], Told]
UNTRANSLATED = Told("", "untranslated")
COPIED = ""
_SAVED_EVERY = 50
_REMEMBERED = 512


@dataclass(frozen=True)
class Progress:
    """How far a job is: lines done of all, and the latest."""

    done: int
    total: int
    line: str
    told: str


@dataclass(frozen=True)
class DocumentJob:
    """A document in its folder.

    headings: of the columns added to a table: of the translation, and of the badge where wanted.
    """

    folder: Path
    name: str
    layout: Layout
    total: int
    headings: tuple[str, ...]

    @property
    def input(self) -> Path:
        """Return where the document lies."""
        return self.folder / f"input{PurePath(self.name).suffix.lower()}"


def create(
    folder: Path,
    data: bytes,
    name: str,
    column: str | int | None = None,
    headings: tuple[str, ...] = ("traducción",),
) -> DocumentJob:
    """Return a new job; an older one in the folder is forgotten.

    column: of a table, by name or by number from 1. headings: names of the columns to add.
    Raises UserError when the document cannot be read, or the folder cannot be written.
    """
    name = PurePath(name.replace("\\", "/")).name
    layout = find_layout(data, name, column)
    with told_to_visitor():
        folder.mkdir(parents=True, exist_ok=True)
        for old in ("job.json", "journal.jsonl"):
            (folder / old).unlink(missing_ok=True)
        total = 0
        with (folder / "lines.jsonl").open("w", encoding="utf-8") as file:
            for line in lines(data, name, layout):
                file.write(json.dumps(line) + "\n")
                total += 1
        job = DocumentJob(folder, name, layout, total, tuple(headings))
        _write_whole(job.input, data)
        plain = asdict(job) | {"folder": ""}
        # The last file to be written: a folder without it holds no job.
        _write_whole(folder / "job.json", json.dumps(plain).encode())
    return job


def open_job(folder: Path) -> DocumentJob:
    """Return the job of a folder, to go on with it.

    Raises UserError when there is none.
    """
    try:
        plain = json.loads((folder / "job.json").read_text(encoding="utf-8"))
        layout = Layout(**plain["layout"])
        return DocumentJob(folder, plain["name"], layout, plain["total"], tuple(plain["headings"]))
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise UserError("error.document_gone") from fault


def run(job: DocumentJob, translate: Translate) -> Iterator[Progress]:
    """Translate the lines that are left, yielding after each; closing the iterator stops.

    A line that `translate` refuses with a UserError stays as it is, marked "untranslated".
    Raises UserError when another process is at it, or the disk is full.
    """
    with told_to_visitor():
        try:
            lock = hold(job.folder)
        except Held as fault:
            raise UserError("error.document_running") from fault
        with lock:
            done = _recover(job.folder / "journal.jsonl")
            with (job.folder / "journal.jsonl").open("a", encoding="utf-8") as journal:
                try:
                    yield from _rest(job, lru_cache(_REMEMBERED)(translate), journal, done)
                finally:
                    _save(journal)


def result(job: DocumentJob) -> Path:
    """Return the translated document, written once all lines are done.

    Raises UserError when lines are left.
    """
    with told_to_visitor():
        if _recover(job.folder / "journal.jsonl") < job.total:
            raise UserError("error.document_unfinished")
        path = job.folder / f"output{job.input.suffix}"
        unfinished = path.with_name(path.name + ".tmp")
        told = _told(job)
        write_translated(
            job.input.read_bytes(), job.name, job.layout, told, unfinished, job.headings
        )
        unfinished.replace(path)
    return path


def badges(job: DocumentJob) -> Path:
    """Return a table of all lines, their translations and badges.

    Raises UserError when lines are left.
    """
    with told_to_visitor():
        if _recover(job.folder / "journal.jsonl") < job.total:
            raise UserError("error.document_unfinished")
        path = job.folder / "badges.csv"
        with (job.folder / "lines.jsonl").open(encoding="utf-8") as file:
            write_badges(map(json.loads, file), _told(job), path)
    return path


def _rest(
    job: DocumentJob, translate: Translate, journal: IO[str], done: int
) -> Iterator[Progress]:
    with (job.folder / "lines.jsonl").open(encoding="utf-8") as file:
        for number, packed in enumerate(file, 1):
            if number <= done:
                continue
            line = json.loads(packed)
            told = _translated(line, translate, heading=job.layout.header and number == 1)
            journal.write(json.dumps([told.text, told.badge]) + "\n")
            if number % _SAVED_EVERY == 0:
                _save(journal)
            yield Progress(number, job.total, line, told.text)


def _translated(text: str, translate: Translate, heading: bool) -> Told:
    """Return a cell or line translated, line by line; what has no letters is copied."""
    if heading:
        return Told(text, COPIED)
    told = [_one_line(line, translate) for line in text.split("\n")]
    found = dict.fromkeys(one.badge for one in told if one.badge)
    return Told("\n".join(one.text for one in told), " / ".join(found))


def _one_line(line: str, translate: Translate) -> Told:
    bare = line.strip()
    if not any(letter.isalpha() for letter in bare):
        return Told(line, COPIED)
    try:
        told = translate(bare)
    except UserError:
        return Told(line, UNTRANSLATED.badge)
    start = line.index(bare)
    text = " ".join(told.text.split("\n"))  # a line stays one line
    return Told(line[:start] + text + line[start + len(bare) :], told.badge)


def _recover(path: Path) -> int:
    """Return how many lines are done; drop a torn last line."""
    done = good = 0
    if not path.exists():
        return 0
    with path.open("rb+") as file:
        for packed in file:
            whole = packed.endswith(b"\n")
            try:
                Told(*json.loads(packed.removesuffix(b"\n") if whole else b""))
            except (ValueError, TypeError):
                file.truncate(good)
                break
            good += len(packed)
            done += 1
    return done


def _told(job: DocumentJob) -> Iterator[Told]:
    with (job.folder / "journal.jsonl").open(encoding="utf-8") as file:
        for packed in file:
            yield Told(*json.loads(packed))


def _save(file: IO[str]) -> None:
    file.flush()
    os.fsync(file.fileno())


def _write_whole(path: Path, data: bytes) -> None:
    unfinished = path.with_name(path.name + ".tmp")
    with unfinished.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
