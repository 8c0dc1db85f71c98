"""What a run shall do: frozen settings, one description per field, read from `recipes/*.toml`."""

import tomllib
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field

RECIPES = Path(__file__).parent / "recipes"


class Recipe(BaseModel):
    """Settings of one run, from a TOML file."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    @classmethod
    def read(cls, path: Path) -> Self:
        """Return the recipe of a TOML file.

        Raises pydantic.ValidationError naming the field that is missing, unknown or out of range.
        """
        return cls(**tomllib.loads(path.read_text(encoding="utf-8")))


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
