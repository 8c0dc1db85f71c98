import csv
import hashlib
import io
from datetime import date

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from core.config import ASSETS
from core.errors import UserError
from core.i18n.catalogue import say
from core.retrieval.faq import Faq, FaqRow
from core.retrieval.faq_file import MAX_ROWS, load_faq, write_faq
from core.retrieval.faq_file_overlaps import wording_key
from core.retrieval.faq_report import as_table, summary
from tests.unit.faq_reading import HEADER, TODAY, found, pairs, read, refusal

SEED = "¿Cuánto cuesta el curso?;Cuesta 120 dólares, con IVA.\n¿Dónde están?;En Ciudad Modelo.\n"


@pytest.fixture
def quick(monkeypatch):
    """Leave out the search for orders to the assistant, which takes longest in large files."""
    monkeypatch.setattr("core.retrieval.faq_file_row.is_injected_row", lambda text: False)


# The shipped file


def test_the_shipped_file_reads_clean():
    path = ASSETS / "faq" / "faq.csv"
    faq, report = read(path.read_bytes())
    assert report.counts["error"] == 0
    assert len(faq.rows) >= 160
    assert min(len(row.variants) for row in faq.rows) >= 6
    assert [row.id for row in faq.rows] == [str(n + 1) for n in range(len(faq.rows))]


# Layouts


def test_the_seed_projects_two_columns_without_header():
    faq, report = read(SEED)
    assert [(row.id, row.question, row.answer) for row in faq.rows] == [
        ("1", "¿Cuánto cuesta el curso?", "Cuesta 120 dólares, con IVA."),
        ("2", "¿Dónde están?", "En Ciudad Modelo."),
    ]
    assert not report.has_header
    assert found(report) == [(0, "warning", "no_header")]


@pytest.mark.parametrize(
    "header",
    [
        "Respuesta;PREGUNTA;Categoría;Variantes;ID;Válido hasta;Fuente",
        "answer; Question ;category;paraphrases;id;valid_until;source",
        '"respuesta";"pregunta";"categorias";"variants";"id";"Vigencia ";"Fuente"',
    ],
)
def test_columns_come_in_any_order_and_spelling(header):
    faq, report = read(
        f"{header}\nCuesta 9 dólares;¿Cuánto es?;costos;a b|c d;K-7;31/12/2027;Guía\n"
    )
    assert faq.rows == (
        FaqRow(
            id="K-7",
            question="¿Cuánto es?",
            answer="Cuesta 9 dólares",
            variants=("a b", "c d"),
            category="costos",
            source="Guía",
            valid_until=date(2027, 12, 31),
        ),
    )
    assert report.issues == ()


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("header", [True, False])
@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
def test_separators_are_told_apart_from_what_answers_hold(separator, header, quoting):
    rows = [
        ("¿Cuánto cuesta, más o menos?", "Cuesta 1.200,50; se paga en dos, tres o más cuotas"),
        ("¿Dónde queda?", "Calle 1, local 2, Ciudad Modelo; frente al parque"),
        ("¿Qué | hago?", "Nada, espere, lea"),
        ("¿Y «después»?", 'Venga con "cédula", foto; y paciencia'),
    ]
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=separator, quoting=quoting)
    writer.writerows(([("question", "answer")] if header else []) + rows)
    assert pairs(out.getvalue()) == rows


def test_commas_inside_answers_do_not_split_a_semicolon_file():
    text = "¿Uno?;Sí, claro\n¿Dos?;No, nunca\n¿Tres?;Tal vez, o no\n"
    assert pairs(text)[0] == ("¿Uno?", "Sí, claro")


def test_a_space_may_stand_before_a_quoted_cell():
    text = '¿Uno más?, "Sí, claro"\n¿Dos más?, "No, nunca"\n'
    assert pairs(text) == [("¿Uno más?", "Sí, claro"), ("¿Dos más?", "No, nunca")]


def test_excels_separator_line_is_obeyed():
    assert pairs("sep=,\npregunta,respuesta\n¿A o b?,La letra; a\n") == [("¿A o b?", "La letra; a")]


def test_variants_stand_apart_by_bar_or_line():
    faq, _ = read(
        'pregunta;respuesta;variantes\n¿A qué hora?;A las ocho;"uno dos|\n tres cuatro "\n'
    )
    assert faq.rows[0].variants == ("uno dos", "tres cuatro")


def test_line_numbers_and_ids_survive_line_feeds_blank_and_empty_rows():
    text = (
        "pregunta;respuesta\r\n"
        '"¿Uno y dos?";"Primera línea\r\nsegunda ""línea"""\r\n'
        "\r\n"
        ";\r\n"
        "¿Sin respuesta alguna?;\r\n"
        "¿La última pregunta?;Sí, esta es\r\n"
    )
    faq, report = read(text)
    assert [(row.id, row.answer) for row in faq.rows] == [
        ("1", 'Primera línea\nsegunda "línea"'),
        ("4", "Sí, esta es"),
    ]
    assert [(issue.line, issue.row_id, issue.severity) for issue in report.issues] == [
        (6, "3", "error")
    ]
    assert (report.rows_read, report.rows_kept, report.rows_left_out) == (3, 2, 1)


# Encodings


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16-le"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32-le"),
        ("cp1252", "cp1252"),
        ("latin-1", "cp1252"),
        ("mac_roman", "mac_roman"),
        ("cp850", "cp850"),
    ],
)
@pytest.mark.parametrize("header", ["", "pregunta;respuesta\n"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_every_way_spreadsheets_save_accents(encoding, told, header, line_end):
    text = header + SEED + "¿Ñandú, pingüino o búho?;Él averiguó: ningún ratón.\n"
    faq, report = read(text.replace("\n", line_end).encode(encoding))
    assert report.encoding == told
    assert [row.question for row in faq.rows] == [
        "¿Cuánto cuesta el curso?",
        "¿Dónde están?",
        "¿Ñandú, pingüino o búho?",
    ]
    assert faq.rows[2].answer == "Él averiguó: ningún ratón."


@pytest.mark.parametrize("wrong", ["cp1252", "latin-1"])
@pytest.mark.parametrize("times", [1, 2])
def test_damaged_accents_are_mended_and_told(wrong, times):
    text = "¿Cuánto cuesta la señal?;Sólo 10 € – «así» 🦙 ó ú í ü\n"
    damaged = text
    for _ in range(times):
        raw = damaged.encode("utf-8")
        damaged = "".join(
            bytes([byte]).decode(wrong)
            if wrong == "latin-1" or byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
            else chr(byte)
            for byte in raw
        )
    assert "Â¿" in damaged or "Ã" in damaged
    faq, report = read("pregunta;respuesta\n" + damaged)
    assert (faq.rows[0].question + ";" + faq.rows[0].answer + "\n") == text
    assert (0, "repaired", "mojibake") in found(report)


def test_accents_of_two_encodings_in_one_file():
    data = "pregunta;respuesta\n¿Qué año?;Éste sí\n".encode() + "¿Cuál más?;Ése también\n".encode(
        "cp1252"
    )
    assert pairs(data) == [("¿Qué año?", "Éste sí"), ("¿Cuál más?", "Ése también")]
    assert found(read(data)[1]) == [(0, "repaired", "encoding_mixed")]


def test_correct_accents_are_left_alone():
    text = "pregunta;respuesta\n¿Café «à la carte»…?;La señora Â dice: é»… Ñ” y 5 €\n"
    faq, report = read(text)
    assert faq.rows[0].answer == "La señora Â dice: é»… Ñ” y 5 €"
    assert report.issues == ()


@pytest.mark.parametrize("question", ["¿Cu?nto cuesta esto?", "¿Cu\ufffdnto cuesta esto?"])
def test_letters_lost_for_good_are_told(question):
    _, report = read(f"pregunta;respuesta\n{question};Vea https://x.ec/a?b=c en la página\n")
    assert found(report) == [(2, "warning", "lost_letters")]


# What is no CSV


@pytest.mark.parametrize(
    ("data", "name", "key"),
    [
        (
            b"PK\x03\x04....[Content_Types].xml..xl/workbook.xml",
            "faq.xlsx",
            "error.faq_spreadsheet",
        ),
        (b"PK\x03\x04..mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "f", "spreadsheet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 40, "faq.xls", "spreadsheet"),
        (b"PK\x03\x04......other.txt", "faq.zip", "not_csv"),
        (b"%PDF-1.7\n%\xe2\xe3", "faq.csv", "not_csv"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "faq.csv", "not_csv"),
        (b"<!DOCTYPE html><html>", "faq.csv", "not_csv"),
        (b'[{"question": "a", "answer": "b"}]', "faq.json", "not_csv"),
        (bytes(range(32)) * 20, "faq.csv", "not_csv"),
        (b"", "faq.csv", "empty"),
        (b"\xef\xbb\xbf \r\n\r\n", "faq.csv", "empty"),
        (b"pregunta;respuesta\n", "faq.csv", "empty"),
        (b"pregunta;respuesta\n;\n;\n", "faq.csv", "empty"),
        ("Hola mundo\n¿Qué tal?\n".encode(), "faq.csv", "one_column"),
        (b"pregunta;texto\nque hora es;las dos y media\n", "faq.csv", "column_missing"),
        (b"respuesta;categoria\nlas dos y media;horas\n", "faq.csv", "column_missing"),
        (b"pregunta;respuesta\nque hora es;\nque dia es;\n", "faq.csv", "no_rows"),
    ],
)
def test_what_cannot_be_used_is_refused_in_plain_words(data, name, key):
    assert key in refusal(data, name).key


def test_a_spreadsheet_is_told_to_be_saved_as_csv():
    fault = refusal(b"PK\x03\x04xl/workbook.xml", "/tmp/faq.xlsx")
    sentence = say(fault.key, "es", **fault.values)
    assert "guárdala como CSV" in sentence
    assert "/tmp" not in sentence


def test_the_reason_stands_in_the_refusal_of_a_wholly_bad_file():
    fault = refusal("pregunta;respuesta\n¿Qué hora es?;\n")
    assert "Línea 2: La respuesta está vacía." in say(fault.key, "es", **fault.values)
    assert "Line 2: The answer is empty." in say(fault.key, "en", **fault.values)


def test_too_many_rows_and_too_large_files_are_refused(quick):
    row = "¿Pregunta número {}?;Respuesta número {}\n"
    text = "pregunta;respuesta\n" + "".join(row.format(n, n) for n in range(MAX_ROWS + 1))
    assert refusal(text).key == "error.faq_too_many_rows"
    assert refusal(b"a" * (10 * 1024 * 1024 + 1)).key == "error.faq_too_large"


def test_the_empty_rows_that_spreadsheets_leave_below_do_not_count():
    text = HEADER + "¿Hay clases?;Sí hay clases;;;;\n" + ";;;;;\n" * (MAX_ROWS + 1)
    faq, report = read(text)
    assert (len(faq.rows), report.rows_read, report.issues) == (1, 1, ())


def test_a_file_on_this_machine_is_loaded(tmp_path):
    (tmp_path / "faq.csv").write_text(SEED, "utf-8")
    faq = load_faq(tmp_path / "faq.csv")
    assert (len(faq.rows), faq.name) == (2, "faq.csv")
    assert faq.version == hashlib.sha256(SEED.encode()).hexdigest()[:12]


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(UserError, match="faq_not_found"):
        load_faq(tmp_path / "none.csv")
    with pytest.raises(UserError, match="faq_not_found"):
        load_faq(tmp_path)


# Any file at all


WORDS = st.text(
    st.sampled_from("abcdeñáéíóú ¿?\"';,|\n=-+@<>&0123456789🦙"), min_size=1, max_size=40
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(WORDS, WORDS, st.lists(WORDS, max_size=3)), min_size=1, max_size=6))
def test_what_is_written_reads_back_the_same(entries):
    rows = []
    for number, (question, answer, variants) in enumerate(entries):
        rows.append([f"¿Pregunta {number} {question}", f"{answer} fin ya", "|".join(variants)])
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";").writerows([["pregunta", "respuesta", "variantes"], *rows])
    faq, _ = read(out.getvalue())
    again, report = read(write_faq(faq))
    assert again.rows == faq.rows
    assert [issue for issue in report.issues if issue.severity == "error"] == []


def test_a_row_written_by_a_program_reads_back_the_same():
    row = FaqRow(
        "x-1", "¿Qué; hago?", 'Lea "esto":\n- uno\n- dos', ("a; b", "-c d"), "c", "f", TODAY
    )
    again, report = read(write_faq(Faq((row,), "0" * 12, "f.csv")))
    assert again.rows == (row,)
    assert report.issues == ()


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.binary(max_size=400))
@example(b'"')
@example(b"\xff\xfe\x00")
@example(b'pregunta;respuesta\n"' + b"x" * 200_000)
@example(b"pregunta;respuesta\n" + b'"a;b\n' * 500)
@example(b"?;" * 5000)
def test_random_bytes_only_ever_get_a_sentence(data):
    for file in (data, b"pregunta;respuesta\n" + data, "¿A b?;C d\n".encode("utf-16") + data):
        read_or_be_told(file)


def read_or_be_told(data: bytes) -> None:
    try:
        faq, report = read(data)
    except UserError as fault:
        say(fault.key, "es", **fault.values)
        return
    assert faq.rows
    assert summary(report)
    assert as_table(report, "qu")
    assert read(write_faq(faq))[0].rows


PIECES = st.lists(
    st.one_of(
        st.sampled_from(list(";,|\"?\n\t '\x00\ufeff")),
        st.sampled_from(["\r\n", "¿Hay", "pregunta", "respuesta", "id", "2027-01-01", "sep=;\n"]),
        st.sampled_from(["=1", "<b>", "<script", "&lt;", "Ã¡", "a b"]),
    ),
    max_size=60,
)


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(PIECES, st.sampled_from(["utf-8", "utf-16", "cp1252"]))
def test_torn_tables_only_ever_get_a_sentence(pieces, encoding):
    read_or_be_told("".join(pieces).encode(encoding, "ignore"))


def test_ten_thousand_rows_are_read_whole(quick):
    rows = "".join(
        f"¿Pregunta número {n}?;Respuesta número {n};variante {n} a|variante {n} b;c;f;2027-12-31\n"
        for n in range(10_000)
    )
    faq, report = read(HEADER + rows)
    assert len(faq.rows) == 10_000
    assert report.variants == 20_000
    assert len({wording_key(row.question) for row in faq.rows}) == 10_000
