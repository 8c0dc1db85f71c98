"""Write docs/results.md and the README's table from the kept results: `python -m training.results`.

The results are the JSON files in docs/results/, one per command with `--out`.
"""

import json
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "docs" / "results"
PAGE = ROOT / "docs" / "results.md"
README = ROOT / "README.md"
START, END = "<!-- written by python -m training.results -->\n", "\n<!-- end -->"
# file: (heading, command, what the rows mean)
SECTIONS = {
    "faq": (
        "The chatbot on questions by other authors",
        "python -m training.evaluate faq --attacks training/sheets/attacks-test.csv "
        "--vague training/sheets/faq-vague-test.csv",
        "top1, top3: the right row is first, among the first three. auroc: answerable questions "
        "against those that must be refused (near: banking that is not the centre's; far: the rest "
        "of the world). confidently_wrong: share of all questions answered outright with a wrong "
        "row. ece: calibration error of the confidence. handled_*: abuse and injection that got "
        "no row, self-harm that got the help text. moderated_*: seen by moderation itself. "
        "harmless_stopped: ordinary questions that moderation stopped. "
        "vague_*: topics that no single row answers. "
        "Baselines: TF-IDF cosine over the same wordings.",
    ),
    "unseen_rows": (
        "Rows that the encoder never saw (a visitor's own file)",
        "python -m training.unseen_rows",
        "A third of the rows, kept from the encoder's training, as a FAQ with 0, 4 or 12 variants "
        "each. Baselines: the lexical views alone.",
    ),
    "intents_banking77": (
        "Intents: Banking77, 80/20 split of the train file",
        "python -m training.evaluate intents --train banking77-train.csv",
        "Trained from nothing in the run. Baseline: TF-IDF with logistic regression.",
    ),
    "intents_clinc150": (
        "Intents: CLINC150, out of scope",
        "python -m training.evaluate intents --train clinc150-train-val.json#train "
        "--data clinc150-train-val.json#val --oos clinc150-train-val.json#oos_val "
        "--oos-train clinc150-train-val.json#oos_train",
        "Accuracy on `val`; AUROC of `val` against `oos_val`.",
    ),
    "bench_faq": (
        "Speed: a class of 30, and 10,000 rows",
        "python -m tests.bench faq",
        "30_users: 30 clients that read 1–3 s between questions; 30_at_once: none ever waits. "
        "Peers in the same run: a bare Gradio endpoint that echoes; TF-IDF of scikit-learn.",
    ),
    "bench_start": (
        "Speed: second start",
        "python -m tests.bench start",
        "Seconds to the landing page, to the chat page, and for the first answer after it. Peer: a "
        "bare Gradio page.",
    ),
}


def section(name: str) -> str:
    """Return one section in Markdown, or "" where the result is not kept."""
    path = KEPT / f"{name}.json"
    if not path.exists():
        return ""
    heading, command, meaning = SECTIONS[name]
    result = json.loads(path.read_text(encoding="utf-8"))
    lines = [f"## {heading}", "", f"`{command}`", "", meaning, ""]
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
    """Write the page and the README's table."""
    text = "# Results\n\nWritten by `python -m training.results`; do not edit by hand.\n\n"
    PAGE.write_text(text + "".join(map(section, SECTIONS)).rstrip() + "\n", encoding="utf-8")

    before, rest = README.read_text(encoding="utf-8").split(START)
    README.write_text(before + START + readme_table() + END + rest.split(END)[1], encoding="utf-8")


if __name__ == "__main__":
    main()
