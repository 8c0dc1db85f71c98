"""Dependency parsers measured on a treebank."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from core.errors import UserError
from core.metrics.interval import Interval
from core.parsing import conllu
from core.parsing.baselines import baselines
from core.parsing.conllu import Sentence
from core.parsing.parse import gold
from core.parsing.parsers import Parser
from core.parsing.score import score


@dataclass(frozen=True)
class Chosen:
    """The sentences that are measured on, and how many were left out."""

    sentences: tuple[Sentence, ...]
    invalid: int
    other_length: int


@dataclass(frozen=True)
class ParseScores:
    """Metrics in 0–1 with 95 % intervals, and how many sentences and words they are of."""

    metrics: dict[str, float]
    ci95: dict[str, Interval]
    n: dict[str, int]
    baselines: dict[str, dict[str, float]]


def choose(sentences: Sequence[Sentence], min_tokens: int = 1, max_tokens: int = 1000) -> Chosen:
    """Return the sentences that are trees and have `min_tokens` to `max_tokens` words.

    Raises UserError when none is left.
    """
    valid = [sentence for sentence in sentences if not conllu.faults(sentence)]
    fitting = [s for s in valid if min_tokens <= len(s.words) <= max_tokens]
    if not fitting:
        raise UserError("error.conllu_none")
    return Chosen(tuple(fitting), len(sentences) - len(valid), len(valid) - len(fitting))


def measure(parser: Parser, chosen: Chosen, with_baselines: bool = True) -> ParseScores:
    """Return the scores of a parser on given words and sentences."""
    right = [gold(sentence) for sentence in chosen.sentences]
    metrics, ci95 = score(right, [parser(parse.forms) for parse in right])
    n = {
        "sentences": len(right),
        "words": sum(len(parse.forms) for parse in right),
        "skipped_invalid": chosen.invalid,
        "skipped_length": chosen.other_length,
    }
    return ParseScores(metrics, ci95, n, baselines(right) if with_baselines else {})


def measure_file(path: Path, parser: Parser, min_tokens: int, max_tokens: int) -> ParseScores:
    """Return the scores of a parser on a CoNLL-U file.

    Raises UserError when the file is not CoNLL-U or holds no tree of that length.
    """
    return measure(parser, choose(conllu.load(path), min_tokens, max_tokens))
