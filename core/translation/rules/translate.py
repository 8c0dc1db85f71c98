"""Candidates of the rules, best first, and the steps behind the first one."""

from collections.abc import Mapping, Sequence
from functools import partial

from core.kichwa.lexicon import lexicon
from core.translation.result import Candidate, Direction
from core.translation.rules.choose import Choose, no_choice
from core.translation.rules.pieces import Step
from core.translation.rules.sentences import Transferred
from core.translation.rules.to_kichwa.text import spanish_to_kichwa
from core.translation.rules.to_spanish.text import kichwa_to_spanish

_OTHERS = 3
_SHORT = 300  # characters; longer texts get one candidate, not four


def translate_rules(text: str, direction: Direction, choose: Choose = no_choice) -> list[Candidate]:
    """Return translations, best first; the others use a second equivalent of one word each.

    Their confidence is the share of words that dictionary and grammar know: not calibrated.
    """
    asked: list[tuple[str, str]] = []
    best = _transferred(text, direction, partial(_noting, choose, asked))
    found = [_candidate(best)] if best.text else []
    if len(text) > _SHORT:
        return found
    for key, second in _seconds(asked, direction):
        other = _candidate(_transferred(text, direction, partial(_other, choose, {key: second})))
        if other.text and other.text not in [one.text for one in found]:
            found.append(other)
        if len(found) > _OTHERS:
            break
    return found


def explain(text: str, direction: Direction, choose: Choose = no_choice) -> tuple[Step, ...]:
    """Return which rule gave which word of the best candidate, in its order."""
    return _transferred(text, direction, choose).steps


def _transferred(text: str, direction: Direction, choose: Choose) -> Transferred:
    transfer = spanish_to_kichwa if direction == "es-qu" else kichwa_to_spanish
    return transfer(text, choose)


def _candidate(found: Transferred) -> Candidate:
    return Candidate(found.text, "rules", found.known, found.unknown)


def _noting(choose: Choose, asked: list[tuple[str, str]], lemma: str, upos: str) -> Sequence[str]:
    asked.append((lemma, upos))
    return choose(lemma, upos)


def _other(
    choose: Choose, instead: Mapping[tuple[str, str], str], lemma: str, upos: str
) -> Sequence[str]:
    second = instead.get((lemma, upos))
    return (second,) if second else choose(lemma, upos)


def _seconds(
    asked: Sequence[tuple[str, str]], direction: Direction
) -> list[tuple[tuple[str, str], str]]:
    """Return the words that have a second equivalent, with it; the closest calls first."""
    found: list[tuple[int, tuple[str, str], str]] = []
    for key in dict.fromkeys(asked):
        if direction == "es-qu":
            entries = lexicon().from_spanish(*key)
            if len(entries) > 1:
                found.append(
                    (-_weight(entries[1].senses, entries[1].weights, key[0]), key, entries[1].lemma)
                )
        elif senses := [s for entry in lexicon().of(*key) for s in entry.senses][1:]:
            found.append((0, key, senses[0]))
    return [(key, second) for _, key, second in sorted(found, key=lambda one: one[0])]


def _weight(senses: Sequence[str], weights: Sequence[int], word: str) -> int:
    return dict(zip(senses, weights, strict=True)).get(word, 0)
