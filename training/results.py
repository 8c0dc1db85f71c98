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
from typing import Any

from core.config import settings

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "docs" / "results"
PAGE = ROOT / "docs" / "results.md"
README = ROOT / "README.md"
START = "<!-- written by python -m training.results: {} -->\n"
END = "\n<!-- end -->"
SECTIONS: dict[str, dict[str, str]] = tomllib.loads(
    Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
)


def measure(name: str) -> None:
    """Run the command of a section; its result replaces the kept one.

    Raises subprocess.CalledProcessError where the command fails.
    """
    command = SECTIONS[name]["command"].split()
    filled = [part.replace("{sources}", str(settings().sources_folder)) for part in command]
    out = KEPT / f"{name}.json"
    print(f"{name}: python -m {' '.join(command)}", flush=True)
    call = [sys.executable, "-m", *filled, "--out", str(out)]
    subprocess.run(call, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def flat(values: dict[str, Any]) -> dict[str, float]:
    """Return nested measures under joined names.

    >>> flat({"a": 1.0, "b": {"c": 2.0}})
    {'a': 1.0, 'b c': 2.0}
    """
    found: dict[str, float] = {}
    for key, value in values.items():
        inner = flat(value) if isinstance(value, dict) else {"": value}
        found |= {f"{key} {name}".strip(): number for name, number in inner.items()}
    return found


def section(name: str) -> str:
    """Return one section in Markdown, or "" where the result is not kept."""
    if not (KEPT / f"{name}.json").exists():
        return ""
    about = SECTIONS[name]
    command = about["command"].replace("{sources}/", "")
    result = kept(name)
    lines = [f"## {about['heading']}", "", f"`python -m {command}`", "", about["meaning"].strip()]
    lines.append("")
    counts = ", ".join(f"{key} {value}" for key, value in result["n"].items())
    lines += [f"n: {counts}. Model: {result.get('model', 'this version')}.", ""]
    lines += ["| measure | value | 95 % interval |", "| --- | --- | --- |"]
    for key, value in flat(result["metrics"]).items():
        low_high = result.get("ci95", {}).get(key)
        interval = f"{low_high[0]:.3f}–{low_high[1]:.3f}" if low_high else ""
        lines.append(f"| {key} | {value:.3f} | {interval} |")
    lines += [
        f"| *baseline* {key} | {value:.3f} | |" for key, value in flat(result["baselines"]).items()
    ]
    for part in ("against", "groups", "confidence", "answered_by"):
        told = flat({part: result.get(part, {})})
        lines += [f"| {key} | {value:.3f} | |" for key, value in told.items()]
    for key, text in result.get("signatures", {}).items():
        lines += ["", f"Signature of {key}: `{text}`"]
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


def faq_table() -> str:
    """Return the README's table of the chatbot's figures."""
    result = kept("faq")
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


# section, measure, how the README says it, baseline in that section
OF_MODELS = (
    ("parse_spacy_en", "uas", "spaCy, English: right head", "usual offset of the true class uas"),
    ("parse_spacy_en", "las", "spaCy, English: right head and relation", ""),
    ("parse_spacy_qu", "uas", "spaCy, Kichwa: right head", "usual offset of the true class uas"),
    ("parse_spacy_qu", "las", "spaCy, Kichwa: right head and relation", ""),
    (
        "parse_llamita",
        "uas",
        "Llamita, English, 3–8 words: right head",
        "usual offset of the true class uas",
    ),
    ("parse_llamita", "valid", "… of its parses are trees", ""),
    ("recall_es_qu", "any_sense_trained", "Llamita, dictionary words it learned: a right one", ""),
    ("recall_es_qu", "any_sense_heldout", "… words it never saw", "nearest_head_any_sense"),
    (
        "words_llamita",
        "structure_f1",
        "Llamita, word trees: structure (F1)",
        "left_branching structure_f1",
    ),
    (
        "bits_es",
        "bits_per_byte",
        "Llamita, Spanish: bits per byte (less is better)",
        "kneser_ney_bits_per_byte",
    ),
    ("bits_en", "bits_per_byte", "… English", "kneser_ney_bits_per_byte"),
    ("bits_qu", "bits_per_byte", "… Kichwa", "kneser_ney_bits_per_byte"),
    ("translate_qu_es_model", "chrf++", "Llamita, Kichwa to Spanish (chrF++)", "memory_chrf++"),
    ("translate_es_qu_model", "chrf++", "Llamita, Spanish to Kichwa (chrF++)", "memory_chrf++"),
)


def models_table() -> str:
    """Return the README's table of the models' figures."""
    lines = [
        "Baselines: heads guessed from the true class of a word; the nearest head word; trees that "
        "always branch left, given the morphemes; 5-grams with Kneser-Ney smoothing; the nearest "
        "sentence of the training part. Alone, Llamita translates worse than that and builds worse "
        "trees than the affix grammar: the apps put evidence first.",
        "",
        "| | measured | 95 % interval | baseline |",
        "| --- | --- | --- | --- |",
    ]
    for name, key, words, peer in OF_MODELS:
        if not (KEPT / f"{name}.json").exists():
            continue
        result = kept(name)
        low, high = result["ci95"][key]
        shown = f"{flat(result['baselines'])[peer]:.3f}" if peer else ""
        lines.append(f"| {words} | {result['metrics'][key]:.3f} | {low:.3f}–{high:.3f} | {shown} |")
    return "\n".join(lines)


# how the README calls an engine, and what its section ends in
OF_TRANSLATION = (
    ("**the chosen translation**", ""),
    ("dictionary and grammar alone", "_rules"),
    ("learned phrases alone", "_phrases"),
    ("the nearest known sentence", "_memory"),
    ("Llamita with its `kichwa` adapter", "_model"),
)


def translation_table() -> str:
    """Return the README's table of the translator's figures."""
    counts = [kept(f"translate_{way}")["n"]["sentences"] for way in ("qu_es", "es_qu")]
    lines = [
        f"chrF++ (0–100) on a chapter of radio drama that nothing was trained on ({counts[0]} and "
        f"{counts[1]} sentences):",
        "",
        "| | Kichwa → Spanish | 95 % interval | Spanish → Kichwa | 95 % interval |",
        "| --- | --- | --- | --- | --- |",
    ]
    for words, ending in OF_TRANSLATION:
        cells = [words]
        for way in ("qu_es", "es_qu"):
            result = kept(f"translate_{way}{ending}")
            low, high = result["ci95"]["chrf++"]
            cells += [f"{result['metrics']['chrf++']:.1f}", f"{low:.1f}–{high:.1f}"]
        lines.append(f"| {' | '.join(cells)} |")
    for words, key in (("*words glossed one by one*", "gloss"), ("*the source copied*", "copy")):
        peers = [kept(f"translate_{way}")["baselines"] for way in ("qu_es", "es_qu")]
        one, other = (peer[f"{key}_chrf++"] for peer in peers)
        lines.append(f"| {words} | {one:.1f} | | {other:.1f} | |")
    return "\n".join(lines)


def kept(name: str) -> dict[str, Any]:
    """Return the kept result of a section."""
    result: dict[str, Any] = json.loads((KEPT / f"{name}.json").read_text(encoding="utf-8"))
    return result


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

    readme = README.read_text(encoding="utf-8")
    tables = (("faq", faq_table), ("translation", translation_table), ("models", models_table))
    for name, table in tables:
        before, rest = readme.split(START.format(name))
        readme = before + START.format(name) + table() + END + rest.split(END, 1)[1]
    README.write_text(readme, encoding="utf-8")


if __name__ == "__main__":
    main()
