"""The apps of the suite, one row each: launcher, server, header and packaging read only this."""

from dataclasses import dataclass
from typing import Literal

from core.errors import UserError


@dataclass(frozen=True)
class App:
    """One app: how it is called, built and presented.

    name: its word on the command line and in the address, `/<name>/`.
    module: has `build(settings)`, which returns the page.
    title, description: keys of the text catalogue.
    icon: SVG file in `apps/common/static/icons`.
    card: README of its Hugging Face Space.
    routes: has `add_routes(shell)` for addresses beside the page; "" for none.
    """

    name: str
    framework: Literal["gradio", "streamlit"]
    module: str
    title: str
    description: str
    icon: str
    card: str
    routes: str = ""


APPS = (
    App(
        name="chatbot",
        framework="gradio",
        module="apps.chatbot.app",
        title="landing.chatbot_title",
        description="landing.chatbot_text",
        icon="chatbot.svg",
        card="apps/chatbot/SPACE.md",
    ),
    App(
        name="translator",
        framework="gradio",
        module="apps.translator.app",
        title="landing.translator_title",
        description="landing.translator_text",
        icon="translator.svg",
        card="apps/translator/SPACE.md",
        routes="apps.translator.routes",
    ),
)


def find_app(name: str) -> App:
    """Return the app called `name`.

    Raises UserError, naming the apps there are.
    """
    for app in APPS:
        if app.name == name:
            return app
    raise UserError("start.unknown_app", name=name, names=", ".join(app.name for app in APPS))
