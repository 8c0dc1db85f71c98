"""Spanish stems under Kichwa endings: the lemma that a plural or a feminine belongs to."""

from collections.abc import Iterator

_PLURALS = (  # ending of the plural, of the singular
    ("ciones", "ción"),
    ("siones", "sión"),
    ("ones", "ón"),
    ("ces", "z"),
    ("res", "r"),
    ("les", "l"),
    ("nes", "n"),
    ("des", "d"),
    ("s", ""),
)
_SHORTEST = 4


def gender(form: str) -> str:
    """Return the likelier gender of a Spanish noun by its ending, "" where none is.

    >>> gender("vacuna"), gender("elección"), gender("metro"), gender("hombre")
    ('Fem', 'Fem', 'Masc', '')
    """
    if form.endswith(("a", "ción", "sión", "dad", "tud", "as")):
        return "Fem"
    return "Masc" if form.endswith(("o", "or", "os", "ón", "al", "aje", "ema")) else ""


def singulars(form: str) -> Iterator[tuple[str, str, str]]:
    """Yield (lemma, class, features) of a form that may be a plural or a feminine.

    >>> list(singulars("millones"))[0]
    ('millón', 'NOUN', 'Gender=Masc|Number=Plur')
    """
    if len(form) < _SHORTEST:
        return
    if form.endswith("s"):
        for plural, singular in _PLURALS:
            if form.endswith(plural):
                lemma = form.removesuffix(plural) + singular
                yield from _plural(lemma)
                break
    elif form.endswith("a"):
        yield form[:-1] + "o", "ADJ", "Gender=Fem|Number=Sing"


def _plural(lemma: str) -> Iterator[tuple[str, str, str]]:
    of = gender(lemma)
    feats = f"Gender={of}|Number=Plur" if of else "Number=Plur"
    yield lemma, "NOUN", feats
    yield lemma, "ADJ", feats
    yield lemma, "NOUN", "Number=Plur"
    if lemma.endswith("a"):
        yield lemma[:-1] + "o", "ADJ", feats
