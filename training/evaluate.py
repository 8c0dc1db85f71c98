"""Evaluation commands: `python -m training.evaluate TASK …` prints one JSON object.

{"task", "metrics", "ci95": {metric: [low, high]}, "n", "baselines", "seconds", "model", "data"}
"""

import argparse
import json
import math
import sys
import time
from collections.abc import Callable
from pathlib import Path

from core.config import ASSETS
from core.errors import UserError
from core.i18n.catalogue import say
from training.evaluate_kichwa import add_kichwa_tasks
from training.evaluate_models import add_model_tasks
from training.evaluate_records import add_record_tasks

Result = dict[str, object]
SHEETS = Path(__file__).parent / "sheets"


def evaluate_faq(options: argparse.Namespace) -> Result:
    """Return the scores of the FAQ assistant."""
    from core.metrics.interval import wilson
    from core.retrieval.faq_file import load_faq
    from core.tasks.answer import Assistant
    from training.faq_sheet import read_sheet
    from training.score_faq import run, score, score_attacks, score_vague, tfidf_baseline

    assistant = Assistant(load_faq(options.faq))
    asked = read_sheet(options.data, assistant.faq)
    calibration = assistant.search.calibration
    seen, stopped = run(assistant, asked)
    metrics, ci95 = score(seen, calibration.answer_from, calibration.suggest_from)
    metrics["harmless_stopped"] = stopped / len(asked)
    ci95["harmless_stopped"] = wilson(stopped, len(asked))
    counts = {"questions": len(asked), "answerable": sum(a.row is not None for a in asked)}
    if options.vague:
        extra, extra_ci, counts["vague"] = score_vague(assistant, options.vague)
        metrics |= extra
        ci95 |= extra_ci
    if options.attacks:
        extra, extra_ci, counts["attacks"] = score_attacks(assistant, options.attacks)
        metrics |= extra
        ci95 |= extra_ci
    return {
        "metrics": metrics,
        "ci95": ci95,
        "n": counts,
        "baselines": tfidf_baseline(assistant.faq, asked),
        "model": assistant.engine,
        "data": [options.faq.name, options.data.name],
    }


def evaluate_intents(options: argparse.Namespace) -> Result:
    """Return accuracy and out-of-scope AUROC of a classifier trained for this run."""
    from training.score_intents import read_labelled, score, split

    train = read_labelled(options.train)
    train, asked = (train, read_labelled(options.data)) if options.data else split(*train)
    outside = read_labelled(options.oos)[0] if options.oos else []
    outside_train = read_labelled(options.oos_train)[0] if options.oos_train else []
    metrics, ci95, baselines = score(train, asked, outside, outside_train)
    names = [options.train, options.data or "20 % of it, held out", options.oos or ""]
    return {
        "metrics": metrics,
        "ci95": ci95,
        "n": {"train": len(train[0]), "asked": len(asked[0]), "outside": len(outside)},
        "baselines": baselines,
        "model": "training.intents, trained in this run",
        "data": [Path(name).name for name in names if name],
    }


def evaluate_words(options: argparse.Namespace) -> Result:
    """Return the scores of word trees."""
    from training.score_words import ENGINES, evaluate, read_words

    asked = read_words(options.data, options.min_morphemes)
    metrics, ci95, baselines = evaluate(asked, ENGINES[options.engine](options.lang))
    ambiguous = sum(len(item.trees) > 1 for item in asked)
    return {
        "metrics": metrics,
        "ci95": ci95,
        "n": {"words": len(asked), "ambiguous": ambiguous},
        "baselines": baselines,
        "model": answering(options.engine),
        "data": options.data.name,
    }


def evaluate_parse(options: argparse.Namespace) -> Result:
    """Return how right a dependency parser is on the given words of a treebank."""
    from core.parsing.parsers import parser as parser_named
    from training.score_parse import measure_file

    found = measure_file(
        options.data, parser_named(options.parser), options.min_tokens, options.max_tokens
    )
    return {**vars(found), "model": answering(options.parser), "data": [options.data.name]}


def evaluate_inflect(options: argparse.Namespace) -> Result:
    """Return how right Spanish inflection and analysis are on a treebank."""
    from core.parsing.parsers import parser as parser_named
    from training.score_inflect import measure_file

    tagger = parser_named(options.parser) if options.parser else None
    found = measure_file(options.data, tagger)
    return {**vars(found), "model": "core.morphology.spanish", "data": [options.data.name]}


def answering(engine: str) -> str:
    """Return what answers under the name of an engine: for "llamita" the model of the settings."""
    if not engine.startswith("llamita"):
        return engine
    from core.models.open import current_choice

    return current_choice().entry.name


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    top = argparse.ArgumentParser(prog="python -m training.evaluate", description=__doc__)
    tasks = top.add_subparsers(dest="task", required=True)

    def add(
        name: str, run: Callable[[argparse.Namespace], Result], about: str
    ) -> argparse.ArgumentParser:
        task = tasks.add_parser(name, help=about, description=about)
        task.add_argument("--out", type=Path, help="also write the result to this file")
        task.set_defaults(run=run)
        return task

    faq = add("faq", evaluate_faq, "right row, refusal and calibration of the FAQ assistant")
    faq.add_argument("--faq", type=Path, default=ASSETS / "faq" / "faq.csv")
    faq.add_argument(
        "--data", type=Path, default=SHEETS / "faq-test.csv", help="question,row_id[,kind]"
    )
    faq.add_argument("--vague", type=Path, help="question: about the FAQ, but no single row")
    faq.add_argument("--attacks", type=Path, help="text,kind,language")

    intents = add("intents", evaluate_intents, "intent classification and out-of-scope detection")
    labelled = "CSV text,label (or text,category), or JSON#part as in CLINC150"
    intents.add_argument("--train", required=True, help=labelled)
    intents.add_argument("--data", help=f"{labelled}; without it, 20 %% of --train is held out")
    intents.add_argument("--oos", help="texts of no intent: CSV text, or JSON#part")
    intents.add_argument("--oos-train", help="other such texts, to calibrate with")

    words = add("words", evaluate_words, "morphological trees of words")
    words.add_argument(
        "--data", type=Path, required=True, help="word TAB tree(s), or word TAB un @@lock @@able"
    )
    words.add_argument("--lang", choices=["en", "es", "de"], default="en")
    words.add_argument("--engine", choices=["chart", "llamita"], default="chart")
    words.add_argument("--min-morphemes", type=int, default=1, help="leave out shorter words")

    parse = add("parse", evaluate_parse, "heads, relations and classes of a dependency parser")
    parse.add_argument(
        "--data", type=Path, required=True, help="CoNLL-U; invalid trees are left out"
    )
    parse.add_argument("--parser", required=True, help="spacy-en, spacy-es, spacy-qu or a package")
    parse.add_argument("--min-tokens", type=int, default=1, help="shortest sentence, in words")
    parse.add_argument("--max-tokens", type=int, default=1000, help="longest sentence, in words")

    inflect = add("inflect", evaluate_inflect, "Spanish inflection, and words analysed in context")
    inflect.add_argument("--data", type=Path, required=True, help="CoNLL-U with features")
    inflect.add_argument("--lang", choices=["es"], default="es")
    inflect.add_argument("--parser", help="also with the classes of this parser: spacy-es")
    add_model_tasks(add)
    add_record_tasks(add)
    add_kichwa_tasks(add)
    return top


def rounded(value: object) -> object:
    """Return `value` with floats to 4 decimals and NaN as null, as JSON has no NaN."""
    if isinstance(value, float):
        return None if math.isnan(value) else round(value, 4)
    if isinstance(value, dict):
        return {key: rounded(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [rounded(item) for item in value]
    return value


def main(arguments: list[str] | None = None) -> int:
    """Run one task and print its result."""
    options = parser().parse_args(arguments)
    began = time.perf_counter()
    try:
        result = options.run(options)
    except (UserError, OSError) as problem:
        told = (
            say(problem.key, "en", **problem.values) if isinstance(problem, UserError) else problem
        )
        print(told, file=sys.stderr)
        return 1
    result = {"task": options.task, **result, "seconds": time.perf_counter() - began}
    text = json.dumps(rounded(result), ensure_ascii=False, indent=1)
    if options.out:
        options.out.write_text(text + "\n", encoding="utf-8")
    print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
