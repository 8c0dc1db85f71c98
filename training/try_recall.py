"""Put the recall benchmark to a model in public: some head words, one after another."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from core.errors import UserError
from core.lexicon.dictionary import Direction
from core.lexicon.held_out import heldout_head
from core.lexicon.records import INSTRUCTION
from core.metrics.interval import Interval, wilson
from core.models.open import open_model
from core.prompts.records import Record
from core.tasks.compare import llamita_choice
from core.tasks.export_records import dictionary_pairs
from core.text import fold
from core.translation.model import ADAPTER
from training.score_recall import Asked, Part, answers, any_sense, exact, read_asked, split_senses
from training.sources import source

Answerer = Literal["llamita_kichwa", "llamita", "dictionary"]
ANSWERERS: tuple[Answerer, ...] = ("llamita_kichwa", "llamita", "dictionary")
MOST = 500
_FILES: dict[Direction, str] = {
    "es-qu": "kichwa/alvarez-es-qu.json",
    "qu-es": "kichwa/alvarez-qu-es.json",
}
_TOGETHER = 8


@dataclass(frozen=True)
class Questions:
    """The head words that may be asked, and where they are from.

    file: of the school dictionary that Llamita learned; "" where it is not on this machine and our
    own lexicon asks instead.
    """

    asked: tuple[Asked, ...]
    file: str


@dataclass(frozen=True)
class Answered:
    """One question with its answer."""

    asked: Asked
    told: str

    @property
    def exact(self) -> bool:
        """Return whether the answer gives all senses and no other."""
        return exact(self.asked, self.told)

    @property
    def any_sense(self) -> bool:
        """Return whether the first sense of the answer is among the senses."""
        return any_sense(self.asked, self.told)


@dataclass(frozen=True)
class Tally:
    """What came of the questions so far; total: how many there will be."""

    done: tuple[Answered, ...] = ()
    total: int = 0
    file: str = ""

    @property
    def wrong(self) -> tuple[Answered, ...]:
        """Return the questions whose answer gives none of the senses first."""
        return tuple(one for one in self.done if not one.any_sense)

    def share(self, measure: Literal["exact", "any_sense"]) -> tuple[float, Interval]:
        """Return a share of right answers, 0–1, and its 95 % interval."""
        hits = sum(getattr(one, measure) for one in self.done)
        n = len(self.done)
        return hits / n if n else float("nan"), wilson(hits, n)


def questions(direction: Direction) -> Questions:
    """Return what can be asked here."""
    try:
        path = source(_FILES[direction])
        return Questions(tuple(read_asked(path, direction)), path.name)
    except UserError:
        return Questions(_from_lexicon(direction), "")


def draw(known: Questions, part: Part, n: int, seed: int = 0) -> list[Asked]:
    """Return head words of a part, drawn by a seed: the same for the same numbers."""
    pool = [one for one in known.asked if one.part == part]
    return random.Random(seed).sample(pool, min(n, len(pool), MOST))


def ask(answerer: Answerer, asked: Sequence[Asked], direction: Direction) -> Iterator[Answered]:
    """Yield the questions with their answers, a few at a time; closing it stops.

    Raises UserError when the model cannot run.
    """
    if answerer == "dictionary":
        book = {fold(head): senses for head, senses in dictionary_pairs(direction)}
        yield from (Answered(one, book.get(one.head, "")) for one in asked)
        return
    model = open_model(llamita_choice())
    adapter = ADAPTER if answerer == "llamita_kichwa" else None
    for start in range(0, len(asked), _TOGETHER):
        some = asked[start : start + _TOGETHER]
        for one, told in zip(some, answers(model, some, adapter), strict=True):
            yield Answered(one, told)


def _from_lexicon(direction: Direction) -> tuple[Asked, ...]:
    found = []
    for head, senses in dictionary_pairs(direction):
        record = Record(INSTRUCTION[direction], head, senses)
        found.append(Asked(record, split_senses(senses), heldout_head(head)))
    return tuple(one for one in found if one.senses)
