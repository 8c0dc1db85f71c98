"""Questions about endings: which one says it, and in which order they stand."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations

from core.kichwa.analyse import analyse
from core.kichwa.candidates import VERBAL, stage_of
from core.kichwa.chains import chains
from core.kichwa.features import parse
from core.kichwa.generate import swaps_in
from core.kichwa.lexicon import Entry
from core.kichwa.suffixes import suffixes
from core.tasks.forms import Word, forms_of, meaning_of
from core.translation.form_meaning import form_meaning

_KINDS = frozenset({"finite", "clause", "nominalised", "case"})
_CLASSES = frozenset({"VERB", "NOUN"})
_LONG_ROW = ("progressive", "prospective", "polite")
# Endings to put in order, three or more; taken with a verb or with a noun that means a thing.
_OF_VERB = (
    ("caus", "past", "p1", "foc"),
    ("caus", "past", "p1pl"),
    ("prog", "past", "p2", "quest"),
    ("caus", "prog", "p1pl"),
    ("caus", "obj1", "past", "p2", "neg"),
    ("caus", "perf", "p1pl", "add"),
    ("prosp", "past", "p1", "foc"),
    ("agent", "pl", "acc", "top"),
    ("inf", "ben", "top"),
    ("caus", "fut1", "foc"),
    ("prog", "p2", "cond", "quest"),
)
_OF_NOUN = (
    ("pl", "loc", "foc"),
    ("pl", "abl", "add"),
    ("dim", "pl", "acc", "top"),
    ("pl", "ins", "lim", "foc"),
    ("dim", "loc", "foc"),
    ("pl", "dat", "top"),
    ("pl", "acc", "neg"),
    ("dim", "pl", "gen", "add"),
)


@dataclass(frozen=True, slots=True)
class Blank:
    """A form without its ending.

    names: keys of what its endings are called. feats: Universal Dependencies features.
    """

    form: str
    ending: str
    tags: tuple[str, ...]
    meaning: str
    names: tuple[str, ...]
    feats: str


@dataclass(frozen=True, slots=True)
class Order:
    """A form as parts with hyphens, with what it means and what its endings are called."""

    text: str
    tags: tuple[str, ...]
    meaning: str
    names: tuple[str, ...]


def blanks(entry: Entry) -> list[Blank]:
    """Return the forms of a word whose ending can be asked for."""
    if entry.pos not in _CLASSES:
        return []
    word = Word(entry.lemma, entry.pos, entry.senses)
    table = forms_of(word)
    found: dict[tuple[str, ...], Blank] = {}
    for row in table.rows:
        if row[0] not in _KINDS or row[1] in _LONG_ROW:
            continue
        for column, cell in table.cells[row].items():
            meaning = meaning_of(word, row, column, cell)
            if (
                cell.tags
                and meaning
                and not (row[1] == "future" and cell.tags[0] in ("p2", "p2pl"))
            ):
                blank = Blank(
                    cell.form,
                    cell.form.removeprefix(entry.lemma),
                    cell.tags,
                    meaning,
                    tuple(suffixes()[tag].name_key for tag in cell.tags),
                    cell.feats,
                )
                found.setdefault(cell.tags, blank)
    return list(found.values())


def rivals(blank: Blank, found: Sequence[Blank], rng: random.Random, count: int) -> list[Blank]:
    """Return forms whose endings are wrong for what `blank` says, and differ from one another."""
    pool = list(found)
    rng.shuffle(pool)
    chosen: list[Blank] = []
    for one in pool:
        if not any(_both_right(one, other) for other in (blank, *chosen)):
            chosen.append(one)
        if len(chosen) == count:
            break
    return chosen


def _both_right(one: Blank, other: Blank) -> bool:
    """Return whether one ending may stand for the other: same letters, meaning, or features.

    Features that hold all of another's say the same more exactly, as -nkuna does of -n.
    """
    left, right = parse(one.feats).items(), parse(other.feats).items()
    same = one.ending == other.ending or one.meaning == other.meaning
    return same or left <= right or right <= left


def order_of(entry: Entry, rng: random.Random) -> Order | None:
    """Return a word with three or more endings, None where its class has none to order."""
    if entry.pos not in _CLASSES:
        return None
    caused = entry.lemma.endswith("chi")  # has its causative already
    rows = [row for row in _OF_VERB if not (caused and row[0] == "caus")]
    tags = rng.choice(rows if entry.pos in VERBAL else _OF_NOUN)
    meaning = form_meaning(entry.senses[0], entry.pos, tags).text
    names = tuple(suffixes()[tag].name_key for tag in tags)
    return Order(_written(entry.lemma, tags), tags, meaning, names)


def _written(lemma: str, tags: Sequence[str]) -> str:
    return "-".join([lemma, *(suffixes()[tag].form for tag in tags)])


def wrong_orders(entry: Entry, tags: Sequence[str], rng: random.Random, count: int) -> list[str]:
    """Return other orders of the endings, none of which can be read as a Kichwa word."""
    stage, right = stage_of(entry.pos), _written(entry.lemma, tags)
    found: dict[str, str] = {}
    for row in permutations(tags):
        text = _written(entry.lemma, row)
        letters = "".join(suffixes()[tag].form for tag in row)
        if text != right and swaps_in(row, stage) is None and not chains(letters, stage):
            found.setdefault(letters, text)
    texts = [text for letters, text in sorted(found.items()) if not _reads(entry, letters)]
    return rng.sample(texts, min(count, len(texts)))


def _reads(entry: Entry, letters: str) -> bool:
    """Return whether the analyser takes a stem with these letters for a word, in any class."""
    return any(reading.tags for reading in analyse(entry.lemma + letters, lemma=entry.lemma))
