"""Head words of a printed dictionary: cleaned, and beginnings that a page break cut off found."""

import bisect
import re
from collections.abc import Sequence

from core.lexicon.spelling import spanish_forms
from core.text import fold

_POS = r"(?:s|v|adj|adv|num|pron|conj|interj|prep|det|exp)\."
_INNER = re.compile(rf"\s+(?={_POS}(?:\s|$))")
_GENDER = re.compile(r"(?:\s+-\w+)+$")
_BRACKETS = re.compile(r"\s+\([^)]*\)?|\([^)]*\)")


def split_head(head: str, value: str) -> tuple[str, str]:
    """Return a head without the senses that a printing fault left in it, and the whole value.

    >>> split_head("sombra s. llantu; dar sombra", "v. llantuna")
    ('sombra', 's. llantu; dar sombra: v. llantuna')
    """
    head, *rest = _INNER.split(head.strip(), maxsplit=1)
    if not rest:
        return head, value
    lead = rest[0].strip()
    return head, f"{lead} {value}" if lead[-1] in ";:." else f"{lead}: {value}"


def clean_head(head: str) -> tuple[str, str]:
    """Return a head word without endings and punctuation, and what stood in brackets after it.

    >>> clean_head("banca -o (para sentarse)"), clean_head("ley(es)"), clean_head("cómo?")
    (('banca', 'para sentarse'), ('ley', ''), ('cómo', ''))
    """
    note = re.search(r"\s\(([^)]*)", head)
    bare = _GENDER.sub("", _BRACKETS.sub("", head).strip())
    return " ".join(bare.strip(" ?¿¡!.:;,").split()), note[1].strip() if note else ""


def alphabetic_key(head: str) -> str:
    """Return the sorting key of an older dictionary: words in ch and ll follow those in c and l."""
    bare = fold(head.casefold().replace("ñ", "n~"))
    return f"{bare[0]}~{bare[1:]}" if bare[:2] in ("ch", "ll") else bare


def longest_ordered(keys: Sequence[str]) -> list[int]:
    """Return the positions of the longest non-decreasing subsequence."""
    tails: list[str] = []
    ends: list[int] = []
    before: list[int] = []
    for at, key in enumerate(keys):
        place = bisect.bisect_right(tails, key)
        before.append(ends[place - 1] if place else -1)
        tails[place : place + 1] = [key]
        ends[place : place + 1] = [at]
    chain: list[int] = []
    at = ends[-1] if ends else -1
    while at >= 0:
        chain.append(at)
        at = before[at]
    return chain[::-1]


def _whole_word(part: str, low: str, high: str) -> str | None:
    """Return the one common word that ends in `part` and stands between two heads, if any."""
    ending = fold(part)
    fits = [
        form
        for form in spanish_forms()
        if form.endswith(ending) and form != ending and low <= alphabetic_key(form) <= high
    ]
    return fits[0][: -len(ending)] + part if len(fits) == 1 else None


def torn_heads(heads: Sequence[str]) -> dict[str, str | None]:
    """Return the heads that lost their beginning, with the whole word where only one fits.

    A dictionary in print is alphabetical: "trar" between "mosto" and "mozo" was "mostrar".
    Lists that are not alphabetical have no torn heads that could be told.
    """
    # Dictionaries since 1994 put ch and ll among c and l.
    orders = ([alphabetic_key(head) for head in heads], [fold(head) for head in heads])
    keys = max(orders, key=lambda order: len(longest_ordered(order)))
    ordered = longest_ordered(keys)
    if len(ordered) < 0.8 * len(heads) or len(heads) < 10:
        return {}
    torn: dict[str, str | None] = {}
    for at in sorted(set(range(len(heads))) - set(ordered)):
        place = bisect.bisect(ordered, at)
        low = keys[ordered[place - 1]] if place else ""
        high = keys[ordered[place]] if place < len(ordered) else "\U0010ffff"
        if keys[at][:3] in (low[:3], high[:3]):
            continue
        whole = _whole_word(heads[at], low, high) if heads[at].isalpha() else None
        near = keys[at][:2] in (low[:2], high[:2]) and fold(heads[at]) in spanish_forms()
        if whole or not near:
            torn[heads[at]] = whole
    return torn
