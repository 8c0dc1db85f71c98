"""The working tabs as their events answer; only the engine is a fake."""

import asyncio
import json
import re
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import gradio as gr
import pytest

from apps.translator.app import build
from apps.translator.compare_table import render_rows
from apps.translator.document_card import render_document
from apps.translator.document_desk import desk
from apps.translator.layout import TABS
from apps.translator.records_inspect import Looked, inspected, render_report, write_log
from apps.translator.records_review import Review, Reviewing, render_review
from apps.translator.runs_recall import render_tally
from apps.translator.runs_table import order_runs, render_figures, render_runs
from apps.translator.store import corrections
from apps.translator.tabs_documents import DocumentsTab
from apps.translator.tabs_records import RecordsTab
from core.config import Settings, settings
from core.errors import UserError
from core.i18n.catalogue import LANGUAGES, Language, say
from core.lexicon.records import parse_records
from core.prompts.records import Record
from core.storage.corrections import Correction
from core.tasks import translate as task
from core.tasks.compare import Row
from core.tasks.document_desk import Status
from core.tasks.document_work import Line
from core.tasks.experiments import experiments
from tests.apps import fake_translator
from training.score_recall import Asked
from training.translation_figures import Figure
from training.try_recall import Answered, Tally

EVIL = "<img src=x onerror=alert(1)>"
RECORDS = [
    {"Instrucción": "Palabra en kichwa:", "Entrada": "casa", "Salida": "wasi"},
    {"Instrucción": "Palabra en kichwa:", "Entrada": "casa", "Salida": "wasi"},
    {"Instrucción": "Palabra en kichwa:", "Entrada": "niÃ±o", "Salida": "wawa"},
    {"Instrucción": "Palabra en kichwa:", "Entrada": EVIL, "Salida": ""},
]


@pytest.fixture(autouse=True)
def engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(task, "choose", fake_translator.choose)


def visitor(language: str = "es", **asked: str) -> Any:
    return SimpleNamespace(query_params={"lang": language, **asked})


def drawn(name: str, here: Settings) -> Any:
    with gr.Blocks():
        return TABS[name](here)


def sent(folder: Path, name: str, data: bytes) -> str:
    path = folder / name
    path.write_bytes(data)
    return str(path)


def public(monkeypatch: pytest.MonkeyPatch, **more: str) -> Settings:
    monkeypatch.setenv("RIMANA_PUBLIC", "1")
    for name, value in more.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("apps.common.visitors.GUESS_PAUSE_S", 0.0)
    settings.cache_clear()
    return settings()


def start(tab: DocumentsTab, file: str, column: int | None = None, way: str = "auto") -> str:
    shown = asyncio.run(tab.read(file, "", visitor()))
    held = shown[tab._shown.held]
    view = asyncio.run(tab.start(held, column, True, way, "", "", [], visitor()))
    return str(view[tab._shown.current])


def finish(tab: DocumentsTab, number: str) -> dict[Any, Any]:
    for _ in range(200):
        view = asyncio.run(tab.look(number, [number], visitor()))
        if tab._shown.stop in view and not view[tab._shown.stop]["visible"]:
            return view
        time.sleep(0.01)
    raise AssertionError("it does not end")


# --- documents ---


def test_document_is_translated_with_its_origins(tmp_path: Path) -> None:
    tab = drawn("documents", settings())
    file = sent(tmp_path, "carta.txt", b"Mi casa es grande.\n\n5")
    number = start(tab, file)
    view = finish(tab, number)
    assert not Path(file).exists()  # what visitors upload stays nowhere else
    card, shown = view[tab._shown.card], tab._shown
    assert "Ñukapa wasika hatunmi." in card
    assert say("translator.memory_engine", "es") in card
    assert say("work.done_state", "es") in card
    assert "3 de 3" in card
    told = Path(view[shown.result]["value"])
    assert told.name == "carta-rimana.txt"
    assert told.read_text("utf-8") == "Ñukapa wasika hatunmi.\n\n5"
    assert "memory" in Path(view[shown.badges]["value"]).read_text("utf-8-sig")
    assert view[shown.remembered] == [number]


def test_column_of_a_table_keeps_its_heading(tmp_path: Path) -> None:
    tab = drawn("documents", settings())
    file = sent(tmp_path, "t.csv", b"id;texto\n1;Mi casa es grande.\n")
    view = finish(tab, start(tab, file, column=2, way="es-qu"))
    rows = Path(view[tab._shown.result]["value"]).read_text("utf-8-sig").splitlines()
    assert rows == [
        "id;texto;traducción;origen",
        "1;Mi casa es grande.;Ñukapa wasika hatunmi.;memory",
    ]


def test_document_is_found_again_by_address_and_browser(tmp_path: Path) -> None:
    tab = drawn("documents", settings())
    number = start(tab, sent(tmp_path, "a.txt", b"Mi casa es grande."))
    finish(tab, number)
    desk.cache_clear()  # as after a restart
    for current, mine, asked in (("", [number], {}), ("", [], {"job": number})):
        view = asyncio.run(tab.arrive(current, mine, visitor("qu", **asked)))
        assert view[tab._shown.current] == number
        assert say("work.done_state", "qu") in view[tab._shown.card]
    gone = asyncio.run(tab.delete(number, [number], visitor()))
    assert gone[tab._shown.remembered] == []
    assert say("work.document_none", "es") in gone[tab._shown.card]


def test_what_browsers_send_is_doubted() -> None:
    tab = drawn("documents", settings())
    for remembered in (None, "x", {"a": 1}, [1, "../../etc", "0" * 32]):
        view = asyncio.run(tab.arrive("", remembered, visitor(job="../x")))
        assert view[tab._shown.remembered] == []


@pytest.mark.parametrize(
    ("name", "data", "key"),
    [
        ("a.pdf", b"%PDF-1.7", "error.document_kind"),
        ("a.txt", b"\x89PNG\0", "error.document_unreadable"),
    ],
)
def test_other_files_are_refused_in_words(tmp_path: Path, name: str, data: bytes, key: str) -> None:
    tab = drawn("documents", settings())
    with pytest.raises(gr.Error) as told:
        asyncio.run(tab.read(sent(tmp_path, name, data), "", visitor("en")))
    assert told.value.message == say(key, "en", name=name)


def test_public_space_takes_no_files_without_the_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = public(monkeypatch)
    tab = drawn("documents", here)
    assert not tab._form.upload.visible
    assert tab._form.gate.closed.visible
    file = sent(tmp_path, "a.txt", b"casa")
    with pytest.raises(gr.Error, match=say("error.uploads_closed", "es")):
        asyncio.run(tab.read(file, "", visitor()))
    assert not Path(file).exists()
    here = public(monkeypatch, RIMANA_ADMIN_PASSWORD="kuyllur")
    tab = drawn("documents", here)
    assert tab._form.gate.password.visible
    with pytest.raises(gr.Error):
        asyncio.run(tab.start((b"casa", "a.txt"), None, True, "auto", "no", "", [], visitor()))
    view = asyncio.run(tab.read(sent(tmp_path, "b.txt", b"casa"), "kuyllur", visitor()))
    assert view[tab._shown.held] == (b"casa", "b.txt")


# --- records ---


def test_records_are_inspected_and_mended(tmp_path: Path) -> None:
    tab: RecordsTab = drawn("records", settings())
    part = tab._inspecting
    data = json.dumps(RECORDS).encode()
    view = asyncio.run(part.read(sent(tmp_path, "r.json", data), "", Looked(), visitor()))
    report = view[part.report]
    for kind in ("empty", "same", "mojibake"):
        assert say(f"work.{kind}_kind", "es") in report
    assert "<ins>niño</ins>" in report
    assert EVIL not in report
    looked = view[part.looked]
    assert [record.entry for record in looked.mended] == ["casa", "niño"]
    assert {json.loads(line)["row"] for line in write_log(looked)["text"].splitlines()} == {2, 3, 4}
    test = json.dumps(RECORDS[:1]).encode()
    leaked = asyncio.run(part.read_test(sent(tmp_path, "t.json", test), "", looked, visitor()))
    assert say("work.leak_same_kind", "es") in leaked[part.report]


def test_page_of_a_dictionary_becomes_records() -> None:
    part = drawn("records", settings())._reading
    page = "wasi [wasi] s. casa, hogar\nallku [aʎku] s. pe-\nrro\nyaku [yaku] s. agua\n"
    view = asyncio.run(part.paste(page, "qu-es", visitor()))
    records = view[part.state].records
    assert ("allku", "perro") in {(one.entry, one.output) for one in records}
    assert say("work.hyphen_repair", "es") in view[part.report]
    with pytest.raises(gr.Error, match=re.escape(say("work.page_empty", "es"))):
        asyncio.run(part.paste("  ", "auto", visitor()))


def test_export_is_read_back_and_holds_what_was_accepted() -> None:
    store = corrections(settings())
    number = store.add("frase nueva", "es-qu", "x", "rules", "mushuk rimay")
    store.review(number, "accepted", "Rosa")
    part = drawn("records", settings())._exporting
    file = asyncio.run(part.write("es-qu", "urku", visitor()))
    found = {(one.entry, one.output) for one in parse_records(file["text"].encode(), file["name"])}
    assert ("frase nueva", "mushuk rimay") in found
    chats = asyncio.run(part.write("qu-es", "chats", visitor()))["text"].splitlines()
    assert {message["role"] for message in json.loads(chats[0])["messages"]} == {
        "user",
        "assistant",
    }


# --- review ---


def judged(part: Reviewing, state: Review, number: int, verdict: str, name: str) -> Any:
    event = SimpleNamespace(_data={"correction": str(number), "verdict": verdict})
    return asyncio.run(part.judge(state, name, event, visitor()))  # type: ignore[arg-type]


def test_teacher_accepts_and_signs() -> None:
    store = corrections(settings())
    number = store.add("¿Qué?", "es-qu", "x", "rules", "¿Imatak?", EVIL, "Ana")
    part = drawn("records", settings())._reviewing
    view = asyncio.run(part.show(Review(), visitor()))
    assert "¿Imatak?" in view[part.list]
    assert EVIL not in view[part.list]
    with pytest.raises(gr.Error, match=re.escape(say("error.correction_reviewer", "es"))):
        judged(part, view[part.state], number, "accepted", " ")
    view = judged(part, view[part.state], number, "accepted", "Rosa")
    assert say("work.review_empty", "es") in view[part.list]
    kept = store.find("accepted")[0]
    assert (kept.reviewer, kept.proposed) == ("Rosa", "¿Imatak?")
    lines = asyncio.run(part.write("", view[part.state], visitor()))["text"].splitlines()
    assert json.loads(lines[0])["messages"][1]["content"] == "¿Imatak?"


def test_review_stays_closed_on_a_public_space(monkeypatch: pytest.MonkeyPatch) -> None:
    here = public(monkeypatch, RIMANA_ADMIN_PASSWORD="kuyllur")
    number = corrections(here).add("a", "es-qu", "x", "rules", "shuk")
    part = drawn("records", here)._reviewing
    shown = asyncio.run(part.show(Review(), visitor()))
    assert shown[part.list] == render_review(Review(), "es")
    assert "shuk" not in shown[part.list]
    with pytest.raises(gr.Error):
        judged(part, Review(), number, "accepted", "Rosa")
    with pytest.raises(gr.Error):
        asyncio.run(part.open("nada", Review(), visitor()))
    with pytest.raises(gr.Error):
        asyncio.run(part.write("nada", Review(), visitor()))
    assert "shuk" in asyncio.run(part.open("kuyllur", Review(), visitor()))[part.list]


# --- tables ---


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_typed_becomes_markup(language: Language) -> None:
    status = Status("1", EVIL, "failed", 1, 2, 0, {"rules": 1}, (Line(EVIL, EVIL, "rules"),),
                    9.0, UserError("work.document_failed"))  # fmt: skip
    record = Record("", EVIL, EVIL)
    answered = Answered(Asked(record, ("x",), True), EVIL)
    looked = inspected(Looked(EVIL, (record, record, Record("", "", ""))))
    proposal = Correction(1, "es-qu", EVIL, EVIL, "rules", EVIL, EVIL, EVIL, "pending", "", "", "")
    pages = [
        render_document(status, language),
        render_report(looked, language),
        render_review(Review(True, (proposal,), (("pending", 1),)), language),
        render_rows([Row("llamita", EVIL, EVIL, 0.2, None, 50.0, EVIL)], "other", language),
        render_tally(Tally((answered,), 3, EVIL), language),
        render_figures([Figure(EVIL, EVIL, EVIL, True, "chrf", 1.0, None, None, 3)], language),
        render_runs(experiments(), "score", True, language),
    ]
    assert not any("<img" in page for page in pages)
    assert "&lt;img" in pages[0]


def test_runs_sort_and_the_untold_comes_last() -> None:
    runs = experiments()
    by_rank = order_runs(runs, "rank", down=True)
    told = [run.rank for run in by_rank if run.rank is not None]
    assert told == sorted(told, reverse=True)
    assert [run.rank for run in by_rank[len(told) :]] == [None] * (len(runs) - len(told))
    html = render_runs(runs, "score", True, "es")
    assert html.count('aria-sort="descending"') == 1
    assert say("work.published_origin", "es") in html
    assert say("work.ours_origin", "es") in html


def test_missing_figures_are_told() -> None:
    assert say("work.figures_none", "en") in render_figures((), "en")


def test_comparison_streams_one_row_after_another(monkeypatch: pytest.MonkeyPatch) -> None:
    tab = drawn("compare", settings())
    asked = []

    def answer(who: str, text: str, direction: str, reference: str) -> Row:
        asked.append(who)
        return Row(who, "", f"{who} dice", 0.1, chrf=10.0 * len(asked))  # type: ignore[arg-type]

    monkeypatch.setattr("core.tasks.compare.ask", answer)

    async def run() -> list[Any]:
        steps = tab.compare("Mi casa es grande.", "auto", "", visitor())
        return [step async for step in steps]

    steps = asyncio.run(run())
    assert len(steps) == len(asked) + 1 == 7
    assert "memory dice" in steps[1][tab.rows]
    assert "rules dice" not in steps[1][tab.rows]
    assert steps[-1][tab.rows].count("w-best") == 1
    assert [step[tab.stop]["visible"] for step in steps] == [True] * 6 + [False]


def test_recall_asks_every_word_it_drew(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("RIMANA_SOURCES", str(tmp_path))  # our own lexicon asks
    settings.cache_clear()
    part = drawn("runs", settings())._recalling

    async def run() -> list[Any]:
        steps = part.run("dictionary", "trained", "qu-es", 10, 0, visitor())
        return [step async for step in steps]

    steps = asyncio.run(run())
    assert [len(step[part.told].done) for step in steps] == [0, 4, 8, 10, 10]
    last = steps[-1][part.tally]
    assert "100,0 %" in last
    assert say("work.recall_lexicon", "es") in last
    assert [step[part.stop]["visible"] for step in steps] == [True] * 4 + [False]


def test_page_names_every_tab() -> None:
    page = build(settings())
    labels = {block.label for block in page.blocks.values() if isinstance(block, gr.Tab)}
    assert {say(f"translator.{name}_tab", "es") for name in TABS} <= labels
