"""What the tab of forms holds: the word, the endings chosen for it, and its link."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from core.errors import UserError
from core.kichwa.analysis import Analysis
from core.kichwa.candidates import VERBAL
from core.kichwa.paradigm import Cell, Kind
from core.kichwa.suffixes import suffixes
from core.kichwa.word_builder import build, in_order, with_ending, without_ending
from core.tasks.forms import CLASSES, Word, copula_tags, find_words, forms_of

AUTO = "auto"
FIRST = "purina"
"""The word that a visitor finds when nothing is asked for."""
FIRST_FORM = "finite.present.p1"
"""The form that a verb shows first; its stem alone is no word."""


@dataclass(frozen=True)
class Forms:
    """One open tab.

    words: what was meant, the likeliest first; at: which of them is built.
    tags: its endings; gone: those that the last one put out. cell: place in the tables of the
    form, where it is one of them. refused: why there is no word.
    """

    asked: str = ""
    upos: str = AUTO
    words: tuple[Word, ...] = ()
    at: int = 0
    tags: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    cell: str = ""
    refused: UserError | None = None

    @property
    def word(self) -> Word | None:
        """Return the word that is built."""
        return self.words[self.at] if self.words else None

    @property
    def parts(self) -> tuple[Analysis, ...]:
        """Return the form: one word, of compound tenses two."""
        if self.word is None:
            return ()
        first = build(self.word.lemma, self.word.upos, self.tags)
        place = self.place
        if place is None or place[0][0] != "compound":
            return (first,)
        (_, column, cell) = place
        return first, build("ka", "AUX", copula_tags(column, cell.form))

    @property
    def place(self) -> tuple[tuple[Kind, str], str, Cell] | None:
        """Return row, column and cell of the form, None when it was built by hand."""
        return place_in(self.word, self.cell) if self.word and self.cell else None

    @property
    def link(self) -> dict[str, str]:
        """Return the part of the address that brings this form back."""
        if self.word is None:
            return {"tab": "forms", "word": self.asked}
        link = {"tab": "forms", "word": self.word.citation, "pos": self.word.upos}
        if self.cell:
            return link | {"cell": self.cell}
        return link | ({"form": ".".join(self.tags)} if self.tags else {})

    def open(self, asked: str, upos: str = AUTO) -> "Forms":
        """Return the tab with another word, or with the reason why there is none."""
        try:
            words = find_words(asked, "" if upos == AUTO else upos)
        except UserError as why:
            return Forms(asked=asked, upos=upos, refused=why)
        return Forms(asked=asked, upos=upos, words=words).choose(0)

    def choose(self, at: int) -> "Forms":
        """Return the tab with another of the words that were meant."""
        if not 0 <= at < len(self.words):
            return self
        word = self.words[at]
        chosen = replace(self, at=at, tags=word.tags, gone=(), cell="")
        return chosen.show(FIRST_FORM) if word.upos in VERBAL and not word.tags else chosen

    def toggle(self, tag: str) -> "Forms":
        """Return the tab with an ending more, or less when the form has it."""
        if self.word is None or tag not in suffixes():
            return self
        upos = self.word.upos
        if tag in self.tags:
            left = without_ending(self.tags, tag, upos)
        else:
            left = with_ending(self.tags, tag, upos) or self.tags
        gone = tuple(one for one in self.tags if one not in left and one != tag)
        return replace(self, tags=left, gone=gone, cell="")

    def take(self, tags: tuple[str, ...]) -> "Forms":
        """Return the tab with these endings, where they go together."""
        known = [tag for tag in tags if tag in suffixes()]
        row = in_order(known, self.word.upos) if self.word else None
        return self if row is None else replace(self, tags=row, gone=(), cell="")

    def show(self, cell: str) -> "Forms":
        """Return the tab with a form of the tables."""
        found = place_in(self.word, cell) if self.word else None
        if found is None:
            return self
        return replace(self, tags=found[2].tags, gone=(), cell=cell)


def opened(asked: Mapping[str, str]) -> Forms:
    """Return the tab that an address asks for; without a word the first one.

    asked: "word" (or "lemma"), with "pos", and "cell" or "form".
    """
    word = asked.get("word") or asked.get("lemma") or FIRST
    pos = asked.get("pos", "")
    state = Forms().open(word)
    for at, known in enumerate(state.words):
        if known.upos == pos:
            state = state.choose(at)
            break
    else:
        if pos in CLASSES:
            state = Forms().open(word, pos)
    if asked.get("cell"):
        return state.show(asked["cell"])
    return state.take(tuple(asked["form"].split("."))) if asked.get("form") else state


def place_in(word: Word, cell: str) -> tuple[tuple[Kind, str], str, Cell] | None:
    """Return row, column and form of "finite.past.p1" in a word's tables, None if they lack it."""
    table = forms_of(word)
    for row in table.rows:
        for column, found in table.cells[row].items():
            if cell == ".".join((*row, column)):
                return row, column, found
    return None
