"""A question with its four options; after the answer, which one was right and why."""

from collections.abc import Sequence
from html import escape

from apps.common.markup import button
from apps.translator.answer_card import listed
from apps.translator.ending import render_ending
from apps.translator.quiz_state import Playing
from apps.translator.work_parts import note, refused
from core.i18n.catalogue import Language, say
from core.kichwa.suffixes import suffixes
from core.tasks.quiz import CHANCE
from core.tasks.quiz_questions import Option, Question

_KICHWA_SHOWN = frozenset({"meaning", "phrase", "ending", "order", "sound"})


def render_quiz(state: Playing, language: Language) -> str:
    """Return the question on the page, the result, or why there is no quiz."""
    if state.refused:
        return refused(state.refused, language)
    if state.quiz is None:
        return note("quiz.invite", language)
    question = state.question
    return _result(state, language) if question is None else _question(state, question, language)


def _question(state: Playing, question: Question, language: Language) -> str:
    given, total = state.given, len(state.quiz.questions) if state.quiz else 0
    told = say("quiz.progress", language, number=state.at + 1, total=total, right=state.score)
    ask = escape(say(f"quiz.{question.kind}_ask", language))
    code = "qu" if question.kind in _KICHWA_SHOWN else "es"
    options = "".join(
        f"<li>{_option(at, option, question, given, language)}</li>"
        for at, option in enumerate(question.options)
    )
    after = "" if given is None else _after(question, given, state.at + 1 == total, language)
    return (
        '<section class="t-card q-card" aria-labelledby="q-ask">'
        f'<p class="t-hint">{escape(told)}</p>'
        f'<progress class="q-bar" max="{total}" value="{len(state.answers)}"'
        f' aria-label="{escape(told)}"></progress>'
        f'<h2 id="q-ask">{ask}</h2><p class="q-shown" lang="{code}">{escape(question.shown)}</p>'
        f"{_hint(question, language)}"
        f'<ol class="q-options">{options}</ol>{after}</section>'
    )


def _hint(question: Question, language: Language) -> str:
    names = " + ".join(say(name, language) for name in question.names)
    said = f'<span lang="es">«{escape(question.hint)}»</span>' if question.hint else ""
    if question.kind == "order":
        parts = ", ".join(f"-{suffixes()[tag].form}" for tag in sorted(question.tags))
        names = f"{parts}" if parts else names
    told = f' <span class="q-names">{escape(names)}</span>' if names else ""
    return f'<p class="q-hint">{said}{told}</p>' if said or told else ""


def _option(
    at: int, option: Option, question: Question, given: int | None, language: Language
) -> str:
    kind, verdict, off = "q-option", "", ""
    if given is not None:
        off = " disabled"
        if at == question.right:
            kind += " q-right"
            verdict = f"<em>✓ {escape(say('quiz.right', language))}</em>"
        elif at == given:
            kind += " q-wrong"
            verdict = f"<em>✗ {escape(say('quiz.wrong', language))}</em>"
        if option.note:
            verdict += f"<small>{escape(option.note)}</small>"
    label = (
        f'<kbd>{at + 1}</kbd><span><b lang="{option.language}">{escape(option.text)}</b>'
        f"{verdict}</span>"
    )
    return button("select", label, kind=kind, more=off, at=at, option=at + 1)


def _after(question: Question, given: int, last: bool, language: Language) -> str:
    """Return the verdict, the reasons, and the way on."""
    good = given == question.right
    answer = question.answer.text
    told = say("quiz.told_right" if good else "quiz.told_wrong", language, answer=answer)
    why = escape(say(f"quiz.{question.kind}_why", language))
    rows = [render_ending(tag, suffixes()[tag].form, language) for tag in question.tags]
    endings = listed(rows) if rows else ""
    label = escape(say("quiz.finish" if last else "quiz.next", language))
    return (
        f'<div class="q-after {"q-good" if good else "q-bad"}" role="status">'
        f"<p><b>{escape(told)}</b></p><p>{why}</p></div>"
        f'<div class="t-why">{endings}</div>{note("quiz.draft", language)}'
        f"{button('apply', label, kind='q-next')}"
    )


def _result(state: Playing, language: Language) -> str:
    total = len(state.answers)
    score = escape(say("quiz.score", language, right=state.score, total=total))
    chance = escape(say("quiz.chance", language, expected=_decimal(CHANCE * total, language)))
    rows = "".join(_row(at, *pair, language) for at, pair in enumerate(state.answered(), start=1))
    heads = "".join(
        f'<th scope="col">{escape(say(f"quiz.{name}_column", language))}</th>'
        for name in ("question", "given", "answer")
    )
    again = button("undo", escape(say("quiz.again", language)), kind="q-next")
    return (
        '<section class="t-card q-card" aria-labelledby="q-score">'
        f'<h2 id="q-score" role="status">{score}</h2><p class="t-note">{chance}</p>'
        f'<table class="q-table"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'
        f"{again}</section>"
    )


def _row(number: int, question: Question, chosen: int, language: Language) -> str:
    good = chosen == question.right
    mark = f"✓ {say('quiz.right', language)}" if good else f"✗ {say('quiz.wrong', language)}"
    cells: Sequence[str] = (
        f"{number}. {question.shown} {question.hint}",
        f"{question.options[chosen].text} · {mark}",
        question.answer.text,
    )
    names = ("question", "given", "answer")
    shown = "".join(
        f'<td data-column="{escape(say(f"quiz.{name}_column", language))}">{escape(cell)}</td>'
        for name, cell in zip(names, cells, strict=True)
    )
    return f'<tr class="{"q-was-right" if good else "q-was-wrong"}">{shown}</tr>'


def _decimal(number: float, language: Language) -> str:
    """Return a number as the language writes it."""
    return f"{number:g}" if language == "en" else f"{number:g}".replace(".", ",")
