"""URKU's experiments beside ours, and measured translations, as HTML."""

from collections.abc import Sequence
from html import escape

from apps.common.markup import button
from apps.translator.work_parts import note, number, table
from core.i18n.catalogue import Language, say
from core.tasks.experiments import Run
from training.translation_figures import MEASURES, Figure

SORTED = {
    "origin": "origin",
    "model": "model",
    "benchmark": "benchmark",
    "score": "score",
    "n": "n",
    "data": "data",
    "alpha": "alpha",
    "rank": "rank",
    "projections": "projections",
    "rate": "learning_rate",
    "steps": "steps",
    "loss": "loss",
}
"""{column of the page: field of a run}; the titles are the texts `work.column_<column>`."""
_WHOLE = 1.0  # scores up to it are shares, others chrF++ on a scale to 100


def order_runs(runs: Sequence[Run], column: str, *, down: bool) -> list[Run]:
    """Return the runs in the order of a column; what was not told comes last."""
    field = SORTED.get(column, "origin")
    told = [run for run in runs if getattr(run, field) not in (None, "")]
    untold = [run for run in runs if getattr(run, field) in (None, "")]
    return sorted(told, key=lambda run: getattr(run, field), reverse=down) + untold


def render_runs(runs: Sequence[Run], column: str, down: bool, language: Language) -> str:
    """Return the table of runs; the buttons of its heading sort it."""
    head = "".join(_heading(name, column, down, language) for name in SORTED)
    source = escape(say("work.column_source_of", language))
    body = "".join(f"<tr>{_run(run, language)}</tr>" for run in order_runs(runs, column, down=down))
    title = escape(say("work.runs", language))
    return (
        f'<div class="w-table w-runs" tabindex="0" role="region" aria-label="{title}"><table>'
        f'<thead><tr>{head}<th scope="col">{source}</th></tr></thead><tbody>{body}</tbody>'
        "</table></div>"
    )


def score_of(score: float, low: float | None, high: float | None, language: Language) -> str:
    """Return a score with its interval, shares in percent.

    >>> score_of(0.889, None, None, "en"), score_of(15.67, 14.2, 17.2, "en")
    ('88.9 %', '15.7 (14.2–17.2)')
    """
    share = score <= _WHOLE
    told = number(100 * score if share else score, language, 1) + (" %" if share else "")
    if low is None or high is None:
        return told
    scale = 100 if share else 1
    return f"{told} ({number(scale * low, language, 1)}–{number(scale * high, language, 1)})"


def _heading(name: str, column: str, down: bool, language: Language) -> str:
    shown = escape(say(f"work.{name}_column", language))
    sort = ("descending" if down else "ascending") if name == column else "none"
    mark = {"descending": " ▾", "ascending": " ▴", "none": ""}[sort]
    press = button("select", shown + mark, kind="w-sort", at=name)
    return f'<th scope="col" aria-sort="{sort}">{press}</th>'


def _run(run: Run, language: Language) -> str:
    origin = escape(say(f"work.{run.origin}_origin", language))
    score = score_of(run.score, run.low, run.high, language)
    if run.bound:
        score = f"≤ {score}"
    cells = [
        f'<span class="w-origin w-{run.origin}">{origin}</span>',
        f"<b>{escape(run.model)}</b><br>{escape(run.project)}",
        escape(say(f"work.{run.benchmark}_benchmark", language)),
        f"<b>{escape(score)}</b>",
        _figure(run.n, language),
        escape(run.data),
        _figure(run.alpha, language),
        _figure(run.rank, language),
        escape(run.projections.replace("_proj", "")),
        "–" if run.learning_rate is None else f"{run.learning_rate:g}",
        _figure(run.steps, language),
        _figure(run.loss, language, 3),
        escape(run.source),
    ]
    return "".join(f"<td>{cell or '–'}</td>" for cell in cells)


def _figure(value: float | None, language: Language, places: int = 0) -> str:
    return "–" if value is None else number(value, language, places)


def render_figures(figures: Sequence[Figure], language: Language) -> str:
    """Return measured translations, or that they are not on this machine."""
    if not figures:
        return note("work.figures_none", language)
    title = say("work.figures", language)
    names = ("direction", "system", "measure", "score", "n", "file")
    head = [say(f"work.{name}_column", language) for name in names]
    ordered = sorted(
        figures, key=lambda one: (one.direction, MEASURES.index(one.measure), -one.score)
    )
    return table(title, head, (_cells(one, language) for one in ordered), "w-cards")


def _cells(one: Figure, language: Language) -> tuple[str, ...]:
    system = escape(one.system)
    if one.baseline:
        known = one.system if one.system in ("copy", "memory") else ""
        system = f"<i>{escape(say(f'work.{known}_baseline', language) if known else system)}</i>"
    interval = ""
    if one.low is not None and one.high is not None:
        interval = f" ({number(one.low, language, 1)}–{number(one.high, language, 1)})"
    return (
        escape(one.direction.replace("-", " → ")),
        system,
        escape(one.measure.replace("chrf", "chrF").replace("bleu", "BLEU")),
        f"<b>{number(one.score, language, 1)}</b>{interval}",
        number(one.n, language),
        escape(one.file),
    )
