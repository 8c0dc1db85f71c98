"""Train a spaCy pipeline: `python -m training.spacy_pipelines RECIPE [--out FOLDER]`."""

import argparse
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from core.parsing import conllu, pipelines
from core.parsing.conllu import Sentence
from training import killkan
from training.config import RECIPES
from training.sources import source
from training.spacy_card import card, licence, measure_pipeline
from training.spacy_config import SpacyRecipe, Treebank, spacy_config
from training.spacy_data import held_out, to_docbin

if TYPE_CHECKING:
    from spacy.language import Language

# Spanish contractions are two words in Universal Dependencies.
CONTRACTIONS = {"es": {"del": ("de", "l", "el"), "al": ("a", "l", "el")}}


@dataclass(frozen=True)
class Data:
    """The sentences of a recipe, by treebank."""

    train: dict[str, list[Sentence]]
    dev: dict[str, list[Sentence]]
    dropped: Counter[str]


def read_treebank(treebank: Treebank) -> tuple[list[Sentence], Counter[str]]:
    """Return the valid sentences of a treebank, and how many were dropped, by reason."""
    sentences = conllu.load(source(treebank.file))
    if treebank.killkan:
        cleaned = killkan.clean(sentences)
        return list(cleaned.sentences), cleaned.dropped
    reasons = [next(iter(conllu.faults(sentence)), "") for sentence in sentences]
    valid = [s for s, reason in zip(sentences, reasons, strict=True) if not reason]
    return valid, Counter(reason for reason in reasons if reason)


def read_data(recipe: SpacyRecipe) -> Data:
    """Return what a recipe trains and measures on.

    Raises UserError when a file is missing or is not CoNLL-U.
    """
    train: dict[str, list[Sentence]] = {}
    dev: dict[str, list[Sentence]] = {}
    dropped = Counter[str]()
    for bank in recipe.train:
        kept, lost = read_treebank(bank)
        dropped += lost
        if bank.hold_out:
            kept, dev[bank.name] = held_out(kept)
        train[bank.name] = kept
    for bank in recipe.dev:
        dev[bank.name], _ = read_treebank(bank)
    return Data(train, dev, dropped)


def train(recipe: SpacyRecipe, data: Data) -> "Language":
    """Return the pipeline after the recipe's last step; same recipe and data, same pipeline."""
    from spacy.training.initialize import init_nlp
    from spacy.training.loop import train as run
    from spacy.vocab import Vocab
    from thinc.api import Config, NumpyOps, set_current_ops

    set_current_ops(NumpyOps(use_blis=False))  # numpy's BLAS: three times as fast where measured
    with tempfile.TemporaryDirectory() as folder:
        paths = {name: Path(folder) / f"{name}.spacy" for name in ("train", "dev")}
        for name, banks in (("train", data.train.values()), ("dev", data.dev.values())):
            docs = to_docbin(list(banks), Vocab(), recipe.tag, recipe.sentences_per_doc)
            docs.to_disk(paths[name])
        nlp = init_nlp(Config(spacy_config(recipe, paths["train"], paths["dev"])))
        nlp, _ = run(nlp)
    split_contractions(nlp, recipe.language)
    nlp.meta.update(name=recipe.name, license=licence(recipe), version="1.0.0", performance={})
    return nlp


def split_contractions(nlp: "Language", language: str) -> None:
    """Teach the tokenizer that *del* is two words, the second known as *el*."""
    from spacy.symbols import NORM, ORTH
    from spacy.tokenizer import Tokenizer

    if not isinstance(nlp.tokenizer, Tokenizer):
        raise TypeError("only spaCy's own tokenizer takes special cases")
    for word, (first, second, norm) in CONTRACTIONS.get(language, {}).items():
        for form in (word, word.capitalize()):
            pieces = [{ORTH: form[: len(first)]}, {ORTH: second, NORM: norm}]
            nlp.tokenizer.add_special_case(form, pieces)


def seen_before(data: Data) -> str:
    """Return how many of the sentences to measure on stand word for word in the training data."""
    seen = {tuple(sentence.forms) for bank in data.train.values() for sentence in bank}
    asked = [tuple(sentence.forms) for bank in data.dev.values() for sentence in bank]
    return f"{sum(forms in seen for forms in asked)} of {len(asked):,} sentences"


def write_card(recipe: SpacyRecipe, data: Data, out: Path, minutes: float) -> None:
    """Measure the weights in a folder and write their card; `minutes`: what training took."""
    from spacy.about import __version__ as spacy_version

    weights = out / pipelines.FILE
    shipped = pipelines.read(weights)
    measured = {name: measure_pipeline(shipped, bank) for name, bank in data.dev.items()}
    if len(data.dev) > 1:
        everything = [sentence for bank in data.dev.values() for sentence in bank]
        measured["together"] = measure_pipeline(shipped, everything)
    sizes = [len(sentence.words) for bank in data.train.values() for sentence in bank]
    lost = ", ".join(f"{reason} {count}" for reason, count in data.dropped.most_common())
    facts = {
        "Trained on": f"{len(sizes):,} sentences, {sum(sizes):,} words"
        + (f"; dropped as faulty: {lost}" if lost else ""),
        "Time": f"{minutes:.0f} minutes of one core, spaCy {spacy_version}",
        "Held out, yet word for word in the training data too": seen_before(data),
    }
    text = card(recipe, measured, facts, weights)
    (out / "CARD.md").write_text(text, encoding="utf-8")


def main() -> None:
    """Train by a recipe; write weights and card."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("recipe", help="a file, or the name of one in training/recipes")
    parser.add_argument("--out", type=Path, help="folder, by default the one in assets")
    options = parser.parse_args()
    path = Path(options.recipe)
    recipe = SpacyRecipe.read(path if path.exists() else RECIPES / f"{options.recipe}.toml")
    data = read_data(recipe)
    began = time.process_time()
    nlp = train(recipe, data)
    minutes = (time.process_time() - began) / 60
    out = options.out or pipelines.folder(recipe.language)
    pipelines.save(nlp, out / pipelines.FILE)
    write_card(recipe, data, out, minutes)


if __name__ == "__main__":
    main()
