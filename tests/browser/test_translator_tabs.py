"""Forms, varieties and the quiz as visitors use them."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from core.i18n.catalogue import say
from core.tasks.quiz import make_quiz
from tests.browser.conftest import serve
from tests.browser.test_translator import overflow

PATIENCE_MS = 60_000


@pytest.fixture(scope="module")
def tabs_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    server = serve(tmp_path_factory.mktemp("tabs"))
    yield f"{server.address}/translator/?lang=es"
    server.stop()


def test_a_form_is_built_ending_by_ending(page: Page, tabs_url: str) -> None:
    page.goto(f"{tabs_url}&tab=forms&word=wasi")
    form = page.locator("#f-form")
    expect(form).to_have_text("wasi", timeout=PATIENCE_MS)
    for ending, grown in (("pl", "wasikuna"), ("loc", "wasikunapi"), ("foc", "wasikunapimi")):
        page.locator(f'.f-chip[data-at="{ending}"]').click()
        expect(form).to_have_text(grown)
    expect(page.locator(".f-facts")).to_contain_text("en las casas")
    expect(page).to_have_url(re.compile(r"form=pl\.loc\.foc"))
    page.locator('.f-cell[data-at="case.abl.sg"]').click()
    expect(form).to_have_text("wasimanta")
    page.reload()
    expect(form).to_have_text("wasimanta", timeout=PATIENCE_MS)


def test_a_quiz_is_answered_by_keyboard(page: Page, tabs_url: str) -> None:
    quiz = make_quiz("clase7", "meaning", "1", 5)
    page.goto(f"{tabs_url}&tab=quiz&seed=clase7&kind=meaning&count=5")
    for question in quiz.questions:
        expect(page.locator(".q-shown")).to_have_text(question.shown, timeout=PATIENCE_MS)
        page.keyboard.press(str(question.right + 1))
        expect(page.locator(".q-good")).to_be_visible()
        expect(page.locator(".q-next")).to_be_focused()
        page.keyboard.press("Enter")
    expect(page.locator("#q-score")).to_have_text(say("quiz.score", "es", right=5, total=5))


def test_phone_needs_no_sideways_scrolling(phone: Page, tabs_url: str) -> None:
    for tab, part in (("forms", ".f-table"), ("varieties", ".v-table"), ("quiz", "#q-go")):
        phone.goto(f"{tabs_url}&tab={tab}")
        expect(phone.locator(part).first).to_be_visible(timeout=PATIENCE_MS)
        assert overflow(phone) <= 0, tab
