"""A disk that fills up while a model is converted."""

import shutil
import subprocess
import sys
from pathlib import Path

from core.models.conversion import converted
from tests.unit.tiny_llama import tiny_llama

ROOT = Path(__file__).resolve().parents[2]
FILLS = """
import resource, sys
from pathlib import Path
from core.errors import UserError
from core.models.conversion import cache_folder, converted
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
try:
    converted("tiny", Path(sys.argv[1]))
except UserError as fault:
    print(fault.key, len(list(cache_folder().iterdir())))
"""


def test_a_full_disk_is_told_leaves_nothing_and_is_recovered_from(tmp_path):
    base = Path(shutil.copytree(tiny_llama(), tmp_path / "base"))
    done = subprocess.run(
        [sys.executable, "-c", FILLS, base], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert done.stdout.split() == ["error.conversion_disk", "0"], done.stderr
    assert (converted("tiny", base) / "model.bin").is_file()
