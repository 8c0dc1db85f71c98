"""`python -m tests.bench NAME` measures speed against a peer in the same run and prints JSON."""

import argparse
import importlib
import json
import time
from pathlib import Path

NAMES = ("faq", "generate", "start", "translate")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("name", choices=NAMES)
    parser.add_argument("--out", type=Path, help="also write the result to this file")
    parser.add_argument("--model", type=Path, help="generate: folder of the model to measure")
    options = parser.parse_args()
    if options.model and options.name != "generate":
        parser.error("--model goes with generate")
    given = {"model": options.model} if options.model else {}
    began = time.perf_counter()
    result = importlib.import_module(f"tests.bench.{options.name}").measure(**given)
    result = {"task": f"bench {options.name}", **result, "seconds": time.perf_counter() - began}
    text = json.dumps(
        json.loads(json.dumps(result), parse_float=lambda number: round(float(number), 3)),
        ensure_ascii=False,
        indent=1,
    )
    if options.out:
        options.out.write_text(text + "\n", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
