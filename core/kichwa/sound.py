"""How Kichwa sounds: IPA, and a respelling for readers of Spanish, by region.

A draft from grammars (sound.toml); variation within a region is told in notes, not applied.
"""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict

from core.kichwa.variety import WORD

Region = Literal["central", "imbabura", "chimborazo", "amazonia"]
REGIONS: tuple[Region, ...] = get_args(Region)
_NOTES: dict[Region, str] = {
    "central": "sound.note_central",
    "imbabura": "sound.note_imbabura",
    "chimborazo": "sound.note_chimborazo",
    "amazonia": "sound.note_amazonia",
}
REVIEW = "borrador"
_TABLE = Path(__file__).with_name("sound.toml")
_LONGEST = 60  # letters of a word that are read
_VOWELS = "aeiou"
_ACCENTED = dict(zip(_VOWELS, "áéíóú", strict=True))
# What opens a syllable: one consonant (two signs under one bow are one), or none.
_ONSET = re.compile(r"(?:[td]͡[ʃsz]|[^aeiou͡ˈ])?$")
_Steps = tuple[tuple[re.Pattern[str], str], ...]


class _File(BaseModel):
    """The tables as the file writes them."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    last_stressed: frozenset[str]
    ipa: tuple[tuple[str, str], ...]
    respelling: tuple[tuple[str, str], ...]
    regions: dict[Region, dict[Literal["ll", "coda_k", "h"], str]]


@dataclass(frozen=True, slots=True)
class Sound:
    """How one word sounds: in IPA with stress, and as a Spanish text would spell it."""

    word: str
    ipa: str
    respelling: str


@dataclass(frozen=True, slots=True)
class Pronunciation:
    """How a text sounds in a region; notes are keys of the text catalogue."""

    region: Region
    words: tuple[Sound, ...]
    notes: tuple[str, ...]

    @property
    def ipa(self) -> str:
        """Return the whole text in IPA."""
        return " ".join(sound.ipa for sound in self.words)

    @property
    def respelling(self) -> str:
        """Return the whole text as a Spanish text would spell it."""
        return " ".join(sound.respelling for sound in self.words)


@cache
def _file(path: Path = _TABLE) -> _File:
    """Return the tables; raises ValueError when the file breaks its own format."""
    return _File.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))


@cache
def _steps(region: Region | None) -> _Steps:
    """Return the rules to IPA of a region; None: those from IPA to the respelling."""
    file = _file()
    if region is None:
        return tuple((re.compile(find), to) for find, to in file.respelling)
    heard = file.regions[region]
    return tuple((re.compile(find), to.format(**heard)) for find, to in file.ipa)


def _applied(word: str, steps: _Steps) -> str:
    """Return `word` with the first rule that fits at each place; rules look at the old letters."""
    written, at = [], 0
    while at < len(word):
        for pattern, to in steps:
            if (found := pattern.match(word, at)) and found.end() > at:
                written.append(to)
                at = found.end()
                break
        else:
            written.append(word[at])
            at += 1
    return "".join(written)


def _stressed(word: str, ipa: str) -> int | None:
    """Return where the stressed vowel stands in IPA, None in a word of one syllable or none."""
    vowels = [at for at, letter in enumerate(ipa) if letter in _VOWELS]
    if len(vowels) < 2:
        return None
    return vowels[-1] if word in _file().last_stressed else vowels[-2]


@lru_cache(maxsize=20_000)
def sound(word: str, region: Region = "central") -> Sound:
    """Return how a word sounds: stress on the last vowel but one, voiced after nasals.

    >>> sound("punku"), sound("alli", "imbabura").ipa
    (Sound(word='punku', ipa='ˈpuŋɡu', respelling='púngu'), 'ˈaʒi')
    """
    lowered = unicodedata.normalize("NFC", word[:_LONGEST]).lower()
    plain = _applied(lowered, _steps(region)) or lowered  # a silent h alone
    at = _stressed(lowered, plain)
    if at is None:
        return Sound(word, plain, respell_ipa(plain))
    accented = f"{plain[:at]}{_ACCENTED[plain[at]]}{plain[at + 1 :]}"
    onset = _ONSET.search(plain[:at])
    start = onset.start() if onset else at
    return Sound(word, f"{plain[:start]}ˈ{plain[start:]}", respell_ipa(accented))


def respell_ipa(ipa: str) -> str:
    """Return IPA as a Spanish text would spell the sounds.

    >>> respell_ipa("t͡ʃunɡa"), respell_ipa("ʒaxta")
    ('chunga', 'yajta')
    """
    return _applied(ipa, _steps(None))


def pronounce(text: str, region: Region = "central") -> Pronunciation:
    """Return how the words of a text sound in a region, with notes on what varies there.

    >>> pronounce("Ñukanchik wasi").respelling
    'ñukánchij huási'
    """
    sounds = tuple(sound(found[0], region) for found in WORD.finditer(text))
    return Pronunciation(region, sounds, ("sound.draft", _NOTES[region]))
