"""Spanish nouns and adjectives: number, gender, agreement, articles and contractions."""

import re
from typing import Literal

from core.morphology.spanish_gender import gender, gender_by_ending, listed_nouns
from core.morphology.spanish_stress import bare, nuclei, stressed, written
from core.morphology.spanish_words import adjectives, nouns

__all__ = [
    "agree",
    "before",
    "contract",
    "feminine",
    "gender",
    "gender_by_ending",
    "lemma_of_adjective",
    "lemma_of_noun",
    "masculine",
    "pluralize",
    "singularize",
    "with_article",
]
Article = Literal["definite", "indefinite"]
_VOWELS = frozenset("aeiouáéíóú")
_UNCHANGED = {"tórax", "clímax", "sí", "fax", "gratis", "isósceles"}
_MOVED = {
    "régimen": "regímenes",
    "carácter": "caracteres",
    "espécimen": "especímenes",
    "club": "clubes",
    "álbum": "álbumes",
    "récord": "récords",
    "andaluz": "andaluces",
}
_SAME = ("sis", "itis", "lvis", "us")
_ADDING_S = {"sofá", "papá", "mamá", "café", "pie", "té", "menú", "champú", "dominó", "buró"}
_ARTICLES = {
    ("definite", "masc", "sing"): "el",
    ("definite", "fem", "sing"): "la",
    ("definite", "masc", "plur"): "los",
    ("definite", "fem", "plur"): "las",
    ("indefinite", "masc", "sing"): "un",
    ("indefinite", "fem", "sing"): "una",
    ("indefinite", "masc", "plur"): "unos",
    ("indefinite", "fem", "plur"): "unas",
}
_APOCOPATED = {
    "bueno": "buen",
    "malo": "mal",
    "primero": "primer",
    "tercero": "tercer",
    "uno": "un",
    "alguno": "algún",
    "ninguno": "ningún",
}
_FULL = {short: full for full, short in _APOCOPATED.items()} | {"gran": "grande"}
_ONE_FORM = ("ista", "cida", "ícola", "ita", "wa", "ense", "ígena", "cola")
_FEMININE_ADDS_A = ("or", "és", "án", "ín", "ón")
_COMPARATIVES = ("mejor", "peor", "mayor", "menor", "superior", "inferior", "anterior", "posterior")
_MORE_KEPT = ("exterior", "interior", "ulterior", "marrón", "cortés", "descortés", "montés", "afín")
_KEPT = frozenset((*_COMPARATIVES, *_MORE_KEPT))
_DE_EL = re.compile(r"\b([Dd]e|[Aa]) el\b(?! [A-ZÁÉÍÓÚÑ])")
_Y = re.compile(r"\b([Yy])(?= (?:[¿¡«\"]*)(?:[ií]|h[ií](?!e)))", re.IGNORECASE)
_O = re.compile(r"\b([Oo])(?= (?:[¿¡«\"]*)(?:[oó]|h[oó]))", re.IGNORECASE)


def pluralize(word: str) -> str:
    """Return the plural of a noun or adjective; one that is plural by its form stays.

    >>> [pluralize(word) for word in ("lección", "lápiz", "examen", "rey", "crisis", "rubí")]
    ['lecciones', 'lápices', 'exámenes', 'reyes', 'crisis', 'rubíes']
    """
    if not word or word in _UNCHANGED:
        return word
    if word in _MOVED:
        return _MOVED[word]
    last = word[-1]
    if last in "aeiouáéó" or word in _ADDING_S:
        return word + "s"
    if last == "z":
        return word[:-1] + "ces"
    if last in "sx":
        at_end = stressed(word) == nuclei(word)[-1][-1] if nuclei(word) else False
        return written(word + "es", stressed(word)) if at_end else word
    if last == "y" and word[-2:-1] not in _VOWELS:
        return word[:-1] + "is"
    if last in "íú" or last in "nrldyj":
        return written(word + "es", stressed(word))
    return word + "s"


def singularize(word: str) -> str:
    """Return the singular of a noun or adjective; of two possible ones the listed one.

    >>> [singularize(word) for word in ("lecciones", "luces", "exámenes", "clases", "lunes")]
    ['lección', 'luz', 'examen', 'clase', 'lunes']
    """
    if not word.endswith("s") or _listed(word) or len(word) < 4:
        return word
    if word.endswith(_SAME) and not _listed(word[:-1]):
        return word
    found = _singulars(word)
    return next((one for one in found if _listed(one)), found[0])


def _listed(word: str) -> bool:
    return word in nouns() or word in adjectives() or word in listed_nouns()


def _singulars(word: str) -> list[str]:
    """Return the words whose plural this may be, the likelier first; the word itself at last."""
    found = [single for single, plural in _MOVED.items() if plural == word]
    if word.endswith("ces"):
        found.append(word[:-3] + "z")
    if word.endswith("es"):
        stem = word[:-2]
        at = stressed(word)
        inner = [written(stem, at)] if at < len(stem) else []
        if stem[-1:] in ("n", "r", "l", "d", "y", "í", "ú") and stem[-2:-1] in _VOWELS:
            found += [*inner, bare(stem), word[:-1], *_accented_before(stem)]
        elif stem.endswith("s"):
            found += [*inner, bare(stem)] if stem.endswith("es") else [word[:-1], *inner]
    found += [word[:-1], word[:-2]]
    return [one for one in dict.fromkeys(found) if pluralize(one) == word] or [word[:-1]]


def _accented_before(stem: str) -> list[str]:
    """Return a stem as a word stressed before its last syllable: joven, imagen, lápiz."""
    groups = nuclei(stem)
    return [written(stem, groups[-2][-1])] if len(groups) > 1 else []


def feminine(word: str) -> str:
    """Return the feminine of an adjective or of a noun for persons.

    >>> [feminine(word) for word in ("profesor", "bueno", "inglés", "feliz", "mejor", "artista")]
    ['profesora', 'buena', 'inglesa', 'feliz', 'mejor', 'artista']
    """
    if word.endswith("o"):
        return word[:-1] + "a"
    if word.endswith(_FEMININE_ADDS_A) and word not in _KEPT and len(nuclei(word)) > 1:
        return written(word + "a", stressed(word))
    return word + "a" if word in ("español", "andaluz") else word


def masculine(word: str) -> str:
    """Return the masculine singular of a feminine adjective or noun, where a list knows it.

    >>> masculine("profesora"), masculine("inglesa"), masculine("buena"), masculine("casa")
    ('profesor', 'inglés', 'bueno', 'casa')
    """
    if not word.endswith("a") or word in nouns():
        return word
    return next((one for one in _masculines(word) if _listed(one)), word)


def _masculines(word: str) -> list[str]:
    """Return the words whose feminine in -a this is, the likelier first."""
    stem = word[:-1]
    accented = written(stem, stressed(word)) if stem else stem
    return [one for one in (f"{stem}o", stem, accented) if one and feminine(one) == word]


def lemma_of_noun(word: str) -> str:
    """Return the singular of a noun in lower case; a feminine stays what it is.

    >>> lemma_of_noun("profesoras"), lemma_of_noun("canciones")
    ('profesora', 'canción')
    """
    return singularize(word)


def lemma_of_adjective(word: str) -> str:
    """Return the masculine singular of an adjective in lower case, also of one that no list has.

    >>> [lemma_of_adjective(word) for word in ("buenas", "gran", "kichwas", "hermosísimas")]
    ['bueno', 'grande', 'kichwa', 'hermosísimo']
    """
    if word in _FULL:
        return _FULL[word]
    single = singularize(word)
    if not single.endswith("a") or single in adjectives() or single.endswith(_ONE_FORM):
        return single
    found = _masculines(single)
    by_ending = found[-1] if single.endswith(("ora", "ona", "esa")) else found[0]
    return next((one for one in found if one in adjectives()), by_ending)


def agree(adjective: str, gender: str, number: str) -> str:
    """Return an adjective (masculine singular) in a gender and number.

    gender: "masc" or "fem"; number: "sing" or "plur".

    >>> agree("trabajador", "fem", "plur"), agree("joven", "masc", "plur")
    ('trabajadoras', 'jóvenes')
    """
    form = feminine(adjective) if gender == "fem" else adjective
    return pluralize(form) if number == "plur" else form


def before(adjective: str, gender: str, number: str) -> str:
    """Return an adjective as it stands before its noun: buen, primer, gran.

    >>> before("bueno", "masc", "sing"), before("grande", "fem", "sing")
    ('buen', 'gran')
    """
    if number == "sing" and adjective == "grande":
        return "gran"
    if number == "sing" and gender == "masc" and adjective in _APOCOPATED:
        return _APOCOPATED[adjective]
    return agree(adjective, gender, number)


def with_article(
    noun: str, kind: Article = "definite", number: str = "sing", gender_: str = ""
) -> str:
    """Return a noun (singular) with its article, both in `number`.

    >>> with_article("agua"), with_article("agua", number="plur"), with_article("mano")
    ('el agua', 'las aguas', 'la mano')
    """
    which = gender_ or gender(noun) or "masc"
    shown = pluralize(noun) if number == "plur" else noun
    article = _ARTICLES[kind, which, number]
    if article in ("la", "una") and stressed_a(noun):
        article = {"la": "el", "una": "un"}[article]
    return f"{article} {shown}"


def stressed_a(noun: str) -> bool:
    """Return whether a noun begins with a stressed a: agua, hambre.

    >>> stressed_a("águila"), stressed_a("abeja")
    (True, False)
    """
    low = noun.lower()
    at = stressed(low)
    return at == (1 if low.startswith("h") else 0) and bare(low[at : at + 1]) == "a"


def contract(text: str) -> str:
    """Return `text` with del, al, and e and u for y and o before the same sound.

    >>> contract("voy a el mercado de el pueblo con padre y hija, uno o otro, agua y hielo")
    'voy al mercado del pueblo con padre e hija, uno u otro, agua y hielo'
    """
    text = _DE_EL.sub(lambda found: found[1] + "l", text)
    text = _Y.sub(lambda found: "e" if found[1] == "y" else "E", text)
    return _O.sub(lambda found: "u" if found[1] == "o" else "U", text)
