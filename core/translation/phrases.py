"""Translate with phrases learned from a corpus: beam search, then the candidate most agreed on.

The choice among the best: Kumar & Byrne 2004, aclanthology.org/N04-1022 (minimum Bayes risk).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from core.metrics.chrf import likenesses
from core.translation.decoder import Decoder, Hypothesis, Option
from core.translation.inflected import kichwa_forms, spanish_forms
from core.translation.phrase_tables import Tables, shipped_tables
from core.translation.result import Candidate, Direction
from core.translation.units import (
    impossible_words,
    is_word,
    languages,
    split_ending,
    split_word,
    units,
    written,
)

_WINDOW = 40  # units that are reordered together
_BEST = 30
_LONGEST = 2000  # units; longer texts are no sentences
_NARROW, _FEW = 4, 3  # beam and candidates for each window of a long text
_TOLD = 4
_WARMTH = 1.0  # how evenly the candidates vote
_FAULT = 0.03  # chrF++ / 100 that an impossible word costs
_UNKNOWN = (-1.0, -1.0, -1.0, -1.0, 1.0, 0.0)
_ITSELF = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
_ENOUGH = 3  # phrases of a word, from which its lemma is not looked up
_CUTS = frozenset(",;:.?!…")


@dataclass(frozen=True, slots=True)
class Found:
    """A translation by phrases.

    unknown: words carried over. agreement: mean chrF++ with the other candidates, 0–1.
    """

    text: str
    unknown: tuple[str, ...]
    agreement: float


def options(tables: Tables, parts: Sequence[str]) -> list[Option]:
    """Return the ways to translate each run of units; an unknown stem or word stays as it is."""
    found: list[Option] = []
    for start, part in enumerate(parts):
        if not is_word(part):
            found.append(Option(start, start + 1, (part,), _ITSELF))
            continue
        alone = False
        for end in range(start + 1, min(len(parts), start + tables.longest) + 1):
            for target, scores in tables.phrases.get(tuple(parts[start:end]), ()):
                found.append(Option(start, end, target, (*scores, 0.0, 0.0)))
                alone = alone or end == start + 1
        others = list(_by_lemma(tables, parts, start))
        found += others
        alone = alone or any(other.end == start + 1 for other in others)
        if not alone:
            kept = () if part.startswith("+") else (part,)
            found.append(Option(start, start + 1, kept, _UNKNOWN))
    return found


def _by_lemma(tables: Tables, parts: Sequence[str], start: int) -> Iterator[Option]:
    """Yield the translations of the word at `start` by its lemma and ending."""
    part = parts[start]
    if tables.direction == "es-qu":
        if len(tables.phrases.get((part,), ())) < _ENOUGH:
            for rank, form in enumerate(kichwa_forms(part)):
                scores = _inflected(rank, loan=form.loan)
                yield Option(start, start + 1, split_word(form.text), scores)
        return
    end = start + 1
    while end < len(parts) and parts[end].startswith("+"):
        end += 1
    suffixes = tuple(suffix[1:] for suffix in parts[start + 1 : end])
    for many in range(1, len(suffixes) + 1):
        for rank, target in enumerate(spanish_forms(part, suffixes[:many])):
            yield Option(start, start + 1 + many, target, _inflected(rank))


def _inflected(rank: int, loan: bool = False) -> tuple[float, float, float, float, float, float]:
    """Return the scores of a form that was made: the later in the dictionary, the lower."""
    share = -1.0 - rank / 2
    return (share, -1.0, share, -1.0, float(loan), 1.0)


def windows(parts: Sequence[str]) -> list[Sequence[str]]:
    """Return runs of at most `_WINDOW` units, cut after a mark where there is one."""
    cut: list[Sequence[str]] = []
    start = 0
    while len(parts) - start > _WINDOW:
        places = range(start + _WINDOW, start + _WINDOW // 2, -1)
        end = next((at for at in places if parts[at - 1] in _CUTS), start + _WINDOW)
        cut.append(parts[start:end])
        start = end
    return [*cut, parts[start:]]


def vote(
    texts: Sequence[str], scores: Sequence[float], faults: Sequence[int]
) -> tuple[list[int], list[float]]:
    """Return the order of texts by mean chrF++ with all of them, the likelier counting more.

    faults: impossible words of each, which count against it. The second list has the means, 0–1.
    """
    share = np.exp(_WARMTH * (np.array(scores) - max(scores)))
    agreed = likenesses(texts) @ (share / share.sum()) / 100
    order = sorted(range(len(texts)), key=lambda at: faults[at] * _FAULT - agreed[at])
    return order, agreed.tolist()


def unknown_words(hypothesis: Hypothesis) -> tuple[str, ...]:
    """Return the words that were carried over, without the suffixes put to them."""
    return tuple(
        unit
        for option in hypothesis.used
        if option.scores[4]
        for unit in option.target
        if not unit.startswith("+")
    )


def _window(
    tables: Tables, parts: Sequence[str], decoder: Decoder, ending: str, best: int = _BEST
) -> list[Found]:
    """Return the translations of a window, the best first."""
    target = languages(tables.direction)[1]
    found = decoder.decode(len(parts), options(tables, parts), best)
    told = [written([*one.units, *ending], target, tables.names) for one in found]
    faults = [impossible_words(one.units) if target == "qu" else 0 for one in found]
    order, agreed = vote(told, [one.score for one in found], faults)
    return [Found(told[at], unknown_words(found[at]), agreed[at]) for at in order]


def translations(text: str, tables: Tables) -> list[Found]:
    """Return the translations of a sentence, the best first; of a long text one, or none."""
    body, ending = split_ending(text)
    parts = units(body, languages(tables.direction)[0])
    if not any(map(is_word, parts)) or len(parts) > _LONGEST:
        return []
    cut = windows(parts)
    if len(cut) == 1:
        return _window(tables, cut[0], Decoder(tables.lm, tables.weights), ending)
    decoder = Decoder(tables.lm, tables.weights, beam=_NARROW)
    ends = [*[""] * (len(cut) - 1), ending]
    best = [
        _window(tables, part, decoder, end, _FEW)[0] for part, end in zip(cut, ends, strict=True)
    ]
    return [
        Found(
            " ".join(one.text for one in best),
            tuple(word for one in best for word in one.unknown),
            sum(one.agreement for one in best) / len(best),
        )
    ]


def translate_phrases(text: str, direction: Direction) -> list[Candidate]:
    """Return translations of a sentence by phrases, the best first; none of a text without words.

    Their confidence is how much the candidates agree; `choose` makes an expectation of it.
    """
    found = translations(text, shipped_tables(direction))
    return [Candidate(one.text, "phrases", one.agreement, one.unknown) for one in found[:_TOLD]]
