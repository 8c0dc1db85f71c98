"""How a spaCy pipeline is trained: our recipe, and the spaCy configuration that follows from it."""

from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from training.config import Recipe
from training.spacy_data import TagColumn

ATTRIBUTES = ("NORM", "PREFIX", "SUFFIX", "SHAPE")
EVALUATE_EVERY = 1000  # steps; only for the log, nothing is chosen by it


class Treebank(BaseModel):
    """One file of training data."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    file: str
    """Path below `RIMANA_SOURCES`."""
    name: str
    """Name in the card."""
    licence: str
    """Licence of the data."""
    killkan: bool = False
    """Clean it as `training.killkan` does."""
    hold_out: bool = False
    """Keep a tenth of it out of training, to measure on."""


class SpacyRecipe(Recipe):
    """How a spaCy pipeline is trained."""

    name: str
    """Name in the card and in spaCy's meta.json."""
    language: Literal["en", "es", "qu"]
    """Language in Rimana."""
    spacy_language: str
    """spaCy's tokenizer: its code of the language, or xx where it has none."""
    train: tuple[Treebank, ...] = Field(min_length=1)
    """Treebanks to train on."""
    dev: tuple[Treebank, ...] = ()
    """Treebanks to measure on; without them, what the training treebanks hold out."""
    tag: TagColumn
    """Column that the tagger learns."""
    width: int = Field(ge=8, le=512)
    """Width of the token vectors."""
    depth: int = Field(ge=1, le=8)
    """Convolutions, each of which sees one more word to both sides."""
    rows: tuple[int, int, int, int]
    """Rows of the hashed tables of norm, prefix, suffix and shape."""
    hidden: int = Field(ge=8, le=512)
    """Hidden width of the parser."""
    min_action_freq: int = Field(ge=1)
    """Rarer relations are learnt as `dep`."""
    min_tree_freq: int = Field(ge=1)
    """Rarer ways from form to lemma are not learnt."""
    sentences_per_doc: int = Field(ge=1)
    """Sentences in a row, so that the parser learns where they end."""
    batch_words: tuple[int, int]
    """Words per step at the start and at most; grows by a thousandth with each step."""
    steps: int = Field(ge=1)
    """Optimiser steps."""
    learning_rate: float = Field(gt=0, le=0.1)
    """Step size of Adam after the warm-up; falls linearly to zero."""
    warmup: int = Field(ge=0)
    """Steps of warm-up."""
    dropout: float = Field(ge=0, lt=1)
    """Share of values left out at each step."""
    seed: int = Field(ge=0)
    """Start of every random choice."""


def _listener(factory: str, width: int, **settings: object) -> dict[str, Any]:
    model = {
        "@architectures": "spacy.Tagger.v2",
        "tok2vec": {"@architectures": "spacy.Tok2VecListener.v1", "width": width},
    }
    return {"factory": factory, "model": model, **settings}


def _components(recipe: SpacyRecipe) -> dict[str, Any]:
    width = recipe.width
    listener = {"@architectures": "spacy.Tok2VecListener.v1", "width": width}
    embed = {
        "@architectures": "spacy.MultiHashEmbed.v2",
        "width": width,
        "attrs": list(ATTRIBUTES),
        "rows": list(recipe.rows),
        "include_static_vectors": False,
    }
    encode = {
        "@architectures": "spacy.MaxoutWindowEncoder.v2",
        "width": width,
        "depth": recipe.depth,
        "window_size": 1,
        "maxout_pieces": 3,
    }
    parser = {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": "parser",
        "extra_state_tokens": False,
        "hidden_width": recipe.hidden,
        "maxout_pieces": 2,
        "use_upper": True,
        "tok2vec": listener,
    }
    tok2vec = {"@architectures": "spacy.Tok2Vec.v2", "embed": embed, "encode": encode}
    return {
        "tok2vec": {"factory": "tok2vec", "model": tok2vec},
        "tagger": _listener("tagger", width),
        "morphologizer": _listener("morphologizer", width),
        "trainable_lemmatizer": _listener(
            "trainable_lemmatizer", width, min_tree_freq=recipe.min_tree_freq
        ),
        "parser": {
            "factory": "parser",
            "min_action_freq": recipe.min_action_freq,
            "model": parser,
        },
    }


def spacy_config(recipe: SpacyRecipe, train: Path, dev: Path) -> dict[str, Any]:
    """Return the configuration for `spacy.training`; `train` and `dev` are DocBin files."""
    components = _components(recipe)
    corpora = {
        name: {"@readers": "spacy.Corpus.v1", "path": str(path), "gold_preproc": name == "dev"}
        for name, path in (("train", train), ("dev", dev))
    }
    rate = {
        "@schedules": "warmup_linear.v1",
        "warmup_steps": recipe.warmup,
        "total_steps": recipe.steps,
        "initial_rate": recipe.learning_rate,
    }
    start, stop = recipe.batch_words
    size = {"@schedules": "compounding.v1", "start": start, "stop": stop, "compound": 1.001}
    return {
        "system": {"seed": recipe.seed},
        "nlp": {"lang": recipe.spacy_language, "pipeline": list(components), "batch_size": 256},
        "components": components,
        "corpora": corpora,
        "training": {
            "seed": recipe.seed,
            "gpu_allocator": None,
            "train_corpus": "corpora.train",
            "dev_corpus": "corpora.dev",
            "dropout": recipe.dropout,
            "patience": 0,  # the number of steps is given, and the rate falls to zero by then
            "max_steps": recipe.steps,
            "eval_frequency": min(EVALUATE_EVERY, recipe.steps),
            "optimizer": {"@optimizers": "Adam.v1", "learn_rate": rate},
            "batcher": {"@batchers": "spacy.batch_by_words.v1", "tolerance": 0.2, "size": size},
            "score_weights": {"tag_acc": 0.2, "morph_acc": 0.1, "dep_uas": 0.3, "dep_las": 0.4},
        },
    }
