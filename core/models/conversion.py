"""Models in CTranslate2's 8-bit form: converted from base and adapter at first use, then kept.

    <home>/cache/ct2/<name>-<hash of weights, adapter, tokenizer and CTranslate2's version>/

A folder appears there by one rename, when it is complete: what a killed or failed conversion
leaves are temporary folders, which the next conversion removes.
"""

import hashlib
import logging
import os
import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

from core.config import settings
from core.errors import UserError
from core.models.weights import check_adapter, check_model

_LOG = logging.getLogger(__name__)
_LAYOUT = "1"  # raise it when the contents of a converted folder change
_SETTINGS = ("config.json", "tokenizer.json", "tokenizer_config.json")
_ADAPTER = ("adapter_config.json", "adapter_model.safetensors")
_TEMPORARY = re.compile(r"\.converting-(\d+)-\d+")
_WHOLE = 1 << 30  # bytes; of larger files only the ends are read
_END = 1 << 20
_converting = threading.Lock()  # one at a time: a second would need the memory twice


def cache_folder() -> Path:
    """Return the folder of the converted models of this installation."""
    return settings().home / "cache" / "ct2"


def converted(name: str, base: Path, adapter: Path | None = None) -> Path:
    """Return the CTranslate2 folder of `base` with `adapter` merged in; convert it if need be.

    Raises UserError when files are missing, damaged, no safetensors or do not fit together, and
    when the disk is full.
    """
    files = [*sorted(base.glob("*.safetensors")), *(base / file for file in _SETTINGS)]
    files += [adapter / file for file in _ADAPTER] if adapter else []
    digest = _digest(files)
    name = re.sub(r"[^\w.+-]", "_", name)
    folder = cache_folder() / f"{name}-{digest}"
    with _converting:
        if not folder.is_dir():
            check_model(base)
            if adapter:
                check_adapter(adapter, base)
            with _told(name):
                _convert(base, adapter, folder)
            _remove_stale(name, folder)
    return folder


def discard(folder: Path) -> None:
    """Remove a converted model that cannot be loaded, so that it is converted anew."""
    shutil.rmtree(folder, ignore_errors=True)


def _digest(files: list[Path]) -> str:
    """Return 16 hexadecimal digits that change with the contents of `files`."""
    whole = hashlib.sha256(f"{_LAYOUT} {version('ctranslate2')}".encode())
    for path in files:
        if not path.is_file():
            continue
        whole.update(f"\n{path.name} ".encode())
        with path.open("rb") as file:
            if path.stat().st_size <= _WHOLE:
                whole.update(hashlib.file_digest(file, "sha256").digest())
            else:
                state = path.stat()
                whole.update(f"{state.st_size} {state.st_mtime_ns}".encode())
                whole.update(file.read(_END))
                file.seek(-_END, os.SEEK_END)
                whole.update(file.read())
    return whole.hexdigest()[:16]


@contextmanager
def _told(name: str) -> Iterator[None]:
    """Turn faults of a conversion into sentences; the log keeps the rest."""
    from safetensors import SafetensorError

    try:
        yield
    except OSError as fault:
        _LOG.exception("no room or no right to convert %s", name)
        raise UserError("error.conversion_disk", name=name, folder=str(cache_folder())) from fault
    except (ValueError, KeyError, TypeError, RuntimeError, SafetensorError) as fault:
        _LOG.exception("%s cannot be converted", name)
        raise UserError("error.conversion_failed", name=name) from fault


def _convert(base: Path, adapter: Path | None, folder: Path) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    _remove_abandoned(folder.parent)
    temporary = folder.parent / f".converting-{os.getpid()}-{threading.get_ident()}"
    try:
        _export(base, adapter, temporary)
        for path in temporary.iterdir():
            _flush(path)
        try:
            temporary.rename(folder)
        except OSError:
            if not folder.is_dir():  # else another process was faster; its folder is the same
                raise
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _export(base: Path, adapter: Path | None, folder: Path) -> None:
    """Merge in 32 bits, quantise to 8 and write `folder`."""
    from ctranslate2.converters import TransformersConverter

    class Merged(TransformersConverter):  # type: ignore[misc]
        """CTranslate2's converter, fed from memory instead of from a merged copy on disk."""

        def load_model(self, model_class: Any, path: str, **_: object) -> Any:
            return merged(model_class, Path(path), adapter)

    Merged(str(base)).convert(str(folder), quantization="int8")


def merged(model_class: Any, base: Path, adapter: Path | None) -> Any:
    """Return the transformers model of `base` in float32, `adapter` merged into its weights."""
    import torch

    model = model_class.from_pretrained(
        base, dtype=torch.float32, use_safetensors=True, local_files_only=True
    )
    if adapter is None:
        return model
    from peft import PeftModel

    wrapped = PeftModel.from_pretrained(model, str(adapter), use_safetensors=True)
    return wrapped.merge_and_unload()


def _flush(path: Path) -> None:
    """Make sure that `path` is on the disk before its folder gets its name."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _remove_stale(name: str, current: Path) -> None:
    versions = re.compile(re.escape(name) + "-[0-9a-f]{16}")
    for path in current.parent.iterdir():
        if versions.fullmatch(path.name) and path != current:
            shutil.rmtree(path, ignore_errors=True)


def _remove_abandoned(parent: Path) -> None:
    """Remove temporary folders whose process is gone."""
    for path in parent.iterdir():
        made = _TEMPORARY.fullmatch(path.name)
        if made and not _is_alive(int(made[1])):
            shutil.rmtree(path, ignore_errors=True)


def _is_alive(process: int) -> bool:
    if process == os.getpid():
        return False  # ours are removed when they end, so this one is of an earlier process
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
