"""Disguised spellings undone, so that rules written for plain words also meet them.

The result serves matching only; it is never shown.
"""

import base64
import binascii
import html
import re
import unicodedata
from urllib.parse import unquote_to_bytes

from core.text import clean, fold

# Latin letter: Cyrillic, Greek, Armenian and phonetic letters drawn like it.
_LOOKALIKES = str.maketrans(
    {
        foreign: latin
        for latin, look in {
            "a": "аαɑᴀ", "b": "вьβʙ", "c": "сϲᴄ", "d": "ԁđðᴅ", "e": "еεᴇ", "f": "ƒꜰ", "g": "ɡɢ",
            "h": "нһʜ", "i": "іїιıɩɪ", "j": "јᴊ", "k": "кκᴋ", "l": "łʟӏ", "m": "мᴍ", "n": "ոηиɴ",
            "o": "оοøσᴏ", "p": "рρþᴘ", "q": "զԛ", "r": "гʀ", "s": "ѕꜱ", "t": "тτᴛ", "u": "υᴜ",
            "v": "ѵνᴠ", "w": "ѡωᴡ", "x": "хχ", "y": "уγʏ", "z": "ζзᴢ",
        }.items()
        for foreign in look
    }
)  # fmt: skip
# Tag characters write invisible ASCII; squared and regional letters have no decomposition.
_SMUGGLED = {0xE0000 + code: chr(code) for code in range(0x20, 0x7F)} | {
    start + i: chr(97 + i) for start in (0x1F130, 0x1F150, 0x1F170, 0x1F1E6) for i in range(26)
}
_FILLERS = dict.fromkeys([0x115F, 0x1160, 0x2800, 0x3164, 0xFFA0, *range(0xFE00, 0xFE10)])
_PERCENT = re.compile(r"(?:%[0-9a-fA-F]{2})+")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})")
_BASE64 = re.compile(r"(?<![\w+/=-])[A-Za-z0-9+/_-]{12,}={0,2}(?![\w+/=-])")
_HEX = re.compile(r"(?<!\w)(?:0x)?((?:[0-9a-fA-F]{2}[ :]?){8,})(?!\w)")
_READABLE = re.compile(r"[\w\s.,;:!?¿¡'\"()<>/=%&@#-]+")
# One letter, one separator, again and again; two blanks end a word.
_SPELLED = re.compile(r"(?<![^\W_])(?:[^\W_]|[@$!])(?:[ .*\-_|/·•~,'](?:[^\W_]|[@$!])(?!\w)){2,}")
_BROKEN = re.compile(
    r"(?<!\w)(?:[a-z]{1,3}(?:[.*\-_'·][a-z]{1,3}){2,}|[a-z]{1,4}[.*_·][a-z]{1,4})(?!\w)"
)
_LEET_TOKEN = re.compile(r"[a-z0-9@$!|€+]*[a-z][a-z0-9@$!|€+]*")
_LEET = str.maketrans("0134578@$!|€+", "oieastbasiiet")
_EDGE_NUMBER = re.compile(r"\d+[a-z]{1,2}|\d{2,}[a-z]+|[a-z]{1,2}\d+|[a-z]+\d{2,}")
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
_DOUBLED = re.compile(r"([aiu])\1|(?<=\w\w)(o)o(?!\w)")


def unmask(text: str) -> str:
    """Return `text` decoded, folded and with disguised words written plainly; lines stay apart.

    >>> unmask("¡Eres un 1d10t4, I D I O T A, idiooota!")
    '¡eres un idiota, idiota, idiota!'
    """
    text = clean(_decode(clean(text)).translate(_SMUGGLED).translate(_FILLERS))
    text = _SPELLED.sub(_join_spelled, text)
    return "\n".join(_fold_line(line) for line in text.split("\n"))


def fold_lines(text: str) -> str:
    """Return the lines of `text`, each folded by `core.text.fold`."""
    return "\n".join(fold(line) for line in clean(text).split("\n"))


def _fold_line(line: str) -> str:
    line = fold(line)
    if not line.isascii():
        line = "".join(c for c in line if unicodedata.category(c) not in ("Cf", "Mn", "Me"))
        line = line.translate(_LOOKALIKES)
    line = _LEET_TOKEN.sub(_read_leet, line)
    line = _BROKEN.sub(lambda match: re.sub(r"[\W_]", "", match[0]), line)
    return _DOUBLED.sub(lambda match: match[1] or match[2], _STRETCHED.sub(_shorten, line))


def _decode(text: str) -> str:
    if "&" in text:
        text = html.unescape(html.unescape(text))
    if "%" in text:
        text = _PERCENT.sub(_read_percent, text)
    if "\\" in text:
        text = _ESCAPE.sub(lambda match: chr(int(match[1] or match[2], 16)), text)
    return _HEX.sub(_read_hex, _BASE64.sub(_read_base64, text))


def _read_percent(match: re.Match[str]) -> str:
    try:
        return unquote_to_bytes(match[0]).decode("utf-8")
    except UnicodeDecodeError:
        return match[0]


def _read_base64(match: re.Match[str]) -> str:
    piece = match[0].rstrip("=").replace("-", "+").replace("_", "/")
    try:
        raw = base64.b64decode(piece + "=" * (-len(piece) % 4), validate=True)
    except binascii.Error:
        return match[0]
    return _readable(raw, match[0])


def _read_hex(match: re.Match[str]) -> str:
    return _readable(bytes.fromhex(re.sub(r"[ :]", "", match[1])), match[0])


def _readable(raw: bytes, otherwise: str) -> str:
    """Return `raw` as text where it reads as words, else `otherwise`."""
    try:
        decoded = raw.decode("utf-8")
    except UnicodeDecodeError:
        return otherwise
    letters = sum(c.isalpha() or c == " " for c in decoded)
    if _READABLE.fullmatch(decoded) and letters >= 0.7 * len(decoded):
        return f" {decoded} "
    return otherwise


def _join_spelled(match: re.Match[str]) -> str:
    letters = re.sub(r"[ .*\-_|/·•~,']", "", match[0])
    return letters if sum(c.isalpha() for c in letters) * 2 >= len(letters) else match[0]


def _read_leet(match: re.Match[str]) -> str:
    token = match[0]
    if token.isalpha() or _EDGE_NUMBER.fullmatch(token):
        return token  # "4to", "20kg", "covid19" are numbers, not disguises
    word = token.rstrip("!|+")
    return word.replace("11", "ll").translate(_LEET) + token[len(word) :]


def _shorten(match: re.Match[str]) -> str:
    inside = match.end() < len(match.string) and match.string[match.end()].isalpha()
    return match[1] * (2 if match[1] == "l" or (match[1] == "r" and inside) else 1)
