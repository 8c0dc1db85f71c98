"""Runs of digits in a text: how they are grouped, and what the words around call them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from core.text import fold

_LONGEST = 24  # digits; accounts in Peru have 20
_DATE = re.compile(
    r"(?<!\d)(?:(?:19|20)\d\d([-/.])(?:0?[1-9]|1[0-2])\1(?:0?[1-9]|[12]\d|3[01])(?!\1?\d)"
    r"|(?:0?[1-9]|[12]\d|3[01])([-/.])(?:0?[1-9]|[12]\d|3[01])\2(?:(?:19|20)\d\d|\d\d)(?!\2?\d)"
    r"|(?:19|20)\d\d[-/](?:19|20)\d\d(?![-/]?\d))"
)
_MONEY_BEFORE = re.compile(
    r"(?:\b(?:usd|us|eur|cop|mxn|clp|pen|bob|gbp|s/|bs|monto|importe)\.?|[$€£])\s?$"
)
_MONEY_AFTER = re.compile(
    r"\s?(?:[$€£%]|(?:usd|eur|euros?|dolares|soles|pesos|bolivianos|bs|cop|mxn|clp|pen|bob|dollars"
    r"|mil|millones|por ciento)\b)|,\d"
)
_LABELS = {
    "ruc": r"ruc|nit",
    "rut": r"rut|run",
    "dni": r"d\.?n\.?i|cui",
    "documento": r"documento|doc|identidad|identificacion|carnet|carne|pasaporte|c\.i|ci|id card",
    "cedula": r"cedula|c\.c",
    "telefono": r"tel|telf|tlf|telefono|fono|celular|cel|movil|whatsapp|wasap|wsp|phone|mobile|cell"
    r"|llama\w*|contact\w*|call|marca(?:r|me)?",
    "tarjeta": r"tarjeta|visa|mastercard|amex|card",
    "cuenta": r"cuenta|cci|clabe|cbu|account|iban",
    "fila": r"filas?|rows?|linea|pagina|registro|factura|pedido|codigo|code|version|expediente",
    "numero": r"mi numero|my number",
    "yo": r"soy|yo",
}
_LABEL = re.compile(
    "|".join(rf"(?P<{name}>\b(?:{words}))(?![a-z])" for name, words in _LABELS.items())
)


@dataclass(frozen=True)
class Run:
    """Groups of digits with small marks between them, as (start, end) places of `view`."""

    view: str
    groups: tuple[tuple[int, int], ...]

    @classmethod
    def read(cls, view: str, start: int, end: int) -> Iterator["Run"]:
        """Yield the runs between the dates of `view[start:end]`."""
        for match in _DATE.finditer(view, start, end):
            yield cls._of(view, start, match.start())
            start = match.end()
        yield cls._of(view, start, end)

    @classmethod
    def _of(cls, view: str, start: int, end: int) -> "Run":
        return cls(view, tuple(m.span() for m in re.compile(r"\d+").finditer(view, start, end)))

    @cached_property
    def label(self) -> str:
        """Return the kind that the words before the run name, else those after it, else ""."""
        start, end = self.groups[0][0], self.groups[-1][1]
        before = re.split(r"[;!?\n]", self.view[max(0, start - 32) : start])[-1]
        after = re.split(r"[;!?\n.,]", self.view[end : end + 24])[0]
        named = [match.lastgroup or "" for match in _LABEL.finditer(fold(before))]
        return (
            named[-1]
            if named
            else next((m.lastgroup or "" for m in _LABEL.finditer(fold(after))), "")
        )


@dataclass(frozen=True)
class Window:
    """Some neighbouring groups of a run, read as one number."""

    run: Run
    start: int
    end: int
    shape: tuple[int, ...]
    digits: str

    @property
    def label(self) -> str:
        """Return the label of the run."""
        return self.run.label

    @property
    def plus(self) -> bool:
        """Return whether an international prefix stands before the number."""
        return self.run.view[max(0, self.start - 3) : self.start].rstrip(" (").endswith("+")

    @property
    def opening(self) -> int:
        """Return where the number starts with its "+" or bracket."""
        prefix = re.search(r"(?:\+ ?)?\(?$", self.run.view[max(0, self.start - 3) : self.start])
        return self.start - len(prefix[0]) if prefix else self.start

    @property
    def marks(self) -> set[str]:
        """Return the marks between the groups."""
        return set(re.sub(r"\d", "", self.run.view[self.start : self.end]))

    @property
    def is_amount(self) -> bool:
        """Return whether the number stands as money, a share or a decimal."""
        view = self.run.view
        after = fold(view[self.end : self.end + 14])
        gap = " " if view[self.end : self.end + 1] == " " else ""
        before = fold(view[max(0, self.start - 9) : self.start])
        thousands = self.marks == {"."} and self.shape[0] < 4 and set(self.shape[1:]) == {3}
        round_figure = self.digits.endswith("000000")
        return bool(
            _MONEY_BEFORE.search(before)
            or _MONEY_AFTER.match(gap + after)
            or (not self.label and (round_figure or (thousands and len(self.digits) != 9)))
        )

    @property
    def is_glued(self) -> bool:
        """Return whether a letter touches the number, as in a product code."""
        view = self.run.view
        return (
            view[self.start - 1 : self.start].isalpha() or view[self.end : self.end + 1].isalpha()
        )


def read_windows(run: Run, first: int) -> Iterator[Window]:
    """Yield the numbers that start at group `first` of `run`, shortest first."""
    # Digits one by one or two by two are a number only when they are all there is.
    spelled = len(run.groups) <= 20 and all(end - start < 3 for start, end in run.groups)
    digits, shape = "", tuple[int, ...]()
    for start, end in run.groups[first : first + (20 if spelled else 7)]:
        if len(digits) + end - start > _LONGEST:
            break
        digits += run.view[start:end]
        shape = (*shape, end - start)
        if len(digits) >= 6 and (spelled or max(shape) > 2):
            yield Window(run, run.groups[first][0], end, shape, digits)
