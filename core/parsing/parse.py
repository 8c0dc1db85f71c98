"""A dependency parse: one class, head and relation per word."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.parsing import tree
from core.parsing.conllu import Sentence, Token


@dataclass(frozen=True, slots=True)
class Parse:
    """What a parser says of a sentence; every field has one entry per word.

    heads: from 1, 0 for the root, None where the parser gave none. Lemmas and features are empty
    when the parser has none.
    """

    forms: tuple[str, ...]
    upos: tuple[str, ...]
    heads: tuple[int | None, ...]
    relations: tuple[str, ...]
    lemmas: tuple[str, ...] = ()
    feats: tuple[str, ...] = ()

    @property
    def is_valid(self) -> bool:
        """Return whether the heads form a tree with one root."""
        return tree.is_tree(self.heads)

    def sentence(self, comments: Sequence[str] = ()) -> Sentence:
        """Return the parse as a sentence that `core.parsing.conllu.write` can write."""
        blank = ("_",) * len(self.forms)
        rows = zip(
            self.forms,
            self.lemmas or blank,
            self.upos,
            self.feats or blank,
            self.heads,
            self.relations,
            strict=True,
        )
        return Sentence(
            tuple(
                Token(str(at), form, lemma or "_", upos or "_", "_", feats or "_", head, relation)
                for at, (form, lemma, upos, feats, head, relation) in enumerate(rows, 1)
            ),
            tuple(comments),
        )


def gold(sentence: Sentence) -> Parse:
    """Return a treebank's sentence as a parse."""
    words = sentence.words
    return Parse(
        tuple(word.form for word in words),
        tuple(word.upos for word in words),
        tuple(word.head for word in words),
        tuple(word.deprel for word in words),
        tuple(word.lemma for word in words),
        tuple(word.feats for word in words),
    )
