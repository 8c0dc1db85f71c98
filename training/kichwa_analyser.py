"""Learn the Kichwa analyser's tables: `python -m training.kichwa_analyser`.

Stems, readings and weights come from chapters 1–15 of killkan; `--held-out` shows what the settings
give on chapters kept apart, and writes nothing.
"""

import argparse
import csv
import gzip
import io
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.kichwa.analyse import Analyser
from core.kichwa.candidates import Candidate, Origin, built, candidates, common_beginning
from core.kichwa.context import Context, contexts
from core.kichwa.features import join, parse
from core.kichwa.stems import READINGS, STEMS, Stem, Stems, listed
from core.kichwa.weigh import BESIDE, WEIGHTS, Weights, decisions, evidence
from core.parsing import conllu
from core.parsing.universal import CLASSES
from training.killkan import mended
from training.log_linear import Choices
from training.sources import source

_LEXICAL = frozenset({"Case", "Degree", "Emph", "Gender", "Info", "NumType", "Number"}) | {
    *("Number[obj]", "Person", "Polarity", "Polite", "PronType")
}
_CLASSES = CLASSES - {"PUNCT"}
# The treebank's conventions settled over its chapters: the first ones count least.
_EARLY, _LAST_EARLY, _LAST = 0.15, 3, 15
_PENALTY = 1.0
_LEAST = 3  # occurrences
_SMALLEST = 0.05


@dataclass(frozen=True)
class Word:
    """A word of the treebank in its sentence; kichwa: also a Spanish stem with Kichwa endings."""

    form: str
    lemma: str
    upos: str
    feats: str
    chapter: int
    context: Context
    kichwa: bool

    @property
    def key(self) -> tuple[str, str, str]:
        """Return lemma, class and features."""
        return self.lemma, self.upos, self.feats


def read_words(path: Path) -> list[Word]:
    """Return the words of a file, slips mended; trees may be broken. Punctuation is left out."""
    found = []
    for sentence in map(mended, conllu.load(path)):
        chapter = int((sentence.comment("sent_id") or "0").split("_")[0])
        around = contexts([token.form for token in sentence.words])
        for token, context in zip(sentence.words, around, strict=True):
            if token.upos in _CLASSES and token.form[:1].isalpha():
                kichwa = "CSID=KC" in token.misc or "CSID=MIXED" in token.misc
                named = (token.form, token.lemma, token.upos, token.feats)
                found.append(Word(*named, chapter, context, kichwa))
    return found


def weight_of(chapter: int) -> float:
    """Return how much a chapter counts."""
    at = (chapter - _LAST_EARLY) / (_LAST - _LAST_EARLY)
    return _EARLY + (1 - _EARLY) * min(max(at, 0.0), 1.0)


def stem_of(word: Word) -> Stem | None:
    """Return the stem that leaves the word's features to its suffixes, None where none does."""
    low, lemma = word.form.casefold(), word.lemma.casefold()
    start = len(lemma) if low.startswith(lemma) else max(common_beginning(low, lemma), 2)
    for cut in range(start, min(start + 4, len(low) + 1)):
        bare = Stem(low[:cut], word.lemma, word.upos, "_", 0.0)
        left = [_left_over(one, parse(word.feats)) for one in built(Origin(bare, low[cut:]))]
        fitting = [some for some in left if some is not None]
        if fitting:
            return Stem(low[:cut], word.lemma, word.upos, join(min(fitting, key=len)), 0.0)
    return None


def _left_over(one: Candidate, gold: dict[str, str]) -> dict[str, str] | None:
    """Return the features that the stem must bring, None where the suffixes cannot be right."""
    made = parse(one.feats)
    left = {name: value for name, value in gold.items() if name not in made}
    if not made.items() <= gold.items() or not left.keys() <= _LEXICAL:
        return None
    if "pl" in one.ending.chain.tags and left:
        left["Number"] = "Sing"
    return left


def learn_stems(words: Iterable[tuple[Word, Stem | None]]) -> Stems:
    """Return the stems and readings of words, counted by the weight of their chapters."""
    stems: defaultdict[tuple[str, str, str, str], float] = defaultdict(float)
    readings: dict[str, defaultdict[tuple[str, str, str], float]] = {}
    for word, stem in words:
        weight = weight_of(word.chapter)
        readings.setdefault(word.form.casefold(), defaultdict(float))[word.key] += weight
        if stem is not None:
            stems[stem.form, stem.lemma, stem.upos, stem.feats] += weight
    by_form: defaultdict[str, list[Stem]] = defaultdict(list)
    for named, count in stems.items():
        by_form[named[0]].append(Stem(*named, round(count, 2)))
    stems_of = {form: tuple(found) for form, found in by_form.items()}
    return Stems(stems_of, readings, listed())


def ask(word: Word, known: Stems, choices: Choices) -> None:
    """Add the candidates of a word, weighed with stems of other chapters, to what is learned."""
    found = candidates(word.form, known)
    right = [one.key == word.key for one in found]
    if not any(right):
        right = [one.key[::2] == word.key[::2] for one in found]
    choices.add([_row(word, one, known) for one in found], right, weight_of(word.chapter))


def _row(word: Word, one: Candidate, known: Stems) -> Counter[str]:
    row: Counter[str] = Counter()
    for name, value in evidence(word.form, one, known):
        row[name] += value  # type: ignore[assignment]
    for sign in word.context.signs():
        row.update(f"{sign}{BESIDE}{name}" for name in decisions(one))
    return row


def train(words: Sequence[Word]) -> tuple[Stems, Weights]:
    """Return stems and weights learned from words."""
    pairs = [(word, stem_of(word)) for word in words]
    choices = Choices()
    for chapter in sorted({word.chapter for word in words}):
        others = learn_stems(pair for pair in pairs if pair[0].chapter != chapter)
        for word in words:
            if word.chapter == chapter:
                ask(word, others, choices)
    alone: dict[str, float] = {}
    around: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for name, value in choices.fit(_PENALTY, _LEAST).items():
        sign, beside, decision = name.partition(BESIDE)
        if abs(value) < _SMALLEST:
            continue
        if beside:
            around[sign][decision] = value
        else:
            alone[name] = value
    return learn_stems(pairs), Weights(alone, around)


def write_tables(known: Stems, weights: Weights) -> None:
    """Write what `core.kichwa.stems` and `core.kichwa.weigh` read."""
    head = ("form", "lemma", "upos", "feats", "count")
    of_stems = [
        (stem.form, stem.lemma, stem.upos, stem.feats, f"{stem.count:.2f}")
        for stems in known.by_form.values()
        for stem in stems
    ]
    of_words = [
        (form, *key, f"{count:.2f}")
        for form, seen in known.readings.items()
        for key, count in seen.items()
    ]
    of_weights = [(name, f"{value:.2f}") for name, value in weights.alone.items()]
    for sign, row in weights.around.items():
        of_weights += [(f"{sign}{BESIDE}{name}", f"{value:.2f}") for name, value in row.items()]
    _write(STEMS, head, sorted(of_stems))
    _write(READINGS, head, sorted(of_words))
    _write(WEIGHTS, ("name", "weight"), sorted(of_weights))


def _write(path: Path, head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    path.write_bytes(gzip.compress(text.getvalue().encode(), mtime=0))
    print(f"{path.name}: {len(rows)} rows, {path.stat().st_size / 1000:.0f} kB")


def exact(engine: Analyser, words: Sequence[Word], gold_lemma: bool) -> float:
    """Return the share of words whose features come out exactly."""
    hits = 0
    for word in words:
        given = (word.lemma, word.upos) if gold_lemma else (None, None)
        hits += parse(engine.ranked(word.form, word.context, *given)[0].feats) == parse(word.feats)
    return hits / max(len(words), 1)


def main() -> None:
    """Learn the tables from all training chapters, or try the settings on chapters kept apart."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--held-out", type=int, nargs="+", help="chapters kept apart")
    held = options.parse_args().held_out
    words = read_words(source("kichwa/killkan-train.conllu"))
    if not held:
        write_tables(*train(words))
        return
    engine = Analyser(*train([word for word in words if word.chapter not in held]))
    apart = [word for word in words if word.chapter in held and word.kichwa]
    for gold_lemma in (False, True):
        print(
            f"gold lemma {gold_lemma}: exact {exact(engine, apart, gold_lemma):.4f}, {len(apart)}"
        )


if __name__ == "__main__":
    main()
