import csv
import io
import os
import signal
import time
import zipfile
from pathlib import Path

import pytest

from core.errors import UserError
from core.storage import docx
from core.tasks.document_files import Told, table_columns
from core.tasks.translate_document import badges, create, open_job, result, run
from tests.unit.storage_process import run_python
from tests.unit.word_file import HEAD, TAIL, W, paragraph, table, word_file
from tests.unit.word_file import run as text_run


def loud(line: str) -> Told:
    if "no" in line.split():
        raise UserError("error.too_long", length=1, limit=0)
    return Told(line.upper(), "rules")


def translated(folder: Path, data: bytes, name: str, **more: object) -> bytes:
    job = create(folder, data, name, **more)
    assert [step.done for step in run(job, loud)] == list(range(1, job.total + 1))
    return result(job).read_bytes()


# Text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1", "cp1252"])
def test_lines_are_translated_whatever_the_encoding(tmp_path: Path, encoding: str) -> None:
    text = "El niño cantó\n\n  ¿mañana?  \n---\n12.5\n\tno sé\n"
    told = translated(tmp_path, text.encode(encoding), "a.txt").decode("utf-8")
    assert told == "EL NIÑO CANTÓ\n\n  ¿MAÑANA?  \n---\n12.5\n\tNO SÉ\n".replace("NO SÉ", "no sé")


def test_line_ends_stay(tmp_path: Path) -> None:
    assert translated(tmp_path, b"uno\r\ndos\r\n", "a.txt") == b"UNO\r\nDOS\r\n"


def test_badges_stand_beside_a_text(tmp_path: Path) -> None:
    job = create(tmp_path, b"uno\n=1+a\n\nno\n", "a.txt")
    steps = list(run(job, loud))
    assert (steps[-1].done, steps[-1].total) == (5, 5)
    rows = list(csv.reader(io.StringIO(badges(job).read_text("utf-8-sig")), delimiter=";"))
    assert rows == [
        ["1", "uno", "UNO", "rules"],
        ["2", "'=1+a", "'=1+A", "rules"],
        ["3", "", "", ""],
        ["4", "no", "no", "untranslated"],
        ["5", "", "", ""],
    ]


# Tables


def test_the_chosen_column_is_translated_and_no_formula_gets_through(tmp_path: Path) -> None:
    data = b'id;texto;nota\n1;hola;=HYPERLINK(1)\n-2;=cmd;x\n\n3;"uno\ndos"\n'
    assert table_columns(data, "t.csv") == ("id", "texto", "nota")
    told = translated(tmp_path, data, "t.csv", column="Texto", headings=("kichwa", "sello"))
    rows = list(csv.reader(io.StringIO(told.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert rows == [
        ["id", "texto", "nota", "kichwa", "sello"],
        ["1", "hola", "'=HYPERLINK(1)", "HOLA", "rules"],
        ["-2", "'=cmd", "x", "'=CMD", "rules"],
        [],
        ["3", "uno\ndos", "", "UNO\nDOS", "rules"],
    ]


def test_unknown_columns_are_refused(tmp_path: Path) -> None:
    for column in ("nada", 3, 0, -1):
        with pytest.raises(UserError, match="document_column"):
            create(tmp_path, b"a,b\n1,2\n", "t.csv", column=column)


# Word


def test_a_word_document_keeps_its_looks(tmp_path: Path) -> None:
    broken = "<w:r><w:t>uno</w:t><w:br/><w:t>dos</w:t><w:tab/><w:t>3</w:t></w:r>"
    data = word_file(
        paragraph(text_run("Mi "), text_run("casa grande", bold=True), style="Heading1"),
        paragraph(),
        table("celda", "no"),
        paragraph(broken),
        header1_xml=f'<w:hdr xmlns:w="{W}">{paragraph(text_run("arriba"))}</w:hdr>'.encode(),
        media__image1_png=b"\x89PNG...",
    )
    told = translated(tmp_path, data, "a.docx")
    kept = ["MI CASA GRANDE", "CELDA", "no", "UNO", "DOS", "3", "ARRIBA"]
    assert docx.read_lines(told) == kept
    with zipfile.ZipFile(io.BytesIO(told)) as package:
        body = package.read("word/document.xml").decode()
        assert package.read("word/media/image1.png") == b"\x89PNG..."
    assert '<w:pStyle w:val="Heading1"/>' in body
    assert '<w:rPr><w:b/></w:rPr><w:t xml:space="preserve">MI CASA GRANDE</w:t>' in body
    assert body.count("<w:p>") + body.count("<w:p/>") == 5
    assert "<w:br/>" in body


def test_letters_that_xml_forbids_do_not_break_a_document(tmp_path: Path) -> None:
    job = create(tmp_path, word_file(paragraph(text_run("hola &amp; &lt;b&gt;"))), "a.docx")
    list(run(job, lambda line: Told(f"\x00{line}\ud800\x1b", "model")))
    assert docx.read_lines(result(job).read_bytes()) == ["hola & <b>"]


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)
EVIL = {
    "entities": word_file(whole=BOMB + f']><w:document xmlns:w="{W}"><w:p><w:r><w:t>&i;</w:t>'
                          "</w:r></w:p></w:document>"),
    "external": word_file(whole='<!DOCTYPE x SYSTEM "file:///etc/passwd">' + HEAD[38:] + TAIL),
    "not xml": word_file(whole="hola"),
    "no document": b"PK\x05\x06" + b"\0" * 18,
    "not a zip": b"PK\x03\x04word/ but no more",
    "text": b"just text",
    "old word": b"\xd0\xcf\x11\xe0" + b"\0" * 600,
    "cut": word_file(paragraph(text_run("hola")))[:-40],
    "big": word_file(whole=HEAD + " " * (docx.MAX_XML + 1) + TAIL),
    "parts": word_file(**{f"p{n}_bin": b"" for n in range(docx.MAX_PARTS)}),
}  # fmt: skip


@pytest.mark.parametrize("kind", EVIL)
def test_evil_word_files_are_refused_with_a_sentence(tmp_path: Path, kind: str) -> None:
    with pytest.raises(UserError, match="document_unreadable"):
        create(tmp_path, EVIL[kind], "a.docx")
    with pytest.raises(UserError, match="document_gone"):
        open_job(tmp_path)


@pytest.mark.parametrize(
    ("data", "name", "key"),
    [
        (b"%PDF-1.7", "a.pdf", "document_kind"),
        (b"%PDF-1.7", "a.txt", "document_unreadable"),
        (bytes(range(32)) * 10, "a.txt", "document_unreadable"),
        (b"a," + b"x" * 200_000, "a.csv", "document_unreadable"),
        (b"\n" * 200_001, "a.txt", "document_lines"),
        (b"a" * (10 * 2**20 + 1), "a.txt", "document_large"),
        (b"x", "../../etc/passwd", "document_kind"),
    ],
)
def test_other_files_are_refused(tmp_path: Path, data: bytes, name: str, key: str) -> None:
    with pytest.raises(UserError, match=key):
        create(tmp_path, data, name)


@pytest.mark.parametrize("name", ["a.txt", "a.csv"])
def test_an_empty_document_is_its_own_translation(tmp_path: Path, name: str) -> None:
    assert translated(tmp_path, b"", name) in (b"", b"\xef\xbb\xbf")


def test_names_with_folders_stay_in_the_job(tmp_path: Path) -> None:
    job = create(tmp_path / "job", b"uno", "..\\..\\evil/a.txt")
    assert job.input == tmp_path / "job" / "input.txt"


# Stopped, killed, taken up again


def test_a_stopped_job_goes_on_where_it_was(tmp_path: Path) -> None:
    data = "\n".join(f"línea {n}" for n in range(120)).encode()
    whole = translated(tmp_path / "whole", data, "a.txt")
    job = create(tmp_path / "parts", data, "a.txt")
    with pytest.raises(UserError, match="unfinished"):
        result(job)
    seen: list[str] = []

    def counting(line: str) -> Told:
        seen.append(line)
        return loud(line)

    for stop_after in (30, 45, None):
        steps = run(open_job(job.folder), counting)
        for number, _ in enumerate(steps, 1):
            if number == stop_after:
                steps.close()
    assert len(seen) == 120
    assert result(job).read_bytes() == whole
    assert list(run(job, loud)) == []


def test_a_torn_journal_loses_only_its_last_line(tmp_path: Path) -> None:
    job = create(tmp_path, b"uno\ndos\ntres", "a.txt")
    list(run(job, loud))
    journal = tmp_path / "journal.jsonl"
    journal.write_bytes(journal.read_bytes()[:-5])
    assert [step.done for step in run(job, loud)] == [3]
    assert result(job).read_bytes() == b"UNO\nDOS\nTRES"
    journal.write_bytes(journal.read_bytes()[:-8] + b"\0\0\0\n")
    assert [step.done for step in run(job, loud)] == [3]


def test_a_new_document_in_the_folder_starts_anew(tmp_path: Path) -> None:
    assert translated(tmp_path, b"uno\ndos", "a.txt") == b"UNO\nDOS"
    assert translated(tmp_path, b"tres\ncuatro", "a.txt") == b"TRES\nCUATRO"


def test_two_cannot_work_at_one_document(tmp_path: Path) -> None:
    job = create(tmp_path, b"uno\ndos", "a.txt")
    first = run(job, loud)
    next(first)
    with pytest.raises(UserError, match="document_running"):
        next(run(job, loud))
    first.close()
    assert len(list(run(job, loud))) == 1


WORKER = """
    import sys, time
    from pathlib import Path
    from core.tasks.document_files import Told
    from core.tasks.translate_document import open_job, run

    def slow(line):
        time.sleep(0.001)
        return Told(line.upper(), "rules")

    for step in run(open_job(Path(sys.argv[1])), slow):
        print(step.done, flush=True)
"""


def test_kill_9_changes_nothing_in_the_result(tmp_path: Path) -> None:
    data = "\n".join(f"línea {n}" for n in range(400)).encode()
    whole = translated(tmp_path / "whole", data, "a.txt")
    job = create(tmp_path / "killed", data, "a.txt")
    process = run_python(WORKER, job.folder)
    assert process.stdout
    process.stdout.readline()
    time.sleep(0.15)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    left = list(run(open_job(job.folder), loud))
    assert 0 < len(left) < 400
    assert result(job).read_bytes() == whole
