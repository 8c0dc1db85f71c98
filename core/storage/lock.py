"""Let one process at a time work in a folder."""

from pathlib import Path
from typing import IO


class Held(Exception):
    """Another process works in the folder."""


def hold(folder: Path) -> IO[str]:
    """Return the open lock file of a folder; the lock goes when the process does.

    Raises Held when another has it.
    """
    lock = (folder / "lock").open("w")
    try:
        import fcntl
    except ImportError:  # Windows: two runs in one folder are not noticed there
        return lock
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as fault:
        lock.close()
        raise Held from fault
    return lock
