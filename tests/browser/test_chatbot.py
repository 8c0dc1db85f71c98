"""The chat page as visitors use it; the model is a fake, everything else is real."""

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from core.i18n.catalogue import say
from tests.browser.conftest import serve

WHERE = "¿Dónde queda el CIFB?"
FACT = "Calle Inventada 123"
UNSURE = "quizas cuanto cuesta el diplomado"


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("chat")


@pytest.fixture(scope="module")
def chat_url(data_dir: Path) -> Iterator[str]:
    server = serve(data_dir)
    yield server.address
    server.stop()


def enter(page: Page, url: str, language: str = "es") -> None:
    page.goto(f"{url}/chatbot/?lang={language}")
    expect(page.locator(".c-offer").first).to_be_visible(timeout=30_000)


def box(page: Page, language: str = "es") -> Locator:
    return page.get_by_role("textbox", name=say("chatbot.box", language))


def ask(page: Page, text: str, language: str = "es") -> Locator:
    box(page, language).fill(text)
    box(page, language).press("Enter")
    expect(page.locator(".c-turn:last-child .c-asked p")).to_have_text(text)  # on its way
    return last(page)


def last(page: Page) -> Locator:
    settled = page.locator(".c-scroll[aria-busy=false]")
    expect(settled).to_have_count(1, timeout=20_000)
    return page.locator(".c-turn:last-child .c-said")


def overflow(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))


def test_answer_cites_its_row(page: Page, chat_url: str) -> None:
    enter(page, chat_url)
    expect(page.get_by_role("note")).to_have_text(say("chatbot.notice", "es"))
    ask(page, WHERE)
    expect(last(page).locator(".c-text")).to_contain_text(FACT)
    expect(last(page).locator(".c-source")).to_contain_text("Fila 3")
    panel = page.get_by_role("region", name=say("chatbot.evidence", "es"))
    expect(panel).to_contain_text("31/12/2028")
    expect(panel).to_contain_text(say("chatbot.high_band", "es"))
    expect(panel).to_contain_text(say("answer.why.row", "es"))
    expect(page.get_by_role("status").filter(has_text=FACT)).to_have_count(1)  # read aloud
    expect(box(page)).to_have_value("")
    expect(box(page)).to_be_focused()


def test_examples_answer_with_one_click(page: Page, chat_url: str) -> None:
    enter(page, chat_url)
    page.locator(".c-welcome .c-offer").first.click()
    expect(page.locator(".c-asked")).to_have_count(1)
    expect(last(page)).to_have_class("c-said c-answer")
    page.get_by_role("button", name=say("chatbot.examples", "es")).click()
    page.locator(".c-topics .c-offer").nth(2).click()
    expect(page.locator(".c-asked")).to_have_count(2)


def test_offered_row_answers(page: Page, chat_url: str) -> None:
    enter(page, chat_url)
    ask(page, UNSURE)
    offers = last(page).locator(".c-offer")
    expect(offers).to_have_count(3)
    title = offers.nth(1).inner_text()
    offers.nth(1).click()
    expect(page.locator(".c-asked").nth(1)).to_have_text(f"Tú: {title}")
    expect(last(page)).to_have_class("c-said c-answer")


def test_help_stands_out(page: Page, chat_url: str) -> None:
    enter(page, chat_url)
    ask(page, "quiero morir")
    expect(last(page)).to_have_class("c-said c-support")
    expect(last(page)).to_contain_text(say("chatbot.support_kind", "es"))


def test_error_is_a_sentence_and_keeps_the_text(page: Page, chat_url: str) -> None:
    enter(page, chat_url, "en")
    box(page, "en").fill("x" * 1001)
    box(page, "en").press("Enter")
    told = say("error.too_long", "en", length=1001, limit=1000)
    expect(page.get_by_text(told)).to_be_visible()
    expect(box(page, "en")).to_have_value("x" * 1001)
    box(page, "en").fill("a bug")
    box(page, "en").press("Enter")
    expect(page.get_by_text("Something failed on our side")).to_be_visible()
    expect(box(page, "en")).to_have_value("a bug")
    expect(page.locator(".c-asked")).to_have_count(0)


def test_text_is_never_markup(page: Page, chat_url: str) -> None:
    enter(page, chat_url)
    ask(page, "<img src=x onerror=alert(1)> ${1+1} {{7*7}} **a**")
    asked = page.locator(".c-asked p")
    expect(asked).to_have_text("<img src=x onerror=alert(1)> ${1+1} {{7*7}} **a**")
    expect(page.locator(".c-scroll img")).to_have_count(0)


def test_language_switch_keeps_conversation_and_draft(page: Page, chat_url: str) -> None:
    enter(page, chat_url)
    ask(page, WHERE)
    box(page).fill("a medias")
    page.get_by_role("link", name="Kichwa", exact=True).click()
    expect(page.locator("h1")).to_have_text(say("chatbot.title", "qu"))
    expect(box(page, "qu")).to_have_value("a medias")
    expect(last(page)).to_contain_text(FACT)
    expect(last(page)).to_contain_text(say("chatbot.answer_kind", "qu"))
    assert page.locator("html").get_attribute("lang") == "qu"
    assert page.url.endswith("lang=qu")
    ask(page, "zzz", "qu")
    expect(last(page)).to_contain_text(say("chatbot.refuse_kind", "qu"))


def test_reload_keeps_the_conversation(page: Page, chat_url: str) -> None:
    enter(page, chat_url)
    ask(page, WHERE)
    page.reload()
    expect(last(page)).to_contain_text(FACT)
    ask(page, "y eso?")
    expect(last(page)).to_contain_text(say("chatbot.follow_up", "es", question=WHERE))


def test_restart_of_the_server_keeps_the_conversation(page: Page, tmp_path: Path) -> None:
    server = serve(tmp_path)
    enter(page, server.address)
    ask(page, WHERE)
    port = server.address.rpartition(":")[2]
    server.stop()
    server = serve(tmp_path, port)
    page.reload()
    expect(last(page)).to_contain_text(FACT, timeout=30_000)
    server.stop()


def test_retry_and_edit_replace_the_last_turn(page: Page, chat_url: str) -> None:
    enter(page, chat_url)
    ask(page, UNSURE)
    page.get_by_role("button", name=say("chatbot.retry", "es")).click()
    expect(page.locator(".c-asked")).to_have_count(1)
    expect(last(page).locator(".c-offer")).to_have_count(3)
    page.get_by_role("button", name=say("chatbot.edit", "es")).click()
    expect(box(page)).to_have_value(UNSURE)
    expect(box(page)).to_be_focused()
    ask(page, WHERE)
    expect(last(page)).to_contain_text(FACT)
    expect(page.locator(".c-asked")).to_have_count(1)
    page.reload()
    expect(last(page)).to_contain_text(FACT)
    expect(page.locator(".c-asked")).to_have_count(1)


def test_stop_leaves_a_clear_state(page: Page, chat_url: str) -> None:
    enter(page, chat_url)
    box(page).fill("despacio " + WHERE)
    box(page).press("Enter")
    page.get_by_role("button", name=say("chatbot.stop", "es")).click()
    expect(last(page)).to_contain_text(say("chatbot.stopped", "es"))
    expect(page.get_by_role("button", name=say("chatbot.send", "es"), exact=True)).to_be_visible()
    asked = page.locator(".c-turn:last-child .c-asked p")
    for _ in range(3):  # Gradio's page may still be letting go of the stopped answer
        box(page).fill(WHERE)
        box(page).press("Enter")
        with suppress(AssertionError):
            expect(asked).to_have_text(WHERE)
            break
    expect(asked).to_have_text(WHERE)
    expect(last(page)).to_contain_text(FACT)


def test_shift_enter_is_a_new_line(page: Page, chat_url: str) -> None:
    enter(page, chat_url)
    box(page).fill("uno")
    box(page).press("Shift+Enter")
    box(page).press_sequentially("dos")
    expect(box(page)).to_have_value("uno\ndos")
    expect(page.locator(".c-asked")).to_have_count(0)


def test_thumb_down_asks_what_was_wrong(page: Page, chat_url: str, data_dir: Path) -> None:
    enter(page, chat_url)
    ask(page, WHERE)
    page.get_by_role("button", name=say("chatbot.bad", "es")).click()
    page.get_by_label(say("chatbot.reason_outdated", "es")).check()
    page.get_by_label(say("chatbot.right_answer", "es")).fill("Calle Real 5, llama al 612345678")
    choose = page.get_by_label(say("chatbot.right_row", "es"))
    choose.fill("imaginario")
    page.get_by_role("option", name="Centro Imaginario").first.click()
    page.get_by_role("button", name=say("chatbot.feedback_send", "es")).click()
    expect(page.get_by_text(say("chatbot.feedback_thanks", "es"))).to_be_visible()
    expect(choose).to_be_hidden()
    kept = opinions(data_dir)[-1]
    assert (kept["verdict"], kept["reason"]) == ("down", "outdated; right row 1")
    assert kept["right_answer"] == "Calle Real 5, llama al [TELÉFONO]"
    page.get_by_role("button", name=say("chatbot.good", "es")).click()
    expect(page.get_by_role("button", name=say("chatbot.good", "es"))).to_have_attribute(
        "aria-pressed", "true"
    )
    assert opinions(data_dir)[-1]["verdict"] == "up"


def opinions(data_dir: Path) -> list[dict[str, str]]:
    import sqlite3

    connection = sqlite3.connect(data_dir / "rimana.sqlite3")
    connection.row_factory = sqlite3.Row
    rows = [dict(row) for row in connection.execute("SELECT * FROM feedback ORDER BY id")]
    connection.close()
    return rows


def test_history_opens_and_deletes(page: Page, chat_url: str) -> None:
    enter(page, chat_url)
    ask(page, WHERE)
    page.get_by_role("button", name=say("chatbot.new", "es")).click()
    expect(page.locator(".c-welcome")).to_be_visible()
    ask(page, "zzz")
    page.get_by_role("button", name=say("chatbot.history", "es")).click()
    page.locator(".c-past .c-offer", has_text=WHERE).click()
    expect(last(page)).to_contain_text(FACT)
    page.get_by_role("button", name=say("chatbot.delete", "es")).click()
    page.get_by_role("button", name=say("chatbot.delete_yes", "es"), exact=True).click()
    expect(page.locator(".c-welcome")).to_be_visible()
    expect(page.locator(".c-past li")).to_have_count(1)
    remove = page.locator(".c-past .c-delete")
    remove.click()
    remove.click()
    expect(page.locator(".c-past li")).to_have_count(0)


def test_downloads_carry_row_and_version(page: Page, chat_url: str) -> None:
    enter(page, chat_url)
    ask(page, WHERE)
    page.get_by_role("button", name=say("chatbot.export", "es")).click()
    with page.expect_download() as coming:
        page.get_by_role("button", name=say("chatbot.export_json", "es")).click()
    told = json.loads(Path(coming.value.path()).read_text(encoding="utf-8"))
    assert (told[0]["row_id"], len(told[0]["faq_version"])) == ("3", 12)
    with page.expect_download() as coming:
        page.get_by_role("button", name=say("chatbot.export_text", "es")).click()
    assert FACT in Path(coming.value.path()).read_text(encoding="utf-8")


def test_own_file_answers_and_leaves(page: Page, chat_url: str, tmp_path: Path) -> None:
    enter(page, chat_url)
    page.get_by_role("button", name=say("chatbot.own", "es")).click()
    broken = tmp_path / "mala.csv"
    broken.write_bytes(b"PK\x03\x04 no es un csv")
    upload(page, broken)
    expect(page.get_by_text("mala.csv no es un archivo CSV")).to_be_visible()
    good = tmp_path / "cafe.csv"
    good.write_text("pregunta;respuesta\n¿Hay <b>café</b>?;Sí, abre a las 8.\n¿Vacía?;\n")
    upload(page, good)
    report = page.get_by_role("region", name=say("chatbot.own_report", "es"))
    expect(report).to_contain_text(say("faq_file.error", "es"))
    page.get_by_role("button", name=say("chatbot.own_use", "es")).click()
    expect(page.locator(".c-head")).to_contain_text("cafe.csv")
    ask(page, "¿Hay café?")
    expect(last(page)).to_contain_text("abre a las 8")
    page.get_by_role("button", name=say("chatbot.own_back", "es")).click()
    expect(page.locator(".c-head")).to_contain_text("faq.csv")
    ask(page, WHERE)
    expect(last(page)).to_contain_text(FACT)


def upload(page: Page, path: Path) -> None:
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name=say("chatbot.own_upload", "es")).click()
    chooser.value.set_files(path)


def test_batch_gives_a_file_back(page: Page, chat_url: str, tmp_path: Path) -> None:
    enter(page, chat_url)
    page.get_by_role("button", name=say("chatbot.batch", "es")).click()
    path = tmp_path / "muchas.csv"
    path.write_text(f"pregunta\n{WHERE}\nzzz\n")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name=say("chatbot.batch_button", "es")).click()
    chooser.value.set_files(path)
    expect(page.get_by_text("De 2 preguntas: 1 con respuesta")).to_be_visible()
    expect(page.get_by_text(say("chatbot.batch_result", "es"))).to_be_visible()


def test_keyboard_alone_is_enough(page: Page, chat_url: str) -> None:
    enter(page, chat_url)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # skip link
    seen = []
    for _ in range(30):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.className || ''"))
        if page.evaluate("document.activeElement.tagName") == "TEXTAREA":
            break
    assert any("c-offer" in one for one in seen)
    page.keyboard.type(UNSURE)
    page.keyboard.press("Enter")
    expect(last(page).locator(".c-offer")).to_have_count(3)
    for _ in range(30):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("!!document.activeElement.closest('.c-said .c-offers')"):
            break
    page.keyboard.press("Enter")
    expect(page.locator(".c-asked")).to_have_count(2)


@pytest.mark.parametrize("language", ["es", "en", "qu"])
def test_phone_needs_no_sideways_scroll(phone: Page, chat_url: str, language: str) -> None:
    enter(phone, chat_url, language)
    send = phone.get_by_role("button", name=say("chatbot.send", language), exact=True)
    expect(send).to_be_in_viewport()
    ask(phone, UNSURE + " " + "muylargo" * 30, language)
    assert overflow(phone) <= 0
    small = phone.evaluate(
        """[...document.querySelectorAll("#main button")].filter(el => {
        const r = el.getBoundingClientRect(); return r.width && (r.width < 40 || r.height < 40)
        }).map(el => el.textContent.trim() + el.getBoundingClientRect().height)"""
    )
    assert small == []  # large enough for a thumb


def test_nothing_moves_for_those_who_ask(page: Page, chat_url: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    enter(page, chat_url)
    ask(page, WHERE)
    moving = "document.getAnimations().filter(a => a.effect.target.closest('#main')).length"
    assert page.evaluate(moving) == 0
