import logging
import random
import sqlite3
import subprocess
from contextlib import closing

import pytest

from core.errors import UserError
from core.i18n.catalogue import say
from core.storage.database import Database
from core.storage.feedback import Feedback
from core.storage.migrate import MIGRATIONS, known_steps, split_statements
from tests.unit.storage_process import run_python, same


@pytest.fixture
def database(tmp_path):
    database = Database(tmp_path / "rimana.sqlite")
    yield database
    database.close()


# Versions and broken files


def test_an_older_file_is_brought_up_to_date_with_its_rows(tmp_path):
    path, steps = tmp_path / "rimana.sqlite", tmp_path / "steps"
    steps.mkdir()
    (steps / "0001_chat.sql").write_text(known_steps()[1].read_text(encoding="utf-8"), "utf-8")
    old = Database(path, steps)
    Feedback(old, same).add("", "q", "a", "1", "v", "up", "", "")
    old.close()
    (steps / "0002_more.sql").write_text(
        "CREATE TABLE more (x); -- a; comment\nINSERT INTO more VALUES ('a;b');\n", "utf-8"
    )
    new = Database(path, steps)
    assert len(Feedback(new, same).all()) == 1
    with new.read() as connection:
        assert connection.execute("SELECT x FROM more").fetchone()[0] == "a;b"
        assert connection.execute("PRAGMA user_version").fetchone()[0] == 2


def test_a_step_that_fails_leaves_the_old_layout(tmp_path):
    path, steps = tmp_path / "rimana.sqlite", tmp_path / "steps"
    steps.mkdir()
    (steps / "0001_chat.sql").write_text("CREATE TABLE a (x);", "utf-8")
    Database(path, steps).close()
    (steps / "0002_bad.sql").write_text("CREATE TABLE b (x);\nCREATE TABLE a (x);\n", "utf-8")
    with pytest.raises(sqlite3.OperationalError):
        Database(path, steps)
    with closing(sqlite3.connect(path)) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master")]
        assert tables == ["a"]
        assert connection.execute("PRAGMA user_version").fetchone()[0] == 1


def test_steps_are_numbered_without_gaps_and_end_their_statements(tmp_path):
    assert next(iter(known_steps(MIGRATIONS))) == 1
    (tmp_path / "0002_x.sql").write_text("")
    with pytest.raises(ValueError, match="numbered"):
        known_steps(tmp_path)
    with pytest.raises(ValueError, match="inside a statement"):
        split_statements("CREATE TABLE a (x)")


def test_a_newer_file_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "rimana.sqlite"
    Database(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(UserError) as caught:
        Database(path)
    assert caught.value.key == "error.storage_newer"
    assert "99" in say(caught.value.key, "es", **caught.value.values)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone()[0] == 99


@pytest.mark.parametrize("damage", ["text", "torn page"])
def test_a_broken_file_is_kept_aside_and_a_new_one_serves(tmp_path, damage, caplog, monkeypatch):
    # import-linter, run in-process by another test, disables the loggers it finds.
    monkeypatch.setattr(logging.getLogger("core.storage.database"), "disabled", False)
    path = tmp_path / "rimana.sqlite"
    if damage == "text":
        path.write_text("this is no database " * 100)
    else:
        database = Database(path)
        for n in range(200):
            Feedback(database, same).add("", "q" * 200, str(n), "1", "v", "up", "", "")
        database.close()
        with path.open("r+b") as file:
            file.seek(4096)
            file.write(random.Random(1).randbytes(4096 * 4))
    broken = path.read_bytes()
    database = Database(path)
    assert database.set_aside is not None
    assert database.set_aside.read_bytes() == broken
    assert database.set_aside.name in caplog.text
    Feedback(database, same).add("", "q", "a", "1", "v", "up", "", "")
    assert Feedback(database, same).counts()["up"] == 1
    database.close()
    again = Database(path)
    assert again.set_aside is None


# Disks


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError) as caught:
        Database(tmp_path / "file" / "rimana.sqlite")
    assert caught.value.key == "error.storage"


def test_a_path_that_is_a_folder_is_told(tmp_path):
    with pytest.raises(UserError, match="storage"):
        Database(tmp_path)


def test_a_full_disk_is_told_and_what_was_stored_stays(tmp_path):
    code = """
        import resource, sys
        from pathlib import Path
        from core.errors import UserError
        from core.storage.database import Database
        from core.storage.feedback import Feedback

        feedback = Feedback(Database(Path(sys.argv[1])), str)
        resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
        stored = 0
        try:
            for _ in range(1000):
                feedback.add("", "q" * 5000, "a", "1", "v", "up", "", "")
                stored += 1
        except UserError as fault:
            print(fault.key, stored, feedback.counts()["up"])
    """
    path = tmp_path / "rimana.sqlite"
    process = run_python(code, path, stderr=subprocess.DEVNULL)
    key, stored, counted = process.communicate()[0].split()
    assert key == "error.storage"
    assert stored == counted
    database = Database(path)
    assert Feedback(database, same).counts()["up"] == int(stored) > 0
    Feedback(database, same).add("", "q", "a", "1", "v", "up", "", "")


def test_a_long_lock_of_another_program_is_told(database, monkeypatch):
    monkeypatch.setattr("core.storage.database.BUSY_TIMEOUT_S", 0.05)
    database._idle.pop().close()  # the next connection waits as briefly as set above
    with closing(sqlite3.connect(database.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(UserError, match="storage_busy"):
            Feedback(database, same).add("", "q", "a", "1", "v", "up", "", "")


def test_a_mistake_in_our_sql_is_no_fault_of_the_visitor(database):
    with pytest.raises(sqlite3.OperationalError), database.write() as connection:
        connection.execute("SELECT nothing FROM nowhere")
