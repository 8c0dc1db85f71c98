"""Spanish stems under Kichwa endings: the lemma that a plural or a feminine belongs to."""

from collections.abc import Iterator
from functools import lru_cache

from core.morphology import spanish_gender

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


@lru_cache(maxsize=20_000)
def gender(form: str, upos: str = "NOUN") -> str:
    """Return the gender of a Spanish word as a feature has it, "" where it has either.

    >>> gender("vacuna"), gender("metro"), gender("estudiante"), gender("criminal", "ADJ")
    ('Fem', 'Masc', '', '')
    """
    if upos == "ADJ" and not form.endswith(("o", "a")):
        return ""
    return spanish_gender.gender(form)[:4].capitalize()


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
        yield form[:-1] + "o", "NOUN", "Gender=Fem|Number=Sing"


def _plural(lemma: str) -> Iterator[tuple[str, str, str]]:
    for upos in ("NOUN", "ADJ"):
        of = gender(lemma, upos)
        yield lemma, upos, f"Gender={of}|Number=Plur" if of else "Number=Plur"
    yield lemma, "NOUN", "Number=Plur"
    if lemma.endswith("a"):
        yield lemma[:-1] + "o", "ADJ", "Gender=Fem|Number=Plur"
