"""Words and sentences of each variety, for training the detector and for measuring it."""

import csv
import hashlib
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from core.kichwa.variety import WORD, Language
from core.parsing.conllu import load
from training.old_spelling import STYLES, respell
from training.sources import source

SHEET = Path(__file__).parent / "sheets" / "southern.csv"
ECUADOR = ("Imbabura", "Azuay", "Napo", "Bobonaza")
SOUTHERN = ("Ayacucho", "Cuzco", "Puno", "Apurimac", "SantoTomas", "Puki", "Pocona", "Maragua")
_PRACTICAL = re.compile(r"[a-zñáéíóú'’]{3,}")
_APART = re.compile(r"[’'`´]")


@dataclass(frozen=True)
class Text:
    """A text whose language is known."""

    text: str
    language: Language


def is_heldout(sentence: str, share: float = 0.2) -> bool:
    """Return whether a sentence is kept for measuring, by its hash."""
    return hashlib.sha256(sentence.strip().encode()).digest()[0] < 256 * share


def cusco(*, heldout: bool) -> list[str]:
    """Return Cusco sentences of the training or the held-out part."""
    path = source("kichwa/cusco-squoia-dw.conllu")
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    texts = [line[4:].replace("\ufeff", "").strip() for line in lines if line.startswith("quz:")]
    return [text for text in dict.fromkeys(texts) if text and is_heldout(text) == heldout]


def as_ayacucho(text: str) -> str:
    """Return Cusco Quechua spelled as in Ayacucho: no ejectives or aspirates, -chka for -sha.

    >>> as_ayacucho("ñuqanchis t'antata mikhushanku phaqchaman")
    'ñuqanchik tantata mikuchkanku paqchaman'
    """
    text = _APART.sub("", text)
    text = re.sub(r"chh", "ch", re.sub(r"([ptkq])h", r"\1", text))
    text = re.sub(r"sha(?=n|y|r|q|s|p|w|$)", "chka", text)
    return re.sub(r"chis(?=\b|[mpqtkw])", "chik", text)


def with_five_vowels(text: str) -> str:
    """Return Southern Quechua with e and o beside q, as many write it.

    >>> with_five_vowels("ñuqa qillqani urqupi")
    'ñoqa qellqani orqopi'
    """
    text = re.sub(r"u(?=[rnsl]?q)|(?<=q)u", "o", text)
    return re.sub(r"i(?=[rnsl]?q)|(?<=q)i", "e", text)


def southern_spellings(text: str) -> tuple[str, ...]:
    """Return a Cusco sentence as it is, as in Ayacucho, and with five vowels."""
    return (text, as_ayacucho(text), with_five_vowels(text))


def killkan_words(part: str, *codes: str) -> Iterator[list[str]]:
    """Yield the words of each sentence that bear one of the language codes of killkan (KC, ES)."""
    for sentence in load(source(f"kichwa/killkan-{part}.conllu")):
        yield [
            token.form.strip()
            for token in sentence.words
            if any(f"CSID={code}" in token.misc for code in codes)
        ]


def old(words: Iterable[str], rng: random.Random) -> list[str]:
    """Return the words of one sentence in one old spelling."""
    style = rng.choice(STYLES)
    return [respell(word, style) for word in words]


def field_words(languages: Iterable[str]) -> list[str]:
    """Return word forms of field linguists that stand in ordinary letters (crossandean)."""
    with source("kichwa/crossandean-forms.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["Language_ID"] in languages]
    return [row["Form"] for row in rows if _PRACTICAL.fullmatch(row["Form"])]


def ud_texts(name: str) -> list[str]:
    """Return the sentences of a Universal Dependencies file."""
    found = (sentence.comment("text") for sentence in load(source(f"ud/{name}.conllu")))
    return [text for text in found if text]


def count_words(texts: Iterable[str]) -> Counter[str]:
    """Return how often each lower-case word occurs."""
    return Counter(found[0].lower() for text in texts for found in WORD.finditer(text))
