"""English words of SIGMORPHON 2022, their flat morphemes bracketed by our affix grammar."""

import csv
from collections import defaultdict
from collections.abc import Iterator, Sequence

from core.morphology.analyse import Analyser
from core.morphology.brackets import CATEGORIES, Tree
from core.morphology.chart import Reading
from core.morphology.grammar import grammar
from core.morphology.words import Words, shipped_words
from training.sources import source

MORPHEME = " @@"
_SEGMENTED = "morphology/sigmorphon2022-eng-word-dev.tsv"
_TREEBANKS = ("ud/en_ewt-ud-train.conllu", "ud/en_eslspok-ud-train.conllu")
_UPOS = {"NOUN": "noun", "VERB": "verb", "ADJ": "adjective", "ADV": "adverb", "PROPN": "noun"}
_CLASSES = ("010", "011", "001")  # inflection, derivation, compounding: none has the first
_SEEN_TWICE = 2
_SHORTEST_STEM = 2


def segmented() -> Iterator[tuple[str, tuple[str, ...], str]]:
    """Yield (word, its morphemes, its class) of the shared task."""
    with source(_SEGMENTED).open(encoding="utf-8") as lines:
        for word, morphemes, kind in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield word, tuple(morphemes.split(MORPHEME)), kind


def more_words() -> Words:
    """Return our words, the treebanks' lemmas with their classes, and the shared task's words."""
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for name in _TREEBANKS:
        with source(name).open(encoding="utf-8") as lines:
            for columns in (line.split("\t") for line in lines):
                if len(columns) > 3 and columns[2].isalpha() and columns[3] in _UPOS:
                    counts[columns[2].casefold()][_UPOS[columns[3]]] += 1
    categories = {
        lemma: [name for name, seen in sorted(found.items(), key=lambda item: -item[1])]
        for lemma, found in counts.items()
        if sum(found.values()) >= _SEEN_TWICE
    }
    attested = (word.casefold() for word, _, _ in segmented())
    return shipped_words("en").with_more(categories, attested)


def english_trees() -> Iterator[tuple[str, Tree]]:
    """Yield (word, tree) where the grammar allows a tree and one is likelier than the others."""
    analyser = Analyser(grammar("en"), more_words())
    for word, morphemes, kind in segmented():
        if kind in _CLASSES and word.isalpha():
            analysis = analyser.analyse(word, morphemes)
            if analysis.decided and _sure(analysis.readings):
                yield word, analysis.readings[0].tree


def _sure(readings: Sequence[Reading]) -> bool:
    """Return whether the first reading may be taught: a guessed stem must leave no choice."""
    best = readings[0]
    stems = [node for node in best.tree.nodes() if node.leaf and node.label in CATEGORIES]
    if any(len(stem.leaf) < _SHORTEST_STEM for stem in stems):
        return False
    return not best.cost.guessed or (len(readings) == 1 and not best.cost.compounds)
