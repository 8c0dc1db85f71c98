"""What data may say about the choice of words: a plain function."""

from collections.abc import Callable, Sequence

Choose = Callable[[str, str], Sequence[str]]
"""(dictionary form, part of speech) → equivalents learned from data, best first; may be none."""


def no_choice(lemma: str, upos: str) -> Sequence[str]:
    """Return no equivalents: the lexicon decides."""
    return ()
