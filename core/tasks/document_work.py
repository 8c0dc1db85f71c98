"""One document on its way through a server: how far it is, by which engines, and how fast."""

import json
import logging
import threading
import time
from collections import Counter, OrderedDict, deque
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from core.errors import UserError
from core.tasks.document_files import Told
from core.tasks.translate_document import UNTRANSLATED, DocumentJob, Progress, Translate, run

log = logging.getLogger(__name__)

State = Literal["waiting", "running", "stopped", "done", "failed"]
LAST_LINES = 8
_REMEMBERED = 2048


@dataclass(frozen=True)
class Line:
    """A translated line; badge: its engine, "" for what needs no translation."""

    source: str
    target: str
    badge: str


class Work:
    """A document on this server: how it is done, and what is known of its progress."""

    def __init__(self, job: DocumentJob, translate: Translate) -> None:
        self.job = job
        self.state: State = "waiting"
        self.stopping = threading.Event()
        self.problem: UserError | None = None
        self.done, self.badges, self.last = read_journal(job)
        self._translate = translate
        self._began = (0.0, self.done)
        self._told: OrderedDict[str, str] = OrderedDict()

    def start(self) -> None:
        """Translate until all is done, or somebody stops it."""
        if self.stopping.is_set():
            self.state = "stopped"
            return
        self.state = "running"
        self._began = (time.monotonic(), self.done)
        try:
            with closing(run(self.job, self._ask)) as steps:  # type: ignore[type-var]
                for step in steps:
                    self._count(step)
                    if self.stopping.is_set():
                        break
            self.state = "done" if self.done >= self.job.total else "stopped"
        except UserError as fault:
            self.problem, self.state = fault, "failed"
        except Exception:
            log.exception("a document cannot be translated")
            self.problem, self.state = UserError("work.document_failed"), "failed"
        finally:
            self._told.clear()

    def left_s(self) -> float | None:
        """Return the seconds until it is done."""
        since, before = self._began
        if self.state != "running" or self.done <= before:
            return None
        return (time.monotonic() - since) / (self.done - before) * (self.job.total - self.done)

    def _ask(self, line: str) -> Told:
        try:
            told = self._translate(line)
        except UserError:
            self._told[line] = UNTRANSLATED.badge
            raise
        self._told[line] = told.badge
        return told

    def _count(self, step: Progress) -> None:
        found = dict.fromkeys(self._badge(line.strip()) for line in step.line.split("\n"))
        badge = " / ".join(filter(None, found))
        self.done = step.done
        self.badges[badge] += 1
        self.last.append(Line(step.line, step.told, badge))

    def _badge(self, line: str) -> str:
        """Return by which engine a line was translated; what is asked for stays remembered."""
        if line not in self._told:
            return ""
        self._told.move_to_end(line)
        while len(self._told) > _REMEMBERED:
            self._told.popitem(last=False)
        return self._told[line]


def read_journal(job: DocumentJob) -> tuple[int, Counter[str], deque[Line]]:
    """Return how many lines are done, their badges, and the last of them."""
    badges: Counter[str] = Counter()
    last: deque[tuple[str, str, int]] = deque(maxlen=LAST_LINES)
    done = 0
    path = job.folder / "journal.jsonl"
    if path.exists():
        with path.open(encoding="utf-8") as file:
            for packed in file:
                if not packed.endswith("\n"):
                    break  # torn by a crash; the next run drops it
                text, badge = json.loads(packed)
                badges[badge] += 1
                last.append((text, badge, done))
                done += 1
    sources = _lines_from(job, last[0][2] if last else 0, len(last))
    shown = (
        Line(source, text, badge) for source, (text, badge, _) in zip(sources, last, strict=False)
    )
    return done, badges, deque(shown, maxlen=LAST_LINES)


def _lines_from(job: DocumentJob, first: int, count: int) -> list[str]:
    with (job.folder / "lines.jsonl").open(encoding="utf-8") as file:
        return [json.loads(packed) for packed in islice(file, first, first + count)]
