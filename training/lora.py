"""Teach a base model a task: `python -m training.lora RECIPE.toml [--out FOLDER] [--resume]`.

The folder of the run (see training.job) gets the adapter in `adapter/`, or the whole model in
`model/`. A run that was stopped or killed goes on with --resume, to the same loss curve.
"""

import argparse
import json
import signal
import sys
import time
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from threading import Event
from typing import Any

import torch

from core.config import settings
from core.errors import UserError
from core.i18n.catalogue import say
from training.config import LoraRecipe
from training.job import Job
from training.lora_card import card, results
from training.lora_data import LoadTask, load_task, prepare
from training.lora_loop import Loop, Plan
from training.lora_model import adapt, choose_device, load_base, save_trained


def run(
    recipe: LoraRecipe,
    folder: Path,
    *,
    resume: bool = False,
    cancel: Event | None = None,
    task: LoadTask = load_task,
    measure: Callable[[Any, Any], Mapping[str, object]] | None = None,
) -> dict[str, object] | None:
    """Return the results of a run in its folder, None when `cancel` was set before its end.

    measure: figures for the card, from the trained model and its tokenizer.
    Raises UserError for faults in recipe, data, base or folder, and when the loss diverges.
    """
    job = Job(folder, recipe.model_dump(mode="json"), resume)
    try:
        with _memory_told():
            return _train(recipe, job, cancel or Event(), task, measure)
    except UserError as fault:
        job.event("end", _last_step(job), state="failed", error=fault.key)
        raise
    finally:
        job.close()


def _train(
    recipe: LoraRecipe,
    job: Job,
    cancel: Event,
    task: LoadTask,
    measure: Callable[[Any, Any], Mapping[str, object]] | None,
) -> dict[str, object] | None:
    device = choose_device(recipe)
    base = load_base(recipe, device)
    lesson = prepare(recipe, base.tokenizer, task)
    loop = Loop(recipe, lesson, base, adapt(base, recipe), device)
    plan = _plan(job, loop)
    if not loop.follow(job, plan, cancel):
        job.event("end", loop.step, state="stopped")
        return None
    kind = "adapter" if recipe.method == "lora" else "model"
    size = save_trained(job, kind, loop.model, base)
    result = results(
        recipe,
        lesson,
        plan,
        job.events(),
        model=base.name,
        base_fingerprint=base.fingerprint,
        device=device,
        trainable=sum(weight.numel() for weight in loop.weights.values()),
        bytes=size,
        seconds=round(loop.seconds, 2),
    )
    figures = dict(measure(loop.model.eval(), base.tokenizer)) if measure else {}
    result["figures"] = figures
    job.write_json("results.json", result)
    job.write(f"{kind}/CARD.md", card(recipe, result, figures).encode())
    job.event("end", loop.step, state="finished")
    return result


@contextmanager
def _memory_told() -> Iterator[None]:
    try:
        yield
    except torch.OutOfMemoryError as fault:
        raise UserError("error.training_memory") from fault


def _plan(job: Job, loop: Loop) -> Plan:
    """Return the plan that a job follows already, or a new one.

    Raises UserError when the base has changed since.
    """
    kept = job.read_json("plan.json")
    plan = Plan(**kept) if kept else loop.plan()
    if plan.base != loop.base.fingerprint:
        raise UserError("error.job_other_base", folder=job.folder.name)
    job.write_json("plan.json", asdict(plan))
    return plan


def _last_step(job: Job) -> int:
    return max((event["step"] for event in job.events()), default=0)


def with_changes(recipe: LoraRecipe, changes: Sequence[str]) -> LoraRecipe:
    """Return the recipe with `key=value` changes, values as in TOML; a bare word is a text.

    Raises pydantic.ValidationError for unknown keys and values out of range.
    """
    values = recipe.model_dump()
    for change in changes:
        key, _, text = change.partition("=")
        try:
            values |= tomllib.loads(f"{key} = {text}")
        except tomllib.TOMLDecodeError:
            values[key] = text
    return LoraRecipe(**values)


def main(arguments: list[str] | None = None) -> int:
    """Run or resume a recipe; an interrupt keeps a checkpoint first."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("recipe", type=Path)
    parser.add_argument("--out", type=Path, help="folder of the run; default: in the data folder")
    parser.add_argument("--resume", action="store_true", help="go on where the folder's run was")
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE")
    options = parser.parse_args(arguments)
    cancel = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: cancel.set())
    try:
        recipe = with_changes(LoraRecipe.read(options.recipe), options.set)
        folder = options.out or _new_folder(recipe.name)
        result = run(recipe, folder, resume=options.resume, cancel=cancel)
    except (UserError, ValueError, OSError) as problem:
        told = (
            say(problem.key, "en", **problem.values) if isinstance(problem, UserError) else problem
        )
        print(told, file=sys.stderr)
        return 1
    if result is None:
        print("Stopped; --resume goes on from here.", file=sys.stderr)
        return 3
    print(json.dumps(result, ensure_ascii=False, indent=1))
    return 0


def _new_folder(name: str) -> Path:
    return settings().home / "jobs" / f"{name}-{time.strftime('%Y%m%d-%H%M%S')}"


if __name__ == "__main__":
    sys.exit(main())
