"""The word that is being built: its parts in colour, what it says, and why each ending."""

from collections.abc import Sequence
from html import escape

from apps.common.markup import button
from apps.translator.answer_card import listed
from apps.translator.ending import render_ending
from apps.translator.forms_state import Forms
from apps.translator.gloss_strip import endings_of, name_suffix, parts_of
from apps.translator.tab import draw
from apps.translator.work_parts import note, refused
from core.figures.word_tree import word_tree
from core.i18n.catalogue import Language, say
from core.kichwa.analysis import Analysis, Morpheme
from core.kichwa.features import NONE
from core.kichwa.sound import pronounce
from core.kichwa.suffixes import suffixes
from core.kichwa.word_builder import is_word
from core.tasks.forms import Word, meaning_of
from core.translation.form_meaning import Meaning, form_meaning


def render_choice(state: Forms, language: Language) -> str:
    """Return which word is meant, the others it may be, or why there is none."""
    if state.refused:
        return refused(state.refused, language)
    if state.word is None:
        return ""
    others = ""
    if len(state.words) > 1:
        name = escape(say("forms.other_words", language))
        chips = listed(_choice(at, word, state, language) for at, word in enumerate(state.words))
        others = f'<div class="f-choices"><p class="t-hint">{name}</p>{chips}</div>'
    return others + ("" if state.word.listed else note("forms.guessed", language))


def _choice(at: int, word: Word, state: Forms, language: Language) -> str:
    label = (
        f'<b lang="qu">{escape(word.citation)}</b> <span lang="es">{escape(word.sense)}</span>'
        f" <i>{escape(say(f'translator.{word.upos.lower()}_pos', language))}</i>"
    )
    pressed = f' aria-pressed="{str(at == state.at).lower()}"'
    return button("select", label, kind="t-chip", more=pressed, at=at)


def render_form(state: Forms, language: Language) -> str:
    """Return the card of the form; nothing without a word."""
    word = state.word
    if word is None:
        return ""
    parts = state.parts
    whole = " ".join(part.form for part in parts)
    done = is_word(word.upos, state.tags)
    shown = whole if done else f"{whole}-"
    tree = "".join(
        word_tree(part, language, title=say("translator.tree", language, word=part.form))
        for part in parts
        if part.tags
    )
    figure = f'<div class="t-scroll" tabindex="0">{tree}</div>' if tree else ""
    return (
        '<section class="t-card f-card" aria-labelledby="f-form">'
        f'<div class="t-line"><h2 id="f-form" lang="qu" aria-live="polite">{escape(shown)}</h2>'
        f'<span class="t-sound">[{escape(pronounce(whole).ipa)}]</span></div>'
        f"{_coloured(parts, word, language)}{_says(state, word, language)}"
        f"{_gone(state, language)}{'' if done else note('forms.unfinished', language)}"
        f'<div class="t-built">{figure}{_why(parts, language)}</div>'
        f'<p class="t-note f-draft">{draw("warn")}<span>{escape(say("forms.generated", language))}'
        f"</span></p></section>{_bar(shown, _meaning(state, word).text, language)}"
    )


def _bar(shown: str, meaning: str, language: Language) -> str:
    """Return the word once more, for while its card is out of sight."""
    link = escape(say("forms.to_card", language))
    return (
        f'<p class="f-bar" aria-hidden="true"><b lang="qu">{escape(shown)}</b>'
        f'<span lang="es">{escape(meaning)}</span><a href="#f-form" tabindex="-1">{link}</a></p>'
    )


def _coloured(parts: Sequence[Analysis], word: Word, language: Language) -> str:
    senses = [word.senses or (word.lemma,), ("ser",)]
    rows = "".join(
        f'<span class="t-parts">{parts_of(part, sense, language)}</span>'
        for part, sense in zip(parts, senses, strict=False)
    )
    return f'<p class="f-parts">{rows}</p>'


def _says(state: Forms, word: Word, language: Language) -> str:
    """Return meaning and features."""
    meaning, rows = _meaning(state, word), []
    if meaning.text:
        said = f'<span lang="es" class="t-meaning">{escape(meaning.text)}</span>'
        rows.append(("forms.meaning", said))
    if meaning.unsaid:
        names = (f"-{suffixes()[tag].form}: {name_suffix(tag, language)}" for tag in meaning.unsaid)
        rows.append(("forms.besides", escape("; ".join(names))))
    feats = [part.feats for part in state.parts if part.feats != NONE]
    if feats:
        codes = " ".join(f"<code>{escape(one)}</code>" for one in feats)
        rows.append(("forms.feats", codes.replace("|", "|<wbr>")))
    inside = "".join(
        f"<dt>{escape(say(key, language))}</dt><dd>{value}</dd>" for key, value in rows
    )
    return f'<dl class="f-facts">{inside}</dl>'


def _meaning(state: Forms, word: Word) -> Meaning:
    place = state.place
    if place:
        text = meaning_of(word, *place)
        unsaid = form_meaning(word.sense, word.upos, state.tags).unsaid if text else ()
        return Meaning(text, unsaid)
    return form_meaning(word.sense, word.upos, state.tags)


def _gone(state: Forms, language: Language) -> str:
    if not state.gone:
        return ""
    names = ", ".join(f"-{suffixes()[tag].form}" for tag in state.gone)
    return note("forms.gone", language, endings=names)


def _why(parts: Sequence[Analysis], language: Language) -> str:
    endings = [part for one in parts for part in endings_of(one)]
    if not endings:
        return ""
    head = escape(say("translator.why_endings", language))
    own = len(endings_of(parts[0])) if len(parts) == 1 else 0
    rows = listed(_ending(part, at < own, language) for at, part in enumerate(endings))
    return f'<div class="t-why"><h3>{head}</h3>{rows}</div>'


def _ending(part: Morpheme, removable: bool, language: Language) -> str:
    if not removable:
        return render_ending(part.tag, part.form, language)
    label = escape(say("forms.remove", language, ending=f"-{part.form}"))
    more = f' aria-label="{label}" title="{label}"'
    remove = button("clear", draw("clear"), kind="t-quiet", more=more, at=part.tag)
    return render_ending(part.tag, part.form, language, remove)
