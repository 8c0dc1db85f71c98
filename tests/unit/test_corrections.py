import os
import re
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from core.errors import UserError
from core.storage.corrections import LIMIT_CHARS, Corrections
from core.storage.database import Database
from core.storage.migrate import known_steps
from tests.unit.storage_process import run_python, same


def hide_digits(text: str) -> str:
    return re.sub(r"\d{10}", "[cédula]", text)


@pytest.fixture
def database(tmp_path):
    database = Database(tmp_path / "rimana.sqlite")
    yield database
    database.close()


@pytest.fixture
def corrections(database):
    return Corrections(database, hide_digits)


def add(corrections, source="la casa", proposed="wasi", direction="es-qu", **more):
    return corrections.add(source, direction, "wasikuna", "rules", proposed, **more)


def test_a_correction_waits_until_a_teacher_signs_it(corrections):
    number = add(corrections, comment="es una sola", author=" Sisa  M. ")
    (found,) = corrections.find("pending")
    assert (found.id, found.source, found.machine, found.engine) == (
        number,
        "la casa",
        "wasikuna",
        "rules",
    )
    assert (found.proposed, found.comment, found.author) == ("wasi", "es una sola", "Sisa M.")
    assert (found.reviewer, found.reviewed) == ("", "")
    assert corrections.accepted("es-qu") == []
    corrections.review(number, "accepted", "Rosa")
    (signed,) = corrections.find("accepted")
    assert signed.reviewer == "Rosa"
    assert signed.reviewed >= signed.created
    assert corrections.counts() == {"pending": 0, "accepted": 1, "rejected": 0}


def test_accepted_pairs_serve_both_directions_once_each(corrections):
    for source, proposed, direction in [
        ("la casa", "wasi", "es-qu"),
        ("wasi", "la casa", "qu-es"),
        ("ñan", "camino", "qu-es"),
        ("perro", "allku", "es-qu"),
    ]:
        number = add(corrections, source, proposed, direction)
        corrections.review(number, "rejected" if source == "perro" else "accepted", "Rosa")
    assert corrections.accepted("es-qu") == [("camino", "ñan"), ("la casa", "wasi")]
    assert corrections.accepted("qu-es") == [("ñan", "camino"), ("wasi", "la casa")]


def test_a_later_verdict_replaces_an_earlier_one(corrections):
    number = add(corrections)
    corrections.review(number, "accepted", "Rosa")
    corrections.review(number, "rejected", "Inti")
    assert corrections.accepted("es-qu") == []
    assert corrections.find()[0].reviewer == "Inti"


def test_the_list_is_filtered_and_paged(corrections):
    ids = [add(corrections, f"texto {n}", f"killka {n}") for n in range(5)]
    add(corrections, "ñan", "camino", "qu-es")
    assert [c.id for c in corrections.find(direction="es-qu", limit=2, after=ids[1])] == ids[2:4]
    assert [c.source for c in corrections.find(contains="KILLKA 3")] == ["texto 3"]
    assert [c.source for c in corrections.find(direction="qu-es")] == ["ñan"]
    assert corrections.find(contains="%") == ()
    assert corrections.find(contains="'; DROP TABLE corrections; --") == ()


def test_what_cannot_be_stored_is_refused(corrections):
    for source, proposed in [("", "wasi"), ("casa", " \u200b\n"), ("\x00", "wasi")]:
        with pytest.raises(UserError, match="correction_empty"):
            add(corrections, source, proposed)
    with pytest.raises(UserError, match="too_long"):
        add(corrections, proposed="a" * (LIMIT_CHARS + 1))
    with pytest.raises(ValueError, match="not one of"):
        add(corrections, direction="en-qu")
    number = add(corrections)
    with pytest.raises(UserError, match="correction_reviewer"):
        corrections.review(number, "accepted", "  ")
    with pytest.raises(ValueError, match="not one of"):
        corrections.review(number, "pending", "Rosa")
    with pytest.raises(UserError, match="correction_gone"):
        corrections.review(number + 1, "accepted", "Rosa")
    assert corrections.counts()["pending"] == 1


def test_nothing_personal_reaches_the_disk_and_deleted_is_gone(corrections, database):
    secret = "1710034065"
    number = corrections.add(secret, "es-qu", secret, "model", secret, secret, secret)
    corrections.review(number, "accepted", secret)
    for file in database.path.parent.iterdir():
        assert secret.encode() not in file.read_bytes()
    other = add(corrections, "inconfundible")
    assert corrections.delete(other)
    assert not corrections.delete(other)
    for file in database.path.parent.iterdir():
        assert b"inconfundible" not in file.read_bytes()


def test_a_file_of_the_chatbot_alone_gets_the_new_table(tmp_path):
    steps = tmp_path / "steps"
    steps.mkdir()
    (steps / "0001_chat.sql").write_text(known_steps()[1].read_text(encoding="utf-8"), "utf-8")
    Database(tmp_path / "rimana.sqlite", steps).close()
    corrections = Corrections(Database(tmp_path / "rimana.sqlite"), same)
    assert add(corrections) == 1


def test_20_threads_lose_no_correction(corrections):
    start = threading.Barrier(20)

    def give(thread: int) -> None:
        start.wait()
        for n in range(10):
            corrections.review(add(corrections, f"{thread} {n}"), "accepted", "Rosa")

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(give, range(20)))
    stored = {found.source for found in corrections.find("accepted")}
    assert stored == {f"{thread} {n}" for thread in range(20) for n in range(10)}


WRITER = """
    import sys
    from pathlib import Path
    from core.storage.corrections import Corrections
    from core.storage.database import Database

    corrections = Corrections(Database(Path(sys.argv[1])), str)
    for n in range(100_000):
        number = corrections.add(f"texto {n}", "es-qu", "", "rules", f"killka {n}")
        corrections.review(number, "accepted", "Rosa")
        print(n, flush=True)
"""


def test_kill_9_loses_nothing_that_was_acknowledged(tmp_path):
    path = tmp_path / "rimana.sqlite"
    process = run_python(WRITER, path)
    assert process.stdout
    first = process.stdout.readline()
    time.sleep(0.2)
    os.kill(process.pid, signal.SIGKILL)
    said = [int(n) for n in (first + process.stdout.read()).split("\n") if n]
    process.wait()
    database = Database(path)
    assert database.set_aside is None
    kept = {source for source, _ in Corrections(database, same).accepted("es-qu")}
    assert {f"texto {n}" for n in said} <= kept
    assert len(kept) <= len(said) + 1
    database.close()
