"""Where the lexicon and the public data disagree."""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from core.kichwa.lexicon import Lexicon, is_unified
from core.kichwa.spelling import unify
from core.lexicon.dictionary import Dictionary, read_dictionary
from core.lexicon.spelling import is_kichwa
from training.kichwa_association import association
from training.kichwa_compile import FILES, dictionary_facts
from training.sources import source

ECUADOR = ("Imbabura", "Azuay", "Troje", "Serena", "Napo")
"""Varieties of crossandean that are spoken in Ecuador, highlands first."""
KINDS = ("other senses", "other class", "not in the lexicon", "spelling", "variety")
# Letters of the phonetic transcriptions among the forms.
_LETTERS = str.maketrans({"š": "sh", "č": "ch", "λ": "ll", "ž": "ll", "ř": "r", ".": "", "-": ""})
_OFTEN = 2
_OPEN = frozenset({"NOUN", "VERB", "ADJ", "ADV", "PRON", "DET", "NUM", "PART", "CCONJ", "AUX"})


@dataclass(frozen=True, slots=True)
class Finding:
    """One disagreement.

    kind: one of KINDS. here: what the lexicon says. there: what the source says.
    """

    kind: str
    head: str
    source: str
    here: str
    there: str


def _dictionary_senses(words: Lexicon) -> Iterator[Finding]:
    """Yield head words of the dictionary of which the lexicon has other senses only."""
    told: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for fact in dictionary_facts(Counter()):
        told[fact.lemma, fact.pos][fact.sense] = None
    for (lemma, pos), senses in told.items():
        found = words.of(lemma)
        here = {sense for entry in found for sense in entry.senses}
        if not here & set(senses):
            kind = "other senses" if found else "not in the lexicon"
            shown = "; ".join(entry.senses[0] for entry in found)
            yield Finding(kind, f"{lemma} {pos}", "dictionary", shown, "; ".join(senses))
        elif not words.of(lemma, pos):
            classes = "; ".join(entry.pos for entry in found)
            yield Finding("other class", lemma, "dictionary", classes, pos)


def _treebank(words: Lexicon) -> Iterator[Finding]:
    """Yield killkan's head words that the lexicon lacks, or has in other classes only."""
    by_lemma: dict[str, Counter[str]] = defaultdict(Counter)
    for (lemma, pos), uses in association().uses.items():
        by_lemma[lemma][pos] += uses
    for lemma, classes in by_lemma.items():
        if classes.total() < _OFTEN:
            continue
        pos, uses = classes.most_common(1)[0]
        found = words.of(lemma)
        if not found:
            yield Finding("not in the lexicon", lemma, "killkan", "", f"{pos} {classes.total()}×")
        elif pos in _OPEN and not words.of(lemma, pos):
            here = "; ".join(entry.pos for entry in found)
            yield Finding("other class", lemma, "killkan", here, f"{pos} {uses}×")


def _kichwa_words(read: Dictionary) -> Iterator[str]:
    for entry in read.entries:
        yield from (entry.head,) if entry.direction == "qu-es" else entry.senses


def _spelling() -> Iterator[Finding]:
    """Yield Kichwa words of the dictionary that are not in unified spelling."""
    for name in FILES:
        for word in dict.fromkeys(_kichwa_words(read_dictionary(source(name)))):
            bare = word.casefold().replace("-", " ")
            if is_kichwa(word) and not is_unified(bare):
                yield Finding("spelling", word, "dictionary", unify(bare).text, word)


def _plain(row: dict[str, str]) -> str:
    """Return a form in unified spelling; of verbs the bare stem."""
    letters = row["Form"].casefold().translate(_LETTERS)
    form = unify(f"{letters[:-1]}k" if letters.endswith("x") else letters).text
    return form.removesuffix("na") if row["Parameter_ID"].endswith("to") else form


def _varieties(words: Lexicon) -> Iterator[Finding]:
    """Yield concepts for which Ecuadorian varieties have no word of the lexicon, or several."""
    forms: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    with source("kichwa/crossandean-forms.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["Language_ID"] in ECUADOR and not row["Borrowing"]:
                forms[row["Parameter_ID"]][_plain(row)].append(row["Language_ID"])
    for concept, told in forms.items():
        known = [form for form in told if form in words]
        if len(told) > 1 or not known:
            there = "; ".join(f"{form} ({', '.join(where)})" for form, where in told.items())
            yield Finding("variety", concept, "crossandean", "; ".join(known), there)


def disagreements(words: Lexicon) -> list[Finding]:
    """Return all that the lexicon and the public data disagree on, by kind."""
    found = [*_dictionary_senses(words), *_treebank(words), *_spelling(), *_varieties(words)]
    return sorted(found, key=lambda finding: KINDS.index(finding.kind))


def coverage(words: Lexicon) -> dict[str, float]:
    """Return the share of killkan's Kichwa words (chapters 1–15, 16) whose head word is there."""
    from training.kichwa_association import treebank_uses
    from training.parallel import HELD_OUT, TRAIN

    shares = {}
    for name, file in (("killkan_train", TRAIN), ("killkan_dev", HELD_OUT)):
        uses = treebank_uses(file)
        have = sum(count for (lemma, _), count in uses.items() if lemma in words)
        shares[name] = have / uses.total()
    return shares
