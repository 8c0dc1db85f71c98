"""What the dictionary and the grammar know of a sentence, as lines for a language model."""

import re
from collections.abc import Iterator

from core.kichwa.analyse import analyse_sentence
from core.kichwa.lexicon import lexicon
from core.morphology.spanish import SpanishWord, analyse
from core.translation.gloss_text import meanings
from core.translation.result import Direction, Source

_TOKEN = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+|[^\w\s]")
_CONTENT = {"NOUN", "VERB", "ADJ", "ADV", "PRON", "NUM", "INTJ", "AUX", "DET"}
GLOSS = "Glosa:"
LIKE = "Parecido:"


def gloss_line(text: str, direction: Direction) -> str:
    """Return the words of a sentence in the other language, in its order, with their endings.

    Stems come from the dictionary; what it lacks stands as it is. Kichwa suffixes stay Kichwa.

    >>> gloss_line("Ñukaka wasipimi kani.", "qu-es")
    'yo -ka casa -pi -mi ser -ni .'
    >>> gloss_line("El perro come.", "es-qu")
    'allku miku .'
    """
    words = _TOKEN.findall(text)
    parts = _from_kichwa(words) if direction == "qu-es" else _from_spanish(words)
    return " ".join(parts)


def _from_kichwa(words: list[str]) -> Iterator[str]:
    for word, readings in zip(words, analyse_sentence(words), strict=True):
        known = meanings(readings)
        if not known or not readings:
            yield word
            continue
        yield known[0]
        yield from (f"-{part.form}" for part in readings[0].morphemes if part.tag)


def _from_spanish(words: list[str]) -> Iterator[str]:
    for word in analyse(words):
        if word.upos not in _CONTENT or word.lemma == "el":
            if not word.form.isalpha() or word.upos == "PROPN":
                yield word.form
            continue
        yield _kichwa(word)


def _kichwa(word: SpanishWord) -> str:
    entries = lexicon().from_spanish(word.lemma, word.upos) or lexicon().from_spanish(word.lemma)
    return entries[0].lemma if entries else word.form


def hints(text: str, direction: Direction, like: Source | None) -> str:
    """Return the sentence with its gloss and the most similar known pair, a line each."""
    lines = [text, f"{GLOSS} {gloss_line(text, direction)}"]
    if like is not None:
        lines.append(f"{LIKE} {like.source} = {like.target}")
    return "\n".join(lines)
