"""Evaluation commands of the Kichwa spelling tools: spelling and variety."""

import argparse
from collections.abc import Callable
from pathlib import Path

Result = dict[str, object]
Add = Callable[[str, Callable[[argparse.Namespace], Result], str], argparse.ArgumentParser]


def evaluate_spelling(options: argparse.Namespace) -> Result:
    """Return what the normaliser makes of old spellings, and of words that need no change."""
    from training.score_spelling import (
        kichwa_sentences,
        score_old,
        score_unified,
        synthetic,
        written,
    )
    from training.sources import source

    data = options.data or source("kichwa/killkan-dev.conllu")
    sentences = kichwa_sentences(data)
    made = synthetic([word for _, words in sentences for word in words])
    metrics, ci95, counts = score_unified(sentences)
    baselines: dict[str, float] = {}
    for name, asked in (("written", written(options.part)), ("synthetic", made)):
        (found, intervals, n), peers = score_old(name, asked)
        metrics |= found
        ci95 |= intervals
        counts |= n
        baselines |= peers
    return {
        "metrics": metrics,
        "ci95": ci95,
        "n": counts,
        "baselines": baselines,
        "model": "core.kichwa.spelling",
        "data": [data.name, f"old-spelling.csv, {options.part}"],
    }


def evaluate_variety(_: argparse.Namespace) -> Result:
    """Return how well the detector tells Kichwa from Southern Quechua, Spanish and English."""
    from training.score_variety import (
        SINGLE,
        by_analyser,
        by_letters,
        parts,
        score,
        sentences,
        wrong_variety,
    )

    kinds = sentences()
    levels = {
        "sentence": kinds,
        "words_3_8": {kind: parts(texts, 3, 8) for kind, texts in kinds.items()},
        SINGLE: {kind: parts(texts, 1, 1) for kind, texts in kinds.items()},
    }
    metrics: dict[str, float] = {}
    ci95: dict[str, tuple[float, float]] = {}
    counts: dict[str, int] = {}
    baselines: dict[str, float] = {}
    confusion: dict[str, dict[str, int]] = {}
    for level, texts in levels.items():
        (found, intervals, n), answers = score(texts, level)
        metrics |= found
        ci95 |= intervals
        counts |= n
        confusion |= {name: dict(told.most_common()) for name, told in answers.items()}
        baselines[f"{level}_letters_wrong_variety"] = wrong_variety(texts, by_letters)[0]
        baselines[f"{level}_analysable_wrong_variety"] = wrong_variety(texts, by_analyser)[0]
    return {
        "metrics": metrics,
        "ci95": ci95,
        "n": counts,
        "baselines": baselines,
        "confusion": confusion,
        "model": "core.kichwa.variety",
        "data": ["killkan-dev", "cusco-squoia-dw, 20 % held out", "southern.csv", "UD"],
    }


def evaluate_analyse(options: argparse.Namespace) -> Result:
    """Return how right the morphological analyser is."""
    from training.score_analyse import evaluate

    given = "lemma and class given" if options.gold_lemma else "words only"
    found = evaluate(options.data, options.gold_lemma)
    return {**found, "model": f"core.kichwa.analyse, {given}", "data": [options.data.name]}


def add_kichwa_tasks(add: Add) -> None:
    """Add the commands to the command line."""
    analyse = add("analyse", evaluate_analyse, "lemmas and features of Kichwa words")
    analyse.add_argument("--data", type=Path, required=True, help="CoNLL-U as killkan writes it")
    analyse.add_argument(
        "--gold-lemma", action="store_true", help="give the lemma and the class of each word"
    )

    spelling = add("spelling", evaluate_spelling, "unified spelling from older spellings")
    spelling.add_argument("--data", type=Path, help="CoNLL-U with CSID codes; default killkan-dev")
    spelling.add_argument("--part", choices=("dev", "test", "all"), default="test")
    add("variety", evaluate_variety, "which language and variety a text is")
