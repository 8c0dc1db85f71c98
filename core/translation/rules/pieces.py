"""Target words under construction, and the steps that built them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Step:
    """One ending or word and the rule that asked for it.

    word: as it stands in the translation. rule: name of the rule, text key "rules.NAME".
    """

    word: str
    rule: str

    @property
    def text_key(self) -> str:
        """Return the key of the sentence that explains the rule."""
        return f"rules.{self.rule}"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stem, the endings it will get, and why.

    source: the Spanish word it stands for, "" when grammar alone asked for it.
    guessed: that no dictionary had the word, which is carried over. mark: written behind it.
    """

    stem: str
    tags: tuple[str, ...] = ()
    upos: str = ""
    rules: tuple[str, ...] = ()
    source: str = ""
    guessed: bool = False
    mark: str = ""

    def plus(self, tags: str, rule: str) -> "Piece":
        """Return the word with more endings ("past+p1") for a reason."""
        more = tuple(tag for tag in tags.split("+") if tag)
        return replace(self, tags=self.tags + more, rules=(*self.rules, rule))


Pieces = tuple[Piece, ...]


def marked(pieces: Sequence[Piece], tags: str, rule: str) -> Pieces:
    """Return the phrase with endings on its last word; words after a space ("inf ñawpa") follow it.

    >>> [piece.tags for piece in marked((Piece("hatun"), Piece("wasi")), "loc", "case_loc")]
    [(), ('loc',)]
    """
    if not pieces or not tags:
        return tuple(pieces)
    own, *words = tags.split()
    return (*pieces[:-1], pieces[-1].plus(own, rule), *spelled(" ".join(words), rule))


def spelled(target: str, rule: str, source: str = "") -> Pieces:
    """Return the words of a table entry such as "may+loc" or "kunan puncha".

    >>> [(piece.stem, piece.tags) for piece in spelled("kay uku+loc", "word")]
    [('kay', ()), ('uku', ('loc',))]
    """
    words = (word.split("+") for word in target.split())
    return tuple(Piece(stem, tuple(tags), rules=(rule,), source=source) for stem, *tags in words)


def without(pieces: Pieces, tag: str) -> Pieces:
    """Return the phrase without an ending on its last word."""
    last = pieces[-1]
    return (*pieces[:-1], replace(last, tags=tuple(one for one in last.tags if one != tag)))
