"""Cut a text into sentences, so that nothing between them is lost."""

import re

# A full stop after these ends no sentence.
_SHORT = frozenset(
    ("sr", "sra", "srta", "dr", "dra", "ing", "lic", "prof", "av", "núm", "pág", "art", "ej", "ud")
)
_END = re.compile(r"[.!?…]+[\"'»”)\]]*(\s+)(?=[¿¡\"'«“(\[]*[^\W\d_a-záéíóúüñ])|(\s*\n\s*)")
_LAST_WORD = re.compile(r"([^\W\d_]+)\.$")


def split_sentences(text: str) -> list[tuple[str, str]]:
    """Return (sentence, white space after it) of each sentence; together they are the text.

    >>> split_sentences("Alli puncha. ¿Imanalla?\\nShuk.")
    [('Alli puncha.', ' '), ('¿Imanalla?', '\\n'), ('Shuk.', '')]
    """
    found: list[tuple[str, str]] = []
    start = 0
    for end in _END.finditer(text):
        space = end[1] or end[2]
        cut = end.end() - len(space)
        if not end[2] and _abbreviated(text[start:cut]):
            continue
        found.append((text[start:cut], space))
        start = end.end()
    if start < len(text):
        found.append((text[start:], ""))
    return found


def _abbreviated(sentence: str) -> bool:
    last = _LAST_WORD.search(sentence)
    return last is not None and (last[1].lower() in _SHORT or len(last[1]) == 1)
