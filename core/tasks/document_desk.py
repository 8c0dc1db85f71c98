"""Documents that visitors have translated: queued, stopped, taken up again, also after a restart.

Each document is a folder (see `core.tasks.translate_document`) beside a note of what was asked.
Its id is a random number; whoever knows it may go on with the document, nobody else.
"""

import json
import re
import secrets
import shutil
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from core.errors import UserError
from core.storage.faults import told_to_visitor
from core.tasks.document_work import Line, State, Work, read_journal
from core.tasks.translate_document import DocumentJob, Translate, create, open_job
from core.translation.result import Direction

AT_ONCE = 1  # on two cores, a second document would take the visitors' share
MOST_WAITING = 20
MOST_KNOWN = 100  # of those that are at rest the folder tells as much
_NOTE = "asked.json"
_DAY_S = 86_400.0


@dataclass(frozen=True)
class Status:
    """How far a document is.

    before: documents that are translated earlier, while it waits.
    badges: lines per engine; what was copied stands under "".
    left_s: seconds until it is done, at its speed so far; None while that is unknown.
    problem: why it failed.
    """

    id: str
    name: str
    state: State
    done: int
    total: int
    before: int = 0
    badges: Mapping[str, int] = field(default_factory=dict)
    last: tuple[Line, ...] = ()
    left_s: float | None = None
    problem: UserError | None = None


class Desk:
    """The documents of this server, in the folders under `folder`.

    translators: gives for a direction (None: that of each line) what translates a line.
    """

    def __init__(self, folder: Path, translators: Callable[[Direction | None], Translate]) -> None:
        self._folder = folder
        self._translators = translators
        self._works: dict[str, Work] = {}
        self._order: list[str] = []
        self._lock = threading.Lock()
        self._pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="document")

    def add(
        self,
        data: bytes,
        name: str,
        direction: Direction | None,
        column: str | int | None = None,
        headings: tuple[str, ...] = ("traducción", "origen"),
    ) -> str:
        """Return the id of a new document, which is translated as soon as its turn comes.

        Raises UserError when it cannot be read or kept, or too many wait.
        """
        self._check_room()
        number = secrets.token_hex(16)
        folder = self._folder / number
        with told_to_visitor():
            folder.mkdir(parents=True)
            try:
                (folder / _NOTE).write_text(json.dumps({"direction": direction}), "utf-8")
                create(folder, data, name, column, headings)
            except BaseException:
                shutil.rmtree(folder, ignore_errors=True)
                raise
        self.resume(number)
        return number

    def resume(self, number: str) -> None:
        """Go on with a document that was stopped, by a visitor or with the server.

        Raises UserError when it is gone, or too many wait.
        """
        with self._lock:
            known = self._works.get(number)
            if known is not None and known.state in ("waiting", "running"):
                known.stopping.clear()
                return
        self._check_room()
        job, direction = self._open(number)
        work = Work(job, self._translators(direction))
        with self._lock:
            self._works[number] = work
            self._order = [*(one for one in self._order if one != number), number]
            self._forget_oldest()
        self._pool.submit(work.start)

    def stop(self, number: str) -> None:
        """Stop a document after the line that is being translated."""
        with self._lock:
            work = self._works.get(number)
        if work is not None:
            work.stopping.set()

    def status(self, number: str) -> Status:
        """Return how far a document is.

        Raises UserError when it is gone.
        """
        with self._lock:
            works = {one: self._works[one] for one in self._order}
        work = works.get(number)
        if work is None:
            job, _ = self._open(number)
            done, badges, last = read_journal(job)
            state: State = "done" if done >= job.total else "stopped"
            return Status(number, job.name, state, done, job.total, 0, badges, tuple(last))
        state = "stopped" if work.state == "waiting" and work.stopping.is_set() else work.state
        order = list(works)
        earlier = order[: order.index(number)] if state == "waiting" else []
        before = sum(works[one].state in ("waiting", "running") for one in earlier)
        counted = dict(work.badges)
        return Status(
            number,
            work.job.name,
            state,
            work.done,
            work.job.total,
            before,
            counted,
            tuple(work.last),
            work.left_s(),
            work.problem,
        )

    def job(self, number: str) -> DocumentJob:
        """Return a document, for its results.

        Raises UserError when it is gone.
        """
        return self._open(number)[0]

    def delete(self, number: str) -> None:
        """Delete a document and its translation for good."""
        folder = self._open(number)[0].folder
        self.stop(number)
        with self._lock:
            self._works.pop(number, None)
            self._order = [one for one in self._order if one != number]
        shutil.rmtree(folder, ignore_errors=True)

    def purge(self, days: int) -> None:
        """Delete the documents that nobody went on with for so many days."""
        for folder in self._folder.glob("*"):
            files = [path.stat().st_mtime for path in folder.glob("*")]
            if _is_id(folder.name) and time.time() - max(files, default=0.0) > days * _DAY_S:
                shutil.rmtree(folder, ignore_errors=True)

    def _open(self, number: str) -> tuple[DocumentJob, Direction | None]:
        if not _is_id(number):
            raise UserError("error.document_gone")
        job = open_job(self._folder / number)
        try:
            asked = json.loads((self._folder / number / _NOTE).read_text("utf-8"))["direction"]
        except (OSError, ValueError, KeyError, TypeError) as fault:
            raise UserError("error.document_gone") from fault
        return job, asked if asked in ("es-qu", "qu-es") else None

    def _forget_oldest(self) -> None:
        """Keep few documents in memory; call it with the lock."""
        busy = ("waiting", "running")
        rested = [one for one in self._order if self._works[one].state not in busy]
        for number in rested[: max(0, len(self._order) - MOST_KNOWN)]:
            del self._works[number]
            self._order.remove(number)

    def _check_room(self) -> None:
        with self._lock:
            waiting = sum(work.state == "waiting" for work in self._works.values())
        if waiting >= MOST_WAITING:
            raise UserError("work.documents_full", waiting=waiting)


def _is_id(number: object) -> bool:
    return isinstance(number, str) and re.fullmatch(r"[0-9a-f]{32}", number) is not None
