"""Kichwa sentences with their Spanish translations: killkan's comments `# sent` and `# trans`."""

from dataclasses import dataclass
from pathlib import Path

from training.sources import source

TRAIN = "kichwa/killkan-train.conllu"
HELD_OUT = "kichwa/killkan-dev.conllu"


@dataclass(frozen=True)
class Pair:
    """One sentence in both languages."""

    kichwa: str
    spanish: str


def read_pairs(path: Path) -> list[Pair]:
    """Return the pairs of a CoNLL-U file, in order, without untranslated and Spanish-only lines."""
    pairs = []
    for block in path.read_text(encoding="utf-8", errors="replace").split("\n\n"):
        lines = block.splitlines()
        kichwa = _comment(lines, "sent") or _comment(lines, "text")
        spanish = _comment(lines, "trans")
        if kichwa and spanish and spanish != kichwa and "[MISSING]" not in spanish:
            pairs.append(Pair(kichwa, spanish))
    return pairs


def killkan(heldout: bool = False) -> list[Pair]:
    """Return the pairs of chapters 1–15, or of chapter 16."""
    return read_pairs(source(HELD_OUT if heldout else TRAIN))


def _comment(lines: list[str], name: str) -> str:
    start = f"# {name} = "
    return next((line.removeprefix(start).strip() for line in lines if line.startswith(start)), "")
