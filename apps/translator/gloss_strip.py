"""The Kichwa side word by word: coloured morphemes with their glosses, one button per word."""

from html import escape

from apps.translator.session import Session
from core.i18n.catalogue import Language, say
from core.kichwa.analysis import Analysis, Morpheme
from core.kichwa.gloss import interlinear
from core.kichwa.suffixes import suffixes
from core.translation.result import Gloss

WORDS = 80
"""How many words of a long text are shown one by one."""


def render_glosses(session: Session, language: Language) -> str:
    """Return the words of the Kichwa side; the chosen one is pressed."""
    if session.given is None or not session.given.glosses:
        return ""
    glosses = session.given.glosses[:WORDS]
    title = escape(say("translator.glosses", language))
    words = "".join(
        f"<li>{_word(at, gloss, session.word == at, language)}</li>"
        for at, gloss in enumerate(glosses)
    )
    hint = escape(say("translator.glosses_hint", language))
    if len(session.given.glosses) > WORDS:
        hint += " " + escape(say("translator.glosses_cut", language, count=WORDS))
    return (
        f'<section class="t-glosses" aria-labelledby="t-glosses-title"><div class="t-line">'
        f'<h2 id="t-glosses-title">{title}</h2><p class="t-hint">{hint}</p></div>'
        f'<ol class="t-words">{words}</ol>{_legend(glosses, language)}</section>'
    )


def explain(reading: Analysis, meanings: tuple[str, ...], language: Language) -> str:
    """Return a reading in one line of plain text, stem first.

    As in "wasi «casa» · -pi en, LOC".
    """
    stem = reading.morphemes[0].form if reading.morphemes else reading.form
    sense = f" «{', '.join(meanings[:2])}»" if meanings else ""
    endings = (f"-{part.form} {name_suffix(part.tag, language)}" for part in endings_of(reading))
    return " · ".join([stem + sense, *endings])


def endings_of(reading: Analysis) -> tuple[Morpheme, ...]:
    """Return the suffixes of a reading."""
    return tuple(part for part in reading.morphemes if part.tag)


def name_suffix(tag: str, language: Language) -> str:
    """Return the name of a suffix, with its abbreviation after a comma."""
    suffix = suffixes().get(tag)
    if suffix is None:
        return "?"
    gloss = suffix.gloss["es" if language == "es" else "en"]
    return f"{say(suffix.name_key, language)}, {gloss}"


def parts_of(reading: Analysis, meanings: tuple[str, ...], language: Language) -> str:
    """Return the morphemes of a reading as HTML, each above its gloss."""
    sense = meanings[0] if meanings else "?"
    return "".join(
        f'<span class="t-part f-{part.group}"><b lang="qu">{escape(part.form)}</b>'
        f"<i>{escape(part.gloss)}</i></span>"
        for part in interlinear(reading, language, sense)
    )


def _word(at: int, gloss: Gloss, pressed: bool, language: Language) -> str:
    if gloss.readings:
        inside = parts_of(gloss.readings[0], gloss.meanings, language)
        tip = explain(gloss.readings[0], gloss.meanings, language)
    else:
        inside = f'<span class="t-part"><b>{escape(gloss.form)}</b><i>?</i></span>'
        tip = say("translator.no_reading", language)
    return (
        f'<button type="button" class="t-word" data-do="select" data-at="{at}"'
        f' aria-label="{escape(gloss.form)}" aria-pressed="{str(pressed).lower()}"'
        f' aria-describedby="t-tip-{at}">{inside}</button>'
        f'<span class="t-tip" role="tooltip" id="t-tip-{at}">{escape(tip)}</span>'
    )


def _legend(glosses: tuple[Gloss, ...], language: Language) -> str:
    """Return the names of the colours that stand in the strip."""
    groups = dict.fromkeys(
        part.group
        for gloss in glosses
        for reading in gloss.readings[:1]
        for part in interlinear(reading, language)
    )
    items = "".join(
        f'<li class="f-{group}">{escape(say(f"translator.{group}_group", language))}</li>'
        for group in groups
    )
    return f'<ul class="t-legend">{items}</ul>' if items else ""
