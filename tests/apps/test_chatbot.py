"""The chat page as programs and many visitors at once use it; the model is a fake."""

import asyncio
import csv
import io
import json
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import gradio as gr
import httpx
import pytest
from gradio_client import Client, handle_file
from gradio_client.exceptions import AppError

from apps.chatbot.app import build
from apps.chatbot.assistants import OWN_FILES, Assistants
from apps.chatbot.export import write_csv, write_json, write_text
from apps.chatbot.memory import Memory, Visitor
from apps.chatbot.transcript import render_transcript
from apps.chatbot.turns import Session, Turn, as_record, from_record
from apps.common.visitors import browser_secret
from core.config import Settings, settings
from core.errors import UserError
from core.i18n.catalogue import say
from core.safety.privacy import mask
from core.storage.database import DATABASE, Database
from core.storage.feedback import Feedback
from core.tasks import answer as answering
from core.text import clean
from tests.apps.fake_assistant import FakeAssistant, shipped

WHERE = "¿Dónde queda el CIFB?"
FACT = "Calle Inventada 123"
FAQ = "pregunta;respuesta\n¿Hay cafetería?;Sí, abre a las 8.\n¿Hay wifi?;Sí, gratis.\n"
HOSTILE = [
    "",
    "   \u200b ",
    "x" * 1_000_000,
    "<script>alert(1)</script> <img src=x onerror=alert(1)>",
    "\x00\x07 hola \x1b[31m",
    "🙂🙃🏦",
    "مرحبا \u202eabc",
    "${1+1} {{7*7}} `x` %s {0}",
    "'; DROP TABLE turns; --",
]


@pytest.fixture(autouse=True)
def no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answering, "shipped_assistant", shipped)
    monkeypatch.setattr(answering, "Assistant", FakeAssistant)


@pytest.fixture
def url() -> Iterator[str]:
    page = build(settings())
    _, address, _ = page.launch(prevent_thread_lock=True, quiet=True, ssr_mode=False)
    yield address
    page.close()


@pytest.fixture
def program(url: str) -> Iterator[Client]:
    client = Client(url, verbose=False, httpx_kwargs={"timeout": 60})
    yield client
    client.close()


def opinions() -> list[Any]:
    return list(Feedback(Database(settings().home / DATABASE), mask).all())


# --- programs ---


def test_ask_cites_the_row(program: Client) -> None:
    said = program.predict(WHERE, "es", None, api_name="/ask")
    assert said["decision"] == "answer"
    assert FACT in said["text"]
    assert said["row_id"] == "3"
    assert said["question"] == WHERE
    assert said["band"] == "high"
    assert said["valid_until"] == "2028-12-31"
    assert said["reason"] == say("answer.why.row", "es")
    assert len(said["faq_version"]) == 12


def test_ask_needs_only_the_question(program: Client) -> None:
    assert program.predict(WHERE, api_name="/ask")["row_id"] == "3"


def test_ask_speaks_the_language(program: Client) -> None:
    said = program.predict("zzz", "qu", api_name="/ask")
    assert said["decision"] == "refuse"
    assert said["reason"] == say("answer.why.not_covered", "qu")


def test_ask_masks_personal_data(program: Client) -> None:
    said = program.predict("mi DNI es 12345678Z", api_name="/ask")
    assert "12345678Z" not in json.dumps(said)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_input_gets_a_sentence(program: Client, text: str) -> None:
    if 0 < len(clean(text)) <= 1000:
        assert program.predict(text, api_name="/ask")["text"]
        return
    with pytest.raises(AppError) as told:
        program.predict(text, api_name="/ask")
    assert str(told.value).startswith(("El cuadro está vacío", "El texto tiene"))


def test_a_bug_is_told_by_code_only(program: Client, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(AppError) as told:
        program.predict("un bug", "en", api_name="/ask")
    assert "Something failed on our side" in str(told.value)
    assert "secret" not in str(told.value)


def test_batch_answers_a_list(program: Client) -> None:
    records, _ = program.predict([WHERE, "", "zzz"], None, "es", "", api_name="/batch")
    assert [record.get("decision") for record in records] == ["answer", None, "refuse"]
    assert records[1]["error"] == say("error.empty_input", "es")


@pytest.mark.parametrize("heading", ["pregunta", "Question", "nota;pregunta"])
def test_batch_answers_a_file(program: Client, tmp_path: Path, heading: str) -> None:
    path = tmp_path / "preguntas.csv"
    cell = f'1;"{WHERE}"' if ";" in heading else WHERE
    path.write_bytes(f"{heading}\n{cell}\n=cmd|calc\n".encode("cp1252"))
    if ";" in heading:
        path.write_bytes(f"{heading}\n{cell}\n2;=cmd|calc\n".encode("cp1252"))
    records, result = program.predict(None, handle_file(path), "es", "", api_name="/batch")
    assert records[0]["row_id"] == "3"
    saved = result["value"] if isinstance(result, dict) else result
    text = Path(saved).read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert rows[0]["row_id"] == "3"
    assert rows[1]["asked"] == "'=cmd|calc"  # no formula for a spreadsheet


@pytest.mark.parametrize(
    ("questions", "key"),
    [([], "error.batch_empty"), (["a"] * 1001, "error.batch_too_long"), ("x", "error.batch_empty")],
)
def test_batch_refuses_in_words(program: Client, questions: object, key: str) -> None:
    with pytest.raises(AppError) as told:
        program.predict(questions, None, "es", "", api_name="/batch")
    assert str(told.value) == say(key, "es", count=1001, limit=1000)


def test_batch_names_the_missing_column(program: Client, tmp_path: Path) -> None:
    path = tmp_path / "otra.csv"
    path.write_text("nombre;edad\nAna;3\n")
    with pytest.raises(AppError, match=r"otra\.csv"):
        program.predict(None, handle_file(path), "es", "", api_name="/batch")


def test_only_two_endpoints_are_offered(program: Client) -> None:
    offered = program.view_api(return_format="dict", print_info=False)
    assert sorted(offered["named_endpoints"]) == ["/ask", "/batch"]


# --- visitors ---


def say_to(client: Client, text: str, visitor: object = None) -> Any:
    return client.predict(text, visitor, api_name="/say")


def test_conversation_is_shown_and_stored_masked(program: Client) -> None:
    page = say_to(program, "mi DNI es 12345678Z; " + WHERE)
    assert "[DNI]" in str(page)
    assert "12345678Z" not in str(page)
    stored = b"".join(path.read_bytes() for path in settings().home.glob("rimana.sqlite3*"))
    assert b"12345678Z" not in stored


@pytest.mark.parametrize("text", HOSTILE[3:], ids=range(3, len(HOSTILE)))
def test_page_shows_hostile_text_as_text(program: Client, text: str) -> None:
    shown = str(say_to(program, text))
    assert "<script>" not in shown
    assert "<img" not in shown


def test_conversation_comes_back_in_another_session(url: str) -> None:
    first, second = (
        Client(url, verbose=False, httpx_kwargs={"timeout": 60}),
        Client(url, verbose=False),
    )
    page = say_to(first, WHERE)
    visitor = next(part for part in page if isinstance(part, dict) and "current" in part)
    again = str(say_to(second, "zzz", visitor))
    assert FACT in again
    stranger = str(say_to(Client(url, verbose=False, httpx_kwargs={"timeout": 60}), "zzz"))
    assert FACT not in stranger


def press(client: Client, name: str, data: list[Any], **event: Any) -> None:
    """Trigger an event as the page does, with what its button carries; wait until it is done."""
    parts = client.config["dependencies"]
    number = next(part["id"] for part in parts if part["api_name"] == name)
    call = {"fn_index": number, "data": data, "session_hash": client.session_hash}
    web = httpx.Client(base_url=f"{client.src.rstrip('/')}/gradio_api/queue", timeout=60)
    web.post("/join", json={**call, "event_data": event}).raise_for_status()
    with web.stream("GET", "/data", params={"session_hash": client.session_hash}) as stream:
        done = next(line for line in stream.iter_lines() if "process_completed" in line)
    assert '"success":true' in done.replace(" ", "")


def test_twenty_visitors_judge_at_once(url: str) -> None:
    def visit(number: int) -> None:
        client = Client(url, verbose=False, httpx_kwargs={"timeout": 60})
        say_to(client, f"{WHERE} {number}")
        press(client, "judge", [None, None], turn=0, verdict="down" if number % 2 else "up")
        if number % 2:
            client.predict("unclear", f"mejor {number}", None, api_name="/send")

    with ThreadPoolExecutor(20) as crowd:
        list(crowd.map(visit, range(20)))
    kept = opinions()
    assert {one.question for one in kept} == {f"{WHERE} {number}" for number in range(20)}
    assert len(kept) == 20
    down = [one for one in kept if one.verdict == "down"]
    assert len(down) == 10
    assert all(one.right_answer == f"mejor {one.question.split()[-1]}" for one in down)
    assert all((one.reason, one.row_id) == ("unclear", "3") for one in down)


def test_deleted_conversation_leaves_no_trace(program: Client) -> None:
    page = say_to(program, "una pregunta muy particular")
    visitor = next(part for part in page if isinstance(part, dict) and "current" in part)
    program.predict(visitor, api_name="/delete_current")
    stored = b"".join(path.read_bytes() for path in settings().home.glob("rimana.sqlite3*"))
    assert b"muy particular" not in stored


def test_own_file_is_read_used_and_never_stored(program: Client, tmp_path: Path) -> None:
    path = tmp_path / "cafe.csv"
    path.write_text(FAQ + "<script>x</script>?;a b\n")
    report = str(program.predict(handle_file(path), "", api_name="/read"))
    assert "cafe.csv" in report
    assert "<script>" not in report
    program.predict(api_name="/use")
    assert "abre a las 8" in str(say_to(program, "¿Hay cafetería?"))
    assert not (settings().home / DATABASE).exists()
    assert [one.name for one in settings().home.iterdir()] == ["browser.key"]
    program.predict(api_name="/leave")
    assert FACT in str(say_to(program, WHERE))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"a\x00" * 50, b"solo una columna\nb\n"])
def test_broken_file_gets_a_sentence(program: Client, tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "mala.csv"
    path.write_bytes(data)
    with pytest.raises(AppError, match=r"mala\.csv") as told:
        program.predict(handle_file(path), "", api_name="/read")
    assert "código" not in str(told.value)


def wait_for(work: Coroutine[Any, Any, Any]) -> Any:
    """Return what `work` returns; in a thread, for Playwright holds this one's event loop."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


def test_own_files_are_bounded() -> None:
    assistants = Assistants()
    faqs = [replace(shipped().faq, version=f"{n:012x}") for n in range(OWN_FILES + 1)]
    for faq in faqs:
        assistants.offer(faq)
    with pytest.raises(UserError, match="own_file_gone"):
        wait_for(assistants.get(faqs[0].version))
    assert wait_for(assistants.get(faqs[-1].version)).faq is faqs[-1]


# --- what the page holds ---


def turn(text: str = WHERE, **changes: Any) -> Turn:
    answer = shipped().ask(text)
    return Turn(answer.question, answer, **changes)


def test_record_survives_the_disk() -> None:
    answer = shipped().ask(WHERE)
    back = from_record(json.loads(json.dumps(as_record(answer, "es"))), answer.reason)
    assert as_record(back, "en") == as_record(answer, "en")


def test_memory_keeps_replaces_and_forgets() -> None:
    memory = Memory(settings())
    identity, turns = memory.save("", (turn(),), "es")
    assert memory.restore(identity)[0].text == turn().text
    redone = Turn("zzz", shipped().ask("zzz"), stored=turns[0].stored)
    same, _ = memory.save(identity, (redone,), "es")
    assert same == identity
    assert [one.question for one in memory.restore(identity)] == ["zzz"]
    assert [title[:2] for title in memory.titles([identity, "f" * 32])] == [(identity, "zzz")]
    memory.forget(identity)
    assert memory.restore(identity) == ()


def test_memory_goes_on_after_a_deletion_elsewhere() -> None:
    memory = Memory(settings())
    identity, turns = memory.save("", (turn(),), "es")
    memory.forget(identity)
    other, _ = memory.save(identity, (*turns, turn("zzz")), "es")
    assert other != identity
    assert [one.question for one in memory.restore(other)] == [WHERE, "zzz"]


def test_stopped_answers_stay_stopped() -> None:
    memory = Memory(settings())
    cut = turn(shown=7, stopped=True)
    identity, _ = memory.save("", (cut, Turn("zzz", stopped=True)), "es")
    first, second = memory.restore(identity)
    assert (first.text, first.stopped) == (turn().text[:7].strip(), True)
    assert second.answer is None
    assert second.stopped


def test_visitor_believes_no_browser() -> None:
    sent = {"current": "../etc", "past": ["a" * 32, 3, "b" * 31, "a" * 32]}
    assert Visitor.read(sent) == Visitor("", ("a" * 32,))
    assert Visitor.read("x") == Visitor()


def test_browser_key_is_kept() -> None:
    assert browser_secret(settings()) == browser_secret(settings())


def test_exports_name_row_and_version() -> None:
    turns = (turn(), turn("=1+1 " + WHERE), Turn("zzz", stopped=True))
    version = shipped().faq.version
    assert "Fila 3 · Institución" in write_text(turns, "es")["text"]
    rows = list(csv.DictReader(io.StringIO(write_csv(turns, "es")["text"][1:]), delimiter=";"))
    assert [row["row_id"] for row in rows[:1]] == ["3"]
    assert rows[0]["faq_version"] == version
    assert rows[1]["asked"].startswith("'=1+1")
    told = json.loads(write_json(turns, "es")["text"])
    assert told[0]["faq_version"] == version
    assert told[2]["stopped"]


@pytest.mark.parametrize("language", ["es", "en", "qu"])
@pytest.mark.parametrize("text", [WHERE, "quizas el diplomado cuesta", "zzz", "morir", "insulto"])
def test_every_kind_of_answer_is_named_in_words(text: str, language: Any) -> None:
    one = turn(text)
    assert one.answer
    shown = render_transcript(Session(turns=(one,)), language, None, busy=False)
    assert say(f"chatbot.{one.answer.decision}_kind", language) in shown


# --- public Space ---


def components(page: gr.Blocks, kind: type) -> list[Any]:
    return [block for block in page.blocks.values() if isinstance(block, kind)]


def test_public_space_without_password_takes_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    page = build(Settings(public=True))
    assert not components(page, gr.UploadButton)[0].visible


def test_public_space_asks_for_the_password(tmp_path: Path) -> None:
    page = build(Settings(public=True, admin_password="pino"))
    _, address, _ = page.launch(prevent_thread_lock=True, quiet=True, ssr_mode=False)
    path = tmp_path / "p.csv"
    path.write_text(f"pregunta\n{WHERE}\n")
    client = Client(address, verbose=False, httpx_kwargs={"timeout": 60})
    with pytest.raises(AppError, match=say("error.password_wrong", "es")[:20]):
        client.predict(None, handle_file(path), "es", "abeto", api_name="/batch")
    records, _ = client.predict(None, handle_file(path), "es", "pino", api_name="/batch")
    assert records[0]["row_id"] == "3"
    page.close()
