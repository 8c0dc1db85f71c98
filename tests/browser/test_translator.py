"""The translator's page as visitors use it; the engine is a fake, everything else is real."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Locator, Page, expect

from core.i18n.catalogue import say
from tests.browser.conftest import serve

GREAT = "Mi casa es grande."
HATUN = "Ñukapa wasika hatunmi."
PATIENCE_MS = 30_000


@pytest.fixture(scope="module")
def desk_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    server = serve(tmp_path_factory.mktemp("desk"))
    yield server.address
    server.stop()


def enter(page: Page, url: str, language: str = "es", more: str = "") -> None:
    page.goto(f"{url}/translator/?lang={language}{more}")
    expect(page.locator(".t-enye")).to_be_visible(timeout=PATIENCE_MS)
    expect(page.locator(".t-answer")).to_be_visible(timeout=PATIENCE_MS)


def box(page: Page, language: str = "es") -> Locator:
    return page.get_by_role("textbox", name=say("translator.source", language), exact=True)


def answer(page: Page) -> Locator:
    return page.locator(".t-text")


def ask(page: Page, text: str) -> None:
    box(page).fill(text)
    box(page).press("Control+Enter")


def overflow(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))


def test_answer_says_where_it_comes_from(page: Page, desk_url: str) -> None:
    enter(page, desk_url)
    ask(page, GREAT)
    expect(answer(page)).to_have_text(HATUN)
    expect(page.locator(".t-badge")).to_have_text(say("translator.memory_engine", "es"))
    expect(page.locator(".t-band")).to_have_text(say("translator.medium_band", "es"))
    expect(page.locator(".t-said")).to_contain_text(say("translator.es_variety", "es"))
    expect(page.locator(".t-answer")).to_contain_text(say("translator.draft", "es"))
    assert f"text={quote(GREAT, safe='').replace('%20', '+')}" in page.url


def test_address_brings_text_and_direction(page: Page, desk_url: str) -> None:
    enter(page, desk_url, more=f"&dir=qu-es&text={quote(HATUN)}")
    expect(box(page)).to_have_value(HATUN)
    expect(answer(page)).to_have_text(GREAT)
    expect(page.get_by_label(say("translator.way_qu_es", "es"))).to_be_checked()


def test_swap_keeps_the_texts(page: Page, desk_url: str) -> None:
    enter(page, desk_url)
    ask(page, GREAT)
    expect(answer(page)).to_have_text(HATUN)
    page.get_by_role("button", name=say("translator.swap", "es")).click()
    expect(box(page)).to_have_value(HATUN)
    expect(answer(page)).to_have_text(GREAT)


def test_word_is_explained_by_keyboard(page: Page, desk_url: str) -> None:
    enter(page, desk_url)
    ask(page, GREAT)
    word = page.locator(".t-word").nth(1)
    word.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    expect(page.locator("#t-tip-1")).to_be_visible()
    page.keyboard.press("Enter")
    card = page.locator(".t-card")
    expect(card.get_by_role("heading", name="wasika")).to_be_visible()
    expect(card.get_by_role("img")).to_have_count(1)
    expect(card).to_contain_text(say("kichwa.suffix.top.name", "es"))
    expect(page.locator(".t-word").nth(1)).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".t-word").nth(1)).to_be_focused()  # although it was drawn anew
    expect(page.locator(".t-entry").first).to_contain_text("wasi")  # the dictionary follows


def test_alternative_is_swapped_in(page: Page, desk_url: str) -> None:
    enter(page, desk_url)
    ask(page, GREAT)
    page.locator(".t-answer summary").first.click()
    page.locator(".t-answer .t-offer").first.click()
    expect(answer(page)).to_have_text("Ñukapa wasika hatun hatunmi.")
    expect(page.locator(".t-badge")).to_have_text(say("translator.rules_engine", "es"))


def test_model_answers_when_asked(page: Page, desk_url: str) -> None:
    enter(page, desk_url)
    ask(page, GREAT)
    page.get_by_role("button", name=say("translator.ask_model", "es")).click()
    expect(page.locator(".t-opinion")).to_contain_text("Antanikikpa kutichi")
    expect(answer(page)).to_have_text(HATUN)


def test_southern_quechua_is_told(page: Page, desk_url: str) -> None:
    enter(page, desk_url)
    ask(page, "Wasiymanta hamuchkani, manam unqusqachu kani.")
    expect(page.get_by_role("alert")).to_contain_text(say("translator.error_quechua", "es"))
    page.get_by_role("button", name=say("translator.anyway", "es")).click()
    expect(answer(page)).to_be_visible()


def test_spelling_button_and_enye_key(page: Page, desk_url: str) -> None:
    enter(page, desk_url)
    box(page).fill("ucaca huasipi causani.")
    box(page).press("Home")
    page.get_by_role("button", name=say("translator.enye", "es")).click()
    expect(box(page)).to_have_value("ñucaca huasipi causani.")
    page.get_by_role("button", name=say("translator.respell", "es")).click()
    expect(box(page)).to_have_value("ñukaka wasipi kawsani.")
    expect(page.locator(".t-changes")).to_contain_text("wasipi")


def test_limit_is_counted_and_told(page: Page, desk_url: str) -> None:
    enter(page, desk_url)
    ask(page, "a" * 5001)
    expect(page.locator(".t-counter")).to_have_text("5001 / 5000")
    told = say("error.too_long", "es", length=5001, limit=5000)
    expect(page.get_by_role("alert")).to_contain_text(told)
    expect(box(page)).to_have_value("a" * 5001)
    page.get_by_role("button", name=say("translator.clear", "es")).click()
    expect(box(page)).to_have_value("")


def test_text_is_never_markup(page: Page, desk_url: str) -> None:
    enter(page, desk_url)
    ask(page, "<img src=x onerror=alert(1)> casa <b>grande</b>")
    expect(answer(page)).to_have_text("<img src=x onerror=alert(1)> casa <b>grande</b>")
    expect(page.locator("#t-answer img, #t-answer b")).to_have_count(0)


def test_language_changes_without_losing_anything(page: Page, desk_url: str) -> None:
    enter(page, desk_url)
    ask(page, GREAT)
    expect(answer(page)).to_have_text(HATUN)
    box(page).fill("a medias")
    page.get_by_role("link", name="Kichwa", exact=True).click()
    expect(page.locator("h1")).to_have_text(say("translator.title", "qu"))
    expect(page.locator(".t-badge")).to_have_text(say("translator.memory_engine", "qu"))
    expect(box(page, "qu")).to_have_value("a medias")
    expect(answer(page)).to_have_text(HATUN)


def test_dictionary_finds_while_typing(page: Page, desk_url: str) -> None:
    enter(page, desk_url)
    word = page.get_by_role("textbox", name=say("translator.dictionary_word", "es"))
    word.fill("casa")
    expect(page.locator(".t-entry").first).to_contain_text("wasi")
    word.fill("wassi")
    page.locator("#t-found .t-chip", has_text="wasi").first.click()
    expect(page.locator(".t-entry").first).to_contain_text("casa")


def test_correction_is_thanked_for(page: Page, desk_url: str) -> None:
    enter(page, desk_url)
    ask(page, GREAT)
    expect(answer(page)).to_have_text(HATUN)
    page.get_by_role("button", name=say("translator.correct", "es")).click()
    page.get_by_label(say("translator.correct_proposed", "es")).fill("Ñukapa wasika hatunmi kan.")
    page.get_by_role("button", name=say("translator.correct_send", "es")).click()
    expect(page.get_by_text(say("translator.correct_thanks", "es"))).to_be_visible()


def test_history_gives_a_translation_back(page: Page, desk_url: str) -> None:
    enter(page, desk_url)
    ask(page, GREAT)
    expect(answer(page)).to_have_text(HATUN)
    ask(page, "¿Dónde está tu casa?")
    expect(answer(page)).to_have_text("¿Kampa wasika maypitak kan?")
    page.get_by_role("button", name=say("translator.past", "es")).click()
    page.locator("#t-past .t-offer").nth(1).click()
    expect(answer(page)).to_have_text(HATUN)
    with page.expect_download() as saved:
        page.get_by_role("button", name=say("translator.past_csv", "es")).click()
    assert HATUN in Path(saved.value.path()).read_text(encoding="utf-8-sig")


def test_phone_needs_no_sideways_scrolling(phone: Page, desk_url: str) -> None:
    enter(phone, desk_url)
    phone.locator(".t-examples .t-chip").first.tap()
    expect(answer(phone)).to_have_text("¿Kampa wasika maypitak kan?")
    phone.locator(".t-word").nth(1).tap()
    expect(phone.locator(".t-card")).to_be_visible()
    assert overflow(phone) <= 0


def test_quiet_when_the_network_is_cut(page: Page, desk_url: str) -> None:
    told: list[str] = []
    page.on("pageerror", lambda fault: told.append(str(fault)))
    page.on("console", lambda line: told.append(line.text) if line.type == "error" else None)
    enter(page, desk_url)
    ask(page, GREAT)
    expect(answer(page)).to_have_text(HATUN)
    assert told == []


def test_waiting_ends_even_when_something_breaks(page: Page, desk_url: str) -> None:
    enter(page, desk_url)
    ask(page, "La casa es un bug.")
    expect(page.locator(".toast-body")).to_be_visible()
    expect(page.locator("#t-answer")).not_to_have_attribute("aria-busy", "true")
    ask(page, GREAT)
    expect(answer(page)).to_have_text(HATUN)
    expect(page.locator("p.t-live")).to_contain_text(HATUN)  # for screen readers
    expect(page.locator("#t-answer")).not_to_have_attribute("aria-busy", "true")
