"""Write docs/results.md and the README's tables: `python -m training.results [NAME …]`.

Sections that are named (results.toml; `all` for every one) are measured anew before, each by its
command; what they printed is kept in docs/results/.
"""

import argparse
import json
import subprocess
import sys
import tomllib
from pathlib import Path

from training.sources import sources_folder

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "docs" / "results"
PAGE = ROOT / "docs" / "results.md"
README = ROOT / "README.md"
START, END = "<!-- written by python -m training.results -->\n", "\n<!-- end -->"
SECTIONS: dict[str, dict[str, str]] = tomllib.loads(
    Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
)


def measure(name: str) -> None:
    """Run the command of a section; its result replaces the kept one.

    Raises subprocess.CalledProcessError where the command fails.
    """
    command = SECTIONS[name]["command"].split()
    filled = [part.replace("{sources}", str(sources_folder())) for part in command]
    out = KEPT / f"{name}.json"
    print(f"{name}: python -m {' '.join(command)}", flush=True)
    call = [sys.executable, "-m", *filled, "--out", str(out)]
    subprocess.run(call, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def section(name: str) -> str:
    """Return one section in Markdown, or "" where the result is not kept."""
    path = KEPT / f"{name}.json"
    if not path.exists():
        return ""
    about = SECTIONS[name]
    command = about["command"].replace("{sources}/", "")
    result = json.loads(path.read_text(encoding="utf-8"))
    lines = [f"## {about['heading']}", "", f"`python -m {command}`", "", about["meaning"].strip()]
    lines.append("")
    counts = ", ".join(f"{key} {value}" for key, value in result["n"].items())
    lines += [f"n: {counts}. Model: {result.get('model', 'this version')}.", ""]
    lines += ["| measure | value | 95 % interval |", "| --- | --- | --- |"]
    for key, value in result["metrics"].items():
        low_high = result.get("ci95", {}).get(key)
        interval = f"{low_high[0]:.3f}–{low_high[1]:.3f}" if low_high else ""
        lines.append(f"| {key} | {value:.3f} | {interval} |")
    lines += [f"| *baseline* {key} | {value:.3f} | |" for key, value in result["baselines"].items()]
    return "\n".join([*lines, "", ""])


# measure in docs/results/faq.json: how the README says it
IN_README = {
    "top1": "the right row comes first",
    "top3": "it is among the first three",
    "auroc_near": "tells banking questions that it must refuse (AUROC)",
    "auroc_far": "tells everything else that it must refuse (AUROC)",
    "confidently_wrong": "answers outright with a wrong row, of all questions",
    "ece": "calibration error of its confidence",
    "handled_abuse": "abuse that got no row",
    "handled_injection": "orders to the assistant that got no row",
    "handled_self_harm": "people in danger who got the help text",
    "harmless_stopped": "harmless questions stopped by moderation",
}


def readme_table() -> str:
    """Return the README's table of the chatbot's figures."""
    result = json.loads((KEPT / "faq.json").read_text(encoding="utf-8"))
    counts = result["n"]
    lines = [
        f"On {counts['questions']} questions by other authors ({counts['answerable']} of which the "
        f"list answers) and {counts['attacks']} attacks:",
        "",
        "| The chatbot … | share | 95 % interval | TF-IDF |",
        "| --- | --- | --- | --- |",
    ]
    for key, words in IN_README.items():
        low, high = result["ci95"][key]
        peer = result["baselines"].get(f"tfidf_{key}")
        shown = "" if peer is None else f"{peer:.3f}"
        lines.append(f"| {words} | {result['metrics'][key]:.3f} | {low:.3f}–{high:.3f} | {shown} |")
    return "\n".join(lines)


def main() -> None:
    """Measure what is asked for, write the page and the README's table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("names", nargs="*", metavar="NAME")
    names = options.parse_args().names
    if unknown := set(names) - {*SECTIONS, "all"}:
        options.error(f"no section {', '.join(unknown)}; there are: {', '.join(SECTIONS)}, all")
    for name in SECTIONS if "all" in names else names:
        measure(name)
    text = "# Results\n\nWritten by `python -m training.results`; do not edit by hand.\n\n"
    PAGE.write_text(text + "".join(map(section, SECTIONS)).rstrip() + "\n", encoding="utf-8")

    before, rest = README.read_text(encoding="utf-8").split(START)
    README.write_text(before + START + readme_table() + END + rest.split(END)[1], encoding="utf-8")


if __name__ == "__main__":
    main()
