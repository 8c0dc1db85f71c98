"""Compile the dialect table: `python -m training.dialects` writes assets/kichwa/dialects.csv.

Word forms of five Ecuadorian varieties from crossandean (lexibank, CC BY 4.0), in IPA; the concepts
in three languages are our own sheet. Prints unified words that the lexicon lacks.
"""

import csv
from collections import defaultdict
from pathlib import Path

from core.kichwa.dialects import PATH, SEPARATOR, VARIETIES
from core.kichwa.lexicon import lexicon
from training.sources import source

CONCEPTS = Path(__file__).parent / "sheets" / "concepts.csv"
IN_SOURCE = {
    "imbabura": "Imbabura",
    "azuay": "Azuay",
    "chimborazo": "Troje",
    "tena": "Serena",
    "napo": "Napo",
}
_GLIDES = {"ai": "aj", "ui": "uj", "au": "aw"}
_SIGNS = {"g": "ɡ", "r": "ɾ", "tʃ": "t͡ʃ", "ts": "t͡s", "dʒ": "d͡ʒ", "rr": "r", "+": ""}


def ipa(segments: str) -> str:
    """Return the segments of the data set as one word in IPA.

    >>> ipa("tʃ u n g a"), ipa("!r̝/r u k u"), ipa("i ʃ k ai")
    ('t͡ʃunɡa', 'ruku', 'iʃkaj')
    """
    heard = ("rr" if "/" in segment else segment for segment in segments.split())
    return "".join(_SIGNS.get(sign, _GLIDES.get(sign, sign)) for sign in heard)


def forms() -> dict[tuple[str, str], list[str]]:
    """Return the forms in IPA of each (number of the concept, variety)."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    name_of = {theirs: ours for ours, theirs in IN_SOURCE.items()}
    with source("kichwa/crossandean-forms.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if variety := name_of.get(row["Language_ID"]):
                heard = ipa(row["Segments"])
                cell = found[row["Parameter_ID"].split("_")[0], variety]
                if heard not in cell:
                    cell.append(heard)
    return found


def main() -> None:
    """Write the table."""
    found, known, lacking = forms(), lexicon(), []
    with CONCEPTS.open(encoding="utf-8", newline="") as file:
        concepts = list(csv.DictReader(file))
    with PATH.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["es", "en", "unified", *VARIETIES])
        for row in concepts:
            heard = [SEPARATOR.join(found[row["number"], name]) for name in VARIETIES]
            writer.writerow([row["es"], row["en"], row["unified"], *heard])
            if row["unified"].strip("-") not in known:
                lacking.append(row["unified"])
    filled = sum(bool(found[row["number"], name]) for row in concepts for name in VARIETIES)
    print(f"{PATH.name}: {len(concepts)} concepts, {filled} cells, {PATH.stat().st_size} bytes")
    print(f"not in the lexicon: {', '.join(lacking) or 'none'}")


if __name__ == "__main__":
    main()
