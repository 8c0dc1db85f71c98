"""Sentences with translations in a CoNLL-U file: killkan's comments `# sent` and `# trans`."""

from dataclasses import dataclass
from pathlib import Path

_SPANISH = ("CSID=ES", "CSID=MIXED")


@dataclass(frozen=True)
class Pair:
    """One sentence in both languages.

    id: chapter and number in killkan, such as "6_70". switched: whether the Kichwa sentence has
    words that are marked as wholly or partly Spanish.
    """

    kichwa: str
    spanish: str
    id: str = ""
    switched: bool = False

    @property
    def chapter(self) -> int:
        """Return the chapter, 0 where the id has none."""
        number = self.id.partition("_")[0]
        return int(number) if number.isdecimal() else 0


def read_pairs(path: Path) -> list[Pair]:
    """Return the pairs of a CoNLL-U file, in order, without untranslated and Spanish-only lines."""
    pairs = []
    for block in path.read_text(encoding="utf-8", errors="replace").split("\n\n"):
        lines = block.splitlines()
        kichwa = _comment(lines, "sent") or _comment(lines, "text")
        spanish = _comment(lines, "trans")
        if kichwa and spanish and spanish != kichwa and "[MISSING]" not in spanish:
            switched = any(mark in block for mark in _SPANISH)
            pairs.append(Pair(kichwa, spanish, _comment(lines, "sent_id"), switched))
    return pairs


def _comment(lines: list[str], name: str) -> str:
    start = f"# {name} = "
    return next((line.removeprefix(start).strip() for line in lines if line.startswith(start)), "")
