"""Train the variety detector: `python -m training.variety` writes assets/kichwa/varieties.csv.

Multinomial logistic regression over letter sequences of words; only the heaviest are kept, and
their weights are learned once more.
"""

import csv
import math
import random
from collections import Counter

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from core.config import ASSETS
from core.kichwa.variety import CLASSES, WordLanguage, pieces
from core.lexicon.spelling import spanish_forms
from training.old_spelling import STYLES, respell
from training.score_spelling import written
from training.sources import source
from training.variety_data import (
    ECUADOR,
    SHEET,
    SOUTHERN,
    count_words,
    cusco,
    field_words,
    is_heldout,
    killkan_words,
    southern_spellings,
    ud_texts,
)

KEPT = 4900  # pieces; the table stays under 120 kB
_STRENGTH = 8.0  # inverse of the L2 penalty
_PROSE_WORDS = 12_000  # commonest of the books
_LEAST_SEEN = 3  # words in which a piece occurs
_OTHER_WORDS = 9000
_RARER = 0.2  # of the share that the word has where it is commonest
_LOANS = 500
_SOUTHERN_ENDINGS = (
    *("qa", "paq", "taq", "raq", "yuq", "nku", "nkuna", "nchikpa", "ykichik", "kunaqa"),
    *(
        "kunapaq",
        "kunataq",
        "pas",
        "kunapas",
        "npas",
        "manqa",
        "piqa",
        "mantaqa",
        "wanqa",
        "nkupaq",
    ),
)
Words = dict[WordLanguage, Counter[str]]


def _kichwa(rng: random.Random) -> tuple[Counter[str], Counter[str]]:
    """Return words in unified and in older spelling; what is spelled alike counts as unified."""
    unified = count_words(" ".join(words) for words in killkan_words("train", "KC", "MIXED"))
    old = Counter[str]()
    for word, count in unified.items():
        for style in rng.sample(STYLES, 2):
            spelled = respell(word, style)
            if spelled not in unified:
                old[spelled] += max(1, count // 2)
    listed = count_words(one.old for one in written("dev"))
    old.update({word: 3 for word in [*listed, *field_words(ECUADOR)] if word not in unified})
    return unified, old


def _southern(rng: random.Random) -> Counter[str]:
    spellings = (spelled for text in cusco(heldout=False) for spelled in southern_spellings(text))
    found = count_words(spellings)
    with SHEET.open(encoding="utf-8", newline="") as file:
        own = [row["text"] for row in csv.DictReader(file) if row["part"] == "train"]
    found.update(dict.fromkeys(count_words(own), 3))
    found.update(field_words(SOUTHERN))
    found.update(_southern_loans(rng))
    return found


def _southern_loans(rng: random.Random) -> list[str]:
    """Return Spanish words with Southern endings, as newspapers there write them."""
    stems = [form for form in sorted(spanish_forms()) if len(form) > 4 and form[-1] in "aeor"]
    return [stem + rng.choice(_SOUTHERN_ENDINGS) for stem in rng.sample(stems, _LOANS)]


def _prose(pattern: str) -> Counter[str]:
    books = sorted(source("text").glob(pattern))
    return count_words(path.read_text(encoding="utf-8", errors="replace") for path in books)


def told_apart(found: Words) -> Words:
    """Return the words without those that another class has far more often.

    >>> english = Counter({"de": 1, "of": 99})
    >>> words = told_apart({"es": Counter({"de": 90, "la": 10}), "unknown": english})
    >>> sorted(words["es"]), sorted(words["unknown"])
    (['de', 'la'], ['of'])
    """
    share = {
        name: {word: count / words.total() for word, count in words.items()}
        for name, words in found.items()
    }
    most: dict[str, float] = {}
    for shares in share.values():
        for word, part in shares.items():
            most[word] = max(most.get(word, 0.0), part)
    return {
        name: Counter(
            {word: n for word, n in words.items() if share[name][word] >= _RARER * most[word]}
        )
        for name, words in found.items()
    }


def training_words(seed: int = 0) -> Words:
    """Return the words of each class with their counts."""
    unified, old = _kichwa(random.Random(seed))
    spanish = Counter(dict(_prose("es-*.txt").most_common(_PROSE_WORDS)))
    spanish += count_words(text for text in ud_texts("es_gsd-ud-dev") if not is_heldout(text))
    spanish += count_words(" ".join(words) for words in killkan_words("train", "ES"))
    english = count_words(ud_texts("en_ewt-ud-train")) + _prose("en-*.txt")
    return told_apart(
        {
            "es": spanish,
            "qu": unified,
            "qu-old": old,
            "quechua": _southern(random.Random(seed)),
            "unknown": Counter(dict(english.most_common(_OTHER_WORDS))),
        }
    )


def _matrix(words: list[str], index: dict[str, int]) -> csr_matrix:
    rows = [[index[piece] for piece in pieces(word) if piece in index] for word in words]
    ends = np.cumsum([0, *map(len, rows)])
    columns = np.array([at for row in rows for at in row], dtype=np.int64)
    return csr_matrix((np.ones(len(columns)), columns, ends), shape=(len(rows), len(index)))


def train(found: Words, seed: int = 0) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Return pieces, their weights (piece, class) and the constants, all classes alike heavy."""
    words = [word for name in CLASSES for word in found[name]]
    labels = [at for at, name in enumerate(CLASSES) for _ in found[name]]
    heavy = np.array([math.log1p(count) for name in CLASSES for count in found[name].values()])
    totals = np.bincount(labels, weights=heavy)
    heavy *= (totals.mean() / totals)[labels]
    seen = Counter(piece for word in words for piece in pieces(word))
    names = sorted(piece for piece, count in seen.items() if count >= _LEAST_SEEN)
    for kept in (KEPT, None):
        index = {piece: at for at, piece in enumerate(names)}
        model = LogisticRegression(C=_STRENGTH, max_iter=120, random_state=seed)
        model.fit(_matrix(words, index), labels, sample_weight=heavy)
        if kept:
            load = np.abs(model.coef_).max(axis=0) * np.sqrt([seen[piece] for piece in names])
            names = sorted(names[at] for at in np.argsort(-load)[:kept])
    return names, model.coef_.T, model.intercept_


def main() -> None:
    """Train and write the table."""
    found = training_words()
    names, weights, constants = train(found)
    path = ASSETS / "kichwa" / "varieties.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["piece", *CLASSES])
        for name, row in (("", constants), *zip(names, weights, strict=True)):
            writer.writerow([name, *(round(100 * value) for value in row)])
    counts = ", ".join(f"{name} {len(words)}" for name, words in found.items())
    print(f"{path.name}: {len(names)} pieces, {path.stat().st_size} bytes, from words: {counts}")


if __name__ == "__main__":
    main()
