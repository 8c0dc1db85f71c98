"""Build or check the lexicon of Kichwa: `python -m training.kichwa_lexicon build|check`."""

import argparse
from pathlib import Path

from core.kichwa.lexicon import PATH, write_lexicon


def build(options: argparse.Namespace) -> None:
    """Write the lexicon and print how much of it there is."""
    from training.kichwa_compile import compile_lexicon

    compiled = compile_lexicon()
    write_lexicon(compiled.entries, options.out)
    heads = {entry.lemma for entry in compiled.entries}
    print(f"{len(compiled.entries)} entries, {len(heads)} head words -> {options.out}")
    for reason, count in compiled.dropped.most_common():
        print(f"  left out, {reason}: {count}")


def main() -> None:
    """Run a command."""
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(required=True)
    command = commands.add_parser("build", help=build.__doc__)
    command.add_argument("--out", type=Path, default=PATH)
    command.set_defaults(run=build)
    options = parser.parse_args()
    options.run(options)


if __name__ == "__main__":
    main()
