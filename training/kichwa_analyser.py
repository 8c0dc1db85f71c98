"""Learn the Kichwa analyser's tables: `python -m training.kichwa_analyser`.

Stems, readings and weights come from chapters 1–15 of killkan; `--folds` shows what the settings
give on chapters that were held out, and writes nothing.
"""

import argparse
import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from core.kichwa.candidates import Candidate, built, candidates, common_beginning
from core.kichwa.context import Context, contexts
from core.kichwa.features import join, parse
from core.kichwa.stems import READINGS, STEMS, Stem, Stems
from core.kichwa.weigh import BESIDE, WEIGHTS, Weights, decisions, evidence
from core.parsing import conllu
from training.killkan import clean
from training.sources import source

_LEXICAL = frozenset(
    [
        "Number",
        "Person",
        "PronType",
        "NumType",
        "Gender",
        "Polarity",
        "Polite",
        "Case",
        "Degree",
        "Number[obj]",
        "Info",
        "Emph",
    ]
)
_LATE, _EARLY = 1.0, 0.15
_LAST_EARLY, _LAST = 3, 15
_PENALTY = 1.0
_SMALLEST = 0.03


@dataclass(frozen=True)
class Word:
    """A word of the treebank in its sentence."""

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
    """Return the words of a file, cleaned, punctuation left out."""
    found = []
    for sentence in clean(conllu.load(path)).sentences:
        chapter = int((sentence.comment("sent_id") or "0").split("_")[0])
        around = contexts([token.form for token in sentence.words])
        for token, context in zip(sentence.words, around, strict=True):
            if token.upos != "PUNCT" and token.form[:1].isalpha():
                kichwa = "CSID=KC" in token.misc or "CSID=MIXED" in token.misc
                one = Word(
                    token.form, token.lemma, token.upos, token.feats, chapter, context, kichwa
                )
                found.append(one)
    return found


def weight_of(chapter: int) -> float:
    """Return how much a chapter counts: the conventions of the first ones were given up later."""
    at = (chapter - _LAST_EARLY) / (_LAST - _LAST_EARLY)
    return _EARLY + (_LATE - _EARLY) * min(max(at, 0.0), 1.0)


def stem_of(word: Word) -> Stem | None:
    """Return the stem that leaves the word's features to its suffixes, None where none does."""
    low, lemma = word.form.casefold(), word.lemma.casefold()
    start = len(lemma) if low.startswith(lemma) else max(common_beginning(low, lemma), 2)
    gold = parse(word.feats)
    best: tuple[int, int, Stem] | None = None
    for cut in [start, *(at for at in range(start + 1, min(start + 4, len(low) + 1)))]:
        bare = Stem(low[:cut], word.lemma, word.upos, "_", 0.0)
        for one in built(bare, low[cut:], 0.0, False):
            made = parse(one.feats)
            if not made.items() <= gold.items():
                continue
            rest = {name: value for name, value in gold.items() if name not in made}
            if not rest.keys() <= _LEXICAL:
                continue
            if "pl" in one.chain.tags and rest:
                rest["Number"] = "Sing"
            cost = (cut - start, len(rest), Stem(low[:cut], word.lemma, word.upos, join(rest), 0.0))
            if best is None or cost[:2] < best[:2]:
                best = cost
        if best is not None:
            break
    return best[2] if best else None


def learn_stems(words: Iterable[tuple[Word, Stem | None]]) -> Stems:
    """Return the stems and readings of words, counted by the weight of their chapters."""
    stems: Counter[tuple[str, str, str, str]] = Counter()
    readings: defaultdict[str, Counter[tuple[str, str, str]]] = defaultdict(Counter)
    for word, stem in words:
        weight = weight_of(word.chapter)
        readings[word.form.casefold()][word.key] += weight  # type: ignore[assignment]
        if stem is not None:
            stems[stem.form, stem.lemma, stem.upos, stem.feats] += weight  # type: ignore[assignment]
    by_form: defaultdict[str, list[Stem]] = defaultdict(list)
    for (form, lemma, upos, feats), count in stems.items():
        by_form[form].append(Stem(form, lemma, upos, feats, round(count, 2)))
    return Stems({form: tuple(found) for form, found in by_form.items()}, readings)


@dataclass
class Asked:
    """The candidates of one word with their evidence, and which of them are right."""

    word: Word
    found: list[Candidate]
    right: list[bool]
    rows: list[dict[str, float]]


def ask(word: Word, known: Stems) -> Asked:
    """Return the candidates of a word, weighed with stems learned from other chapters."""
    found = candidates(word.form, known)
    signs = list(word.context.signs())
    rows = []
    for one in found:
        row: dict[str, float] = defaultdict(float)
        for name, value in evidence(word.form, one, known):
            row[name] += value
        for name in decisions(one):
            for sign in signs:
                row[f"{sign}{BESIDE}{name}"] += 1.0
        rows.append(row)
    right = [one.key == word.key for one in found]
    if not any(right):
        right = [one.key[::2] == word.key[::2] for one in found]
    return Asked(word, found, right, rows)


def fit(asked: Sequence[Asked], least: int = 3) -> Weights:
    """Return the weights that make the right readings likeliest (log-linear, L2 penalty)."""
    useful = [one for one in asked if any(one.right) and not all(one.right)]
    counts: Counter[str] = Counter()
    for one in useful:
        counts.update(
            {name for row, ok in zip(one.rows, one.right, strict=True) if ok for name in row}
        )
    wrong: Counter[str] = Counter()
    for one in useful:
        wrong.update({name for row in one.rows for name in row if BESIDE not in name})
    names = sorted(
        {n for n, c in counts.items() if c >= least}
        | {n for n, c in wrong.items() if c >= 5 * least}
    )
    number = {name: at for at, name in enumerate(names)}
    data, columns, starts, begins = [], [], [0], [0]
    for one in useful:
        for row in one.rows:
            pairs = [(number[name], value) for name, value in row.items() if name in number]
            columns += [at for at, _ in pairs]
            data += [value for _, value in pairs]
            starts.append(len(columns))
        begins.append(begins[-1] + len(one.rows))
    matrix = csr_matrix(
        (np.array(data), np.array(columns), np.array(starts)), shape=(len(starts) - 1, len(names))
    )
    right = np.concatenate([np.array(one.right) for one in useful])
    bounds = np.array(begins)
    segment = np.repeat(np.arange(len(useful)), np.diff(bounds))
    weight = np.array([weight_of(one.word.chapter) for one in useful])

    def loss(values: np.ndarray) -> tuple[float, np.ndarray]:
        scores = matrix @ values
        highest = np.maximum.reduceat(scores, bounds[:-1])
        exp = np.exp(scores - highest[segment])
        total = np.add.reduceat(exp, bounds[:-1])
        good = np.add.reduceat(exp * right, bounds[:-1])
        all_p = exp / total[segment]
        good_p = exp * right / np.maximum(good, 1e-300)[segment]
        value = -(weight * (np.log(np.maximum(good, 1e-300)) - np.log(total))).sum()
        gradient = matrix.T @ ((all_p - good_p) * weight[segment])
        return value + 0.5 * _PENALTY * (values @ values), gradient + _PENALTY * values

    found = minimize(
        loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 150}
    )
    alone: dict[str, float] = {}
    around: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for name, value in zip(names, found.x, strict=True):
        if abs(value) >= _SMALLEST:
            sign, beside, decision = name.partition(BESIDE)
            if beside:
                around[sign][decision] = float(value)
            else:
                alone[name] = float(value)
    return Weights(alone, around)


def cross_fitted(words: Sequence[Word], stems: Sequence[Stem | None]) -> list[Asked]:
    """Return the candidates of each word, weighed with the stems of the other chapters."""
    found = []
    pairs = list(zip(words, stems, strict=True))
    for chapter in sorted({word.chapter for word in words}):
        known = learn_stems(pair for pair in pairs if pair[0].chapter != chapter)
        found += [ask(word, known) for word, _ in pairs if word.chapter == chapter]
    return found


def train(words: Sequence[Word]) -> tuple[Stems, Weights]:
    """Return stems and weights learned from words."""
    stems = [stem_of(word) for word in words]
    known = learn_stems(zip(words, stems, strict=True))
    return known, fit(cross_fitted(words, stems))


def write_tables(known: Stems, weights: Weights) -> None:
    """Write what `core.kichwa.stems` and `core.kichwa.weigh` read."""
    of_stems = sorted(
        (stem.form, stem.lemma, stem.upos, stem.feats, f"{stem.count:.2f}")
        for stems in known.by_form.values()
        for stem in stems
    )
    _write(STEMS, ("form", "lemma", "upos", "feats", "count"), of_stems)
    of_words = sorted(
        (form, *key, f"{count:.2f}")
        for form, seen in known.readings.items()
        for key, count in seen.items()
    )
    _write(READINGS, ("form", "lemma", "upos", "feats", "count"), of_words)
    of_weights = [(name, f"{value:.2f}") for name, value in weights.alone.items()]
    for sign, row in weights.around.items():
        of_weights += [(f"{sign}{BESIDE}{name}", f"{value:.2f}") for name, value in row.items()]
    _write(WEIGHTS, ("name", "weight"), sorted(of_weights))


def _write(path: Path, head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(rows)
    print(f"{path.name}: {len(rows)} rows, {path.stat().st_size / 1000:.0f} kB")


def main() -> None:
    """Learn the tables from all training chapters, or try the settings on held-out ones."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument(
        "--folds", type=int, nargs="*", help="chapters to hold out; writes nothing"
    )
    chosen = options.parse_args()
    words = read_words(source("kichwa/killkan-train.conllu"))
    write_tables(*train(words))


if __name__ == "__main__":
    main()
