"""Write our runs into assets/kichwa/experiments.csv: `python -m training.experiments`.

They are read from the shipped adapter and its card, and from the results kept in docs/results.
Published rows of other projects stay as they are.
"""

import csv
import json
import re
import sys
from pathlib import Path
from typing import Any

from core.config import ASSETS
from core.tasks.experiments import PATH, Run, as_rows, read_runs
from training.results import KEPT

ADAPTER = ASSETS / "models" / "llamita" / "adapters" / "kichwa"
_NUMBER = r"([\d.e-]+)"
# result file, measure: its benchmark; how a page calls that stands in the text catalogue
MEASURES = {
    ("recall_es_qu", "any_sense_trained"): "recall_es_qu_trained",
    ("recall_es_qu", "any_sense_heldout"): "recall_es_qu_heldout",
    ("recall_qu_es", "any_sense_trained"): "recall_qu_es_trained",
    ("recall_qu_es", "any_sense_heldout"): "recall_qu_es_heldout",
    ("translate_es_qu_model", "chrf++"): "sentences_es_qu",
    ("translate_qu_es_model", "chrf++"): "sentences_qu_es",
}


def told(pattern: str, card: str) -> str:
    """Return what a card says.

    Raises ValueError where it does not say it.
    """
    found = re.search(pattern, card)
    if not found:
        raise ValueError(f"the card does not say {pattern!r}")
    return found[1]


def our_runs(adapter: Path = ADAPTER, kept: Path = KEPT) -> tuple[Run, ...]:
    """Return the shipped adapter's run, once per measure that was kept."""
    card = (adapter / "CARD.md").read_text(encoding="utf-8")
    config = json.loads((adapter / "adapter_config.json").read_text(encoding="utf-8"))
    runs = []
    for (name, measure), benchmark in MEASURES.items():
        path = kept / f"{name}.json"
        if path.exists():
            result = json.loads(path.read_text(encoding="utf-8"))
            runs.append(_run(config, card, benchmark, result, measure, name))
    return tuple(runs)


def _run(
    config: dict[str, Any], card: str, benchmark: str, result: dict[str, Any], key: str, name: str
) -> Run:
    low, high = result["ci95"][key]
    part = key.rpartition("_")[2]  # "trained", "heldout"
    return Run(
        origin="ours",
        project="Rimana",
        model=result["model"],
        data=told(r"\| Data \| ([^,]+, [^,]+ examples)", card),
        alpha=float(config["lora_alpha"]),
        rank=int(config["r"]),
        projections=" ".join(sorted(config["target_modules"])),
        learning_rate=float(told(rf"step size {_NUMBER}", card)),
        steps=int(told(r"(\d+) steps", card)),
        loss=float(told(rf"\| Loss \| .*?→ {_NUMBER}", card)),
        benchmark=benchmark,
        bound="",
        score=result["metrics"][key],
        low=low,
        high=high,
        n=int(result["n"].get(part) or result["n"]["sentences"]),
        source=f"docs/results/{name}.json",
    )


def main() -> int:
    """Write the table."""
    published = tuple(run for run in read_runs(PATH) if run.origin == "published")
    with PATH.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(as_rows(published + our_runs()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
