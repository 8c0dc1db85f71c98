"""Cut a text into sentences, so that nothing between them is lost."""

import re

# A full stop after these ends no sentence.
_SHORT = frozenset(
    ("sr", "sra", "srta", "dr", "dra", "ing", "lic", "prof", "av", "núm", "pág", "art", "ej", "ud")
)
# Emoji, arrows, stars and what joins them, addresses: not to be translated, but part of the text.
_PICTURE = "[\u2190-\u21ff\u2300-\u23ff\u2460-\u27bf\u2900-\u2bff\u200d\ufe0f\U0001f000-\U0001faff]"
_END = re.compile(
    r"[.!?…]+[\"'»”)\]]*(\s+)(?=[¿¡\"'«“(\[]*[^\W\d_a-záéíóúüñ])"
    rf"|(\s*\n\s*|(?:\s*{_PICTURE})+\s*|\s*(?:https?://|www\.|\w[\w.+-]*@)\S*\w/?\s*)"
)
_LAST_WORD = re.compile(r"([^\W\d_]+)\.$")


def split_sentences(text: str) -> list[tuple[str, str]]:
    """Return (sentence, what follows it untranslated) of each; together they are the text.

    >>> split_sentences("Alli puncha. ¿Imanalla?\\nShuk.")
    [('Alli puncha.', ' '), ('¿Imanalla?', '\\n'), ('Shuk.', '')]
    >>> split_sentences("😀 Ari 👍🏽👍🏽")
    [('', '😀 '), ('Ari', ' 👍🏽👍🏽')]
    >>> split_sentences("Escriba a ana@banco.example hoy.")
    [('Escriba a', ' ana@banco.example '), ('hoy.', '')]
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
