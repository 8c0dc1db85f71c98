"""Find the word whose forms a visitor wants, and lay out its forms with their meanings."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from core.errors import UserError
from core.kichwa.analyse import analyse
from core.kichwa.candidates import VERBAL
from core.kichwa.lexicon import Entry, lexicon
from core.kichwa.paradigm import Cell, Kind, Paradigm, paradigm
from core.kichwa.suggest import suggest
from core.kichwa.word_builder import in_order
from core.tasks.look_up import LIMIT_CHARS
from core.text import clean, fold
from core.translation.form_meaning import compound_meaning, form_meaning

Class = Literal["VERB", "NOUN", "ADJ", "PRON", "NUM"]
CLASSES: tuple[Class, ...] = get_args(Class)
"""Classes that a visitor may choose by hand."""
_INFLECTED = frozenset({*CLASSES, "AUX", "ADV", "DET", "PROPN"})
_MOST = 8
_LIKELY = 0.02


@dataclass(frozen=True, slots=True)
class Word:
    """A word whose forms can be built.

    lemma: of verbs the bare stem. tags: endings of the form that was typed. listed: whether it
    stands in the lexicon; if not, its class is a guess or the visitor's. review: of the entry.
    """

    lemma: str
    upos: str
    senses: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    listed: bool = True
    review: str = ""

    @property
    def sense(self) -> str:
        """Return the most usual equivalent, "" for none."""
        return self.senses[0] if self.senses else ""

    @property
    def citation(self) -> str:
        """Return the form that dictionaries print: of verbs the infinitive."""
        return f"{self.lemma}na" if self.upos in VERBAL else self.lemma


def find_words(text: str, upos: str = "") -> tuple[Word, ...]:
    """Return the words that `text` may mean, the likeliest first.

    text: a Kichwa head word or one of its forms, or a Spanish dictionary form.
    upos: one of CLASSES to take it as a word of that class, whatever the lexicon says.
    Raises UserError for an empty text, one without letters, one that is too long, or a Spanish
    word that the lexicon lacks.
    """
    asked = " ".join(clean(text).casefold().split()).strip("¿?¡!.,;:«»\"'()-")
    if len(asked) > LIMIT_CHARS:
        raise UserError("error.too_long", length=len(asked), limit=LIMIT_CHARS)
    if not any(letter.isalpha() for letter in asked):
        raise UserError("forms.error_no_word")
    found: dict[tuple[str, str], Word] = {}
    for word in [*_heads(asked), *_of_spanish(asked), *_of_form(asked)]:
        if upos in ("", word.upos):
            found.setdefault((word.lemma, word.upos), word)
    words = list(found.values())
    known = [word for word in words if word.listed]
    if not known and (upos or _spelled(asked)):
        words = [_taken(asked, upos)] if upos else words
    if not words:
        near = ", ".join(dict.fromkeys(one.head for one in suggest(asked, limit=5)))
        raise UserError("forms.error_unknown", word=asked, near=near or "—")
    return tuple((known or words)[:_MOST])


def _spelled(asked: str) -> bool:
    return " " not in asked and asked.isalpha()


def _words(entries: Iterable[Entry], tags: tuple[str, ...] = ()) -> Iterator[Word]:
    for entry in entries:
        if entry.pos in _INFLECTED:
            yield Word(entry.lemma, entry.pos, entry.senses, tags, True, entry.review)


def _heads(asked: str) -> Iterator[Word]:
    if asked.endswith("na"):
        yield from _words(lexicon().of(asked.removesuffix("na"), "VERB"))
    yield from _words(lexicon().of(asked))


def _of_spanish(asked: str) -> Iterator[Word]:
    known = lexicon()
    entries = known.from_spanish(asked)
    if not entries:
        heads = [one for one in suggest(asked, limit=3) if fold(one.head) == fold(asked)]
        entries = tuple(entry for one in heads if one.language == "es" for entry in one.entries)
    for entry in entries:
        if entry.pos in _INFLECTED:
            meant = [sense for sense in entry.senses if fold(sense) == fold(asked)]
            senses = tuple(dict.fromkeys([*meant, *entry.senses]))
            yield Word(entry.lemma, entry.pos, senses, (), True, entry.review)


def _of_form(asked: str) -> Iterator[Word]:
    """Yield the words of which `asked` is a form, with its endings."""
    for reading in analyse(asked) if _spelled(asked) else ():
        tags = in_order(reading.tags, reading.upos)
        if reading.probability < _LIKELY or reading.upos not in _INFLECTED or tags is None:
            continue
        listed = list(_words(lexicon().of(reading.lemma, reading.upos), tags))
        yield from listed
        if not listed and reading.lemma.isalpha():
            yield Word(reading.lemma, reading.upos, (), tags, False)


def _taken(asked: str, upos: str) -> Word:
    """Return a word that no list has, taken as one of class `upos`.

    Raises UserError for an unknown class and for what is no single word.
    """
    if upos not in CLASSES or not _spelled(asked):
        raise UserError("forms.error_class", word=asked)
    lemma = asked.removesuffix("na") if upos == "VERB" and len(asked) > 3 else asked
    return Word(lemma, upos, (), (), False)


def forms_of(word: Word) -> Paradigm:
    """Return all forms of a word."""
    return paradigm(word.lemma, word.upos)


def meaning_of(word: Word, row: tuple[Kind, str], column: str, cell: Cell) -> str:
    """Return what a form of the paradigm says in Spanish, "" without a meaning of the stem."""
    kind, name = row
    if kind == "compound":
        return compound_meaning(word.sense, name, column) if word.sense else ""
    return form_meaning(word.sense, word.upos, cell.tags, name if kind == "finite" else "").text


def form_rows(word: Word) -> Iterator[tuple[str, ...]]:
    """Yield all forms as rows: kind, row, column, form, endings, features, meaning."""
    table = forms_of(word)
    for row in table.rows:
        for column, cell in table.cells[row].items():
            meaning = meaning_of(word, row, column, cell)
            yield (*row, column, cell.form, " ".join(cell.tags), cell.feats, meaning)


def copula_tags(column: str, form: str) -> tuple[str, ...]:
    """Return the endings of the copula in a compound form such as "purishka karkani".

    Raises StopIteration for a form that is not compound.
    """
    second = form.rpartition(" ")[2]
    rows = paradigm("ka", "AUX").cells.items()
    finite = (row[column] for (kind, _), row in rows if kind == "finite" and column in row)
    return next(cell.tags for cell in finite if cell.form == second)
