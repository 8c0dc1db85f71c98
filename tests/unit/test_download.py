import errno
import hashlib
import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

from core.errors import UserError
from training import download
from training.derive import DERIVE
from training.download import Source, fetch, fetch_all, read_list

CONTENT = b"wasi,casa\n" * 5000


class Server(ThreadingHTTPServer):
    """Gives files with ranges; can break off in the middle."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.files: dict[str, bytes] = {"/a.csv": CONTENT}
        self.break_after: int | None = None
        self.given: list[tuple[str, int]] = []
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}{path}"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        content = self.server.files.get(self.path)
        if content is None:
            self.send_error(404)
            return
        found = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        start = int(found[1]) if found else 0
        if found and start >= len(content):
            self.send_error(416)
            return
        self.send_response(206 if found else 200)
        self.send_header("Content-Length", str(len(content) - start))
        self.end_headers()
        body = content[start:]
        if self.server.break_after is not None:
            body, self.server.break_after = body[: self.server.break_after], None
        self.wfile.write(body)
        self.server.given.append((self.path, len(body)))

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    running = Server()
    yield running
    running.shutdown()
    running.server_close()


@pytest.fixture
def client() -> Iterator[httpx.Client]:
    with httpx.Client(timeout=5, trust_env=False) as opened:
        yield opened


def source(*urls: str, content: bytes = CONTENT, exact: bool = True, derive: str = "") -> Source:
    digest = hashlib.sha256(content).hexdigest()
    return Source(
        path="kichwa/a.csv",
        urls=urls,
        sha256=digest,
        size=len(content),
        licence="CC0",
        exact=exact,
        derive=derive,
    )


def test_a_file_is_fetched_once(server: Server, client: httpx.Client, tmp_path: Path) -> None:
    wanted = source(server.url("/a.csv"))
    assert fetch(wanted, tmp_path, client) == "fetched"
    assert fetch(wanted, tmp_path, client) == "kept"
    assert [path.name for path in (tmp_path / "kichwa").iterdir()] == ["a.csv"]
    assert (tmp_path / "kichwa/a.csv").read_bytes() == CONTENT
    assert len(server.given) == 1


def test_a_broken_file_is_resumed(server: Server, client: httpx.Client, tmp_path: Path) -> None:
    wanted = source(server.url("/a.csv"))
    server.break_after = 20_000
    with pytest.raises(UserError, match="no_network"):
        fetch(wanted, tmp_path, client)
    assert not (tmp_path / "kichwa/a.csv").exists()
    got = (tmp_path / "kichwa/a.csv.part").stat().st_size
    assert 0 < got <= 20_000
    assert fetch(wanted, tmp_path, client) == "fetched"
    assert server.given[-1] == ("/a.csv", len(CONTENT) - got)


def test_a_damaged_file_is_fetched_anew(
    server: Server, client: httpx.Client, tmp_path: Path
) -> None:
    (tmp_path / "kichwa").mkdir()
    (tmp_path / "kichwa/a.csv").write_bytes(CONTENT[:-1])
    (tmp_path / "kichwa/a.csv.part").write_bytes(b"of something else")
    assert fetch(source(server.url("/a.csv")), tmp_path, client) == "fetched"


def test_a_whole_part_is_taken(server: Server, client: httpx.Client, tmp_path: Path) -> None:
    (tmp_path / "kichwa").mkdir()
    (tmp_path / "kichwa/a.csv.part").write_bytes(CONTENT)
    assert fetch(source(server.url("/a.csv")), tmp_path, client) == "fetched"
    assert server.given == []


def test_a_wrong_file_is_not_kept(server: Server, client: httpx.Client, tmp_path: Path) -> None:
    server.files["/a.csv"] = b"another"
    with pytest.raises(UserError, match="download_wrong"):
        fetch(source(server.url("/a.csv")), tmp_path, client)
    assert list((tmp_path / "kichwa").iterdir()) == []


def test_the_next_address_is_tried(server: Server, client: httpx.Client, tmp_path: Path) -> None:
    server.files["/b.csv"] = b"another"
    addresses = [server.url(path) for path in ("/gone.csv", "/b.csv", "/a.csv")]
    assert fetch(source(*addresses), tmp_path, client) == "fetched"
    with pytest.raises(UserError, match="refused") as fault:
        fetch(source(server.url("/gone.csv")), tmp_path / "new", client)
    assert fault.value.values["status"] == 404


def test_a_later_edition_is_kept_where_the_list_allows_it(
    server: Server, client: httpx.Client, tmp_path: Path
) -> None:
    server.files["/a.csv"] = CONTENT + b"allku,perro\n"
    wanted = source(server.url("/a.csv"), exact=False)
    assert fetch(wanted, tmp_path, client) == "another edition"
    assert fetch(wanted, tmp_path, client) == "kept"


@pytest.mark.parametrize("given", [b"<html>Log in</html>" * 3000, b"wasi,casa\n", b""])
def test_a_page_or_a_stump_is_no_edition(
    server: Server, client: httpx.Client, tmp_path: Path, given: bytes
) -> None:
    server.files["/a.csv"] = given
    with pytest.raises(UserError, match="download_wrong"):
        fetch(source(server.url("/a.csv"), exact=False), tmp_path, client)


def test_without_network_nothing_more_is_tried(tmp_path: Path, client: httpx.Client) -> None:
    nobody = source("http://127.0.0.1:9/a.csv")
    told: list[str] = []
    faults = fetch_all([nobody, nobody], tmp_path, client, told.append)
    assert [fault.key for fault in faults] == ["error.download_no_network"]
    assert "127.0.0.1" in told[0]


def test_a_full_disk_is_said(
    server: Server, client: httpx.Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Path, *args: object, **kwargs: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(UserError, match="disk_full"):
        fetch(source(server.url("/a.csv")), tmp_path, client)


def test_a_folder_that_cannot_be_written_is_said(
    server: Server, client: httpx.Client, tmp_path: Path
) -> None:
    (tmp_path / "kichwa").write_text("a file where a folder should be")
    with pytest.raises(UserError, match="cannot_write"):
        fetch(source(server.url("/a.csv")), tmp_path, client)


def test_chapters_are_cut_out(server: Server, client: httpx.Client, tmp_path: Path) -> None:
    sentences = [
        f"# sent_id = {chapter}_{n}\n1\tx\n\n" for chapter in range(14, 19) for n in (0, 1)
    ]
    server.files["/a.csv"] = "".join(sentences).encode()
    for part, kept in (("killkan-train", sentences[:4]), ("killkan-dev", sentences[4:6])):
        wanted = source(server.url("/a.csv"), content="".join(kept).encode(), derive=part)
        assert fetch(wanted, tmp_path / part, client) == "fetched"


def test_the_test_parts_of_clinc_are_left_out() -> None:
    whole = b'{"oos_val": [["\xc3\xb1", "oos"]], "oos_test": [], "test": [1], "train": []}'
    assert DERIVE["without-test"](whole) == '{"oos_val": [["ñ", "oos"]], "train": []}'.encode()


def test_a_book_loses_its_licence() -> None:
    start, end = "*** START OF THE PROJECT GUTENBERG EBOOK X ***", "*** END OF THE PROJECT"
    page = f"Title\r\n{start}\r\n\r\nErase.\r\n\r\n{end}"
    assert DERIVE["book"](page.encode("utf-8-sig")) == b"Erase.\n"


def test_the_list_is_whole() -> None:
    files = read_list()
    assert len({file.path for file in files}) == len(files) > 25
    assert {file.derive for file in files} <= set(DERIVE)
    assert all(url.startswith("https://") for file in files for url in file.urls)
    assert all(file.sha256 for file in files if file.exact)
    assert not any("test" in file.path for file in files if not file.path.startswith("ud/es_"))


def test_the_command_says_how_it_went(
    server: Server,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(download, "read_list", lambda: [source(server.url("/a.csv"))])
    assert download.main(["--folder", str(tmp_path)]) == 0
    assert "kichwa/a.csv: fetched (CC0)" in capsys.readouterr().out
    assert download.main(["--folder", str(tmp_path), "--only", "ud"]) == 0
    server.files.clear()
    (tmp_path / "kichwa/a.csv").unlink()
    assert download.main(["--folder", str(tmp_path)]) == 1
