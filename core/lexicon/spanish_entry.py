"""One article Spanish → Kichwa of a school dictionary, taken apart."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from core.lexicon.spelling import is_kichwa, mend_spanish, without_junk
from core.text import fold

POS = re.compile(r"(s|v|adj|adv|num|pron|conj|interj|prep|det|exp)\.\s*")
# "(<*qiru)" and "<*puñuna": an older or proposed form; two stars mark a new word.
_MARKED = re.compile(r"\(?<\s*\*+([^()<>;]*)\)")
_OPEN_MARK = re.compile(r"\(?<\s*\*+\s*")
_DOUBT = re.compile(r"\(\s*[¿?]+\s*\)|\(ver\b[^)]*\)?")
_LEADING = re.compile(r"\s*\(([^)]*)\):?(?=\s*\w)")
_LOST = re.compile(r"(?:^|[,:])\s*(?:s|v|adj|adv)\.?\s*$")
_INFINITIVE = re.compile(r"\w+(?:ar|er|ir)(?:se|le)?\b")


@dataclass(frozen=True)
class Sense:
    """A Kichwa word, and for what it is said."""

    text: str
    qualifier: str = ""


def _plain_marks(value: str) -> str:
    """Return a value without etymologies, keeping a marked form only where no other is given."""
    bare = _DOUBT.sub(" ", value)
    dropped = _MARKED.sub(" ", bare)
    told = re.search(r"\w", dropped)
    kept = dropped if told else _MARKED.sub(lambda found: f" {found[1]}, ", bare)
    return _OPEN_MARK.sub("", kept)


def _without_lost(segment: str) -> str:
    """Return a segment without a next word of which only the class is left ("sara, puro, s")."""
    if not (lost := _LOST.search(segment)):
        return segment
    *kept, next_word = segment[: lost.start()].split(",")
    before, spaced, _ = next_word.partition("  ")
    return ",".join([*kept, before] if spaced else kept)


def _pieces(listing: str) -> list[str]:
    cleaned = re.sub(r"[¿?¡!()]", " ", listing).replace("¸", ",")
    return [" ".join(piece.split()) for piece in cleaned.split(",") if piece.strip(" .")]


def _split_qualifier(segment: str) -> tuple[list[str], str, str]:
    """Return senses before a qualifier, the qualifier, and the list after it."""
    if bracketed := _LEADING.match(segment):
        return [], bracketed[1], segment[bracketed.end() :]
    lead, colon, listing = segment.rpartition(":")
    if not colon:
        return [], "", segment
    lead = lead.replace(":", ",")
    *early, qualifier = _pieces(lead) or [""]
    senses = [piece for piece in early if is_kichwa(piece)]
    if is_kichwa(qualifier) and not early:  # "tree: the names of trees", the first one Kichwa
        return [qualifier], "", listing
    return senses, mend_spanish(lead.split(",")[-1] if senses else lead), listing


def _segment_senses(segment: str, carried: str) -> Iterator[Sense]:
    """Yield the senses of one segment; words that are not Kichwa say for what the next are said."""
    early, qualifier, listing = _split_qualifier(segment)
    yield from map(Sense, early)
    qualifier = qualifier or carried
    for piece in _pieces(POS.sub("", without_junk(listing), count=1)):
        if is_kichwa(piece):
            yield Sense(piece, qualifier.strip(" .()"))
        elif " " in piece:  # a single word is a sense in another spelling
            qualifier = mend_spanish(piece)


def article_senses(value: str) -> tuple[str, list[Sense], list[str]]:
    """Return the class of word, the senses, and the segments that could not be read."""
    found = POS.match(value)
    pos = found[1] if found else ""
    senses: list[Sense] = []
    unread: list[str] = []
    carried = ""
    for printed in _plain_marks(value[found.end() if found else 0 :]).split(";"):
        segment = _without_lost(printed)
        read = list(_segment_senses(segment, carried))
        senses += read
        phrase = segment.strip()
        carried = mend_spanish(phrase) if " " in phrase and segment == printed and not read else ""
        if not read and printed.strip(" ,.()"):
            unread.append(printed.strip())
    return pos, list(dict.fromkeys(senses)), unread


def own_phrase(head: str, qualifier: str) -> str | None:
    """Return the phrase that a qualifier is by itself, or None where it only narrows the head.

    >>> own_phrase("tierra", "tierra negra"), own_phrase("tierra", "la del huerto")
    ('tierra negra', None)
    >>> own_phrase("hambre", "tener hambre")
    'tener hambre'
    """
    stem = fold(head)[: max(4, len(head) - 2)]
    phrase = qualifier.strip()
    if len(phrase.split()) < 2 or "," in phrase:
        return None
    named = any(word.startswith(stem) for word in fold(phrase).split())
    return phrase if named or _INFINITIVE.match(phrase) else None
