"""The translator's page as programs and many visitors use it; only the engine is a fake."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from typing import Any

import gradio as gr
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from gradio_client import Client
from gradio_client.exceptions import AppError

from apps.server import create_app
from apps.translator.answer_card import band_of, mark_unknown, render_answer
from apps.translator.app import build
from apps.translator.gloss_strip import render_glosses
from apps.translator.layout import TABS
from apps.translator.past import export_past
from apps.translator.routes import add_routes
from apps.translator.session import PAST, Session
from apps.translator.source_notes import render_source_notes
from apps.translator.store import corrections
from apps.translator.word_card import render_word
from core.config import settings
from core.i18n.catalogue import LANGUAGES, Language, say
from core.kichwa.spelling import unify
from core.tasks import translate as task
from core.tasks.translate import translate
from core.translation.choose import choose
from core.translation.result import Translation
from tests.apps import fake_translator

GREAT = "Mi casa es grande."
HATUN = "Ñukapa wasika hatunmi."
SOUTHERN = "Wasiymanta hamuchkani, manam unqusqachu kani."
HOSTILE = [
    "<script>alert(1)</script> wasi <img src=x onerror=alert(1)>",
    "\x00\x07 wasi \x1b[31m",
    "🙂 wasi 🏦",
    "مرحبا \u202ewasi abc",
    "${1+1} {{7*7}} `wasi` %s {0}",
    '" onmouseover="alert(1) wasi',
    "Ñukapa wasi-" * 40,
]


@pytest.fixture(autouse=True)
def engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(task, "choose", fake_translator.choose)


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


@pytest.fixture
def web() -> Iterator[TestClient]:
    shell = FastAPI()
    add_routes(shell)
    with TestClient(shell) as client:
        yield client


class Tags(HTMLParser):
    """The elements of a piece of HTML, and their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))

    def harmless(self) -> bool:
        """Return whether no script, image or handler came in."""
        names = {tag for tag, _ in self.seen}
        handlers = [name for _, attrs in self.seen for name in attrs if name.startswith("on")]
        return not names & {"script", "img", "iframe"} and not handlers


# --- Gradio's API ---


def test_api_names_the_origin(program: Client) -> None:
    said = program.predict(GREAT, api_name="/translate")
    assert (said["text"], said["engine"], said["direction"]) == (HATUN, "memory", "es-qu")
    assert said["detected"] == "es"
    assert [one["engine"] for one in said["alternatives"]] == ["rules"]
    assert [gloss["form"] for gloss in said["glosses"]] == ["Ñukapa", "wasika", "hatunmi"]
    assert {"form": "ka", "tag": "top"} in said["glosses"][1]["morphemes"]
    assert said["glosses"][1]["meanings"][0] == "casa"


def test_api_unifies_older_spelling_first(program: Client) -> None:
    said = program.predict("Ñucaca huasipi causani.", api_name="/translate")
    assert (said["detected"], said["unified"]) == ("qu-old", "Ñukaka wasipi kawsani.")
    assert said["text"] == "Yo vivo en la casa."


def test_api_refuses_southern_quechua_in_the_language_asked(program: Client) -> None:
    for language in LANGUAGES:
        with pytest.raises(AppError) as told:
            program.predict(SOUTHERN, "auto", "best", language, api_name="/translate")
        assert str(told.value) == say("translator.error_quechua", language)
    assert program.predict(SOUTHERN, api_name="/detect")["language"] == "quechua"


@pytest.mark.parametrize(
    ("text", "way", "key"),
    [
        ("", "auto", "translator.error_empty"),
        ("¿…!? 123", "auto", "translator.error_no_words"),
        ("blorp", "auto", "translator.error_unknown_language"),
        ("wasi", "qu-en", "translator.error_request"),
    ],
)
def test_api_refuses_in_a_sentence(program: Client, text: str, way: str, key: str) -> None:
    with pytest.raises(AppError) as told:
        program.predict(text, way, "best", "qu", api_name="/translate")
    assert str(told.value) == say(key, "qu")


def test_api_hides_bugs(program: Client, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(AppError) as told:
        program.predict("un bug de la casa", "es-qu", api_name="/translate")
    assert "secret" not in str(told.value)
    assert "secret" in caplog.text


def test_api_looks_up_in_both_directions(program: Client) -> None:
    found = program.predict("wasikunapi", api_name="/look_up")
    assert (found["form_of"], found["entries"][0]["spanish"][0]) == ("wasi", "casa")
    assert program.predict("CASA", api_name="/look_up")["entries"][0]["kichwa"] == "wasi"
    assert "wasi" in program.predict("wassi", api_name="/look_up")["near"]


def test_api_offers_no_event_of_the_page(program: Client) -> None:
    offered = program.view_api(return_format="dict", print_info=False)["named_endpoints"]
    assert {"/translate", "/detect", "/look_up"} <= set(offered)
    assert not {"/desk", "/swap", "/keep"} & set(offered)


# --- the page ---


def desk(client: Client, text: str, way: str = "auto") -> str:
    return json.dumps(client.predict(text, way, api_name="/desk"), ensure_ascii=False)


def test_page_shows_badge_and_glosses(program: Client) -> None:
    page = desk(program, GREAT)
    assert HATUN in page
    assert say("translator.memory_engine", "es") in page
    assert say("translator.draft", "es") in page
    assert say("translator.glosses", "es") in page


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_stays_text(text: str) -> None:
    given = translate(text, "qu-es")
    session = Session().show(given).choose_word(0)
    for html in (
        render_answer(session, "es"),
        render_glosses(session, "es"),
        render_word(session, "es", speech=True),
        render_source_notes(Session(respelled=unify(text)), "es"),
    ):
        assert Tags(html).harmless()


@pytest.mark.parametrize("text", ["", "x" * 100_000, "?!", SOUTHERN])
def test_refusal_stands_in_the_answers_place(program: Client, text: str) -> None:
    page = desk(program, text)
    assert "t-refused" in page
    limit = settings().max_translation_chars
    if len(text) > limit:
        assert say("error.too_long", "es", length=len(text), limit=limit) in page


def test_thirty_visitors_at_once(url: str) -> None:
    def visit(_: int) -> bool:
        return HATUN in desk(Client(url, verbose=False, httpx_kwargs={"timeout": 60}), GREAT)

    with ThreadPoolExecutor(10) as crowd:
        assert all(crowd.map(visit, range(30)))


def test_correction_waits_for_a_teacher(program: Client) -> None:
    desk(program, GREAT)
    program.predict("Ñukapa wasi hatunmi kan.", "mi DNI es 12345678Z", "Ana", api_name="/keep")
    [kept] = corrections(settings()).find("pending")
    assert (kept.source, kept.machine, kept.engine) == (GREAT, HATUN, "memory")
    assert (kept.proposed, kept.author) == ("Ñukapa wasi hatunmi kan.", "Ana")
    assert "12345678Z" not in kept.comment


def test_correction_of_nothing_is_told(program: Client) -> None:
    with pytest.raises(AppError, match=say("translator.error_nothing_to_correct", "es")[:20]):
        program.predict("x", "", "", api_name="/keep")


# --- what is drawn ---


def show(text: str, direction: Any = None) -> Session:
    return Session().show(translate(text, direction))


@pytest.mark.parametrize("language", LANGUAGES)
def test_word_card_explains_every_ending(language: Language) -> None:
    session = show(HATUN).choose_word(2)
    card = render_word(session, language, speech=False)
    assert "<svg" in card
    assert say("kichwa.suffix.foc.why", language)[:20] in card.replace("&#x27;", "'")
    assert "data-say" not in card
    assert "data-say" in render_word(session, language, speech=True)


def test_every_engine_has_its_own_badge() -> None:
    session = show("Mi casa es grande. Xyz.", "es-qu")
    card = render_answer(session, "es")
    assert "t-memory" in card
    assert "t-rules" in card


def test_answer_by_rules_says_which(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(task, "choose", choose)
    card = render_answer(show("Mi madre vende frutas en el mercado.", "es-qu"), "es")
    listing = card.partition('<dl class="t-reasons">')[2].partition("</dl>")[0]
    assert f"<dd>{say('rules.case_loc', 'es')}</dd>" in listing
    assert say("rules.word", "es") not in listing
    assert "t-reasons" not in render_answer(show("Buenos días.", "es-qu"), "es")


def test_draft_is_never_called_sure() -> None:
    assert [band_of(share) for share in (1, 0.9, 0.1)] == ["high", "medium", "low"]
    assert say("translator.high_band", "es") not in render_answer(show(GREAT), "es")


def test_unknown_words_are_underlined() -> None:
    assert mark_unknown("Ñuka notebook.", ["Notebook"]) == (
        'Ñuka <mark class="t-unknown">notebook</mark>.'
    )


def test_contrary_direction_offers_to_turn() -> None:
    assert "undo" in render_source_notes(show(HATUN, "es-qu"), "es")
    assert "undo" not in render_source_notes(show(HATUN), "es")


def test_found_language_says_why() -> None:
    told = render_source_notes(show(HATUN), "es")
    assert say("detect.unified", "es") in told
    assert say("detect.certainty", "es", share=98) in told
    assert say("detect.southern", "es") not in render_source_notes(show("aklla"), "es")


def test_history_is_bounded_and_safe_for_spreadsheets() -> None:
    session = Session()
    for number in range(PAST + 1):
        session = session.show(translate(f"=casa {'i' * number}", "es-qu"))
    assert len(session.past) == PAST
    request = gr.Request(None)  # type: ignore[arg-type]
    request.query_params = {}  # type: ignore[misc]
    assert "\"'=casa" in export_past(session, request)["text"]
    with pytest.raises(gr.Error):
        export_past(Session(), request)


def test_chosen_word_closes_when_pressed_again() -> None:
    session = show(HATUN).choose_word(1)
    assert session.word == 1
    assert session.choose_word(1).word is None
    assert session.choose_word(99).word is None


def test_every_tab_has_a_title() -> None:
    for name in TABS:
        assert say(f"translator.{name}_tab", "es")


# --- LibreTranslate's clients ---


@pytest.mark.parametrize("form", [False, True])
def test_libretranslate_shape(web: TestClient, form: bool) -> None:
    fields = {"q": GREAT, "source": "auto", "target": "qu", "alternatives": 3}
    told = web.post("/translate", **({"data": fields} if form else {"json": fields}))
    assert told.status_code == 200
    answer = told.json()
    assert answer["translatedText"] == HATUN
    assert answer["detectedLanguage"]["language"] == "es"
    assert answer["detectedLanguage"]["confidence"] > 90
    assert answer["alternatives"] == ["Ñukapa wasika hatun hatunmi."]
    assert answer["rimana"][0]["engine"] == "memory"


def test_list_of_texts_comes_back_as_list(web: TestClient) -> None:
    fields = {"q": [GREAT, " ", HATUN], "source": "auto", "target": "qu"}
    answer = web.post("/translate", json=fields).json()
    assert answer["translatedText"] == [HATUN, " ", HATUN]  # the last is Kichwa already
    assert [one["language"] for one in answer["detectedLanguage"]] == ["es", "", "qu"]


def test_tags_of_html_stay(web: TestClient) -> None:
    fields = {"q": f"<p class='x'>{GREAT}</p> <br>", "source": "es", "target": "qu"}
    answer = web.post("/translate", json={**fields, "format": "html"}).json()
    assert answer["translatedText"] == f"<p class='x'>{HATUN}</p> <br>"
    assert "detectedLanguage" not in answer


def test_detect_and_languages(web: TestClient) -> None:
    [found] = web.post("/detect", data={"q": HATUN}).json()
    assert found["language"] == "qu"
    codes = {one["code"]: one["targets"] for one in web.get("/languages?lang=en").json()}
    assert codes == {"es": ["qu"], "qu": ["es"]}


def test_suggestion_is_kept(web: TestClient) -> None:
    fields = {"q": GREAT, "s": "Wasika hatunmi.", "source": "es", "target": "qu"}
    assert web.post("/suggest", data=fields).json() == {"success": True}
    assert corrections(settings()).find("pending")[0].proposed == "Wasika hatunmi."


@pytest.mark.parametrize(
    "sent",
    [
        {"data": {"source": "es", "target": "qu"}},
        {"json": ["x"]},
        {"content": b"{", "headers": {"content-type": "application/json"}},
        {"json": {"q": 3, "source": "es", "target": "qu"}},
        {"json": {"q": "hola", "source": "es", "target": "en"}},
        {"json": {"q": "hola", "source": "es", "target": "qu", "alternatives": "x"}},
        {"json": {"q": "", "source": "es", "target": "qu", "format": 3, "alternatives": -1}},
        {"json": {"q": SOUTHERN, "source": "qu", "target": "es"}},
        {"json": {"q": "a " * 5000, "source": "qu", "target": "es"}},
        {"content": b"q=" + b"a" * 1_100_000},
        {"content": b"[" * 300_000, "headers": {"content-type": "application/json"}},
        {"content": b'{"q": "\\ud800"}', "headers": {"content-type": "application/json"}},
        {"json": {"q": "<b>a" * 2000, "source": "es", "target": "qu", "format": "html"}},
    ],
    ids=range(13),
)
def test_wrong_requests_get_a_sentence(web: TestClient, sent: dict[str, Any]) -> None:
    told = web.post("/translate", **sent)
    assert told.status_code == 400
    assert told.json()["error"]


def test_routes_stand_beside_the_page() -> None:
    with TestClient(create_app(["translator"])) as client:
        told = client.post(
            "/translator/translate", json={"q": GREAT, "source": "es", "target": "qu"}
        )
        assert told.json()["translatedText"] == HATUN
        assert "rimana-theme" in client.get("/translator/").text
        assert client.get("/translator/config").status_code == 200
        assert client.get("/translator/nowhere").status_code == 404


def test_translation_reports_its_sentences() -> None:
    given: Translation = translate("Mi casa es grande. ¿Dónde está tu casa?")
    assert given.best.text == "Ñukapa wasika hatunmi. ¿Kampa wasika maypitak kan?"
    assert len(given.sentences) == 2
    assert [given.kichwa[gloss.start : gloss.end] for gloss in given.glosses][-1] == "kan"


def test_no_speech_program_is_told(web: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.kichwa.speech.program", lambda: None)
    assert web.get("/speak?text=wasi").json()["error"] == say("error.speech_missing", "es")


def test_unexpected_faults_keep_their_secret(
    web: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = TestClient(web.app, raise_server_exceptions=False)
    told = client.post("/translate", json={"q": "un bug", "source": "es", "target": "qu"})
    assert told.status_code == 500
    assert "secret" not in told.text
