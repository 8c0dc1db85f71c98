import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from core.errors import UserError
from core.tasks.document_desk import Desk, Status
from core.tasks.document_files import Told
from core.tasks.translate_document import Translate, result
from core.translation.result import Direction

LINES = b"uno\n\n12.5\nno\nuno\ndos"


def loud(line: str) -> Told:
    if line == "no":
        raise UserError("error.too_long", length=1, limit=0)
    return Told(line.upper(), "memory" if line == "uno" else "rules")


def always(translate: Translate) -> Callable[[Direction | None], Translate]:
    return lambda _: translate


class Held:
    """Translates the first `free` lines at once, the others when let go."""

    def __init__(self, free: int) -> None:
        self.free = free
        self.reached, self.go = threading.Event(), threading.Event()

    def __call__(self, line: str) -> Told:
        self.free -= 1
        if self.free < 0:
            self.reached.set()
            self.go.wait(5)
        return loud(line)


def wait(desk: Desk, number: str, state: str) -> Status:
    for _ in range(400):
        if (told := desk.status(number)).state == state:
            return told
        time.sleep(0.005)
    raise AssertionError(f"{told.state} and not {state}")


def test_every_line_is_counted_with_its_engine(tmp_path: Path) -> None:
    desk = Desk(tmp_path, always(loud))
    number = desk.add(LINES, "a.txt", "es-qu")
    told = wait(desk, number, "done")
    assert (told.name, told.done, told.total) == ("a.txt", 6, 6)
    assert told.badges == {"memory": 2, "": 2, "untranslated": 1, "rules": 1}
    assert [(line.target, line.badge) for line in told.last][-3:] == [
        ("no", "untranslated"),
        ("UNO", "memory"),
        ("DOS", "rules"),
    ]
    assert result(desk.job(number)).read_text() == "UNO\n\n12.5\nno\nUNO\nDOS"


def test_another_server_knows_the_same(tmp_path: Path) -> None:
    desk = Desk(tmp_path, always(loud))
    number = desk.add(LINES, "a.txt", None)
    first = wait(desk, number, "done")
    later = Desk(tmp_path, always(loud)).status(number)
    assert (later.state, later.badges, later.last) == ("done", first.badges, first.last)


def test_stopped_document_goes_on_after_a_restart(tmp_path: Path) -> None:
    held = Held(2)
    desk = Desk(tmp_path, always(held))
    lines = "\n".join(f"línea {number}" for number in "abcdefgh").encode()
    number = desk.add(lines, "a.txt", "qu-es")
    assert held.reached.wait(5)
    assert desk.status(number).state == "running"
    desk.stop(number)
    held.go.set()
    assert wait(desk, number, "stopped").done == 3  # the line that was begun is finished
    asked: list[Direction | None] = []

    def translators(direction: Direction | None) -> Translate:
        asked.append(direction)
        return loud

    again = Desk(tmp_path, translators)
    assert (again.status(number).state, again.status(number).done) == ("stopped", 3)
    again.resume(number)
    assert wait(again, number, "done").badges == {"rules": 8}
    assert asked == ["qu-es"]
    assert result(again.job(number)).read_text("utf-8").splitlines()[7] == "LÍNEA H"


def test_one_at_a_time_and_the_others_are_told_how_many_are_before(tmp_path: Path) -> None:
    held = Held(0)
    desk = Desk(tmp_path, always(held))
    first = desk.add(b"uno", "a.txt", None)
    assert held.reached.wait(5)
    second, third = (desk.add(b"dos", f"{name}.txt", None) for name in "bc")
    told = desk.status(third)
    assert (told.state, told.before) == ("waiting", 2)
    desk.stop(second)
    assert desk.status(second).state == "stopped"
    held.go.set()
    wait(desk, third, "done")
    assert (desk.status(first).state, desk.status(second).done) == ("done", 0)


def test_too_many_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.tasks.document_desk.MOST_WAITING", 1)
    held = Held(0)
    desk = Desk(tmp_path, always(held))
    desk.add(b"uno", "a.txt", None)
    assert held.reached.wait(5)
    desk.add(b"uno", "b.txt", None)
    with pytest.raises(UserError, match="documents_full"):
        desk.add(b"uno", "c.txt", None)
    held.go.set()


def test_memory_holds_the_latest_and_the_folder_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.tasks.document_desk.MOST_KNOWN", 2)
    desk = Desk(tmp_path, always(loud))
    numbers = []
    for _ in range(4):
        numbers.append(desk.add(LINES, "a.txt", "es-qu"))
        wait(desk, numbers[-1], "done")
    (tmp_path / numbers[0] / "journal.jsonl").unlink()
    (tmp_path / numbers[3] / "journal.jsonl").unlink()
    assert desk.status(numbers[0]).done == 0  # read from its folder
    assert desk.status(numbers[3]).done == 6


def test_fault_of_an_engine_keeps_what_is_done(tmp_path: Path) -> None:
    def broken(line: str) -> Told:
        if line == "dos":
            raise RuntimeError("secret")
        return loud(line)

    desk = Desk(tmp_path, always(broken))
    number = desk.add(b"uno\nuno\ndos\nuno", "a.txt", None)
    told = wait(desk, number, "failed")
    assert told.done == 2
    assert told.problem is not None
    assert told.problem.key == "work.document_failed"
    again = Desk(tmp_path, always(loud))
    again.resume(number)
    assert wait(again, number, "done").done == 4


@pytest.mark.parametrize("number", ["", "../../etc", "0" * 32, "x" * 32])
def test_unknown_documents_are_gone(tmp_path: Path, number: str) -> None:
    desk = Desk(tmp_path / "documents", always(loud))
    for work in (desk.status, desk.resume, desk.delete, desk.job):
        with pytest.raises(UserError, match="document_gone"):
            work(number)


def test_unreadable_documents_leave_nothing(tmp_path: Path) -> None:
    desk = Desk(tmp_path, always(loud))
    with pytest.raises(UserError, match="document_kind"):
        desk.add(b"%PDF-1.7", "a.pdf", None)
    assert list(tmp_path.iterdir()) == []


def test_deleted_and_old_documents_leave_the_disk(tmp_path: Path) -> None:
    desk = Desk(tmp_path, always(loud))
    number, other = desk.add(b"uno", "a.txt", None), desk.add(b"dos", "b.txt", None)
    wait(desk, number, "done"), wait(desk, other, "done")
    desk.delete(number)
    assert [path.name for path in tmp_path.iterdir()] == [other]
    desk.purge(days=1)
    assert (tmp_path / other).exists()
    desk.purge(days=0)
    assert not (tmp_path / other).exists()
