"""Treebanks as spaCy training data."""

import zlib
from collections.abc import Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Literal

from core.parsing.conllu import Sentence

if TYPE_CHECKING:
    from spacy.tokens import Doc, DocBin
    from spacy.vocab import Vocab

TagColumn = Literal["xpos", "upos"]
HELD_OUT = 10  # one block in ten


def held_out(sentences: Sequence[Sentence]) -> tuple[list[Sentence], list[Sentence]]:
    """Return the sentences to train on and about a tenth that is held out.

    Blocks (documents where the treebank marks them, else sentences) are drawn by the CRC-32 of
    their id, so that the split stays the same whatever else is read.
    """
    kept: list[Sentence] = []
    held: list[Sentence] = []
    document: str | None = None
    for sentence in sentences:
        document = sentence.comment("newdoc id") or document
        block = document or sentence.comment("sent_id") or sentence.text
        (held if zlib.crc32(block.encode()) % HELD_OUT == 0 else kept).append(sentence)
    return kept, held


def spacing(sentence: Sentence) -> list[bool]:
    """Return for every word whether a space follows; the last word of a sentence always has one.

    Words of a range stand close when they spell it ("do" "n't") and apart when not ("de" "el").
    """
    close: set[int] = set()
    after: dict[int, bool] = {}
    for token in sentence.tokens:
        if token.is_range:
            first, last = token.span
            pieces = sentence.words[first - 1 : last]
            if "".join(word.form for word in pieces) == token.form:
                close.update(range(first, last))
            after[last] = token.space_after
    spaces = [
        number not in close and after.get(number, word.space_after)
        for number, word in enumerate(sentence.words, 1)
    ]
    return [*spaces[:-1], True]


def has_features(sentences: Sequence[Sentence]) -> bool:
    """Return whether any word of a treebank has morphological features."""
    return any(word.feats != "_" for sentence in sentences for word in sentence.words)


def to_doc(
    sentences: Sequence[Sentence], vocab: "Vocab", tag: TagColumn = "xpos", featured: bool = True
) -> "Doc":
    """Return the sentences as one Doc with all annotation; lemmas that are "_" stay missing.

    featured: False leaves features and classes missing; the morphologizer predicts both as one
    label, so that it can learn nothing from a treebank without features.
    """
    from spacy.tokens import Doc

    words = [word for sentence in sentences for word in sentence.words]
    lengths = [len(sentence.words) for sentence in sentences]
    starts = [
        start
        for start, n in zip(accumulate([0, *lengths[:-1]]), lengths, strict=True)
        for _ in range(n)
    ]
    return Doc(
        vocab,
        words=[word.form for word in words],
        spaces=[space for sentence in sentences for space in spacing(sentence)],
        tags=[word.upos if tag == "upos" else word.xpos for word in words],
        pos=[word.upos if featured else "" for word in words],
        morphs=["" if word.feats == "_" else word.feats for word in words] if featured else None,
        lemmas=["" if word.lemma == "_" and word.form != "_" else word.lemma for word in words],
        heads=[
            start + word.head - 1 if word.head else at
            for at, (start, word) in enumerate(zip(starts, words, strict=True))
        ],
        deps=["ROOT" if word.head == 0 else word.deprel for word in words],
        sent_starts=[at == 0 for n in lengths for at in range(n)],
    )


def to_docbin(
    treebanks: Sequence[Sequence[Sentence]], vocab: "Vocab", tag: TagColumn, per_doc: int
) -> "DocBin":
    """Return Docs of `per_doc` sentences of one treebank, so that sentence ends are learnt."""
    from spacy.tokens import DocBin

    return DocBin(
        docs=[
            to_doc(bank[start : start + per_doc], vocab, tag, featured)
            for bank, featured in ((bank, has_features(bank)) for bank in treebanks)
            for start in range(0, len(bank), per_doc)
        ]
    )
