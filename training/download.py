"""Fetch the public data of training and evaluation: `python -m training.download`.

What is there and right is left alone; what broke off is resumed; nothing is put in place before its
hash is right. The list with licences: training/sources.toml.
"""

import argparse
import errno
import hashlib
import sys
import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Literal

import httpx
from pydantic import BaseModel, ConfigDict, Field

from core.config import settings
from core.errors import UserError
from core.i18n.catalogue import say
from training.derive import DERIVE

LIST = Path(__file__).with_name("sources.toml")
_TIMEOUT = httpx.Timeout(30, connect=10)
_EDITIONS_DIFFER_BY = 0.25  # of their size, at most
Outcome = Literal["kept", "fetched", "another edition"]


class Source(BaseModel):
    """One file of the list."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    path: str = Field(pattern=r"^[a-z]+/[\w.\-]+$")
    """Place in the folder of sources."""
    urls: tuple[str, ...] = Field(min_length=1)
    """Addresses, tried in order."""
    sha256: str = Field(pattern=r"^([0-9a-f]{64})?$")
    """Of the finished file; "" where none is known."""
    size: int = Field(ge=0)
    """Of the finished file, in bytes; 0 where none is known."""
    licence: str
    """On what terms its authors give it."""
    derive: str = ""
    """How it is made from what the address gives."""
    exact: bool = True
    """False: a later edition is kept, with a remark."""
    note: str = ""
    """What else there is to know."""


def read_list(path: Path = LIST) -> list[Source]:
    """Return the files of the list.

    Raises pydantic.ValidationError naming what is wrong with it.
    """
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["file"]
    return [Source(**row) for row in rows]


def _is_right(source: Source, content: bytes) -> bool:
    return hashlib.sha256(content).hexdigest() == source.sha256


def _is_acceptable(source: Source, content: bytes) -> bool:
    """Return whether what was fetched may be kept: the file itself, or a later edition of it."""
    if _is_right(source, content):
        return True
    # A network that wants a log-in first answers with a page of its own.
    if source.exact or not content or content.lstrip().startswith(b"<"):
        return False
    return not source.size or abs(len(content) / source.size - 1) < _EDITIONS_DIFFER_BY


def _is_here(source: Source, target: Path) -> bool:
    """Return whether a file needs no fetching."""
    if not target.exists():
        return False
    return not source.exact or _is_right(source, target.read_bytes())


def _receive(client: httpx.Client, url: str, part: Path) -> None:
    """Write what `url` gives to `part`, going on where an earlier attempt broke off.

    Raises httpx.HTTPError.
    """
    had = part.stat().st_size if part.exists() else 0
    headers = {"Range": f"bytes={had}-", "Accept-Encoding": "identity"} if had else {}
    with client.stream("GET", url, headers=headers) as answer:
        if answer.status_code == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE:
            return  # it was whole already
        answer.raise_for_status()
        resumed = answer.status_code == httpx.codes.PARTIAL_CONTENT
        with part.open("ab" if resumed else "wb") as file:
            for block in answer.iter_bytes():  # unbuffered: what came can be resumed
                file.write(block)


def _attempt(client: httpx.Client, source: Source, url: str, part: Path) -> bytes | None:
    """Return the finished file from one address, or None where it is not the right one."""
    resumed = part.exists()
    _receive(client, url, part)
    try:
        content = DERIVE[source.derive](part.read_bytes())
    except ValueError:
        content = b""
    if _is_acceptable(source, content):
        return content
    part.unlink()
    # The beginning may have been of another file.
    return _attempt(client, source, url, part) if resumed else None


def fetch(source: Source, folder: Path, client: httpx.Client) -> Outcome:
    """Put one file in place, if it is not there.

    Raises UserError when there is no network, no address has the right file, or the disk is full.
    """
    target = folder / source.path
    if _is_here(source, target):
        return "kept"
    part = target.with_name(f"{target.name}.part")
    refused: UserError | None = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if not source.exact:
            part.unlink(missing_ok=True)  # half of one edition does not fit half of another
        for url in source.urls:
            try:
                content = _attempt(client, source, url, part)
            except httpx.HTTPStatusError as answer:
                refused = UserError(
                    "error.download_refused", url=url, status=answer.response.status_code
                )
                continue
            if content is not None:
                _put(content, target, part)
                return "fetched" if _is_right(source, content) else "another edition"
            refused = UserError("error.download_wrong", url=url, file=source.path)
    except httpx.HTTPError as broken:
        host = httpx.URL(url).host
        raise UserError("error.download_no_network", host=host, file=source.path) from broken
    except OSError as fault:
        raise _disk_fault(fault, folder) from fault
    assert refused is not None  # every address was tried
    raise refused


def _put(content: bytes, target: Path, part: Path) -> None:
    """Put a finished file in place in one step."""
    done = target.with_name(f"{target.name}.done")
    done.write_bytes(content)
    done.replace(target)
    part.unlink()


def _disk_fault(fault: OSError, folder: Path) -> UserError:
    full = fault.errno in (errno.ENOSPC, errno.EDQUOT)
    key = "error.download_disk_full" if full else "error.download_cannot_write"
    return UserError(key, folder=folder)


def fetch_all(
    sources: Iterable[Source], folder: Path, client: httpx.Client, tell: Callable[[str], None]
) -> list[UserError]:
    """Fetch each file, telling one line each, and return what went wrong.

    After a fault of the network or the disk nothing more is tried.
    """
    faults: list[UserError] = []
    for source in sources:
        try:
            outcome = fetch(source, folder, client)
        except UserError as fault:
            tell(say(fault.key, settings().language, **fault.values))
            faults.append(fault)
            if fault.key not in ("error.download_refused", "error.download_wrong"):
                break
            continue
        tell(f"{source.path}: {outcome} ({source.licence})")
    return faults


def main(arguments: list[str] | None = None) -> int:
    """Fetch what is missing, and say how it went."""
    options = argparse.ArgumentParser(prog="python -m training.download", description=__doc__)
    options.add_argument("--only", default="", help="only paths that begin so, as `kichwa`")
    options.add_argument("--folder", type=Path, help="instead of RIMANA_SOURCES")
    chosen = options.parse_args(arguments)
    folder = chosen.folder or settings().sources_folder
    wanted = [source for source in read_list() if source.path.startswith(chosen.only)]
    with httpx.Client(timeout=_TIMEOUT, follow_redirects=True) as client:
        faults = fetch_all(wanted, folder, client, print)
    print(folder)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
