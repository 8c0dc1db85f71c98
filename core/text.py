"""Text as visitors type it: made safe to show, and folded so that spellings meet."""

import re
import unicodedata

# Zero-width and direction-override characters hide text from a reader; controls break terminals.
_INVISIBLE = dict.fromkeys(
    [0xAD, 0x180E, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070)]
)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")


def clean(text: str) -> str:
    """Return `text` in NFC without control, zero-width and direction characters.

    >>> clean("ho\\u200bla\\x00 \\u202emundo")
    'hola mundo'
    """
    text = unicodedata.normalize("NFC", text).translate(_INVISIBLE).replace("\r\n", "\n")
    return _CONTROL.sub("", text).strip()


def fold(text: str) -> str:
    """Return `text` in lower case, compatibility-normalised, without accents, one space apart.

    >>> fold("¿Cuánto CUESTA  la ﬁcha ñandú?")
    '¿cuanto cuesta la ficha nandu?'
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(bare.split())


def words(text: str) -> list[str]:
    """Return the words and numbers of folded text, in order.

    >>> words("¿Cuánto es el 3,5 %?")
    ['cuanto', 'es', 'el', '3,5']
    """
    return _WORD.findall(fold(text))
