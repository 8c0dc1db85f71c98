"""Build or check the lexicon of Kichwa: `python -m training.kichwa_lexicon build|check`."""

import argparse
import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path

from core.kichwa.lexicon import PATH, read_lexicon, write_lexicon


def build(options: argparse.Namespace) -> None:
    """Write the lexicon and print how much of it there is."""
    from training.kichwa_compile import compile_lexicon

    compiled = compile_lexicon()
    write_lexicon(compiled.entries, options.out)
    heads = {entry.lemma for entry in compiled.entries}
    print(f"{len(compiled.entries)} entries, {len(heads)} head words -> {options.out}")
    for reason, count in compiled.dropped.most_common():
        print(f"  left out, {reason}: {count}")


def check(options: argparse.Namespace) -> None:
    """Print where the lexicon and the public data disagree; --out keeps it as JSON."""
    from training.kichwa_check import KINDS, coverage, disagreements

    words = read_lexicon(options.lexicon)
    found = disagreements(words)
    shares = coverage(words)
    for kind in KINDS:
        of_kind = [finding for finding in found if finding.kind == kind]
        print(f"\n{kind}: {len(of_kind)}")
        for finding in of_kind[: options.show]:
            here = finding.here or "–"
            print(f"  {finding.head:28} {finding.source:12} {here:36.36} | {finding.there:.60}")
    print("\nKichwa words of killkan whose head word is in the lexicon:")
    for name, share in shares.items():
        print(f"  {name:28} {share:.1%}")
    if options.out:
        report = {
            "counts": dict(Counter(finding.kind for finding in found)),
            "coverage": shares,
            "findings": [asdict(finding) for finding in found],
        }
        text = json.dumps(report, ensure_ascii=False, indent=1)
        options.out.write_text(f"{text}\n", encoding="utf-8")


def main() -> None:
    """Run a command."""
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(required=True)
    command = commands.add_parser("build", help=build.__doc__)
    command.add_argument("--out", type=Path, default=PATH)
    command.set_defaults(run=build)
    command = commands.add_parser("check", help=check.__doc__)
    command.add_argument("--lexicon", type=Path, default=PATH)
    command.add_argument("--show", type=int, default=20, help="lines of each kind")
    command.add_argument("--out", type=Path)
    command.set_defaults(run=check)
    options = parser.parse_args()
    options.run(options)


if __name__ == "__main__":
    main()
