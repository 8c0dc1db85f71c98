"""A Kichwa word put together ending by ending, as a visitor picks them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from core.kichwa.analysis import Analysis, Morpheme
from core.kichwa.candidates import stage_of
from core.kichwa.features import NONE, compose
from core.kichwa.generate import swaps_in
from core.kichwa.stems import listed, shipped_stems
from core.kichwa.suffixes import Stage, Suffix, suffixes

Standing = Literal["chosen", "free", "instead", "closed"]
"""Of an ending: in the word; may be added; takes the place of another; has no place yet."""
# A verb stem alone is no word, nor is a stem with past tense where a person must follow.
_OPEN: frozenset[Stage] = frozenset({"V"})


@dataclass(frozen=True, slots=True)
class Offer:
    """One ending that the class of the stem can take.

    instead: tags of the endings that leave the word when this one comes in.
    """

    suffix: Suffix
    standing: Standing
    instead: tuple[str, ...] = ()


def in_order(tags: Sequence[str], upos: str) -> tuple[str, ...] | None:
    """Return endings in slot order, None where they do not go together.

    >>> in_order(["foc", "loc", "pl"], "NOUN"), in_order(["loc"], "VERB")
    (('pl', 'loc', 'foc'), None)
    """
    row = tuple(sorted(dict.fromkeys(tags), key=lambda tag: suffixes()[tag].slot))
    return row if swaps_in(row, stage_of(upos)) == 0 else None


def with_ending(tags: Sequence[str], tag: str, upos: str) -> tuple[str, ...] | None:
    """Return the endings with one more, without those that cannot stand beside it.

    None where it has no place. Of the endings that were there as many stay as possible.

    >>> with_ending(["past", "p1"], "p2", "VERB"), with_ending(["p1"], "loc", "VERB")
    (('past', 'p2'), None)
    """
    whole = in_order([*tags, tag], upos)
    if whole:
        return whole
    slot = suffixes()[tag].slot
    rivals = [one for one in tags if suffixes()[one].slot == slot]
    kept = [one for one in tags if one not in rivals]
    for gone in ([], *([one] for one in reversed(kept)), _tense(kept)):
        left = [one for one in kept if one not in gone]
        if row := in_order([*left, tag], upos):
            return row
    return None


def _tense(tags: Sequence[str]) -> list[str]:
    return [tag for tag in tags if suffixes()[tag].group in ("tense", "person")]


def without_ending(tags: Sequence[str], tag: str, upos: str) -> tuple[str, ...]:
    """Return the endings without one, and without those that cannot stand where it is missing."""
    left: list[str] = []
    for one in tags:
        if one != tag and in_order([*left, one], upos):
            left.append(one)
    return tuple(left)


def offers(upos: str, tags: Sequence[str]) -> tuple[Offer, ...]:
    """Return the endings that a class can take, in slot order, with what each would do now."""
    within = _reachable(stage_of(upos))
    found = [s for s in suffixes().values() if within & set(s.on)]
    return tuple(_offer(s, upos, tags) for s in sorted(found, key=lambda s: s.slot))


def _offer(suffix: Suffix, upos: str, tags: Sequence[str]) -> Offer:
    if suffix.tag in tags:
        return Offer(suffix, "chosen")
    row = with_ending(tags, suffix.tag, upos)
    if row is None:
        return Offer(suffix, "closed")
    gone = tuple(tag for tag in tags if tag not in row)
    return Offer(suffix, "instead" if gone else "free", gone)


@lru_cache(maxsize=8)
def _reachable(start: Stage) -> frozenset[Stage]:
    """Return the stages that a stem can come to."""
    found, before = {start}, 0
    while len(found) > before:
        before = len(found)
        found |= {s.makes for s in suffixes().values() if s.makes and found & set(s.on)}
    return frozenset(found)


def is_word(upos: str, tags: Sequence[str]) -> bool:
    """Return whether a stem with these endings is a word; a verb stem needs one more.

    >>> is_word("VERB", ["caus"]), is_word("VERB", ["caus", "p1"])
    (False, True)
    """
    stage = stage_of(upos)
    for tag in tags:
        stage = suffixes()[tag].after(stage)
    return stage not in _OPEN


def build(lemma: str, upos: str, tags: Sequence[str]) -> Analysis:
    """Return a stem with endings in the given order, as a word with its parts and features."""
    endings = [Morpheme(suffixes()[tag].form, tag) for tag in tags]
    form = lemma + "".join(part.form for part in endings)
    language: Literal["qu", "unknown"] = "qu" if lemma in listed() else "unknown"
    feats = compose(lexical_feats(lemma, upos), tags)
    return Analysis(form, lemma, upos, feats, (Morpheme(lemma), *endings), language, 1.0)


def lexical_feats(lemma: str, upos: str) -> str:
    """Return the features that a stem brings itself, "_" for none.

    >>> lexical_feats("ñuka", "PRON"), lexical_feats("wasi", "NOUN")
    ('Number=Sing|Person=1|PronType=Prs', '_')
    """
    stems = [
        s for s in shipped_stems().by_form.get(lemma, ()) if (s.lemma, s.upos) == (lemma, upos)
    ]
    return max(stems, key=lambda stem: stem.count).feats if stems else NONE
