"""A 5-gram model with modified Kneser-Ney smoothing, by KenLM: the peer of a small network.

Source: Heafield et al. 2013, aclanthology.org/P13-2121. `make kenlm` installs it.
"""

import importlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from core.errors import UserError

ORDER = 5


def _program() -> str:
    """Return where KenLM's estimator is: on the PATH, or beside this Python."""
    beside = Path(sys.executable).with_name("lmplz")
    found = shutil.which("lmplz") or (str(beside) if beside.exists() else None)
    if found is None:
        raise UserError("error.kenlm_missing")
    return found


def _line(tokens: Sequence[int]) -> str:
    return " ".join(f"t{token}" for token in tokens)


class KneserNey:
    """Probabilities of token sequences, estimated on other sequences.

    A token that the training sequences lack gets an equal share of what is left for such tokens,
    so that the probabilities of the whole vocabulary sum to one.
    Raises UserError when KenLM is not installed.
    """

    def __init__(
        self, documents: Iterable[Sequence[int]], vocabulary: int, order: int = ORDER
    ) -> None:
        program = _program()
        try:
            kenlm = importlib.import_module("kenlm")
        except ImportError as missing:
            raise UserError("error.kenlm_missing") from missing
        with tempfile.TemporaryDirectory() as folder:
            text, arpa = Path(folder) / "tokens.txt", Path(folder) / "model.arpa"
            with text.open("w", encoding="ascii") as file:
                file.writelines(f"{_line(tokens)}\n" for tokens in documents)
            options = ["--order", str(order), "--text", str(text), "--arpa", str(arpa)]
            # Counts of counts that a small text lacks fall back to fixed discounts.
            options += ["--vocab_pad", str(vocabulary), "--discount_fallback"]
            options += ["--temp_prefix", f"{folder}/", "--memory", "1G", "--minimum_block", "8K"]
            done = subprocess.run([program, *options], capture_output=True, text=True, check=False)
            if done.returncode:
                raise RuntimeError(f"lmplz failed: {done.stderr[-800:]}")
            quiet = kenlm.Config()
            quiet.show_progress = False
            self._model = kenlm.Model(str(arpa), quiet)

    def log10(self, tokens: Sequence[int]) -> float:
        """Return the logarithm to base 10 of the probability of a document's tokens.

        The document's start is given and its end not asked for.
        """
        return float(self._model.score(_line(tokens), bos=True, eos=False))
