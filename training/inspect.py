"""Inspect training records: `python -m training.inspect FILE [--test FILE] [--repair OUT.json]`.

Prints each finding with what to do about it; `--out` keeps the report as JSON, `--repair` writes a
mended copy and, beside it, the log of its changes (OUT.changes.jsonl).
"""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from core.errors import UserError
from core.i18n.catalogue import LANGUAGES, say
from core.lexicon.findings import Change, Inspection
from core.lexicon.inspection import repaired
from core.lexicon.records import read_records, write_records
from core.prompts.records import Record
from core.tasks.inspect_records import describe, inspect_records

_SHOWN = 200


def as_report(inspection: Inspection, file: str, language: str) -> dict[str, object]:
    """Return an inspection as plain JSON values."""
    findings = []
    for finding in inspection.findings:
        wrong, advice = describe(finding, language)
        plain = asdict(finding) | {"severity": finding.severity}
        findings.append(plain | {"wrong": wrong, "advice": advice})
    return {
        "file": file,
        "rows": inspection.rows,
        "counts": inspection.counts,
        "findings": findings,
    }


def write_repair(path: Path, records: list[Record], log: tuple[Change, ...]) -> None:
    """Write mended records, and the log of changes beside them."""
    write_records(records, path)
    lines = [json.dumps(asdict(change), ensure_ascii=False) + "\n" for change in log]
    path.with_suffix(".changes.jsonl").write_text("".join(lines), encoding="utf-8")


def run(options: argparse.Namespace) -> None:
    """Inspect, print, and write what was asked for."""
    records = read_records(options.file)
    test = read_records(options.test) if options.test else []
    inspection = inspect_records(records, test, options.limit_chars)
    for finding in inspection.findings[:_SHOWN]:
        print(" ".join(describe(finding, options.language)))
    if len(inspection.findings) > _SHOWN:
        print(f"… {len(inspection.findings) - _SHOWN} more")
    print(json.dumps({"rows": inspection.rows, **inspection.counts}, ensure_ascii=False))
    if options.out:
        report = as_report(inspection, options.file.name, options.language)
        text = json.dumps(report, ensure_ascii=False, indent=1) + "\n"
        options.out.write_text(text, encoding="utf-8")
    if options.repair:
        write_repair(options.repair, *repaired(records, inspection))


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return 1 where the file cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m training.inspect", description=__doc__)
    parser.add_argument("file", type=Path, help="JSON, JSON lines or CSV")
    parser.add_argument("--test", type=Path, help="records that must not be learned from")
    parser.add_argument("--out", type=Path, help="where to write the report as JSON")
    parser.add_argument("--repair", type=Path, help="where to write a mended copy")
    parser.add_argument("--language", choices=LANGUAGES, default="es")
    parser.add_argument("--limit-chars", type=int, default=2000, help="longest text that is fine")
    options = parser.parse_args(arguments)
    try:
        run(options)
    except UserError as problem:
        print(say(problem.key, options.language, **problem.values), file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
