"""Dependency parses as Llamita writes them: first every word's class, then every word's head.

    The 1 DET
    dog 2 NOUN
    barks 3 VERB
    ---
    1 2 dog det
    2 3 barks nsubj
    3 0 root root

The number follows its word, so that a head is found by copying what stands after it.
"""

from collections.abc import Sequence

DIVIDER = "---"


def classes(forms: Sequence[str], upos: Sequence[str]) -> str:
    """Return the first half: word, number, class.

    >>> print(classes(["Hola", "!"], ["INTJ", "PUNCT"]))
    Hola 1 INTJ
    ! 2 PUNCT
    """
    rows = zip(forms, upos, strict=True)
    return "\n".join(f"{form} {at} {pos}" for at, (form, pos) in enumerate(rows, 1))


def head_row(at: int, head: int, forms: Sequence[str], relation: str) -> str:
    """Return one row of the second half: number, head's number (0 is the root), its word, relation.

    >>> head_row(1, 0, ["Hola", "!"], "root")
    '1 0 root root'
    """
    return f"{at} {head} {forms[head - 1] if head else 'root'} {relation}"


def table(
    forms: Sequence[str], upos: Sequence[str], heads: Sequence[int], relations: Sequence[str]
) -> str:
    """Return the whole parse; `heads` count from 1, 0 is the root."""
    rows = [
        head_row(at, head, forms, relation)
        for at, (head, relation) in enumerate(zip(heads, relations, strict=True), 1)
    ]
    return "\n".join([classes(forms, upos), DIVIDER, *rows])
