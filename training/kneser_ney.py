"""5-grams with modified Kneser-Ney smoothing, estimated by KenLM: the peer of a small network.

Source: Heafield et al. 2013, aclanthology.org/P13-2121. `make kenlm` builds KenLM's `lmplz`.
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from core.errors import UserError

ORDER = 5
_START, _UNKNOWN = "<s>", "<unk>"
NGram = tuple[str, ...]
# n-gram: logarithms to base 10 of its probability and of its weight for backing off
Table = dict[NGram, tuple[float, float]]


def log_probabilities(
    train: Iterable[Sequence[int]],
    asked: Sequence[Sequence[int]],
    vocabulary: int,
    order: int = ORDER,
) -> list[float]:
    """Return log10 of the probability of each asked sequence, estimated on the train sequences.

    A sequence's start is given and its end not asked for. A token that `train` lacks gets an equal
    share of what is left for such tokens: the whole vocabulary sums to one.
    Raises UserError when KenLM is not installed.
    """
    program = _program()
    words = [_words(row) for row in asked]
    needed = {
        (_START, *row)[at : at + length]
        for row in words
        for length in range(1, order + 1)
        for at in range(len(row) + 2 - length)
    }
    with tempfile.TemporaryDirectory() as folder:
        arpa = _estimate(program, train, vocabulary, order, Path(folder))
        table = read_arpa(arpa, needed | {(_UNKNOWN,)})
    return [log_probability(table, row, order) for row in words]


def _program() -> str:
    """Return where KenLM's estimator is: on the PATH, or beside this Python."""
    beside = Path(sys.executable).with_name("lmplz")
    found = shutil.which("lmplz") or (str(beside) if beside.exists() else None)
    if found is None:
        raise UserError("error.kenlm_missing")
    return found


def _words(tokens: Sequence[int]) -> NGram:
    return tuple(f"t{token}" for token in tokens)


def _estimate(
    program: str, train: Iterable[Sequence[int]], vocabulary: int, order: int, folder: Path
) -> Path:
    """Return the ARPA file of a model, written by lmplz."""
    text, arpa = folder / "tokens.txt", folder / "model.arpa"
    with text.open("w", encoding="ascii") as file:
        file.writelines(" ".join(_words(tokens)) + "\n" for tokens in train)
    options = ["--order", str(order), "--text", str(text), "--arpa", str(arpa)]
    # Counts of counts that a small text lacks fall back to fixed discounts.
    options += ["--vocab_pad", str(vocabulary), "--discount_fallback"]
    options += ["--temp_prefix", f"{folder}/", "--memory", "1G"]
    done = subprocess.run([program, *options], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"lmplz failed: {done.stderr[-800:]}")
    return arpa


def read_arpa(path: Path, needed: set[NGram]) -> Table:
    """Return those n-grams of an ARPA file that are needed."""
    table: Table = {}
    with path.open(encoding="ascii") as lines:
        for line in lines:
            cells = line.rstrip("\n").split("\t")
            if len(cells) >= 2 and (n_gram := tuple(cells[1].split(" "))) in needed:
                table[n_gram] = (float(cells[0]), float(cells[2]) if len(cells) > 2 else 0.0)
    return table


def log_probability(table: Table, words: NGram, order: int = ORDER) -> float:
    """Return log10 of the probability of a sequence after its start.

    An n-gram that is not in the table backs off to the next shorter one.
    """
    total = 0.0
    row = (_START, *(word if (word,) in table else _UNKNOWN for word in words))
    for at in range(1, len(row)):
        history = row[max(0, at - order + 1) : at]
        while (*history, row[at]) not in table:
            total += table.get(history, (0.0, 0.0))[1]
            history = history[1:]
        total += table[(*history, row[at])][0]
    return total
