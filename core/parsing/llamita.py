"""Dependency parses by a language model that writes tables (`core.prompts.table`).

Words and numbers are dictated; the model chooses classes, heads and relations among what is
allowed. Its probabilities of all heads go to Eisner's algorithm, so the result is always a tree.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.errors import UserError
from core.models.interface import Message, Model
from core.models.walk import Walk, start_walk
from core.parsing.eisner import eisner
from core.parsing.parse import Parse
from core.parsing.universal import CLASSES, RELATIONS, SUBTYPES
from core.prompts.llamita import PARSE, Lang
from core.prompts.records import question
from core.prompts.table import DIVIDER, classes, head_row

MOST_WORDS = 40  # numbers beyond are more than one token
_RELATIONS = sorted((RELATIONS | SUBTYPES) - {"root"})


@dataclass(frozen=True)
class ModelParse:
    """A parse, and how probable the model found every arc.

    arcs: [n + 1, n], natural logarithm, `arcs[head, word - 1]`; each column sums to 1.
    written: heads as the model would have written them itself, not always a tree.
    """

    parse: Parse
    arcs: NDArray[np.float64]
    written: tuple[int, ...]


def parse(model: Model, forms: Sequence[str], lang: Lang, adapter: str | None = None) -> ModelParse:
    """Return the parse of one sentence whose words are given.

    Raises UserError for no words, more than 40, or a model without the capability "walk".
    """
    if not 0 < len(forms) <= MOST_WORDS:
        raise UserError("error.sentence_length", words=len(forms), limit=MOST_WORDS)
    asked = (Message("user", question(PARSE[lang], " ".join(forms))),)
    walk = start_walk(model, asked, adapter=adapter)
    upos = _choose_classes(walk, forms)
    arcs, written, relations = _choose_heads(walk, forms)
    heads = eisner(arcs)
    if heads != list(written):
        again = start_walk(model, asked, adapter=adapter)
        again.feed(again.encode(f"{classes(forms, upos)}\n{DIVIDER}\n"))
        relations = _label(again, forms, heads)
    labelled = ("root" if head == 0 else name for head, name in zip(heads, relations, strict=True))
    result = Parse(tuple(forms), tuple(upos), tuple(heads), tuple(labelled))
    return ModelParse(result, arcs, tuple(written))


def _choose_classes(walk: Walk, forms: Sequence[str]) -> list[str]:
    options = _options(walk, sorted(CLASSES))
    upos = []
    for at, form in enumerate(forms, 1):
        walk.feed(walk.encode(f"{form} {at}"))
        upos.append(_choose(walk, options))
    walk.feed(walk.encode(f"{DIVIDER}\n"))
    return upos


def _choose_heads(
    walk: Walk, forms: Sequence[str]
) -> tuple[NDArray[np.float64], list[int], list[str]]:
    """Return arc scores, the most probable head of each word, and relations to those."""
    space, numbers = _numbers(walk, len(forms))
    options = _options(walk, _RELATIONS)
    arcs = np.full((len(forms) + 1, len(forms)), -np.inf)
    written, relations = [], []
    for at in range(1, len(forms) + 1):
        walk.feed([*walk.encode(str(at)), *space])
        found = walk.log_probabilities()[numbers].astype(np.float64)
        found[at] = -np.inf
        arcs[:, at - 1] = found - np.logaddexp.reduce(found)
        head = int(found.argmax())
        written.append(head)
        relations.append(_relation(walk, at, head, forms, options, len(space)))
    return arcs, written, relations


def _numbers(walk: Walk, most: int) -> tuple[list[int], list[int]]:
    """Return the tokens that " 0", " 1", … " most" begin with alike, and the one that each adds.

    Raises UserError when a number takes several tokens (Llama 2 writes 10 as 1 and 0).
    """
    written = [walk.encode(f" {number}") for number in range(most + 1)]
    space = written[0][:-1]
    if any(tokens[:-1] != space for tokens in written):
        raise UserError("error.sentence_length", words=most, limit=9)
    return space, [tokens[-1] for tokens in written]


def _label(walk: Walk, forms: Sequence[str], heads: Sequence[int]) -> list[str]:
    """Return the model's relations for given heads."""
    options = _options(walk, _RELATIONS)
    relations = []
    for at, head in enumerate(heads, 1):
        walk.feed(walk.encode(str(at)))
        relations.append(_relation(walk, at, head, forms, options))
    return relations


def _relation(
    walk: Walk,
    at: int,
    head: int,
    forms: Sequence[str],
    options: Mapping[str, list[int]],
    fed: int = 0,
) -> str:
    """Return the relation of a word to its head; `fed` tokens of the head are written already."""
    row = head_row(at, head, forms, "").removeprefix(str(at)).rstrip()
    if head == 0:
        walk.feed(walk.encode(f"{row} root\n")[fed:])
        return "root"
    walk.feed(walk.encode(row)[fed:])
    return _choose(walk, options)


def _options(walk: Walk, labels: Sequence[str]) -> dict[str, list[int]]:
    """Return the tokens of each label with the line's end, which says that it is complete."""
    return {label: walk.encode(f" {label}\n") for label in labels}


def _choose(walk: Walk, options: Mapping[str, list[int]]) -> str:
    """Return the label that the model writes when it may write nothing else, and feed it."""
    left = dict(options)
    at = 0
    while len(left) > 1:
        found = walk.log_probabilities()
        token = max({tokens[at] for tokens in left.values()}, key=lambda token: float(found[token]))
        left = {label: tokens for label, tokens in left.items() if tokens[at] == token}
        walk.feed([token])
        at += 1
    label, tokens = next(iter(left.items()))
    walk.feed(tokens[at:])
    return label
