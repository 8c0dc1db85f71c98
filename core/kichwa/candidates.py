"""Every way in which a Kichwa word may be built: stem, suffixes and features."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from core.kichwa.chains import Chain, chains
from core.kichwa.features import NONE, compose, picks
from core.kichwa.spanish_stems import singulars
from core.kichwa.stems import Stem, Stems, looks_foreign
from core.kichwa.suffixes import Stage

LONGEST_WORD = 60
VERBAL = frozenset({"VERB", "AUX"})
_VOWELS = frozenset("aeiouáéíóúü")
_SHORTEST_GUESS = 2
_SPANISH_FEATS = ("Gender=Fem|Number=Sing", "Gender=Masc|Number=Sing", "Number=Sing")
_NAMING = frozenset({"NOUN", "ADJ", "PROPN"})
_GUESSED_BARE = ("NOUN", "ADJ", "ADV", "INTJ")


@dataclass(frozen=True, slots=True)
class Candidate:
    """One reading before it is weighed.

    pick: which of the options each suffix's features are. share: of the stem's count among the
    stems of the same letters. seen: whether the treebank has the stem in this class.
    """

    stem: Stem
    chain: Chain
    pick: tuple[int, ...]
    feats: str
    share: float
    seen: bool

    @property
    def key(self) -> tuple[str, str, str]:
        """Return lemma, class and features."""
        return self.stem.lemma, self.stem.upos, self.feats


def stage_of(upos: str) -> Stage:
    """Return what suffixes a stem of a class takes: those of verbs, or of nominals."""
    return "V" if upos in VERBAL else "N"


@lru_cache(maxsize=20_000)
def _picks(tags: tuple[str, ...]) -> tuple[tuple[int, ...], ...]:
    return tuple(picks(tags))


def built(stem: Stem, rest: str, share: float, seen: bool) -> Iterator[Candidate]:
    """Yield the words that `stem` and the letters after it make."""
    for chain in chains(rest, stage_of(stem.upos)):
        tags = chain.tags
        for pick in _picks(tags):
            yield Candidate(stem, chain, pick, compose(stem.feats, tags, pick), share, seen)


def candidates(word: str, known: Stems) -> list[Candidate]:
    """Return the readings of a word; none where it is no word or too long."""
    if not word[:1].isalpha() or len(word) > LONGEST_WORD:
        return []
    low = word.casefold()
    found = [
        one for stem, rest, share in _known(low, known) for one in built(stem, rest, share, True)
    ]
    for stem, rest in _guesses(word, low, known):
        found += built(stem, rest, 0.0, False)
    return found


def _known(low: str, known: Stems) -> Iterator[tuple[Stem, str, float]]:
    """Yield (stem, letters after it, share) for each beginning that is a stem."""
    for cut in range(1, len(low) + 1):
        form, rest = low[:cut], low[cut:]
        forms = [form, form[:-1] + "n"] if form[-1] == "m" and rest[:1] == "p" else [form]
        for spelled in forms:
            stems = known.by_form.get(spelled, ())
            total = sum(stem.count for stem in stems)
            for stem in stems:
                yield stem, rest, stem.count / total if total else 1.0
            for stem in _otherwise(stems):
                yield stem, rest, 0.0


def _otherwise(stems: Sequence[Stem]) -> list[Stem]:
    """Return nominal stems with features that they were not seen with."""
    names = dict.fromkeys(
        (stem.form, stem.lemma, stem.upos)
        for stem in stems
        if stem.upos in ("NOUN", "ADJ", "PROPN")
    )
    seen = {(stem.lemma, stem.upos, stem.feats) for stem in stems}
    return [
        Stem(form, lemma, upos, feats, 0.0)
        for form, lemma, upos in names
        for feats in _possible(form)
        if (lemma, upos, feats) not in seen
    ]


def _possible(form: str) -> tuple[str, ...]:
    """Return what a nominal stem may bring: gender and number where it is Spanish."""
    return (NONE, *_SPANISH_FEATS) if looks_foreign(form) else (NONE,)


def _guesses(word: str, low: str, known: Stems) -> Iterator[tuple[Stem, str]]:
    """Yield stems that no list knows."""
    for cut in range(_SHORTEST_GUESS, len(low) + 1):
        form, rest = low[:cut], low[cut:]
        if _VOWELS.isdisjoint(form):
            continue
        seen = {stem.upos for stem in known.by_form.get(form, ())}
        for stem in _guessed(word[:cut], form, rest):
            if stem.upos not in seen:
                yield stem, rest


def _guessed(written: str, form: str, rest: str) -> Iterator[Stem]:
    if chains(rest, "V"):
        yield Stem(form, form, "VERB", NONE, 0.0)
    if not chains(rest, "N"):
        return
    for upos in _GUESSED_BARE[: 2 if rest else None]:
        for feats in _possible(form) if upos in ("NOUN", "ADJ") else (NONE,):
            yield Stem(form, form, upos, feats, 0.0)
    if written[0].isupper():
        for feats in (NONE, "Gender=Fem", "Gender=Masc"):
            yield Stem(form, written, "PROPN", feats, 0.0)
    for lemma, upos, feats in singulars(form):
        yield Stem(form, lemma, upos, feats, 0.0)


def given(word: str, lemma: str, upos: str | None, known: Stems) -> list[Candidate]:
    """Return the readings of a word whose lemma, and class if not None, are known."""
    if len(word) > LONGEST_WORD:
        return []
    low, wanted = word.casefold(), lemma.casefold()
    found = [
        one
        for one in candidates(word, known)
        if one.stem.lemma.casefold() == wanted and upos in (None, one.stem.upos)
    ]
    if found or not low:
        return found
    cut = len(wanted) if low.startswith(wanted) else common_beginning(low, wanted)
    classes = (upos,) if upos else ("NOUN", "VERB")
    for at in (cut, cut + 1, cut + 2, len(low)):
        for name in classes:
            stem = Stem(low[:at], lemma, name, NONE, 0.0)
            found += built(stem, low[at:], 0.0, False)
        if found:
            break
    return found


def common_beginning(one: str, other: str) -> int:
    """Return how many first letters two words share.

    >>> common_beginning("ñukanchipak", "ñukanchik")
    8
    """
    pairs = zip(one, other, strict=False)
    return next((at for at, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))
