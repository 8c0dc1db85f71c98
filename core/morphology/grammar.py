"""Affixes of a language: what they attach to, what they make, and what the seam looks like."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

Lang = Literal["en", "es", "de"]
CATEGORY = {"n": "noun", "v": "verb", "j": "adjective", "r": "adverb", "x": "root"}
_ACCENTS = (("á", "a"), ("é", "e"), ("í", "i"), ("ó", "o"), ("ú", "u"))
_UMLAUTS = (("au", "äu"), ("a", "ä"), ("o", "ö"), ("u", "ü"))
VOWELS = frozenset("aeiouyáéíóúäöü")


@dataclass(frozen=True)
class Affix:
    """One affix: `takes` are (from, to, rare) uses, the likelier first; `seam` (surface, base)."""

    form: str
    kind: str
    takes: tuple[tuple[str, str, bool], ...]
    seam: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Grammar:
    """All affixes of a language."""

    lang: Lang
    prefixes: dict[str, Affix]
    suffixes: dict[str, Affix]
    interfixes: tuple[str, ...]
    endings: tuple[str, ...]  # what a base may lose before a suffix: inflection and stem vowels
    bound: frozenset[str]  # roots that are no words
    given: frozenset[str]  # affixes that are read where they are given, and never cut off

    def join(self, base: str, affix: Affix) -> Iterator[str]:
        """Yield the spellings that `base` with `affix` may have.

        >>> "happiness" in grammar("en").join("happy", grammar("en").suffixes["ness"])
        True
        """
        if affix.kind == "prefix":
            yield from _prefixed(base, affix.form)
            return
        form = affix.form
        yield base + form
        yield from (base[: -len(end)] + form for end in self.endings if _ends(base, end))
        for surface, lost in affix.seam:
            if base.endswith(lost):
                yield base[: len(base) - len(lost)] + surface + form
        yield from _SEAMS[self.lang](base, form)

    def bases(self, word: str, affix: Affix) -> Iterator[str]:
        """Yield the bases that `word` may have under `affix`; empty when it does not show.

        >>> "decide" in grammar("en").bases("decision", grammar("en").suffixes["ion"])
        True
        """
        form = affix.form
        if affix.kind == "prefix":
            if word.startswith(form):
                yield word[len(form) :].lstrip("-")
            return
        if not word.endswith(form):
            return
        stem = word[: -len(form)]
        yield stem
        yield from (stem + end for end in self.endings)
        for surface, lost in affix.seam:
            if stem.endswith(surface):
                yield stem[: len(stem) - len(surface)] + lost
        yield from _STEMS[self.lang](stem, form)


def _ends(base: str, end: str) -> bool:
    return base.endswith(end) and len(base) > len(end) + 1


def _prefixed(base: str, form: str) -> Iterator[str]:
    yield form + base
    if form == "in":
        yield from (other + base for other in ("im", "il", "ir"))
    if form == "en":
        yield "em" + base


def _english_seam(base: str, form: str) -> Iterator[str]:
    if base.endswith("e") and form[0] in VOWELS:
        yield base[:-1] + form
    if base.endswith("y") and not form.startswith("i"):
        yield base[:-1] + "i" + form
    if form[0] in VOWELS and base[-1:] not in VOWELS:
        yield base + base[-1:] + form
    if base.endswith("ll") and form.startswith("l"):
        yield base + form[1:]


def _english_stems(stem: str, form: str) -> Iterator[str]:
    if form[0] in VOWELS:
        yield stem + "e"
    if stem.endswith("i"):
        yield stem[:-1] + "y"
    if len(stem) > 2 and stem[-1] == stem[-2]:
        yield stem[:-1]
    if form == "ly" and stem.endswith("l"):
        yield stem + "l"


def _german_seam(base: str, form: str) -> Iterator[str]:
    """Yield the spellings with an umlaut: Haus, häus-lich; fahren, Gefähr-t."""
    for stem in (base, base.removesuffix("e"), base.removesuffix("en")):
        for plain, umlaut in _UMLAUTS:
            at = stem.rfind(plain)
            if at >= 0:
                yield stem[:at] + umlaut + stem[at + len(plain) :] + form


def _spanish_seam(base: str, form: str) -> Iterator[str]:
    """Yield the spellings without the base's accent: música, music-al."""
    for accented, plain in _ACCENTS:
        if accented in base:
            bare = base.replace(accented, plain)
            yield from (bare + form, bare[:-1] + form)


def _spanish_stems(stem: str, form: str) -> Iterator[str]:
    for at in range(len(stem)):
        for accented, plain in _ACCENTS:
            if stem[at] == plain:
                changed = stem[:at] + accented + stem[at + 1 :]
                yield from (changed, changed + "a", changed + "o")


def _german_stems(stem: str, form: str) -> Iterator[str]:
    """Yield the stem without umlaut: Hausfrau, häus-lich."""
    for plain, umlaut in _UMLAUTS:
        at = stem.rfind(umlaut)
        if at >= 0:
            changed = stem[:at] + plain + stem[at + len(umlaut) :]
            yield from (changed, changed + "e", changed + "en")


_SEAMS = {"en": _english_seam, "es": _spanish_seam, "de": _german_seam}
_STEMS = {"en": _english_stems, "es": _spanish_stems, "de": _german_stems}


@cache
def grammar(lang: Lang) -> Grammar:
    """Return the shipped grammar of a language.

    Raises ValueError when its file breaks the format that its head tells.
    """
    path = Path(__file__).with_name(f"affixes-{lang}.toml")
    listed = tomllib.loads(path.read_text(encoding="utf-8"))
    seams = {
        form: tuple(_pair(text, "<") for text in pairs.split())
        for form, pairs in listed.get("seam", {}).items()
    }
    prefixes = dict(_affixes(listed["prefix"], "prefix", seams))
    suffixes = dict(_affixes(listed["suffix"], "suffix", seams))
    if unknown := seams.keys() - suffixes.keys():
        raise ValueError(f"seams without a suffix: {sorted(unknown)}")
    combining = listed.get("combining", {}).get("forms", "").split()
    for form in combining:
        prefixes.setdefault(form, _combining(form))
    return Grammar(
        lang,
        prefixes,
        suffixes,
        tuple(listed.get("interfix", {}).get("forms", "").split()),
        tuple(listed.get("ending", {}).get("forms", "").split()),
        frozenset(combining),
        frozenset(listed.get("given", {}).get("forms", "").split()),
    )


def _combining(form: str) -> Affix:
    return Affix(form, "prefix", _uses("n>n j>j"))


def _affixes(
    listed: dict[str, str], kind: str, seams: dict[str, tuple[tuple[str, str], ...]]
) -> Iterator[tuple[str, Affix]]:
    seen: set[str] = set()
    for signature, forms in listed.items():
        takes = _uses(signature)
        for form in dict.fromkeys(forms.split()):
            if form in seen:
                raise ValueError(f"{kind} {form!r} stands twice")
            seen.add(form)
            yield form, Affix(form, kind, takes, seams.get(form, ()))


def _uses(signature: str) -> tuple[tuple[str, str, bool], ...]:
    """Return the (from, to, rare) of "v>v | n>n"."""
    usual, _, rare = signature.partition("|")
    pairs = [(_pair(text, ">"), False) for text in usual.split()]
    pairs += [(_pair(text, ">"), True) for text in rare.split()]
    return tuple((CATEGORY[taken], CATEGORY[made], seldom) for (taken, made), seldom in pairs)


def _pair(text: str, mark: str) -> tuple[str, str]:
    left, found, right = text.partition(mark)
    if not found:
        raise ValueError(f"no {mark!r} in {text!r}")
    return left, right
