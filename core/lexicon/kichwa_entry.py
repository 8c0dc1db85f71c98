"""One article Kichwa → Spanish of a school dictionary, taken apart."""

import re
from dataclasses import dataclass

from core.lexicon.spelling import is_kichwa, mend_spanish, spanish_forms, without_junk
from core.text import fold, words

_SOUND = re.compile(r"^\s*\[[^\]]*\]\s*\.?\s*")
_CLASS = re.compile(r"(s|v|adj|adv|num|pron|conj|interj|prep|det|exp)\.\s*")
# amz. Amazonia, s. highlands (n, c, s: north, centre, south), bo. Bolívar, im. Imbabura …
_REGION = re.compile(r"(amz|s|ss|sc|sn|snc|sns|scs|cs|bo|pa|im|na|tu|co|ca)[.,]\s*", re.IGNORECASE)
_NUMBER = re.compile(r"\s*\b[2-9]\.\s*(?=\w)")
# A gloss ends in a full stop; where that is missing, a capital begins the Kichwa text.
_SENTENCE = re.compile(r"\.\s*|(?<! el)(?<! del)(?<! de)(?<!^el)\s(?=[A-ZÑ][a-zñ]+(?:[\s,.]|$))")
_STRAY = re.compile(r"([a-zñ]+) \(<\s*\*+[^)]*\)\s*(?=(?:s|v|adj|adv)\. )")
_BRACKETS = re.compile(r"\(([^()]*)\)")


@dataclass(frozen=True)
class Gloss:
    """What one numbered part of an article says."""

    pos: str
    regions: tuple[str, ...]
    senses: tuple[str, ...]
    qualifiers: tuple[str, ...]
    """In brackets after each sense, or ""."""
    definition: str
    """The Kichwa text after the gloss."""


def _labels(part: str) -> tuple[str, tuple[str, ...], str]:
    """Return class, regions and the rest of a part."""
    classes: list[str] = []
    regions: list[str] = []
    while True:
        part = part.lstrip(" ,")
        if label := _CLASS.match(part) if not classes or not part.startswith("s.") else None:
            classes.append(label[1])
        elif label := _REGION.match(part):
            regions.append(label[1].lower())
        else:
            break
        part = part[label.end() :]
    return (classes[0] if classes else ""), tuple(regions), part


def _first_lower(sense: str, pos: str) -> str:
    """Return a sense that was printed as a sentence; names keep their capital."""
    common = " " in sense or pos != "s" or fold(sense) in spanish_forms()
    return sense[0].lower() + sense[1:] if common and sense[1:].islower() else sense


def _is_kichwa_text(text: str) -> bool:
    """Return whether a text that may be either is Kichwa: so spelled, without Spanish words."""
    return is_kichwa(text) and not any(
        word in spanish_forms() or word.endswith(("ar", "ir")) for word in words(text)
    )


def _senses(gloss: str, pos: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the senses of a gloss and what is in brackets after each."""
    notes: list[str] = []

    def keep(found: re.Match[str]) -> str:
        notes.append(found[1])
        return f"\x00{len(notes) - 1}\x00"

    marked = _BRACKETS.sub(keep, gloss)
    marked = re.sub(r"[“”«»\"()¡!¿?]", "", marked)
    marked = re.sub(r":([^,;]*)", keep, marked)
    senses: dict[str, str] = {}
    for piece in re.split(r"[,;]", marked):
        held = [notes[int(at)] for at in re.findall(r"\x00(\d+)\x00", piece)]
        text = " ".join(re.sub(r"\x00\d+\x00", " ", piece).split()).strip(" .:")
        if len(text) > 1 and not text.startswith("-"):
            senses.setdefault(_first_lower(text, pos), "; ".join(held))
    return tuple(senses), tuple(senses.values())


def _read_part(part: str) -> Gloss | None:
    """Return one numbered part, or None where it has no Spanish gloss."""
    pos, regions, rest = _labels(part.strip())
    end = _SENTENCE.search(rest, 1)
    gloss, definition = (rest[: end.start()], rest[end.end() :]) if end else (rest, "")
    if " " in gloss and _is_kichwa_text(re.sub(r"[,;]", " ", gloss)):
        return None
    senses, notes = _senses(mend_spanish(without_junk(gloss)), pos)
    told = " ".join(without_junk(definition).split())
    return Gloss(pos, regions, senses, notes, told) if senses else None


def article_glosses(value: str) -> tuple[list[Gloss], list[str]]:
    """Return the numbered parts of an article, and those without a Spanish gloss."""
    read: list[Gloss] = []
    unread: list[str] = []
    for part in _NUMBER.split(_SOUND.sub("", value)):
        gloss = _read_part(part)
        if gloss is None:
            unread.append(part.strip())
            continue
        read.append(gloss)
    return read, unread


def split_stray(head: str, value: str) -> list[tuple[str, str]]:
    """Return the article itself and those that a printing fault left inside it.

    >>> split_stray("mayu", "[mayu] s. río. Yaku. killa (<*killa) s. luna. Tuta.")
    [('mayu', '[mayu] s. río. Yaku. '), ('killa', 's. luna. Tuta.')]
    """
    first, *rest = _STRAY.split(value)
    return [(head, first), *zip(rest[::2], rest[1::2], strict=True)]
