"""The dictionary panel: any word, in both directions."""

from html import escape
from typing import Any

import gradio as gr

from apps.common.gradio_kit import Texts, visitor_language
from apps.common.markup import button
from apps.common.workers import in_turn
from apps.translator.answer_card import listed
from apps.translator.origins import origin
from apps.translator.session import Session
from apps.translator.tab import QUIET, Page, plain
from apps.translator.work_parts import note
from core.errors import UserError
from core.i18n.catalogue import Language, say
from core.kichwa.lexicon import DRAFT, Entry
from core.kichwa.sound import sound
from core.tasks.look_up import Found, look_up

ENTRIES = 12


class Dictionary:
    """The panel and its events."""

    def __init__(self) -> None:
        with gr.Column(elem_classes="t-panel"):
            self.title = gr.HTML()
            self.word = gr.Textbox(max_lines=1, elem_id="t-word", elem_classes="t-hide-label")
            self.found = plain(elem_id="t-found")

    @property
    def texts(self) -> Texts:
        """Return the texts to relabel."""
        return {
            self.title: {"value": _title},
            self.word: {
                "label": "translator.dictionary_word",
                "placeholder": "translator.dictionary_word",
            },
        }

    def connect(self, page: Page) -> None:
        """Connect the panel's events."""
        self.word.change(self.find, self.word, self.found, trigger_mode="always_last", **QUIET)
        self.found.select(self.pick, None, self.word, **QUIET)
        page.on_arrival(self.find, self.word, self.found)

    async def find(self, word: str | None, request: gr.Request) -> str:
        """Return what the dictionary has for a word, as HTML."""
        language = visitor_language(request)
        if not word or not word.strip():
            return note("translator.dictionary_empty", language)
        try:
            return render_found(await in_turn(look_up, word), language)
        except UserError as why:
            return note(why.key, language, **why.values)

    def follow(self, session: Session) -> Any:
        """Put the word that is explained into the box; names are in no dictionary."""
        gloss = session.gloss
        best = gloss.readings[0] if gloss and gloss.readings else None
        return best.lemma if best and best.upos != "PROPN" else gr.skip()

    def pick(self, event: gr.EventData) -> str:
        """Put a word that was offered into the box."""
        return str(event._data["word"])


def render_found(found: Found, language: Language) -> str:
    """Return the entries of a word, or words spelled alike."""
    parts = []
    if found.form_of:
        parts.append(note("translator.form_of", language, word=found.word, lemma=found.form_of))
    parts += [_entry(entry, language) for entry in found.kichwa[:ENTRIES]]
    if found.spanish:
        parts.append(f"<h3>{escape(say('translator.in_kichwa', language))}</h3>")
        parts += [_entry(entry, language) for entry in found.spanish[:ENTRIES]]
    if found.near:
        parts.append(note("translator.dictionary_near", language, word=found.word))
        parts.append(listed(_offer(word) for word in found.near))
    if not parts:
        parts.append(note("translator.dictionary_none", language, word=found.word))
    return "".join(parts)


def _entry(entry: Entry, language: Language) -> str:
    facts = [say(f"translator.{entry.pos.lower()}_pos", language)]
    if entry.region:
        facts.append(say("translator.region", language, region=entry.region))
    facts.append(say("translator.entry_source", language, source=origin(entry.source, language)))
    review = "translator.unsigned" if entry.review == DRAFT else "translator.signed"
    facts.append(say(review, language))
    return (
        f'<article class="t-entry"><p><b lang="qu">{escape(entry.citation)}</b>'
        f' <span class="t-sound">[{escape(sound(entry.citation).ipa)}]</span></p>'
        f'<p lang="es">{escape(", ".join(entry.senses))}</p>'
        f"<small>{escape(' · '.join(facts))}</small></article>"
    )


def _offer(word: str) -> str:
    return button("select", escape(word), kind="t-chip", word=word)


def _title(language: Language) -> str:
    return f"<h2>{escape(say('translator.dictionary', language))}</h2>"
