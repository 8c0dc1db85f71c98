"""In which language a text is: Spanish, Kichwa (unified or older spelling), Southern Quechua, both.

A logistic model over letter sequences judges each word; the text decides between doubtful words.
Weights: assets/kichwa/varieties.csv, learned by `python -m training.variety`.
"""

import csv
import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from core.config import ASSETS

Language = Literal["es", "qu", "qu-old", "quechua", "mixed", "unknown"]
WordLanguage = Literal["es", "qu", "qu-old", "quechua", "unknown"]
CLASSES: tuple[WordLanguage, ...] = ("es", "qu", "qu-old", "quechua", "unknown")
_LETTERS = r"(?:[^\W\d_][\u0300-\u036f]*)+"
WORD = re.compile(rf"{_LETTERS}(?:['’]{_LETTERS})*")
LONGEST_PIECE = 6
_LONGEST_WORD = 40  # letters that are looked at
_MOST_WORDS = 2000  # of a long text; more do not change the answer
_LEAST = 0.02  # what one word may count against a language at most, so that a name decides nothing
_OLD_SHARE = 0.2  # of the Kichwa words; many words are spelled alike in both
_MIXED = (0.3, 0.7)  # share of Spanish in a text that is both
_SURE = 0.7  # below, a text of one or two words is not judged
# A page for Spanish and Kichwa meets other languages seldom; training made all classes alike heavy.
_PRIOR = np.array([0.0, 0.0, 0.0, 0.0, -1.0])
_ES, _QU, _OLD, _SOUTH, _OTHER = range(len(CLASSES))
Vector = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Detected:
    """The language of a text.

    confidence: 0–1. words: each word with its language. reasons: keys of the text catalogue.
    """

    language: Language
    confidence: float
    words: tuple[tuple[str, WordLanguage], ...]
    reasons: tuple[str, ...]


def pieces(word: str) -> set[str]:
    """Return the letter sequences of a lower-case word that the model knows about.

    >>> sorted(pieces("ka"), key=len)[-1]
    '^ka$'
    """
    edged = f"^{word[:_LONGEST_WORD]}$"
    last = len(edged) + 1
    return {
        edged[start:end]
        for start in range(len(edged))
        for end in range(start + 1, min(start + LONGEST_PIECE + 1, last))
    } - {"^", "$"}


@cache
def weights(path: Path = ASSETS / "kichwa" / "varieties.csv") -> Mapping[str, Vector]:
    """Return the weights of each piece, one per class; "" holds the constant.

    Raises ValueError when the table is not that of these classes.
    """
    with path.open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
        if tuple(head[1:]) != CLASSES:
            raise ValueError(f"{path.name}: columns {head[1:]}, expected {CLASSES}")
        return {row[0]: np.array(row[1:], dtype=np.float64) / 100 for row in rows}


@lru_cache(maxsize=50_000)
def _word_scores(word: str) -> tuple[float, ...]:
    """Return the log-probability of each class for a lower-case word."""
    table = weights()
    found = [table[piece] for piece in pieces(word) if piece in table]
    total = np.sum(found, axis=0) + table[""] if found else table[""]
    total = total + _PRIOR
    return tuple(total - np.logaddexp.reduce(total))


def share_of(word: str, language: WordLanguage) -> float:
    """Return how probable a language is for a lower-case word by itself, 0–1.

    >>> share_of("huarmicunapac", "qu-old") > 0.9
    True
    """
    return math.exp(_word_scores(word)[CLASSES.index(language)])


def _judged(scores: Vector) -> tuple[Vector, Vector]:
    """Return the probability of each class for the text, and for each word in it.

    scores: (word, class). Kichwa in both spellings counts as one language against the others.
    """
    capped = np.maximum(scores, np.log(_LEAST))
    capped[:, _QU] = capped[:, _OLD] = np.logaddexp(scores[:, _QU], scores[:, _OLD])
    capped = np.maximum(capped, np.log(_LEAST))
    total = capped.sum(axis=0)
    total[_OLD] = -np.inf
    text = np.exp(total - np.logaddexp.reduce(total))
    share = np.exp(scores).mean(axis=0) + _LEAST
    words = scores + np.log(share)
    words -= np.logaddexp.reduce(words, axis=1)[:, None]
    return text, np.exp(words)


def _spelling(language: WordLanguage, labels: Sequence[WordLanguage]) -> WordLanguage:
    """Return "qu-old" for Kichwa with enough words in older spelling."""
    if language != "qu":
        return language
    old, new = labels.count("qu-old"), labels.count("qu")
    return "qu-old" if old > _OLD_SHARE * (old + new) else "qu"


def _is_southern(language: WordLanguage, labels: Sequence[WordLanguage]) -> bool:
    """Return whether a text of Spanish words is Southern Quechua all the same, full of loans."""
    found = labels.count("quechua")
    return language == "es" and found >= 2 and found >= _MIXED[0] * len(labels)


def _is_mixed(language: WordLanguage, labels: Sequence[WordLanguage]) -> bool:
    """Return whether Spanish and Kichwa both have a good part of the words, two at least."""
    spanish = labels.count("es")
    kichwa = labels.count("qu") + labels.count("qu-old")
    low, high = _MIXED
    if language not in ("es", "qu") or min(spanish, kichwa) < 2:
        return False
    return low <= spanish / (spanish + kichwa) <= high


def detect(text: str) -> Detected:
    """Return the language of `text`; "unknown" where it is another one, or too short to tell.

    >>> detect("Wasimanta shamukrini, mashi.").language
    'qu'
    >>> detect("Wasiymanta hamuchkani, manam unqusqachu kani.").language
    'quechua'
    """
    shown = [found[0] for found, _ in zip(WORD.finditer(text), range(_MOST_WORDS), strict=False)]
    if not shown:
        return Detected("unknown", 0.0, (), ("detect.no_words",))
    lowered = [unicodedata.normalize("NFC", word).lower() for word in shown]
    text_share, word_shares = _judged(np.array([_word_scores(word) for word in lowered]))
    labels = [CLASSES[at] for at in word_shares.argmax(axis=1)]
    winner = CLASSES[int(text_share.argmax())]
    confidence = float(text_share.max())
    if _is_southern(winner, labels):
        winner, confidence = "quechua", _SURE
    language: Language = _spelling(winner, labels)
    if len(shown) < 3 and confidence < _SURE:
        language = "unknown"
    elif _is_mixed(winner, labels):
        language = "mixed"
    return Detected(
        language, confidence, tuple(zip(shown, labels, strict=True)), _reasons(language, shown)
    )


def _reasons(language: Language, shown: Sequence[str]) -> tuple[str, ...]:
    """Return keys of sentences that say why."""
    reasons: dict[Language, str] = {
        "es": "detect.spanish",
        "qu": "detect.unified",
        "qu-old": "detect.old",
        "quechua": "detect.southern",
        "mixed": "detect.mixed",
        "unknown": "detect.unknown",
    }
    short = ("detect.short",) if len(shown) < 3 else ()
    return (reasons[language], *short)
