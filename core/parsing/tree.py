"""Dependency trees as lists of heads: head of word 1, 2, …; 0 is the root."""

from collections.abc import Sequence

Heads = Sequence[int | None]


def out_of_range(heads: Heads) -> int | None:
    """Return the first word (from 1) whose head is missing or points outside 0..n."""
    for word, head in enumerate(heads, 1):
        if head is None or not 0 <= head <= len(heads):
            return word
    return None


def wrong_root(heads: Heads) -> int | None:
    """Return the second root, 1 when there is no root, and None when there is just one."""
    roots = [word for word, head in enumerate(heads, 1) if head == 0]
    return None if len(roots) == 1 else (roots[1] if roots else 1)


def on_cycle(heads: Heads) -> int | None:
    """Return the first word from which the root is not reached by going from head to head.

    >>> on_cycle([2, 3, 1]), on_cycle([2, 0])
    (1, None)
    """
    reached = {0}
    for word in range(1, len(heads) + 1):
        path: list[int] = []
        at: int | None = word
        while at not in reached:
            if at is None or at in path or not 0 < at <= len(heads):
                return word
            path.append(at)
            at = heads[at - 1]
        reached.update(path)
    return None


def is_tree(heads: Heads) -> bool:
    """Return whether there is one root and every word hangs from it.

    >>> is_tree([2, 0, 2]), is_tree([0, 0]), is_tree([1, 0]), is_tree([5, 0]), is_tree([])
    (True, False, False, False, False)
    """
    return out_of_range(heads) is None and wrong_root(heads) is None and on_cycle(heads) is None


def is_projective(heads: Sequence[int]) -> bool:
    """Return whether no two arcs cross; the root's arc counts.

    >>> is_projective([2, 0, 2]), is_projective([3, 4, 0, 3])
    (True, False)
    """
    arcs = [tuple(sorted((word, head))) for word, head in enumerate(heads, 1)]
    return not any(a < c < b < d for a, b in arcs for c, d in arcs)
