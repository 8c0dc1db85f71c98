"""What a run shall do: frozen settings, one description per field, read from `recipes/*.toml`."""

import tomllib
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

RECIPES = Path(__file__).parent / "recipes"
ALL_LINEAR = ("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj")


class Recipe(BaseModel):
    """Settings of one run, from a TOML file."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    @classmethod
    def read(cls, path: Path) -> Self:
        """Return the recipe of a TOML file.

        Raises pydantic.ValidationError naming the field that is missing, unknown or out of range.
        """
        return cls(**tomllib.loads(path.read_text(encoding="utf-8")))


class TranslationRecipe(Recipe):
    """How the phrase engine and the chooser are trained."""

    dictionary: float = Field(gt=0, le=1)
    """Weight of a pair of words; a sentence has 1."""
    longest: int = Field(ge=1, le=6)
    """Longest phrase, in units."""
    seen_once: int = Field(ge=1, le=3)
    """Longest phrase that may come from a single sentence, so that none can be recovered."""
    kept: int = Field(ge=1, le=100)
    """Phrases of one source that ship."""
    rarest_trigram: int = Field(ge=1)
    """Trigrams seen less often are left out."""
    folds: int = Field(ge=2, le=15)
    """Groups of chapters that are held out in turn, to tune and to calibrate."""
    tuned_on: int = Field(ge=10)
    """Sentences of each fold that the weights are fitted on."""
    calibrated_on: int = Field(ge=10)
    """Sentences of each fold that the confidences are fitted on."""
    rounds: int = Field(ge=1, le=20)
    """How often the folds are translated and the weights fitted."""
    longest_text: float = Field(gt=0.5, le=2)
    """Letters for each letter of the references above which a tuning is penalised."""
    seed: int = Field(ge=0)
    """Start of every random choice."""


class EncoderRecipe(Recipe):
    """How the sentence encoder is trained."""

    name: str
    """Name in the card and on the page."""
    table_size: int = Field(ge=1024, le=262_144)
    """Rows of the feature table."""
    hidden: int = Field(ge=8, le=1024)
    """Width of the feature table."""
    dimension: int = Field(ge=8, le=1024)
    """Length of a sentence vector."""
    steps: int = Field(ge=1)
    """Optimiser steps."""
    batch: int = Field(ge=2)
    """Pairs per step; the other pairs of a batch are its negatives."""
    outside: int = Field(ge=0)
    """Background questions per step of FAQ wordings: texts that match no row."""
    learning_rate: float = Field(gt=0, le=0.1)
    """Step size of Adam at the start; falls linearly to zero."""
    temperature: float = Field(gt=0, le=1)
    """Divides cosines before the softmax."""
    seed: int = Field(ge=0)
    """Start of every random choice."""
    share_text: float = Field(ge=0, le=1)
    """Share of steps on neighbouring sentences."""
    share_families: float = Field(ge=0, le=1)
    """Share of steps on word families and concepts."""


class ModerationRecipe(Recipe):
    """How the learned judge of messages is trained."""

    hidden: int = Field(ge=4, le=512)
    """Width of the feature table."""
    epochs: int = Field(ge=1)
    """Passes over as many messages as there are."""
    batch: int = Field(ge=2)
    """Messages per step; half come from the attack lists, half are ordinary questions."""
    learning_rate: float = Field(gt=0, le=0.1)
    """Step size of Adam at the start; falls linearly to zero."""
    dropout: float = Field(ge=0, lt=1)
    """Share of a message's features left out at each step."""
    seed: int = Field(ge=0)
    """Start of every random choice."""


class PretrainRecipe(Recipe):
    """How Llamita's base is trained from nothing."""

    vocabulary: int = Field(ge=512, le=65_535)
    """Tokens of the byte-level BPE."""
    hidden: int = Field(ge=16)
    """Width of the model."""
    layers: int = Field(ge=1)
    """Transformer blocks."""
    heads: int = Field(ge=1)
    """Query heads."""
    kv_heads: int = Field(ge=1)
    """Key and value heads; fewer than query heads is grouped-query attention."""
    intermediate: int = Field(ge=16)
    """Width inside the SwiGLU layer."""
    context: int = Field(ge=16)
    """Tokens of a training window."""
    max_positions: int = Field(ge=16)
    """Longest prompt plus answer when serving."""
    tokens: int = Field(ge=1)
    """Tokens of the whole run."""
    batch: int = Field(ge=1)
    """Windows per step."""
    learning_rate: float = Field(gt=0, le=0.1)
    """Highest step size; rises linearly over `warmup` steps, then falls linearly to zero."""
    warmup: int = Field(ge=1)
    """Steps of the rise."""
    cooldown_from: int = Field(0, ge=0)
    """Step from which the step size falls faster, so that the run ends early; see `cooldown`."""
    cooldown: int = Field(0, ge=0)
    """Steps of that fall; 0 follows the plan to its end."""
    weight_decay: float = Field(ge=0, le=1)
    """Decay of the matrices inside the layers."""
    bf16: bool
    """Compute in bfloat16 where autocast allows."""
    minutes_per_checkpoint: float = Field(gt=0)
    """Minutes between checkpoints."""
    seed: int = Field(ge=0)
    """Start of every random choice."""
    shares: dict[str, float]
    """Share of each kind of document in the tokens; see training.mixture."""


class LoraRecipe(Recipe):
    """How a base model is taught a task: by an adapter (LoRA), or in all its weights."""

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    """Name of the adapter."""
    base: str = "llamita"
    """Model to start from: an id of the catalogue, a folder, or a Hub id already on this disk."""
    method: Literal["lora", "full"] = "lora"
    """Train a low-rank addition, or every weight."""
    rank: int = Field(16, ge=1, le=1024)
    """Width of the addition; more can hold more."""
    alpha: int = Field(32, ge=1)
    """Strength of the addition: it is multiplied by alpha / rank."""
    rslora: bool = False
    """Multiply by alpha / √rank instead, which keeps large ranks stable."""
    dropout: float = Field(0.0, ge=0, lt=1)
    """Share of the addition's inputs left out at each step."""
    target_modules: tuple[str, ...] = ALL_LINEAR
    """Projections that get an addition."""
    data: tuple[str, ...] = Field(min_length=1)
    """What to learn: names of tasks, or files (JSON, JSONL, CSV)."""
    licence: str
    """Licence and origin of the data, for the card."""
    replay: tuple[str, ...] = ()
    """Old data shown again so that it is not forgotten, named like `data`."""
    replay_share: float = Field(0.0, ge=0, lt=1)
    """Share of the examples that is drawn from `replay`."""
    held_out: float = Field(0.0, ge=0, lt=1)
    """Share of the data kept back; its loss is measured after every epoch."""
    epochs: float = Field(0, ge=0)
    """Passes over the data; 0 where `seconds` is given."""
    seconds: float = Field(0, ge=0)
    """Length of the run instead of epochs; steps are counted out from the speed at the start."""
    keep_epochs: tuple[int, ...] = ()
    """Epochs after which the adapter is kept, to compare them."""
    batch_size: int = Field(16, ge=1)
    """Examples computed together."""
    batch_tokens: int = Field(0, ge=0)
    """Most tokens computed together, padding included; 0 is no limit."""
    accumulate: int = Field(1, ge=1)
    """Batches whose gradients are added before a step."""
    max_length: int = Field(512, ge=8)
    """Tokens after which an example is cut; how many were is reported."""
    learning_rate: float = Field(3e-3, gt=0, le=0.1)
    """Highest step size of AdamW."""
    schedule: Literal["linear", "cosine", "constant"] = "linear"
    """How the step size falls to zero, or not."""
    warmup: int = Field(10, ge=1)
    """Steps in which the step size rises."""
    weight_decay: float = Field(0.0, ge=0, le=1)
    """Pull of the trained weights towards zero."""
    clip: float = Field(1.0, gt=0)
    """Longest gradient; a longer one is shortened to it."""
    quantise: Literal["none", "nf4"] = "none"
    """Keep the base in 4 bits (QLoRA); only with LoRA."""
    precision: Literal["auto", "fp32", "bf16"] = "auto"
    """Numbers to compute with; auto times one step of each at the start."""
    gradient_checkpointing: bool = False
    """Compute activations twice to save memory; for models of billions of parameters."""
    device: Literal["auto", "cpu", "cuda"] = "auto"
    """Where to compute; auto takes a GPU where there is one."""
    threads: int = Field(0, ge=0)
    """CPU threads; 0 takes the cores that are free at the start."""
    checkpoint_s: float = Field(60, gt=0)
    """Seconds between checkpoints."""
    seed: int = Field(0, ge=0)
    """Start of every random choice."""

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if (self.epochs > 0) == (self.seconds > 0):
            raise ValueError("give either epochs or seconds")
        if bool(self.replay) != (self.replay_share > 0):
            raise ValueError("replay and replay_share belong together")
        if self.method == "full" and self.quantise != "none":
            raise ValueError("weights in 4 bits cannot be trained themselves; use method lora")
        return self
