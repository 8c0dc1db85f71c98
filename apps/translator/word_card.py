"""The card of one word: what it means, how it is built, and why it has each ending."""

from html import escape
from urllib.parse import urlencode

from apps.translator.answer_card import listed
from apps.translator.ending import render_ending
from apps.translator.gloss_strip import endings_of, explain, parts_of
from apps.translator.session import Session
from apps.translator.tab import draw
from core.figures.word_tree import word_tree
from core.i18n.catalogue import Language, say
from core.kichwa.analysis import Analysis
from core.kichwa.sound import sound
from core.translation.result import Gloss

READINGS = 4


def render_word(session: Session, language: Language, *, speech: bool) -> str:
    """Return the card of the chosen word; nothing when none is.

    speech: whether this machine can say it.
    """
    gloss = session.gloss
    if gloss is None:
        return ""
    best = gloss.readings[0] if gloss.readings else None
    body = _built(best, gloss, language) if best else _nothing(language)
    return (
        f'<section class="t-card" aria-labelledby="t-card-title">'
        f"{_head(gloss, best, language, speech=speech)}{body}</section>"
    )


def _head(gloss: Gloss, best: Analysis | None, language: Language, *, speech: bool) -> str:
    facts = []
    if best:
        facts = [say(f"translator.{best.upos.lower()}_pos", language), best.lemma]
    say_it = ""
    if speech:
        name = escape(say("translator.speak", language))
        say_it = (
            f'<button type="button" class="t-quiet" data-say="{escape(gloss.form)}"'
            f' aria-label="{name}" title="{name}">{draw("speak")}</button>'
            f"<small>{escape(say('translator.speak_why', language))}</small>"
        )
    meanings = escape(", ".join(gloss.meanings) or say("translator.no_meaning", language))
    return (
        f'<div class="t-line"><h2 id="t-card-title" lang="qu">{escape(gloss.form)}</h2>'
        f'<span class="t-sound">[{escape(sound(gloss.form).ipa)}]</span>{say_it}</div>'
        f'<p class="t-meaning" lang="es">{meanings}</p>'
        f'<p class="t-hint">{escape(" · ".join(facts))}</p>'
    )


def _built(best: Analysis, gloss: Gloss, language: Language) -> str:
    """Return the tree of the word beside the reasons for its endings."""
    if not endings_of(best):
        return _others(gloss, language)
    title = say("translator.tree", language, word=gloss.form)
    tree = word_tree(best, language, title=title, meaning="".join(gloss.meanings[:1]))
    head = escape(say("translator.why_endings", language))
    rows = listed(render_ending(part.tag, part.form, language) for part in endings_of(best))
    why = f'<div class="t-why"><h3>{head}</h3>{rows}{_paradigm(best, language)}</div>'
    built = (
        f'<div class="t-built"><div class="t-scroll" role="group" aria-label="{escape(title)}"'
        f' tabindex="0">{tree}</div>{why}</div>'
    )
    return built + _others(gloss, language)


def _paradigm(best: Analysis, language: Language) -> str:
    asked = {"tab": "forms", "word": best.lemma, "pos": best.upos, "lang": language}
    if best.tags:
        asked["form"] = ".".join(best.tags)
    label = escape(say("translator.paradigm_link", language, word=best.lemma))
    return f'<a href="?{escape(urlencode(asked))}" target="_blank" rel="noopener">{label}</a>'


def _others(gloss: Gloss, language: Language) -> str:
    """Return the readings after the first."""
    others = gloss.readings[1:READINGS]
    if not others:
        return ""
    rows = listed(
        f'<span class="t-parts" title="{escape(explain(one, (), language))}">'
        f"{parts_of(one, (one.lemma,), language)}</span>"
        f"<small>{escape(say(f'translator.{one.upos.lower()}_pos', language))}"
        f" · {round(100 * one.probability)} %</small>"
        for one in others
    )
    name = escape(say("translator.other_readings", language))
    return f'<details class="t-more"><summary>{name}</summary>{rows}</details>'


def _nothing(language: Language) -> str:
    label = escape(say("translator.no_reading", language))
    return f'<p class="t-note">{label}</p>'
