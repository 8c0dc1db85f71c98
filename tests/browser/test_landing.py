"""The landing page as visitors use it: languages, dark mode, keyboard, phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from core.i18n.catalogue import say


def background(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


def overflow(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))


def test_languages_are_one_click_away(page: Page) -> None:
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text(say("landing.title", "es"))
    page.get_by_role("link", name="Kichwa", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(say("landing.title", "qu"))
    expect(page.get_by_text(say("header.unreviewed", "es"))).to_be_visible()
    assert page.locator("html").get_attribute("lang") == "qu"
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(say("landing.title", "en"))
    expect(page.get_by_text(say("header.unreviewed", "es"))).to_have_count(0)


def test_card_opens_the_app_in_the_same_language(page: Page) -> None:
    page.goto("/?lang=en")
    page.get_by_role("main").get_by_role("link", name=say("landing.chatbot_title", "en")).click()
    page.wait_for_url("**/chatbot/?lang=en")


def test_dark_mode_is_kept(page: Page) -> None:
    page.goto("/")
    toggle = page.get_by_role("button", name=say("header.dark", "es"))
    expect(toggle).to_have_attribute("aria-pressed", "false")
    light = background(page)
    toggle.click()
    expect(toggle).to_have_attribute("aria-pressed", "true")
    dark = background(page)
    assert dark != light
    page.reload()
    expect(toggle).to_have_attribute("aria-pressed", "true")
    assert background(page) == dark
    toggle.click()
    assert background(page) == light


def test_dark_mode_follows_the_system(browser: Browser, base_url: str) -> None:
    with browser.new_context(color_scheme="dark", base_url=base_url) as context:
        page = context.new_page()
        page.goto("/")
        expect(page.locator("html.dark")).to_have_count(1)


def test_keyboard_reaches_everything_and_shows_where(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name=say("header.skip", "es"))
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    page.keyboard.press("Tab")
    card = page.get_by_role("main").get_by_role("link", name=say("landing.chatbot_title", "es"))
    expect(card).to_be_focused()
    ring = "el => getComputedStyle(el.closest('.r-card')).outlineWidth"
    assert card.evaluate(ring) == "3px"


def test_phone_needs_no_sideways_scroll(phone: Page) -> None:
    for path in ("/", "/?lang=qu", "/no/such/page?lang=en"):
        phone.goto(path)
        expect(phone.get_by_role("heading", level=1)).to_be_visible()
        assert overflow(phone) <= 0, path
    small = phone.evaluate(
        """[...document.querySelectorAll("a.r-mark, .r-languages a, .r-dark")]
        .map(el => el.getBoundingClientRect()).filter(r => r.width < 40 || r.height < 40).length"""
    )
    assert small == 0  # large enough for a thumb


@pytest.mark.parametrize("width", [390, 768, 1280, 1920])
def test_every_width_holds(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/?lang=qu")
    assert overflow(page) <= 0


def test_still_hands_for_those_who_ask(browser: Browser, base_url: str) -> None:
    with browser.new_context(reduced_motion="reduce", base_url=base_url) as context:
        page = context.new_page()
        page.goto("/")
        moving = "document.getAnimations().length"
        page.get_by_role("button", name=say("header.dark", "es")).click()
        assert page.evaluate(moving) == 0


def test_one_app_alone_opens_at_once(page: Page, start_server: Callable[..., str]) -> None:
    page.goto(start_server("chatbot") + "/?lang=en")
    page.wait_for_url("**/chatbot/?lang=en")
