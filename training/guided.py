"""Translation records with what the dictionary and the memory know: what the kichwa adapter learns.

A third of them are Spanish prose with a Kichwa side made by the rules, asked from Kichwa to
Spanish only: nobody said that Kichwa, but the Spanish is real.
"""

import random
import re
from collections.abc import Iterator

from core.lexicon.records import TEXT_INSTRUCTION
from core.prompts.records import Record
from core.text import fold
from core.translation.hints import hints
from core.translation.memory import Memory, known_pairs
from core.translation.result import Direction, Source
from core.translation.rules.translate import translate_rules
from core.translation.sentences import split_sentences
from core.translation.units import languages
from training.corpus import running_text
from training.parallel import TRAIN
from training.sources import source

DIRECTIONS: tuple[Direction, ...] = ("qu-es", "es-qu")
_PROSE = 3000  # sentences
_WORDS = range(3, 13)  # of a sentence of prose
_LEAST = 0.3  # likeness of a known pair that is told
_TOLD = 0.8  # share of records that name it, so that the model can do without
_MARKS = re.compile(r"[^\w\s]+")


def guided_records(seed: int = 0) -> list[Record]:
    """Return killkan's chapters and the phrasebook in both directions, and Spanish prose.

    Raises UserError where the public data are missing.
    """
    source(TRAIN)
    rng = random.Random(seed)
    found = [record for way in DIRECTIONS for record in _of_pairs(way, rng)]
    return found + list(_of_prose(rng))


def _of_pairs(direction: Direction, rng: random.Random) -> Iterator[Record]:
    """Yield known pairs, each with the nearest other one."""
    pairs = {pair.source: pair for pair in known_pairs(direction)}.values()
    memory = Memory(tuple(pairs), languages(direction)[0])
    for pair in pairs:
        like = _nearest_other(memory, pair) if rng.random() < _TOLD else None
        asked = hints(pair.source, direction, like)
        yield Record(TEXT_INSTRUCTION[direction], asked, pair.target)


def _nearest_other(memory: Memory, pair: Source) -> Source | None:
    same = _bare(pair.source)
    others = (one for one in memory.best(pair.source, 8, _LEAST) if _bare(one.source) != same)
    return next(others, None)


def _bare(text: str) -> str:
    return " ".join(_MARKS.sub(" ", fold(text)).split())


def _of_prose(rng: random.Random) -> Iterator[Record]:
    sentences = [
        sentence
        for text in running_text("es")
        for paragraph in text.splitlines()
        for sentence, _ in split_sentences(paragraph)
        if len(sentence.split()) in _WORDS
    ]
    for spanish in rng.sample(sentences, min(_PROSE, len(sentences))):
        made = translate_rules(spanish, "es-qu")
        if made and made[0].text:
            asked = hints(made[0].text, "qu-es", None)
            yield Record(TEXT_INSTRUCTION["qu-es"], asked, spanish)
