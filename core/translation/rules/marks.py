"""Words, numbers and marks of a text, and the spaces between them in its translation."""

import re

_CITED = (
    "palabra", "palabras", "verbo", "frase", "letra", "sufijo", "llamado", "llamada", "título",
)  # fmt: skip
_QUOTED = r"(?:«[^«»\n]+»|“[^“”\n]+”|\"[^\"\n]+\")"
_AFTER = "|".join(rf"(?<=\b{word} )" for word in _CITED)
_TOKEN = re.compile(
    rf"(?:{_AFTER}){_QUOTED}|{_QUOTED}(?= shimi)"
    r"|\$ ?\d+(?:[.,]\d+)*|\d+(?:[.,:/]\d+)*(?: ?%)?|[^\W_]+(?:['’\-][^\W_]+)*|[^\w\s]|_"
)
_CLOSING = frozenset(".,;:?!…")
_REPLACED = (",", ";", ":")
_QUOTES = tuple("«“\"'(")


def tokens(text: str) -> list[str]:
    """Return words, numbers and marks; a word that is spoken about stays in its quotes.

    >>> tokens("¿Vienes a las 3:30, Juan?")
    ['¿', 'Vienes', 'a', 'las', '3:30', ',', 'Juan', '?']
    >>> tokens("La palabra «wasi» cuesta $ 2,50.")
    ['La', 'palabra', '«wasi»', 'cuesta', '$ 2,50', '.']
    """
    return _TOKEN.findall(text)


def spaced(text: str) -> list[str]:
    """Return the tokens, each with a space on the sides where the text has one.

    >>> spaced("(sí) «no»")
    ['(', 'sí', ') ', ' «', 'no', '»']
    """
    found = []
    for token in _TOKEN.finditer(text):
        before = " " if text[: token.start()].endswith(" ") else ""
        after = " " if text[token.end() :].startswith(" ") else ""
        mark = not any(letter.isalnum() for letter in token[0])
        found.append(before + token[0] + after if mark else token[0])
    return found


def is_cited(token: str) -> bool:
    """Return whether a token is a word in quotes."""
    return len(token) > 2 and token[0] in _QUOTES and any(map(str.isalnum, token))


def with_words(text: str, words: str, model: str = "") -> str:
    """Return the text so far with more words, a space behind them.

    model: the first of these words in the source, whose capital is kept behind a quote.
    """
    if model[:1].isupper() and text.endswith(_QUOTES):
        words = words[:1].upper() + words[1:]
    return f"{text}{words} " if words else text


def with_mark(text: str, mark: str) -> str:
    """Return the text so far with its next mark; of two marks in a row the second one counts.

    >>> with_mark("Kuway, ", "."), with_mark("", ", "), with_mark("Nin: ", ' "')
    ('Kuway.', '', 'Nin: "')
    """
    bare = mark.strip(" ")
    if bare in _CLOSING:
        text = text.rstrip(" ")
        if text.endswith(_REPLACED):
            text = text[:-1]
        return f"{text}{mark.lstrip(' ')}" if text else ""
    if not mark.startswith(" "):
        text = text.rstrip(" ")
    return f"{text}{mark.lstrip(' ')}"
