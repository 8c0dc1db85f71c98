"""How the search does on rows its encoder never saw: `python -m training.unseen_rows`.

A third of the rows is kept from the training; then those rows alone are a FAQ, with 0, 4
or 12 of their variants, and the development questions about them are asked. This is what a
visitor's own file meets. Training takes some minutes.
"""

import argparse
import json
import random
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

from core.config import ASSETS
from core.metrics.interval import wilson
from core.retrieval.encoder import OwnEncoder
from core.retrieval.faq_file import load_faq
from core.retrieval.index import VIEW_WEIGHTS, FaqIndex
from training.config import RECIPES, EncoderRecipe
from training.encoder import save, train
from training.evaluate import SHEETS, rounded
from training.faq_sheet import Asked, read_sheet

VARIANTS = (0, 4, 12)


def measure(recipe: EncoderRecipe, faq_path: Path, sheet: Path) -> dict[str, object]:
    """Return top-1 and top-3 per number of variants, beside the lexical views alone."""
    began = time.perf_counter()
    faq = load_faq(faq_path)
    places = random.Random(1).sample(range(len(faq.rows)), len(faq.rows))
    held = sorted(places[: len(faq.rows) // 3])
    seen = replace(faq, rows=tuple(row for at, row in enumerate(faq.rows) if at not in held))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "encoder.safetensors"
        save(train(recipe, seen, report=lambda _: None), recipe, path)
        encoder = OwnEncoder(path)
    asked = [one for one in read_sheet(sheet, faq) if one.row in held]
    metrics: dict[str, float] = {}
    ci95: dict[str, tuple[float, float]] = {}
    baselines: dict[str, float] = {}
    for kept in VARIANTS:
        rows = tuple(replace(faq.rows[at], variants=faq.rows[at].variants[:kept]) for at in held)
        index = FaqIndex(replace(faq, rows=rows), encoder)
        ranks = [ranks_of(index, one, held) for one in asked]
        for name, place, out in (("", 0, metrics), ("lexical_", 1, baselines)):
            for top in (1, 3):
                hits = sum(rank[place] < top for rank in ranks)
                out[f"{name}top{top}_{kept}_variants"] = hits / len(asked)
                if out is metrics:
                    ci95[f"top{top}_{kept}_variants"] = wilson(hits, len(asked))
    return {
        "task": "unseen_rows",
        "metrics": metrics,
        "ci95": ci95,
        "n": {"questions": len(asked), "rows": len(held)},
        "baselines": baselines,
        "seconds": time.perf_counter() - began,
        "model": f"{recipe.name}, trained without these rows",
        "data": [faq_path.name, sheet.name],
    }


def ranks_of(index: FaqIndex, one: Asked, held: list[int]) -> tuple[int, int]:
    """Return the rank, from 0, of the right row by all views and by the lexical ones alone."""
    found = index.search(one.question)
    lexical = sum(
        VIEW_WEIGHTS[name] * view for name, view in found.views.items() if name != "encoder"
    )
    right = held.index(one.row or 0)
    return tuple(  # type: ignore[return-value]
        int((scores > scores[right]).sum()) for scores in (found.total, np.asarray(lexical))
    )


def main() -> None:
    """Measure and print one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--recipe", type=Path, default=RECIPES / "encoder.toml")
    parser.add_argument("--faq", type=Path, default=ASSETS / "faq" / "faq.csv")
    parser.add_argument("--data", type=Path, default=SHEETS / "faq-dev.csv")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    result = measure(EncoderRecipe.read(options.recipe), options.faq, options.data)
    text = json.dumps(rounded(result), ensure_ascii=False, indent=1)
    if options.out:
        options.out.write_text(text + "\n", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
