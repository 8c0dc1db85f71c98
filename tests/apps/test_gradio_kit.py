"""What Gradio pages share: mistakes in the visitor's words, bugs under a code, texts, look."""

import logging
import re
from collections.abc import Iterator
from types import SimpleNamespace

import gradio as gr
import pytest

from apps.common.gradio_kit import errors_as_toasts, mount_options, relabel, visitor_language
from apps.common.header import header
from core.config import Settings, settings
from core.errors import UserError
from core.i18n.catalogue import say


def stream(fault: Exception) -> Iterator[str]:
    with errors_as_toasts("en"):
        yield "first words"
        raise fault


def test_mistake_is_told_in_the_visitors_language() -> None:
    with pytest.raises(gr.Error) as toast, errors_as_toasts("qu"):
        raise UserError("error.too_long", length=9, limit=5)
    assert toast.value.message == say("error.too_long", "qu", length=9, limit=5)


def test_bug_in_a_stream_shows_only_a_code(caplog: pytest.LogCaptureFixture) -> None:
    answer = stream(RuntimeError("password=secret"))
    assert next(answer) == "first words"
    with caplog.at_level(logging.ERROR), pytest.raises(gr.Error) as toast:
        next(answer)
    code = re.search(r"[0-9a-f]{6}", toast.value.message)
    assert code
    assert code[0] in caplog.text
    assert "secret" in caplog.text
    assert "secret" not in toast.value.message


@pytest.mark.parametrize(
    ("asked", "spoken"), [("qu", "qu"), ("en-GB", "en"), ("xx", "es"), ("", "es"), (None, "es")]
)
def test_language_comes_from_the_address(asked: str | None, spoken: str) -> None:
    request = SimpleNamespace(query_params={} if asked is None else {"lang": asked})
    assert visitor_language(request) == spoken  # type: ignore[arg-type]


def test_language_of_the_installation_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RIMANA_LANGUAGE", "qu")
    settings.cache_clear()
    assert visitor_language(None) == "qu"


def test_relabel_speaks_keys_and_functions() -> None:
    with gr.Blocks():
        send, top = gr.Button(), gr.HTML()
    updates = relabel("en", {send: {"value": "landing.open"}, top: {"value": lambda x: f"<{x}>"}})
    assert updates[send]["value"] == "Open"
    assert updates[top]["value"] == "<en>"


def test_header_shows_what_answers_as_plain_text() -> None:
    page = header("en", "chatbot", model="<b>Llama</b>", why='it "fits" & runs')
    assert "Answering: &lt;b&gt;Llama&lt;/b&gt;" in page
    assert "it &quot;fits&quot; &amp; runs" in page
    assert 'href="../?lang=en"' in page
    assert 'aria-current="page"' in page


def test_app_that_runs_alone_hides_the_switch() -> None:
    assert ".r-apps{display:none}" in mount_options(("chatbot",), Settings())["css"]


def test_theme_asks_for_no_remote_font() -> None:
    theme = mount_options(("chatbot",), Settings())["theme"]
    assert theme._stylesheets == []
    assert theme._font_css == [] or "http" not in "".join(map(str, theme._font_css))
