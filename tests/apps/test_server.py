"""The server as a visitor meets it, with a tiny page in the place of every app's."""

import logging
import re
import sys
import time
import types
from collections.abc import Callable, Iterator

import pytest
from fastapi.testclient import TestClient

from apps.common.theme import LIGHT
from apps.registry import APPS
from apps.server import create_app
from core.errors import UserError
from core.i18n.catalogue import LANGUAGES, say
from tests.apps import tiny_page

HTML = {"accept": "text/html"}


def place(monkeypatch: pytest.MonkeyPatch, build: Callable[..., object]) -> None:
    for app in APPS:
        module = types.ModuleType(app.module)
        module.build = build  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, app.module, module)


@pytest.fixture
def visitor(monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    place(monkeypatch, tiny_page.build)
    with TestClient(create_app()) as client:
        yield client


@pytest.mark.parametrize("language", LANGUAGES)
def test_landing_speaks(visitor: TestClient, language: str) -> None:
    page = visitor.get(f"/?lang={language}").text
    assert f'<html lang="{language}">' in page
    assert say("landing.title", language) in page
    for app in APPS:
        assert say(app.title, language) in page
        assert f'href="./{app.name}/?lang={language}"' in page
    assert (say("header.unreviewed", "es") in page) == (language == "qu")


def test_landing_is_spanish_unless_asked(visitor: TestClient) -> None:
    english_browser = {"accept-language": "en"}
    assert '<html lang="es">' in visitor.get("/", headers=english_browser).text
    assert '<html lang="es">' in visitor.get("/?lang=<script>").text


def test_everything_on_the_landing_page_exists(visitor: TestClient) -> None:
    links = re.findall(r'(?:src|href)="(\./[^"]*)"', visitor.get("/").text)
    assert len(links) > 4
    for link in links:
        assert visitor.get("/" + link.removeprefix("./")).status_code == 200, link


def test_health_follows_the_apps(visitor: TestClient) -> None:
    assert visitor.get("/healthz").json()["status"] == "ok"
    for app in APPS:
        visitor.get(f"/{app.name}/")  # waits until it is there
    assert visitor.get("/healthz").json()["apps"] == {app.name: "ready" for app in APPS}


def test_apps_built_at_once_do_not_disturb_each_other(visitor: TestClient) -> None:
    for app in APPS:
        assert visitor.get(f"/{app.name}/config").json()["title"] == "Tiny"


def test_app_page_has_the_look(visitor: TestClient) -> None:
    page = visitor.get("/chatbot/").text
    assert "rimana-theme" in page
    assert LIGHT["primary"] in visitor.get("/chatbot/theme.css").text
    assert "fonts.googleapis" not in page


def test_app_without_slash_keeps_the_language(visitor: TestClient) -> None:
    answer = visitor.get("/chatbot?lang=qu", follow_redirects=False)
    assert answer.headers["location"] == "chatbot/?lang=qu"


def test_unknown_page_says_so_in_three_languages(visitor: TestClient) -> None:
    answer = visitor.get("/a/b?lang=qu", headers=HTML)
    assert answer.status_code == 404
    titles = [answer.text.index(say("landing.missing_title", code)) for code in ("qu", "es", "en")]
    assert titles == sorted(titles)
    assert 'href="../assets/rimana.css"' in answer.text
    assert visitor.get("/a/b").json() == {"detail": "Not found"}


def test_only_hugging_face_may_frame_it(visitor: TestClient) -> None:
    for path in ("/", "/chatbot/", "/nowhere"):
        headers = visitor.get(path).headers
        policy = headers["content-security-policy"]
        assert "frame-ancestors 'self' https://huggingface.co" in policy
        assert "default-src 'self'" in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert "x-frame-options" not in headers  # it would forbid the Space


def test_answers_are_compressed(visitor: TestClient) -> None:
    zipped = visitor.get("/", headers={"accept-encoding": "gzip"})
    assert zipped.headers["content-encoding"] == "gzip"


def test_one_app_alone_is_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    place(monkeypatch, tiny_page.build)
    with TestClient(create_app(["chatbot"])) as client:
        answer = client.get("/?lang=en", follow_redirects=False)
        assert answer.headers["location"] == "chatbot/?lang=en"
        assert client.get("/?lang=en").status_code == 200


def test_holds_behind_a_proxy_path(monkeypatch: pytest.MonkeyPatch) -> None:
    place(monkeypatch, tiny_page.build)
    with TestClient(create_app(), root_path="/suite") as client:
        page = client.get("/suite/chatbot/", headers={"x-forwarded-host": "bank.example"}).text
        assert '"root":"http://bank.example/suite/chatbot"' in page
        assert 'href="../assets/rimana.css"' in client.get("/suite/a/b", headers=HTML).text


def test_broken_app_tells_a_code_and_logs_it(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def build(_: object) -> None:
        raise RuntimeError("no such file: secret.csv")

    place(monkeypatch, build)
    with caplog.at_level(logging.ERROR), TestClient(create_app()) as client:
        answer = client.get("/chatbot/", headers=HTML, params={"lang": "en"})
        assert answer.status_code == 500
        code = re.search(r"code ([0-9a-f]{6})", answer.text)
        assert code
        assert code[1] in caplog.text
        assert "secret.csv" in caplog.text
        assert "secret" not in answer.text
        assert client.get("/chatbot/config").json()["code"] == code[1]
        assert client.get("/").status_code == 200
        assert client.get("/healthz").json()["status"] == "degraded"


def test_slow_app_shows_a_page_that_refreshes(monkeypatch: pytest.MonkeyPatch) -> None:
    def build(_: object) -> object:
        time.sleep(2.5)
        return tiny_page.build(_)  # type: ignore[arg-type]

    place(monkeypatch, build)
    with TestClient(create_app()) as client:
        answer = client.get("/chatbot/?lang=en", headers=HTML)
        assert answer.status_code == 503
        assert 'http-equiv="refresh"' in answer.text
        assert "refreshes by itself" in answer.text
        assert client.get("/chatbot/config").status_code == 200  # a program waits instead


def test_unknown_app_lists_those_there_are() -> None:
    with pytest.raises(UserError) as told:
        create_app(["chatbox"])
    assert "chatbot" in say(told.value.key, **told.value.values)
