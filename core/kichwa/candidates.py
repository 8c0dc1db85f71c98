"""Every way in which a Kichwa word may be built: stem, suffixes and features."""

from collections.abc import Container, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from core.kichwa.chains import Chain, chains, cuts
from core.kichwa.features import NONE, compose, picks
from core.kichwa.spanish_stems import singulars
from core.kichwa.stems import NAMING, Stem, Stems, possible
from core.kichwa.suffixes import Stage

LONGEST_WORD = 60
VERBAL = frozenset({"VERB", "AUX"})
_VOWELS = frozenset("aeiouáéíóúü")
_SHORTEST_GUESS = 2
_GUESSED_BARE = ("NOUN", "ADJ", "ADV", "INTJ")


class Origin(NamedTuple):
    """A stem that a word may begin with, and the letters after it.

    share: of the stem's count among the stems of the same letters. seen: whether the treebank has
    the stem in this class.
    """

    stem: Stem
    rest: str
    share: float = 0.0
    seen: bool = False


class Ending(NamedTuple):
    """Suffixes read in one way; `pick`: which of the options each suffix's features are."""

    chain: Chain
    pick: tuple[int, ...]


class Candidate(NamedTuple):
    """One reading of a word before it is weighed."""

    origin: Origin
    ending: Ending
    feats: str

    @property
    def stem(self) -> Stem:
        """Return the stem."""
        return self.origin.stem

    @property
    def key(self) -> tuple[str, str, str]:
        """Return lemma, class and features."""
        return self.stem.lemma, self.stem.upos, self.feats


def stage_of(upos: str) -> Stage:
    """Return what suffixes a stem of a class takes: those of verbs, or of nominals."""
    return "V" if upos in VERBAL else "N"


@lru_cache(maxsize=5_000)
def endings(rest: str, stage: Stage) -> tuple[Ending, ...]:
    """Return every way to read the letters after a stem."""
    return tuple(Ending(chain, pick) for chain in chains(rest, stage) for pick in picks(chain.tags))


@lru_cache(maxsize=10_000)
def feats_of(lexical: str, ending: Ending) -> str:
    """Return the features of a stem's with an ending."""
    return compose(lexical, ending.chain.tags, ending.pick)


def built(origin: Origin) -> Iterator[Candidate]:
    """Yield the words that a stem and the letters after it make."""
    for ending in endings(origin.rest, stage_of(origin.stem.upos)):
        yield Candidate(origin, ending, feats_of(origin.stem.feats, ending))


def origins(word: str, known: Stems) -> list[Origin]:
    """Return the stems that a word may have before suffixes.

    None where it is no word or too long.
    """
    if not word[:1].isalpha() or len(word) > LONGEST_WORD:
        return []
    low = word.casefold()
    if len(low) != len(word):  # ß, ŉ: letters could not be told apart
        return []
    places = cuts(low)
    return [*_known(low, places, known), *_guesses(word, low, places, known)]


def candidates(word: str, known: Stems) -> list[Candidate]:
    """Return the readings of a word."""
    return [one for origin in origins(word, known) for one in built(origin)]


def _known(low: str, places: Sequence[int], known: Stems) -> Iterator[Origin]:
    for cut in places:
        form, rest = low[:cut], low[cut:]
        forms = [form, form[:-1] + "n"] if form[-1] == "m" and rest[:1] == "p" else [form]
        for spelled in forms:
            for stem, share in known.of(spelled):
                yield Origin(stem, rest, share, True)


def _guesses(word: str, low: str, places: Sequence[int], known: Stems) -> Iterator[Origin]:
    """Yield stems that no list knows."""
    least = next((at + 1 for at, letter in enumerate(low) if letter in _VOWELS), len(low) + 1)
    for cut in places:
        if cut < max(least, _SHORTEST_GUESS):
            continue
        form, rest = low[:cut], low[cut:]
        seen = {stem.upos for stem in known.by_form.get(form, ())}
        for stem in _guessed(word[:cut], form, rest, seen):
            yield Origin(stem, rest)


def _guessed(written: str, form: str, rest: str, seen: Container[str]) -> Iterator[Stem]:
    """Yield stems of the classes in which the form was not seen."""
    if "VERB" not in seen and chains(rest, "V"):
        yield Stem(form, form, "VERB", NONE, 0.0)
    if not chains(rest, "N"):
        return
    for upos in _GUESSED_BARE[: 2 if rest else None]:
        if upos not in seen:
            yield from _bare(form, upos)
    if written[0].isupper() and "PROPN" not in seen:
        for feats in (NONE, "Gender=Fem", "Gender=Masc"):
            yield Stem(form, written, "PROPN", feats, 0.0)
    yield from (Stem(form, *one, 0.0) for one in singulars(form) if one[1] not in seen)


def _bare(form: str, upos: str) -> list[Stem]:
    """Return stems of a class that are their own lemma."""
    several = possible(form) if upos in ("NOUN", "ADJ") else (NONE,)
    return [Stem(form, form, upos, feats, 0.0) for feats in several]


def origins_of(word: str, lemma: str, upos: str | None, known: Stems) -> list[Origin]:
    """Return the stems of a word whose lemma, and class if not None, are known."""
    low, wanted = word.casefold(), lemma.casefold()
    found = [
        one
        for one in origins(word, known)
        if one.stem.lemma.casefold() == wanted and upos in (None, one.stem.upos)
    ]
    if any(endings(one.rest, stage_of(one.stem.upos)) for one in found):
        return found
    return _forced(low, lemma, (upos,) if upos else ("NOUN", "VERB"))


def _forced(low: str, lemma: str, classes: Sequence[str]) -> list[Origin]:
    """Return stems that begin like the lemma, whatever their letters."""
    wanted = lemma.casefold()
    cut = common_beginning(low, wanted)
    cut += low[:cut] != wanted and wanted.endswith("o") and low[cut : cut + 1] == "a"
    for at in (cut, cut + 1, cut + 2, len(low)) if len(low) <= LONGEST_WORD else ():
        found = [
            Origin(Stem(low[:at], lemma, upos, feats, 0.0), low[at:])
            for upos in classes
            if endings(low[at:], stage_of(upos))
            for feats in _brought(low[:at], wanted, upos)
        ]
        if found and at:
            return found
    return []


def _brought(form: str, lemma: str, upos: str) -> tuple[str, ...]:
    """Return what a stem may bring whose lemma is given: a feminine its gender."""
    if upos not in NAMING:
        return (NONE,)
    if lemma.endswith("o") and form.endswith("a"):
        return ("Gender=Fem|Number=Sing",)
    return possible(form)


def common_beginning(one: str, other: str) -> int:
    """Return how many first letters two words share.

    >>> common_beginning("ñukanchipak", "ñukanchik")
    8
    """
    pairs = zip(one, other, strict=False)
    return next((at for at, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))
