"""In which of the five varieties a word is another one, and where it only sounds otherwise."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Literal, get_args

from rapidfuzz import fuzz

from core.kichwa.dialects import Concept, Form, Variety
from core.text import fold

Difference = Literal["same", "sound", "word", "missing"]
DIFFERENCES: tuple[Difference, ...] = get_args(Difference)
"""As most say it; the same word with other sounds; another word; no word in the source."""
_BREATH = "ʰ"
_AKIN = 50.0  # least likeness, in per cent, of two ways to say one word


def usual(concept: Concept) -> str:
    """Return what most varieties say, respelled; of several the one nearest to the rest."""
    heard = [_said(form, concept) for forms in concept.forms.values() for form in forms[:1]]
    counts = Counter(heard)
    return max(
        heard,
        key=lambda one: (counts[one], sum(fuzz.ratio(fold(one), fold(other)) for other in heard)),
        default="",
    )


def _said(form: Form, concept: Concept) -> str:
    """Return a respelling that tells breath too, without the -na that some sources give verbs."""
    verb = concept.unified.endswith("-")
    heard = form.respelling.strip("-").removesuffix("na" if verb else "")
    return heard + _BREATH * (_BREATH in form.ipa)


def differences(concept: Concept) -> Mapping[Variety, Difference]:
    """Return how each variety stands to what most of them say.

    >>> from core.kichwa.dialects import search
    >>> differences(search("diez")[0])["imbabura"]
    'same'
    """
    common = usual(concept)
    return {
        name: _difference([_said(form, concept) for form in forms], common)
        for name, forms in concept.forms.items()
    }


def _difference(heard: Sequence[str], common: str) -> Difference:
    if not heard:
        return "missing"
    if common in heard:
        return "same"
    akin = max(fuzz.ratio(fold(one), fold(common)) for one in heard)
    return "sound" if akin >= _AKIN else "word"


def kind_of(concept: Concept) -> Difference:
    """Return the greatest difference between the varieties: "same", "sound" or "word".

    >>> from core.kichwa.dialects import search
    >>> kind_of(search("uno")[0])
    'sound'
    """
    found = set(differences(concept).values())
    return "word" if "word" in found else "sound" if "sound" in found else "same"
