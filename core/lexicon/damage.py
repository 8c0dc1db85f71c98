"""Text that scanning, copying or a wrong encoding damaged: found, and mended where that is safe.

Each kind of damage is a step that takes a text and returns it mended; a step that finds damage
which only a person can mend says so and leaves the text.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from core.storage.file_text import mend_mojibake

Known = Callable[[str], bool]
"""Whether a word, in lower case, is one of the language."""
LETTERS = "a-zA-ZáéíóúüñÁÉÍÓÚÜÑ"
LOWER, UPPER = "a-záéíóúüñ", "A-ZÁÉÍÓÚÜÑ"

_LOST = re.compile("[\ufffd\u25a1]")
_STRAY = re.compile(r"[¬¦§¶•■▪◦†‡~^|\\{}<>*©®™¤¨`\ufffd\u25a1\ue000-\uf8ff]+")
_HYPHEN = re.compile(rf"(?<=[{LETTERS}])(?:-\s+|\xad\s*|\s*\n\s*|\s{{2,}})(?=[{LETTERS}])")
_TORN = re.compile(rf"(?<![{LETTERS}])([{LETTERS}]+)(-\s+|\xad\s*|\s*\n\s*|\s{{2,}})([{LETTERS}]+)")
_WORD = re.compile(rf"[{LETTERS}\d]+")
# "2do", "10km", "A4", "3D", "COVID19": digits and letters that belong together.
_UNITS = "do da ro ra to ta mo ma er vo va no na a s x k m g l h d b km kg cm mm mg ml gb mb am pm"
_HONEST_MIX = re.compile(
    rf"\d+(?:{'|'.join(_UNITS.split())})|[{UPPER}]+\d+|\d*[{UPPER}]\d[{UPPER}\d]*|\d+[{UPPER}]{{1,3}}",
)
_LETTER_OF = {"1": "li", "0": "o", "5": "s", "I": "li", "|": "li", "l": "i", "i": "l"}
_INNER = re.compile(rf"[{LOWER}][{UPPER}]|[{UPPER}][{UPPER}][{LOWER}]")
_NAME = re.compile(  # McDonald, iPhone, WhatsApp
    rf"(?:Mc|Mac|De|Di|La|Le|Du|Van|O')[{UPPER}][{LOWER}]+|i(?:Phone|Pad|Pod|Mac)s?|e(?:Book|Mail)s?"
    rf"|[{UPPER}][{LOWER}]{{2,}}[{UPPER}][{LOWER}]{{2,}}"
)
_PAIR = re.compile(rf"(?<![{LETTERS}])([{LETTERS}]+) (?=([{LETTERS}]+)(?![{LETTERS}-]))")
_OTHER_SCRIPT = re.compile(r"[\u0370-\u058f\u0400-\u04ff]")
_LOOKS_LIKE = str.maketrans("аеорсухіјкмнтАВЕКМНОРСТХ", "aeopcyxijkmhtABEKMHOPCTX")
_NO_VOWEL = re.compile(r"[^aeiouáéíóúüy]+", re.IGNORECASE)
_ALONE = frozenset("km cm mm kg mg ml hz vs dr sr www s v n k p m g l h".split())  # noqa: SIM905
# Kichwa endings that are no Spanish words; some are words too, but hardly behind a stem of theirs.
_ENDINGS = frozenset({"na", "kuna", "chi", "china", "ri", "rina", "cha", "kan", "shka", "naku"})


@dataclass(frozen=True)
class Damage:
    """One kind of damage in one text.

    mended: the text without it; the same as before where only a person can tell.
    """

    kind: str
    mended: str


def find_damage(text: str, known: Known) -> Iterator[Damage]:
    """Yield the damage in a text, kind by kind; each `mended` keeps what was mended before."""
    for kind, step in _STEPS:
        mended = step(text, known)
        if mended is not None:
            yield Damage(kind, mended)
            text = mended


def _mojibake(text: str, known: Known) -> str | None:
    mended, lines, _ = mend_mojibake(text)
    return mended if lines else None


def _stray_symbol(text: str, known: Known) -> str | None:
    if not _STRAY.search(text):
        return None
    if _LOST.search(text):
        return text  # a letter is lost; which one, a person has to say
    return " ".join(_STRAY.sub("", text).split(" ")).strip()


def _mixed_letters(text: str, known: Known) -> str | None:
    found = bool(_OTHER_SCRIPT.search(text)) and bool(re.search("[a-z]", text))
    if found:
        text = text.translate(_LOOKS_LIKE)
    mended = _WORD.sub(lambda word: _one_letter_mended(word[0], known), text)
    left = any(_is_mixed(word) for word in _WORD.findall(mended))
    return mended if found or left or mended != text else None


def _is_mixed(word: str) -> bool:
    mixed = not word.isalpha() and not word.isdigit()
    return mixed and not _HONEST_MIX.fullmatch(word)


def _one_letter_mended(word: str, known: Known) -> str:
    """Return a word with l, i, 1, I, 0, 5 exchanged where exactly that makes it a known one."""
    odd = [at for at, letter in enumerate(word) if letter in _LETTER_OF]
    digits = any(letter.isdigit() for letter in word)
    inner = any(letter == "I" for letter in word[1:]) and not word.isupper()
    if not odd or word.isdigit() or _HONEST_MIX.fullmatch(word):
        return word
    if not (digits or inner) and (len(word) < 4 or word != word.lower() or known(word)):
        return word
    options = [word]
    for at in odd[:6]:
        swaps = _LETTER_OF[word[at]]
        options += [one[:at] + new + one[at + 1 :] for one in options for new in swaps]
    for option in sorted(options[1:], key=lambda one: sum(map(str.__ne__, one, word))):
        if (plain := option.lower()).isalpha() and known(plain):
            return option
    return word


def _inner_capital(text: str, known: Known) -> str | None:
    def mend(word: re.Match[str]) -> str:
        if not _INNER.search(word[0]) or _NAME.fullmatch(word[0]):
            return word[0]
        return word[0][0] + word[0][1:].lower() if word[0][1:2].islower() else word[0].lower()

    mended = _WORD.sub(mend, text)
    return mended if mended != text else None


def _hyphenation(text: str, known: Known) -> str | None:
    if not _HYPHEN.search(text):
        return None

    def join(found: re.Match[str]) -> str:
        left, mark, right = found.groups()
        hyphened = "-" in mark or "\xad" in mark
        whole = known((left + right).lower())
        apart = known(left.lower()) and known(right.lower())
        return left + right if whole or (hyphened and not apart) else f"{left} {right}"

    while (mended := _TORN.sub(join, text)) != text:
        text = mended
    return mended


def _torn_word(text: str, known: Known) -> str | None:
    found = False

    def join(pair: re.Match[str]) -> str:
        nonlocal found
        if not _is_torn(pair[1], pair[2], known):
            return pair[0]
        found = True
        return pair[1] if known((pair[1] + pair[2]).lower()) else pair[0]

    mended = _PAIR.sub(join, text)
    return mended if found else None


def _is_torn(left: str, right: str, known: Known) -> bool:
    if right in _ENDINGS and len(left) > 2 and known((left + right).lower()):
        return True
    pieces = [part for part in (left, right) if not known(part.lower())]
    if not pieces or {left, right} & _ALONE:
        return False
    if known((left + right).lower()):
        return True
    return any(_NO_VOWEL.fullmatch(part) and part.islower() for part in pieces)


_STEPS: tuple[tuple[str, Callable[[str, Known], str | None]], ...] = (
    ("mojibake", _mojibake),
    ("stray_symbol", _stray_symbol),
    ("hyphenation", _hyphenation),
    ("mixed_letters", _mixed_letters),
    ("inner_capital", _inner_capital),
    ("torn_word", _torn_word),
)
