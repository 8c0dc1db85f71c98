"""The answers of a comparison as HTML."""

from collections.abc import Sequence
from html import escape

from apps.translator.answer_card import badge, band, listed
from apps.translator.work_parts import note, number
from core.i18n.catalogue import Language, say
from core.tasks.compare import SAMPLING, WHO, Row
from core.translation.result import Engine

_BADGE: dict[str, Engine] = {"memory": "memory", "rules": "rules", "phrases": "phrases"}


def render_rows(told: Sequence[Row], now: str, language: Language) -> str:
    """Return the answers so far; now: who is being asked, "" for nobody."""
    if not told and not now:
        return f'<div class="w-empty">{note("work.compare_none", language)}</div>'
    best = max((row.chrf for row in told if row.chrf is not None), default=None)
    done = [_row(row, best, language) for row in told]
    if now:
        asking = escape(say("work.compare_asking", language))
        done.append(
            f'<div class="w-answer w-asking">{_name(now, "", language)}<p>{asking}</p></div>'
        )
    rest = WHO[len(done) :] if now else ()
    done += [f'<div class="w-answer w-later">{_name(who, "", language)}</div>' for who in rest]
    sampling = note("work.compare_sampling", language, tokens=SAMPLING.max_tokens)
    return f'<div class="w-answers" aria-live="polite">{listed(done)}</div>{sampling}'


def _name(who: str, model: str, language: Language) -> str:
    engine = _BADGE.get(who)
    if engine is not None:
        return f'<div class="t-badges">{badge(engine, language)}</div>'
    shown = model if model and who == "other" else say(f"work.{who}_who", language)
    return f'<div class="t-badges">{badge("model", language)}<b>{escape(shown)}</b></div>'


def _row(row: Row, best: float | None, language: Language) -> str:
    head = _name(row.who, row.name, language)
    if row.problem is not None:
        why = escape(say(row.problem.key, language, **row.problem.values))
        return f'<div class="w-answer w-missing">{head}<p class="t-note">{why}</p></div>'
    first = row.chrf is not None and row.chrf == best
    figures = [
        f"<span>{escape(_time(row.seconds, language))}</span>",
        "" if row.confidence is None else band(row.confidence, language),
        ""
        if row.chrf is None
        else f"<span{' class=w-best' * first}>chrF++ {number(row.chrf, language, 1)}</span>",
    ]
    prompt = ""
    if row.asked:
        title = escape(say("work.compare_prompt", language))
        prompt = (
            f'<details class="t-more"><summary>{title}</summary>'
            f'<pre class="t-code" tabindex="0">{escape(row.asked)}</pre></details>'
        )
    return (
        f'<div class="w-answer">{head}<p class="w-text" dir="auto">{escape(row.text)}</p>'
        f'<div class="w-figures">{"".join(figures)}</div>{prompt}</div>'
    )


def _time(seconds: float, language: Language) -> str:
    if seconds < 1:
        return say("work.milliseconds", language, ms=number(1000 * seconds, language))
    return say("work.seconds", language, seconds=number(seconds, language, 1))
