"""What the words around a Kichwa word say about it."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from core.kichwa.suffixes import suffixes

NEGATORS = frozenset({"mana", "na", "ama", "manapash", "amapash", "manarak", "nima", "ni"})
_QUESTION = frozenset({"?", "¿"})
_ASKING = ("ima", "pi", "may", "mashna", "hayka")
_WORDS = """
chay kay shuk ñuka ñukanchik kan kikin pay mana na ama ña ari shinapash shina ima tukuy
ka karka kashka kanmi kani kanki kana kak karkani kanchu karkami kachun nishpa nin nishka
yari mari alli hatun . , ? ! : ; ¿ ¡ …
"""
_MOST_COMMON = frozenset(_WORDS.split())


class Context(NamedTuple):
    """Surroundings of a word.

    before, after: the neighbours' shapes. negated: a negator stands earlier. asked: the sentence
    ends in "?". asking: it has a question word with -tak.
    verb_later: a finite verb follows before the next pause.
    """

    before: str = "-"
    after: str = "-"
    negated: bool = False
    asked: bool = False
    asking: bool = False
    verb_later: bool = False

    def signs(self) -> Iterator[str]:
        """Yield what the context says, as names of weights."""
        yield "<" + self.before
        yield ">" + self.after
        yield f"n{self.negated:d}{self.asked:d}{self.asking:d}"
        yield f"n{self.negated:d}>{self.after in _PAUSES:d}"
        yield f"v{self.verb_later:d}>{self.after in _PAUSES:d}"
        if self.before == "^":
            yield f"^>{self.after}"


_PAUSES = frozenset([".", ",", "?", "!", ":", ";", "…", "$"])
_FINITE = frozenset(
    {
        "~" + form
        for form in [
            "n",
            "ni",
            "nki",
            "nchik",
            "nkichik",
            "nkuna",
            "rka",
            "sha",
            "nka",
            "nkakuna",
            "shun",
            "nmi",
        ]
    }
    | {"kan", "karka", "kanmi", "kani", "kanki", "karkani", "karkami", "nin"}
)
NOWHERE = Context()


@lru_cache(maxsize=1)
def _endings() -> tuple[str, ...]:
    forms = {form for suffix in suffixes().values() for form in suffix.forms}
    return tuple(sorted(forms, key=lambda form: (-len(form), form)))


@lru_cache(maxsize=50_000)
def shape(word: str) -> str:
    """Return a common word itself, "~" and its longest ending of another.

    >>> shape("Mana"), shape("wasikunaman"), shape("?")
    ('mana', '~man', '?')
    """
    low = word.casefold()
    if low in _MOST_COMMON:
        return low
    if not low[:1].isalpha():
        return "#"
    return "~" + next((end for end in _endings() if low.endswith(end) and low != end), "")


def _verbs_later(shapes: Sequence[str]) -> list[bool]:
    """Return for each word whether one that looks finite comes before the next pause."""
    found, seen = [], False
    for one in reversed(shapes):
        found.append(seen)
        seen = one not in _PAUSES and (seen or one in _FINITE)
    return found[::-1]


def contexts(words: Sequence[str]) -> list[Context]:
    """Return the surroundings of each word of a sentence."""
    shapes = ["^", *map(shape, words), "$"]
    low = [word.casefold() for word in words]
    asked = any(word in _QUESTION for word in low)
    asking = any(word.startswith(_ASKING) and word.endswith(("tak", "ta")) for word in low)
    later = _verbs_later(shapes[1:-1])
    found, negated = [], False
    for at, word in enumerate(low):
        found.append(Context(shapes[at], shapes[at + 2], negated, asked, asking, later[at]))
        if word in NEGATORS:
            negated = True
        elif word in _PAUSES:
            negated = False
    return found
