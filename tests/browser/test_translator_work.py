"""The working tabs as visitors use them; the engine is a fake, everything else is real."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from core.i18n.catalogue import say
from core.storage.corrections import Corrections
from core.storage.database import Database
from tests.browser.conftest import serve

PATIENCE_MS = 30_000
LETTER = "Mi casa es grande.\n" + "".join(f"línea número {at}\n" for at in range(8000))


@pytest.fixture(scope="module")
def desk_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("desk")
    store = Corrections(Database(folder / "rimana.sqlite3"), str)
    store.add("¿Dónde estás?", "es-qu", "Maypi", "rules", "Maypitak kanki?", "", "Ana")
    server = serve(folder)
    yield server.address
    server.stop()


def enter(page: Page, url: str, tab: str, language: str = "es") -> None:
    page.goto(f"{url}/translator/?lang={language}&tab={tab}")
    expect(page.locator("#t-tab-" + tab)).to_be_visible(timeout=PATIENCE_MS)
    expect(page.get_by_text(say("translator.title", language))).to_be_visible(timeout=PATIENCE_MS)


def upload(page: Page, button: str, name: str, data: bytes) -> None:
    with page.expect_file_chooser() as chooser:
        page.locator(button).click()
    chooser.value.set_files([{"name": name, "mimeType": "text/plain", "buffer": data}])


def overflow(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))


def test_document_stops_and_goes_on_after_a_reload(page: Page, desk_url: str) -> None:
    enter(page, desk_url, "documents")
    expect(page.locator("#w-card")).to_contain_text(say("work.document_none", "es"))
    upload(page, "#w-upload", "carta.txt", LETTER.encode())
    expect(page.locator("#w-chosen")).to_contain_text("carta.txt")
    page.locator("#w-start").click()
    page.locator("#w-stop").click(timeout=PATIENCE_MS)
    expect(page.locator(".w-state")).to_have_text(
        say("work.stopped_state", "es"), timeout=PATIENCE_MS
    )
    assert "job=" in page.url
    page.reload()
    expect(page.locator(".w-state")).to_have_text(
        say("work.stopped_state", "es"), timeout=PATIENCE_MS
    )
    page.locator("#w-resume").click()
    expect(page.locator("#w-result")).to_be_visible(timeout=2 * PATIENCE_MS)
    expect(page.locator(".w-state")).to_have_text(say("work.done_state", "es"))
    with page.expect_download() as saved:
        page.locator("#w-result").click()
    lines = Path(saved.value.path()).read_text("utf-8").split("\n")
    assert (saved.value.suggested_filename, len(lines)) == ("carta-rimana.txt", 8002)
    assert lines[0] == "Ñukapa wasika hatunmi."
    page.locator("#w-delete").click()
    expect(page.locator("#w-card")).to_contain_text(say("work.document_none", "es"))


def test_column_of_a_table_is_chosen(page: Page, desk_url: str) -> None:
    enter(page, desk_url, "documents", "en")
    upload(page, "#w-upload", "t.csv", b"id;texto\n1;Mi casa es grande.\n")
    page.get_by_label(say("work.column", "en")).click()
    page.get_by_role("option", name="2: texto").click()
    page.locator("#w-start").click()
    expect(page.locator(".w-state")).to_have_text(say("work.done_state", "en"), timeout=PATIENCE_MS)
    expect(page.locator(".w-lines")).to_contain_text("Ñukapa wasika hatunmi.")


def test_records_are_mended(page: Page, desk_url: str) -> None:
    enter(page, desk_url, "records")
    asked = "Palabra en kichwa:"
    pairs = [("casa", "wasi"), ("casa", "wasi"), ("niÃ±o", "wawa")]
    rows = [{"Instrucción": asked, "Entrada": one, "Salida": other} for one, other in pairs]
    upload(page, "#w-records", "urku.json", json.dumps(rows).encode())
    report = page.locator("#w-report")
    expect(report).to_contain_text(say("work.mojibake_kind", "es"), timeout=PATIENCE_MS)
    report.locator("summary").first.click()
    expect(report).to_contain_text(say("records.advice.mojibake", "es"))
    with page.expect_download() as saved:
        page.locator("#w-mended").click()
    told = json.loads(Path(saved.value.path()).read_text("utf-8"))
    assert [row["Entrada"] for row in told] == ["casa", "niño"]


def test_teacher_accepts_a_correction(page: Page, desk_url: str) -> None:
    enter(page, desk_url, "records")
    page.get_by_role("tab", name=say("work.review", "es"), exact=True).click()
    proposal = page.locator(".w-proposal")
    expect(proposal).to_contain_text("Maypitak kanki?")
    accept = proposal.get_by_role("button", name=say("work.accepted_verdict", "es"), exact=True)
    accept.click()
    expect(page.get_by_text(say("error.correction_reviewer", "es"))).to_be_visible()
    page.get_by_label(say("work.reviewer", "es")).fill("Rosa")
    accept.click()
    expect(page.locator("#w-review")).to_contain_text(say("work.review_empty", "es"))
    with page.expect_download() as saved:
        page.locator("#w-review-save").click()
    assert "Maypitak kanki?" in Path(saved.value.path()).read_text("utf-8")


def test_table_is_sorted_by_keyboard(page: Page, desk_url: str) -> None:
    enter(page, desk_url, "runs")
    column = page.locator(".w-runs th").nth(3)
    column.get_by_role("button").focus()
    page.keyboard.press("Enter")
    expect(column).to_have_attribute("aria-sort", "descending")
    page.keyboard.press("Enter")
    expect(column).to_have_attribute("aria-sort", "ascending")


def test_phone_needs_no_sideways_scrolling(phone: Page, desk_url: str) -> None:
    for tab in ("documents", "records", "compare", "runs"):
        enter(phone, desk_url, tab, "qu")
        expect(phone.locator(f"#t-tab-{tab} .w-lead h2").first).to_be_visible()
        assert overflow(phone) <= 0, tab
