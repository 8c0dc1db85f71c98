"""Parsers that find the words themselves, measured on running text, one sentence at a time.

A word counts as right when its characters in the text are the gold word's, its head's too, and the
relation is the same; scores are F1 over words. Source: Zeman et al. 2018, CoNLL shared task.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.parsing.conllu import Sentence

if TYPE_CHECKING:
    from spacy.language import Language

Span = tuple[int, int]
Arc = tuple[Span, Span | None, str]  # word, its head (None: root), relation


def gold_spans(sentence: Sentence) -> list[Span]:
    """Return first and last character + 1 of every word in the sentence's text.

    Words of a range share its characters out: each but the last takes as many as it is long.
    """
    spans: list[Span] = []
    at = 0
    for token in sentence.surface:
        end = at + len(token.form)
        if token.is_range:
            first, last = token.span
            pieces = sentence.words[first - 1 : last]
        else:
            pieces = (token,)
        for piece in pieces[:-1]:
            spans.append((at, min(at + len(piece.form), end)))
            at = spans[-1][1]
        spans.append((at, end))
        at = end + token.space_after
    return spans


def gold_arcs(sentence: Sentence) -> list[Arc]:
    """Return the arcs of a treebank's sentence."""
    spans = gold_spans(sentence)
    return [
        (span, spans[word.head - 1] if word.head else None, word.deprel)
        for span, word in zip(spans, sentence.words, strict=True)
    ]


def found_arcs(nlp: "Language", text: str) -> list[Arc]:
    """Return the arcs that a pipeline finds in a text."""
    doc = nlp(text)
    spans = [(token.idx, token.idx + len(token)) for token in doc]
    return [
        (spans[token.i], None, "root")
        if token.head.i == token.i
        else (spans[token.i], spans[token.head.i], token.dep_)
        for token in doc
        if not token.is_space
    ]


def score_raw(nlp: "Language", sentences: Sequence[Sentence]) -> dict[str, float]:
    """Return F1 (0–1) of words, uas and las, and the share of sentences left in one piece."""
    right = {"words": 0, "uas": 0, "las": 0}
    total, whole = 0, 0
    for sentence in sentences:
        gold, found = gold_arcs(sentence), found_arcs(nlp, sentence.text)
        right["words"] += len({arc[0] for arc in gold} & {arc[0] for arc in found})
        right["uas"] += len({arc[:2] for arc in gold} & {arc[:2] for arc in found})
        right["las"] += len(set(gold) & set(found))
        total += len(gold) + len(found)
        whole += sum(head is None for _, head, _ in found) == 1
    scores = {name: 2 * count / total for name, count in right.items()}
    return {**scores, "one_sentence": whole / len(sentences)}
