"""A training run in its folder, where pages read it and a killed run finds its way again.

    config.json   what was asked          events.jsonl   one line per step
    plan.json     what was decided        checkpoint.safetensors   where to go on
    results.json  what came out           CARD.md        the same for people

Each file is written whole or not at all; events are appended.
"""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

from safetensors import safe_open
from safetensors.torch import save as to_bytes
from torch import Tensor

from core.errors import UserError
from core.storage.faults import told_to_visitor
from core.storage.lock import Held, hold

CHECKPOINT = "checkpoint.safetensors"


class Job:
    """One run's folder, held by one process at a time.

    Raises UserError when the folder cannot be written, is in use by another process, holds a run
    already and `resume` is false, or holds the run of another recipe.
    """

    def __init__(self, folder: Path, config: Mapping[str, object], resume: bool = False) -> None:
        self.folder = folder
        with told_to_visitor():
            folder.mkdir(parents=True, exist_ok=True)
            self._lock = _held(folder)
            self._check(config, resume)
            self.write_json("config.json", config)
            self._events = (folder / "events.jsonl").open("a", encoding="utf-8")

    def write(self, name: str, data: bytes) -> None:
        """Write a file of the folder, whole or not at all; folders in `name` are made."""
        path = self.folder / name
        with told_to_visitor():
            path.parent.mkdir(parents=True, exist_ok=True)
            unfinished = path.with_name(path.name + ".tmp")
            with unfinished.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(path)

    def write_json(self, name: str, value: object) -> None:
        """Write a value as JSON."""
        text = json.dumps(value, ensure_ascii=False, indent=1) + "\n"
        self.write(name, text.encode())

    def read_json(self, name: str) -> Any:
        """Return the value of a JSON file, None where there is no such file."""
        path = self.folder / name
        return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None

    def event(self, kind: str, step: int, **values: object) -> None:
        """Append one line to events.jsonl, readable at once."""
        with told_to_visitor():
            print(json.dumps({"kind": kind, "step": step, **values}), file=self._events, flush=True)

    def events(self) -> list[dict[str, Any]]:
        """Return the events so far; a line cut short by a crash is left out."""
        found = []
        for line in (self.folder / "events.jsonl").read_text(encoding="utf-8").splitlines():
            try:
                found.append(json.loads(line))
            except ValueError:
                continue
        return found

    def save(self, step: int, tensors: Mapping[str, Tensor], **values: object) -> None:
        """Replace the checkpoint."""
        progress = {"progress": json.dumps({"step": step, **values})}
        whole = {name: tensor.detach().cpu().contiguous() for name, tensor in tensors.items()}
        self.write(CHECKPOINT, to_bytes(whole, metadata=progress))

    def load(self) -> tuple[dict[str, Tensor], dict[str, Any]] | None:
        """Return the checkpoint's tensors and values, and drop the events after it.

        None where nothing was kept yet; then all events are dropped.
        """
        path = self.folder / CHECKPOINT
        if not path.exists():
            self._keep_events(-1)
            return None
        with safe_open(path, "pt") as file:
            progress = json.loads(file.metadata()["progress"])
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
        self._keep_events(progress["step"])
        return tensors, progress

    def close(self) -> None:
        """Let others have the folder."""
        self._events.close()
        self._lock.close()

    def _check(self, config: Mapping[str, object], resume: bool) -> None:
        kept = self.read_json("config.json")
        if kept is None:
            return
        if not resume:
            raise UserError("error.job_exists", folder=self.folder.name)
        if kept != json.loads(json.dumps(config)):
            raise UserError("error.job_other_recipe", folder=self.folder.name)

    def _keep_events(self, last_step: int) -> None:
        kept = [e for e in self.events() if e["step"] <= last_step and e["kind"] != "end"]
        self._events.close()
        lines = "".join(json.dumps(event) + "\n" for event in kept)
        self.write("events.jsonl", lines.encode())
        self._events = (self.folder / "events.jsonl").open("a", encoding="utf-8")


def _held(folder: Path) -> IO[str]:
    try:
        return hold(folder)
    except Held as fault:
        raise UserError("error.job_running", folder=folder.name) from fault
