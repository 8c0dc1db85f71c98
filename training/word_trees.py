"""Trees of derived words from public data: `python -m training.word_trees` prints how many.

Spanish and German: MorphyNet's steps (source, target, their categories, affix), chained.
English: SIGMORPHON 2022's flat morphemes, bracketed by our affix grammar where it can decide.
"""

import csv
import json
import sys
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Literal, NamedTuple, get_args

from core.config import ASSETS
from core.morphology.brackets import Tree, read
from core.morphology.derivation import joins
from training.sources import source

Lang = Literal["en", "es", "de"]
_MORPHYNET = {"es": "spa", "de": "deu"}
_CATEGORY = {"N": "noun", "V": "verb", "J": "adjective", "R": "adverb", "U": "root"}
_MAX_STEPS = 4
_HELD_OUT = 20  # one word of so many


class WordTree(NamedTuple):
    """A word, its tree and its language."""

    word: str
    tree: Tree
    lang: Lang


class _Step(NamedTuple):
    """One derivation of MorphyNet."""

    source: str
    target: str
    source_category: str
    target_category: str
    affix: str
    kind: str


def heldout(word: str) -> bool:
    """Return whether `word` is kept for evaluation: one in twenty, the same on every machine."""
    return zlib.crc32(word.casefold().encode()) % _HELD_OUT == 0


@cache
def gold(lang: Lang) -> dict[str, tuple[Tree, ...]]:
    """Return {word: its trees} of our own gold, in the order of the file."""
    path = ASSETS / "words" / f"trees-{lang}.tsv"
    if not path.exists():
        return {}
    with path.open(encoding="utf-8") as lines:
        rows = [line.rstrip("\n").split("\t") for line in lines if line.strip()]
    return {word: tuple(map(read, trees)) for word, *trees in rows}


def word_trees(lang: Lang) -> Iterator[WordTree]:
    """Yield every word of the public data with its tree, always in the same order."""
    if lang == "en":
        from training.word_trees_english import english_trees

        found = english_trees()
    else:
        found = chained(steps(lang))
    for word, tree in found:
        yield WordTree(word, tree, lang)


def training_trees(langs: Sequence[Lang] = get_args(Lang)) -> Iterator[WordTree]:
    """Yield the trees that may be trained on: neither held out nor in our gold."""
    for lang in langs:
        known = {word.casefold() for word in gold(lang)}
        for item in word_trees(lang):
            if not heldout(item.word) and item.word.casefold() not in known:
                yield item


def heldout_trees(lang: Lang) -> Iterator[WordTree]:
    """Yield the trees that are kept for evaluation."""
    return (item for item in word_trees(lang) if heldout(item.word))


def steps(lang: Lang) -> list[_Step]:
    """Return MorphyNet's rows whose affix and source both show in the target."""
    path = source(f"morphology/morphynet-{_MORPHYNET[lang]}-derivational.tsv")
    with path.open(encoding="utf-8") as lines:
        rows = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        listed = [_Step(*row) for row in rows if len(row) == len(_Step._fields)]
    bare = [
        step._replace(source=step.source.strip("-"), affix=step.affix.strip("-")) for step in listed
    ]
    return [step for step in bare if _sound(step)]


def _sound(step: _Step) -> bool:
    whole = step.source.isalpha() and step.target.isalpha()
    return whole and joins(step.source, step.target, step.affix, step.kind)


def chained(listed: Sequence[_Step]) -> Iterator[tuple[str, Tree]]:
    """Yield (word, tree) for each target, its source replaced by the source's own tree.

    Of several sources the longest counts; words of more than four steps are left out.
    """
    into: dict[str, list[_Step]] = defaultdict(list)
    for step in listed:
        into[step.target].append(step)
    for target in into:
        tree = _chain(target, "", into, ())
        if tree is not None and len(tree.leaves) <= _MAX_STEPS + 1:
            yield target, tree


def _chain(
    word: str, category: str, into: dict[str, list[_Step]], above: tuple[str, ...]
) -> Tree | None:
    """Return the tree of `word`; None when it is derived, but from itself or not in `category`."""
    fitting = [
        step
        for step in into.get(word, ())
        if category in ("", step.target_category) and step.source not in (*above, word)
    ]
    if not fitting:
        return Tree(_CATEGORY[category], leaf=word) if category else None
    step = max(fitting, key=lambda step: len(step.source))
    inner = _chain(step.source, step.source_category, into, (*above, word))
    if inner is None:
        return None
    affix = Tree(step.kind, leaf=step.affix)
    children = (affix, inner) if step.kind == "prefix" else (inner, affix)
    return Tree(_CATEGORY[step.target_category], children)


def statistics() -> dict[str, object]:
    """Return, per language, how many trees there are, how deep, held out and in our gold."""
    told: dict[str, object] = {}
    for lang in get_args(Lang):
        trees = list(word_trees(lang))
        sizes = Counter(len(item.tree.leaves) for item in trees)
        told[lang] = {
            "trees": len(trees),
            "for_training": sum(1 for _ in training_trees([lang])),
            "held_out": sum(heldout(item.word) for item in trees),
            "gold": len(gold(lang)),
            "by_morphemes": dict(sorted(sizes.items())),
        }
    return told


if __name__ == "__main__":
    json.dump(statistics(), sys.stdout, indent=1)
    print()
