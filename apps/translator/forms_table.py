"""The endings as chips in the order of their slots, and all forms of a word in tables."""

from collections.abc import Iterable
from html import escape
from itertools import groupby

from apps.common.markup import button
from apps.translator.forms_state import Forms
from apps.translator.gloss_strip import name_suffix
from core.i18n.catalogue import Language, say
from core.kichwa.paradigm import Cell, Kind, Paradigm
from core.kichwa.suffixes import suffixes
from core.kichwa.word_builder import Offer, offers
from core.tasks.forms import Word, forms_of, meaning_of

_TABLES: tuple[tuple[str, tuple[Kind, ...]], ...] = (
    ("finite", ("finite",)),
    ("compound", ("compound",)),
    ("clause", ("clause", "nominalised")),
    ("case", ("case",)),
    ("enclitic", ("enclitic",)),
)
_NAMED_ROWS = frozenset({"finite", "compound"})
NOMINATIVE = "nom"


def render_chips(state: Forms, language: Language) -> str:
    """Return every ending that the class can take as a button; those in the form are pressed."""
    if state.word is None:
        return ""
    title, hint = (escape(say(f"forms.{key}", language)) for key in ("endings", "endings_hint"))
    found = offers(state.word.upos, state.tags)
    stretches = groupby(found, key=lambda offer: offer.suffix.group)
    groups = "".join(_group(name, list(rows), language) for name, rows in stretches)
    return (
        '<section class="f-endings" aria-labelledby="f-endings-title"><div class="t-line">'
        f'<h2 id="f-endings-title">{title}</h2><p class="t-hint">{hint}</p></div>'
        f'<div class="f-groups">{groups}</div></section>'
    )


def _group(name: str, found: list[Offer], language: Language) -> str:
    label = escape(say(f"translator.{name}_group", language))
    chips = "".join(f"<li>{_chip(offer, language)}</li>" for offer in found)
    return f'<div class="f-group f-{name}"><h3>{label}</h3><ul>{chips}</ul></div>'


def _chip(offer: Offer, language: Language) -> str:
    suffix = offer.suffix
    told = name_suffix(suffix.tag, language)
    if offer.standing == "instead":
        gone = ", ".join(f"-{suffixes()[tag].form}" for tag in offer.instead)
        told += f" · {say('forms.instead', language, endings=gone)}"
    if offer.standing == "closed":
        told += f" · {say('forms.closed', language)}"
    more = (
        f' aria-pressed="{str(offer.standing == "chosen").lower()}" title="{escape(told)}"'
        f"{' disabled' if offer.standing == 'closed' else ''}"
    )
    name = escape(say(suffix.name_key, language))
    label = f'<b lang="qu">-{escape(suffix.form)}</b><span>{name}</span>'
    return button("apply", label, kind=f"f-chip f-is-{offer.standing}", more=more, at=suffix.tag)


def render_tables(state: Forms, language: Language) -> str:
    """Return the tables of a word's forms; each cell shows its form above."""
    word = state.word
    if word is None:
        return ""
    table = forms_of(word)
    title = escape(say("forms.tables", language, word=word.citation))
    hint = escape(say("forms.tables_hint", language))
    shown = "".join(_table(name, kinds, table, state, word, language) for name, kinds in _TABLES)
    return (
        '<section class="f-tables" aria-labelledby="f-tables-title"><div class="t-line">'
        f'<h2 id="f-tables-title">{title}</h2><p class="t-hint">{hint}</p></div>{shown}</section>'
    )


def _table(
    name: str,
    kinds: Iterable[Kind],
    table: Paradigm,
    state: Forms,
    word: Word,
    language: Language,
) -> str:
    rows = [row for row in table.rows if row[0] in kinds]
    if not rows:
        return ""
    columns = [one for one in table.columns if any(one in table.cells[row] for row in rows)]
    caption = escape(say(f"forms.{name}_table", language))
    heads = "".join(f'<th scope="col">{name_column(one, language)}</th>' for one in columns)
    body = "".join(_row(row, columns, table.cells[row], state, word, language) for row in rows)
    return (
        f'<div class="t-scroll"><table class="f-table f-of-{name}"><caption>{caption}</caption>'
        f"<thead><tr><td></td>{heads}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _row(
    row: tuple[Kind, str],
    columns: Iterable[str],
    cells: dict[str, Cell],
    state: Forms,
    word: Word,
    language: Language,
) -> str:
    shown = "".join(
        f'<td data-column="{name_column(column, language)}">'
        f"{_cell(row, column, cells[column], state, word)}</td>"
        if column in cells
        else '<td class="f-none">—</td>'
        for column in columns
    )
    return f'<tr><th scope="row">{name_row(row, language)}</th>{shown}</tr>'


def _cell(row: tuple[Kind, str], column: str, cell: Cell, state: Forms, word: Word) -> str:
    at = ".".join((*row, column))
    meaning = meaning_of(word, row, column, cell)
    label = f'<b lang="qu">{escape(cell.form)}</b><span lang="es">{escape(meaning)}</span>'
    pressed = f' aria-pressed="{str(at == state.cell).lower()}"'
    return button("select", label, kind="f-cell", more=pressed, at=at)


def name_row(row: tuple[str, str], language: Language) -> str:
    """Return the name of a row of the tables, as HTML."""
    kind, name = row
    if kind in _NAMED_ROWS:
        return escape(say(f"forms.{name}_row", language))
    if name == NOMINATIVE:
        return escape(say("forms.nom_row", language))
    suffix = suffixes()[name]
    return f'<b lang="qu">-{escape(suffix.form)}</b> {escape(say(suffix.name_key, language))}'


def name_column(column: str, language: Language) -> str:
    """Return the name of a column of the tables, as HTML."""
    return escape(say(f"forms.{column}_column", language))
