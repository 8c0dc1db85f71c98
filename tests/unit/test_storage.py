import csv
import io
import os
import random
import re
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from core.errors import UserError
from core.storage.conversations import Conversations
from core.storage.database import Database
from core.storage.feedback import Feedback
from core.storage.spreadsheet import FORMULA_SIGNS
from tests.unit.storage_process import run_python, same


def hide_digits(text: str) -> str:
    return re.sub(r"\d{10}", "[cédula]", text)


@pytest.fixture
def database(tmp_path):
    database = Database(tmp_path / "rimana.sqlite")
    yield database
    database.close()


@pytest.fixture
def conversations(database):
    return Conversations(database, hide_digits)


@pytest.fixture
def feedback(database):
    return Feedback(database, hide_digits)


# Conversations


def test_a_conversation_is_told_back_in_order(conversations):
    identity = conversations.start()
    conversations.append(identity, "user", "¿Cuánto cuesta?")
    conversations.append(
        identity, "assistant", "120 dólares", {"row_id": "7", "scores": [0.9, 0.2]}
    )
    turns = conversations.turns(identity)
    assert [(turn.role, turn.text) for turn in turns] == [
        ("user", "¿Cuánto cuesta?"),
        ("assistant", "120 dólares"),
    ]
    assert turns[1].details == {"row_id": "7", "scores": [0.9, 0.2]}
    exported = conversations.export(identity)
    assert exported["conversation_id"] == identity
    assert [turn["text"] for turn in exported["turns"]] == ["¿Cuánto cuesta?", "120 dólares"]


def test_ids_cannot_be_guessed_and_start_no_formula(conversations):
    identities = {conversations.start() for _ in range(50)}
    assert len(identities) == 50
    assert all(re.fullmatch(r"[0-9a-f]{32}", identity) for identity in identities)


def test_editing_a_turn_drops_it_and_what_followed_only_there(conversations):
    here, there = conversations.start(), conversations.start()
    conversations.append(here, "user", "uno")
    wrong = conversations.append(here, "user", "dos")
    conversations.append(there, "user", "otra")
    conversations.append(here, "assistant", "tres")
    assert conversations.replace_from(here, wrong) == 2
    renewed = conversations.append(here, "user", "dos, corregido")
    assert [turn.text for turn in conversations.turns(here)] == ["uno", "dos, corregido"]
    assert [turn.text for turn in conversations.turns(there)] == ["otra"]
    assert renewed > wrong + 1  # a number is never given out twice


def test_a_deleted_conversation_is_gone_from_the_files_too(conversations, database):
    identity = conversations.start()
    conversations.append(identity, "user", "palabra inconfundible")
    assert conversations.delete(identity)
    assert conversations.turns(identity) == ()
    for file in database.path.parent.iterdir():
        assert b"inconfundible" not in file.read_bytes()
    assert not conversations.delete(identity)
    with pytest.raises(UserError, match="conversation_gone"):
        conversations.append(identity, "user", "¿hola?")


def test_purge_takes_the_old_and_leaves_the_new(conversations, database):
    old, new = conversations.start(), conversations.start()
    for identity in (old, new):
        conversations.append(identity, "user", "hola")
    with database.write() as connection:
        connection.execute(
            "UPDATE conversations SET changed = '2020-01-01T00:00:00+00:00' WHERE id = ?", (old,)
        )
    assert conversations.purge(90) == 1
    assert conversations.turns(old) == ()
    assert len(conversations.turns(new)) == 1


# Masking


def test_nothing_personal_reaches_the_disk(conversations, feedback, database):
    identity = conversations.start()
    number = "1710034065"
    conversations.append(identity, "user", f"soy {number}", {"heard": [{"text": number}]})
    feedback.add(identity, number, f"a {number}", "1", "abc", "down", number, f"b {number}")
    assert conversations.turns(identity)[0].text == "soy [cédula]"
    for file in database.path.parent.iterdir():
        assert number.encode() not in file.read_bytes()


def test_a_mask_that_fails_stores_nothing(database):
    def failing(text: str) -> str:
        raise RuntimeError("mask")

    with pytest.raises(RuntimeError):
        Feedback(database, failing).add("", "q", "a", "1", "v", "up")
    assert Feedback(database, same).all() == ()


def test_broken_emoji_and_hidden_characters_do_not_stop_storing(conversations):
    identity = conversations.start()
    conversations.append(identity, "user", "ho\u200bla \ud83d\x00 ñandú 🦙")
    assert conversations.turns(identity)[0].text == "hola  ñandú 🦙"


# Feedback


def test_feedback_is_counted_and_outlives_its_conversation(conversations, feedback):
    identity = conversations.start()
    feedback.add(identity, "q", "a", "3", "v1", "up", "", "")
    feedback.add(identity, "q2", "a2", "4", "v1", "down", "falso", "lo correcto")
    feedback.add("no hay tal", "q3", "a3", "", "v1", "down", "", "")
    conversations.delete(identity)
    assert feedback.counts() == {"up": 1, "down": 2}
    second = feedback.all()[1]
    assert (second.conversation_id, second.row_id, second.reason, second.right_answer) == (
        "",
        "4",
        "falso",
        "lo correcto",
    )
    with pytest.raises(ValueError, match="verdict"):
        feedback.add("", "q", "a", "1", "v", "maybe")


@pytest.mark.parametrize("separator", [";", ","])
def test_the_export_opens_with_accents_and_without_formulas(feedback, separator):
    dangers = ["=HYPERLINK(1)", "+593 2 1", "-1;2,3", "@SUM(A1)", "\t=1", "\r=1", '  =1"x"', "＝1"]
    for danger in dangers:
        feedback.add("", danger, danger, danger, danger, "down", danger, f"año\n{danger}")
    data = feedback.export_csv(separator)
    assert data.startswith(b"\xef\xbb\xbf")
    text = data.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    assert rows[0][2] == "question"
    assert len(rows) == 1 + len(dangers)
    assert all(len(row) == len(rows[0]) for row in rows)
    cells = [cell for row in rows for cell in row]
    assert not [cell for cell in cells if cell.lstrip()[:1] and cell.lstrip()[0] in FORMULA_SIGNS]
    assert rows[1][2] == "'=HYPERLINK(1)"
    assert rows[1][-2].startswith("año")


# Many at once, and crashes


def test_20_threads_lose_no_feedback(feedback):
    start = threading.Barrier(20)

    def give(thread: int) -> list[int]:
        start.wait()
        return [feedback.add("", f"{thread}", f"{n}", "1", "v", "up", "", "") for n in range(15)]

    with ThreadPoolExecutor(20) as pool:
        numbers = [number for found in pool.map(give, range(20)) for number in found]
    stored = {(opinion.question, opinion.answer) for opinion in feedback.all()}
    assert stored == {(str(thread), str(n)) for thread in range(20) for n in range(15)}
    assert sorted(numbers) == sorted(opinion.id for opinion in feedback.all())


WRITER = """
    import sys
    from pathlib import Path
    from core.storage.database import Database
    from core.storage.feedback import Feedback

    feedback = Feedback(Database(Path(sys.argv[1])), str)
    for n in range(100_000):
        feedback.add("", f"pregunta {n}", "a", "1", "v", "up", "", "")
        print(n, flush=True)
"""


def test_kill_9_loses_nothing_that_was_acknowledged(tmp_path):
    chance = random.Random(17)
    path, acknowledged = tmp_path / "rimana.sqlite", 0
    for _ in range(5):
        process = run_python(WRITER, path)
        assert process.stdout
        first = process.stdout.readline()
        time.sleep(chance.uniform(0, 0.3))
        os.kill(process.pid, signal.SIGKILL)
        said = [int(n) for n in (first + process.stdout.read()).split("\n") if n]
        process.wait()
        assert said
        acknowledged += len(said)
        database = Database(path)
        assert database.set_aside is None
        with database.read() as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        stored = Feedback(database, same).all()
        # One more may have been written whose acknowledgement died on the way.
        assert [o.question for o in stored[-len(said) - 1 :]].count(f"pregunta {said[-1]}") == 1
        assert acknowledged <= len(stored) <= acknowledged + 1
        acknowledged = len(stored)
        database.close()


def test_two_processes_may_open_a_new_file_at_once(tmp_path):
    code = """
        import sys
        from pathlib import Path
        from core.storage.database import Database
        from core.storage.feedback import Feedback
        Feedback(Database(Path(sys.argv[1])), str).add("", "q", "a", "1", "v", "up", "", "")
    """
    path = tmp_path / "rimana.sqlite"
    processes = [run_python(code, path) for _ in range(4)]
    assert [process.wait() for process in processes] == [0] * 4
    assert Feedback(Database(path), same).counts()["up"] == 4
