"""The sentences of killkan that are trained on, and those that are not."""

from core.translation.parallel import Pair, read_pairs
from training.sources import source

TRAIN = "kichwa/killkan-train.conllu"
HELD_OUT = "kichwa/killkan-dev.conllu"


def killkan(heldout: bool = False) -> list[Pair]:
    """Return the pairs of chapters 1–15, or of chapter 16."""
    return read_pairs(source(HELD_OUT if heldout else TRAIN))
