"""Evaluation commands that ask a language model: recall, translate and bits."""

import argparse
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import UserError

if TYPE_CHECKING:
    from core.models.choice import Choice
    from core.models.interface import Capability, Model

Result = dict[str, object]
Add = Callable[[str, Callable[[argparse.Namespace], Result], str], argparse.ArgumentParser]
_DEFAULT_ADAPTER = "kichwa"
ENGINES = ("memory", "rules", "phrases", "model", "best")


def _open(wanted: str, needs: "frozenset[Capability]" = frozenset()) -> "tuple[Model, Choice]":
    """Return the model of a catalogue id, folder or address, and why it was chosen.

    Raises UserError where another would answer in its place: figures must bear the right name.
    """
    from core.config import settings
    from core.models.choice import choose
    from core.models.open import open_model

    chosen = choose(settings().model_copy(update={"model": wanted}))
    if chosen.entry.id != chosen.wanted.id:
        raise UserError(chosen.reason_key, **chosen.values)
    return open_model(chosen, needs=needs), chosen


def _adapter(model: "Model", asked: str | None) -> str | None:
    """Return the adapter to wear: the one asked for, else `kichwa` where the model has it."""
    if asked is None:
        return _DEFAULT_ADAPTER if _DEFAULT_ADAPTER in model.adapters else None
    return None if asked == "none" else asked


def _name(model: "Model", adapter: str | None) -> str:
    return f"{model.name} + {adapter}" if adapter else model.name


def evaluate_recall(options: argparse.Namespace) -> Result:
    """Return how many dictionary questions a model answers rightly."""
    from training.score_recall import PUBLISHED, answers, baselines, read_asked, score

    known = read_asked(options.data, options.direction)
    asked = [one for one in known if options.part in ("all", one.part)]
    if not asked:
        raise UserError("error.dictionary_unreadable", file=options.data.name)
    model, _ = _open(options.model)
    adapter = _adapter(model, options.adapter)
    metrics, ci95, counts = score(asked, answers(model, asked, adapter))
    return {
        "metrics": metrics,
        "ci95": ci95,
        "n": counts,
        "baselines": baselines(asked, known),
        "published": PUBLISHED,
        "model": _name(model, adapter),
        "data": [options.data.name],
    }


def evaluate_translate(options: argparse.Namespace) -> Result:
    """Return how close translations are to the reference translations of a treebank."""
    from training.score_engines import from_engines, from_model
    from training.score_translate import (
        baselines,
        by_group,
        calibration,
        compared,
        read_task,
        score,
        training_pairs,
    )

    known = training_pairs(options.direction)
    task = read_task(options.data, options.direction, known)
    others: dict[str, list[str]] = {}
    if options.engine == "model":
        model, _ = _open(options.model)
        adapter = _adapter(model, options.adapter)
        told, name = from_model(task, model, options.direction, adapter), _name(model, adapter)
    else:
        found = from_engines(task, options.direction)
        told, name = found.pop(options.engine), options.engine
        others = {key: [one.text for one in ones] for key, ones in found.items()}
    texts = [one.text for one in told]
    metrics, ci95, signatures = score(texts, task.references)
    return {
        "metrics": metrics,
        "ci95": ci95,
        "n": {"sentences": len(task.sources), "known_or_repeated": task.repeated},
        "groups": by_group(texts, task),
        "against": compared(texts, others, task.references),
        "confidence": calibration(told, task.references),
        "answered_by": dict(Counter(one.engine for one in told)),
        "baselines": baselines(task, known, options.direction),
        "signatures": signatures,
        "model": name,
        "data": [options.data.name],
    }


_DOCUMENT_TOKENS = 400  # of a file without documents, for the interval


def evaluate_bits(options: argparse.Namespace) -> Result:
    """Return the bits per byte of a model beside those of 5-grams trained on the same text."""
    from tokenizers import Tokenizer

    from training.corpus import running_text
    from training.score_bits import measure, read_text, score, split_text

    model, chosen = _open(options.model, frozenset({"score"}))
    if chosen.folder is None:
        raise UserError("error.bits_without_folder", model=model.name)
    if options.data:
        documents = split_text(read_text(options.data), model.count, _DOCUMENT_TOKENS)
    else:
        documents = running_text(options.lang, heldout=True)
    tokenizer = Tokenizer.from_file(str(chosen.folder / "tokenizer.json"))
    measured = measure(model, tokenizer, running_text(options.lang), documents)
    metrics, ci95, peers = score(measured)
    counts = {"documents": len(documents), "bytes": int(measured.bytes.sum())}
    return {
        "metrics": metrics,
        "ci95": ci95,
        "n": counts | {"tokens": measured.tokens},
        "baselines": peers,
        "model": model.name,
        "data": [options.data.name if options.data else f"held-out {options.lang}"],
    }


def add_model_tasks(add: Add) -> None:
    """Add the three commands to the command line."""
    recall = add("recall", evaluate_recall, "recall of dictionary records by a model")
    recall.add_argument(
        "--data", type=Path, required=True, help="a dictionary {head: senses}, or URKU's records"
    )
    recall.add_argument("--direction", choices=("es-qu", "qu-es"), help="without it, it is seen")
    recall.add_argument("--part", choices=("all", "trained", "heldout"), default="all")

    translate = add("translate", evaluate_translate, "translation Kichwa–Spanish")
    translate.add_argument(
        "--data", type=Path, required=True, help="CoNLL-U with `# sent` and `# trans`"
    )
    translate.add_argument("--direction", choices=("qu-es", "es-qu"), required=True)
    translate.add_argument("--engine", choices=ENGINES, default="best")

    bits = add("bits", evaluate_bits, "bits per byte beside Kneser-Ney 5-grams (make kenlm)")
    bits.add_argument("--data", type=Path, help="text file; without it, what training held out")
    bits.add_argument("--lang", choices=("es", "en", "qu"), required=True)

    for task in (recall, translate, bits):
        task.add_argument(
            "--model", default="llamita", help="catalogue id, Hub id, folder, address"
        )
    for task in (recall, translate):
        task.add_argument("--adapter", help="`none` for none; `kichwa` where the model has it")
