"""Treebanks in CoNLL-U: read, judged, written.

Source: https://universaldependencies.org/format.html
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count
from pathlib import Path

from core.errors import UserError
from core.parsing import tree

COLUMNS = 10
FAULT_TEXTS = {
    "ids": "error.conllu_ids",
    "ranges": "error.conllu_ranges",
    "heads": "error.conllu_heads",
    "roots": "error.conllu_roots",
    "cycle": "error.conllu_cycle",
}


@dataclass(frozen=True, slots=True)
class Token:
    """One row: a word (`id` is "3"), a multi-word range ("3-4") or an empty node ("3.1").

    head: id of the head, 0 for the root, None where the file gives none.
    """

    id: str
    form: str
    lemma: str = "_"
    upos: str = "_"
    xpos: str = "_"
    feats: str = "_"
    head: int | None = None
    deprel: str = "_"
    deps: str = "_"
    misc: str = "_"

    @property
    def is_range(self) -> bool:
        """Return whether this row is a surface form that spans several words."""
        return "-" in self.id

    @property
    def is_word(self) -> bool:
        """Return whether this row takes part in the tree."""
        return "-" not in self.id and "." not in self.id

    @property
    def span(self) -> tuple[int, int]:
        """Return first and last word of a range (of a word: itself twice); (0, 0) if unreadable."""
        first, _, last = self.id.partition("-")
        if not first.isdecimal() or not (last or first).isdecimal():
            return 0, 0
        return int(first), int(last or first)

    @property
    def space_after(self) -> bool:
        """Return whether a space follows in the text."""
        return "SpaceAfter=No" not in self.misc.split("|")

    def row(self) -> str:
        """Return the row as it stands in a file."""
        head = "_" if self.head is None else str(self.head)
        left = (self.id, self.form, self.lemma, self.upos, self.xpos, self.feats)
        return "\t".join((*left, head, self.deprel, self.deps, self.misc))


@dataclass(frozen=True)
class Sentence:
    """Rows in the order of the file, and the comment lines before them, each with its "#".

    line: where the first row stood in the file, from 1; 0 for sentences made here.
    """

    tokens: tuple[Token, ...]
    comments: tuple[str, ...] = ()
    line: int = field(default=0, compare=False)

    @cached_property
    def words(self) -> tuple[Token, ...]:
        """Return the rows of the tree."""
        return tuple(token for token in self.tokens if token.is_word)

    @property
    def forms(self) -> list[str]:
        """Return the words' forms."""
        return [word.form for word in self.words]

    @property
    def heads(self) -> list[int | None]:
        """Return the words' heads."""
        return [word.head for word in self.words]

    def comment(self, name: str) -> str | None:
        """Return the value of `# name = value`.

        >>> Sentence((), ("# sent_id = a-1",)).comment("sent_id")
        'a-1'
        """
        for line in self.comments:
            key, equals, value = line[1:].partition("=")
            if equals and key.strip() == name:
                return value.strip()
        return None

    @property
    def surface(self) -> list[Token]:
        """Return the rows that spell the text: ranges stand for their words."""
        shown, covered = [], 0
        for token in self.tokens:
            first, last = token.span
            if token.is_range:
                covered = last
                shown.append(token)
            elif token.is_word and (first == 0 or first > covered):
                shown.append(token)
        return shown

    @property
    def text(self) -> str:
        """Return the text that the surface rows spell."""
        parts = [token.form + " " * token.space_after for token in self.surface]
        return "".join(parts).rstrip()


def _token(columns: list[str]) -> Token:
    id_, form, lemma, upos, xpos, feats, head, deprel, deps, misc = columns
    number = int(head) if head.isascii() and head.isdecimal() else None
    return Token(id_, form, lemma, upos, xpos, feats, number, deprel, deps, misc)


def _columns(line: str, number: int, strict: bool) -> list[str]:
    columns = line.split("\t")
    if len(columns) == 1 and not strict:  # pasted from a page, where tabs became spaces
        columns = line.split()
    if len(columns) != COLUMNS or not all(columns):
        raise UserError("error.conllu_columns", line=number, found=len(columns))
    return columns


def _blocks(text: str) -> Iterator[list[tuple[int, str]]]:
    """Yield the numbered lines between blank lines."""
    block: list[tuple[int, str]] = []
    for number, line in zip(count(1), text.split("\n"), strict=False):
        line = line.removesuffix("\r")
        if line.strip():
            block.append((number, line))
        elif block:
            yield block
            block = []
    if block:
        yield block


def parse(text: str, *, strict: bool = False) -> list[Sentence]:
    """Return the sentences of a CoNLL-U text.

    Tolerant reading accepts spaces for tabs and keeps sentences with `faults`; strict does not.

    Raises UserError with the line's number when a row has not ten columns, when there is no
    sentence, and in strict reading at the first fault.
    """
    sentences = []
    for block in _blocks(text.removeprefix("\ufeff")):
        rows = [(number, line) for number, line in block if not line.startswith("#")]
        if not rows:
            continue  # comments of a whole file
        comments = tuple(line for _, line in block if line.startswith("#"))
        tokens = tuple(_token(_columns(line, number, strict)) for number, line in rows)
        sentence = Sentence(tokens, comments, rows[0][0])
        found = faults(sentence) if strict else {}
        for fault, at in found.items():
            raise UserError(FAULT_TEXTS[fault], line=sentence.line + at)
        sentences.append(sentence)
    if not sentences:
        raise UserError("error.conllu_none")
    return sentences


def load(path: Path, *, strict: bool = False) -> list[Sentence]:
    """Return the sentences of a CoNLL-U file.

    Raises UserError as `parse` does, and when the file is not UTF-8.
    """
    content = path.read_bytes()
    try:
        return parse(content.decode("utf-8"), strict=strict)
    except UnicodeDecodeError as problem:
        line = content.count(b"\n", 0, problem.start) + 1
        raise UserError("error.conllu_encoding", line=line) from problem


def write(sentences: Iterable[Sentence]) -> str:
    """Return the sentences as CoNLL-U, a blank line after each."""
    return "".join(
        "".join(f"{line}\n" for line in (*s.comments, *(token.row() for token in s.tokens))) + "\n"
        for s in sentences
    )


def faults(sentence: Sentence) -> Mapping[str, int]:
    """Return what keeps the sentence from being a tree, each with the first row (from 0) of it.

    ids: words are not numbered 1, 2, …; ranges: a range covers other words than those after it;
    heads: a head is missing or outside the sentence; roots: none or several; cycle: words that
    hang from each other.
    """
    rows = [at for at, token in enumerate(sentence.tokens) if token.is_word]
    ids = [sentence.tokens[at].id for at in rows]
    found: dict[str, int] = {}
    if not rows:
        return {"ids": 0}
    for number, (at, name) in enumerate(zip(rows, ids, strict=True), 1):
        if name != str(number):
            found["ids"] = at
            break
    if (bad_range := _bad_range(sentence)) is not None:
        found["ranges"] = bad_range
    checks = {"heads": tree.out_of_range, "roots": tree.wrong_root, "cycle": tree.on_cycle}
    for fault, check in checks.items():
        word = check(sentence.heads)
        if word is not None:
            found[fault] = rows[word - 1]
            if fault == "heads":
                break  # roots and cycles mean little when a head leads nowhere
    return found


def _bad_range(sentence: Sentence) -> int | None:
    words, covered = 0, 0
    for at, token in enumerate(sentence.tokens):
        if token.is_range:
            first, last = token.span
            if first != words + 1 or first <= covered or not first < last <= len(sentence.words):
                return at
            covered = last
        words += token.is_word
    return None
