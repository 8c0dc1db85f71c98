"""The training loop of adapters: the same steps on a tiny model on a CPU and on 7B on a GPU.

Not run here for want of a GPU: CUDA and real weights of billions of parameters. Checked on CPU
instead: a 7B-shaped layer in bfloat16 and in NF4, gradient checkpointing, accumulation.
"""

import math
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from threading import Event
from typing import Any

import torch
from torch import Tensor

from core.errors import UserError
from training.batches import Example
from training.config import LoraRecipe
from training.job import Job
from training.lora_data import Lesson
from training.lora_model import Base, answer_loss, answer_tokens, save_trained, trained

Group = list[list[Example]]
_PROBES = 3  # steps that are timed


@dataclass(frozen=True)
class Plan:
    """What is decided once, at the start, and holds after a resume too."""

    steps: int
    precision: str
    threads: int
    base: str


class Loop:
    """One run: its model, optimiser and place in the data."""

    def __init__(
        self, recipe: LoraRecipe, lesson: Lesson, base: Base, model: Any, device: str
    ) -> None:
        self.recipe, self.lesson, self.base = recipe, lesson, base
        self.model, self.device = model, device
        self.weights = trained(model)
        self.optimizer = torch.optim.AdamW(
            self.weights.values(), lr=0.0, weight_decay=recipe.weight_decay, fused=True
        )
        pad = base.tokenizer.pad_token_id
        self.pad = base.tokenizer.eos_token_id if pad is None else pad  # never read, only a filler
        self.step, self.seconds, self.precision = 0, 0.0, "fp32"

    def plan(self) -> Plan:
        """Return the plan for this machine and load, from timing a few steps of each precision."""
        threads = self.recipe.threads or free_cores()
        torch.set_num_threads(threads)
        chosen = [self.recipe.precision] if self.recipe.precision != "auto" else self._precisions()
        speeds = {}
        if len(chosen) > 1 or self.recipe.seconds:
            speeds = {precision: self._seconds_per_token(precision) for precision in chosen}
        best = min(speeds, key=lambda p: speeds[p]) if speeds else chosen[0]
        steps = self._count_steps(speeds.get(best, 0.0))
        return Plan(steps, best, threads, self.base.fingerprint)

    def follow(self, job: Job, plan: Plan, cancel: Event) -> bool:
        """Train to the end of the plan; return False when `cancel` was set before.

        Raises UserError when the loss is no number any more.
        """
        torch.set_num_threads(plan.threads)
        self.precision = plan.precision
        self.resume(job)
        resumed_at, began = self.step, time.perf_counter()
        before, saved = self.seconds, began
        for epoch, last, group in islice(self._groups(), self.step, plan.steps):
            rate = learning_rate(self.recipe, self.step, plan.steps)
            started = time.perf_counter()
            loss = self.train_step(group, rate)
            self.step += 1
            now = time.perf_counter()
            self.seconds = before + now - began
            real = sum(len(example.ids) for batch in group for example in batch)
            job.event(
                "step",
                self.step,
                epoch=epoch,
                loss=loss,
                learning_rate=rate,
                tokens=real,
                tokens_per_s=round(real / (now - started), 1),
                eta_s=round((plan.steps - self.step) * (now - began) / (self.step - resumed_at), 1),
            )
            if last or self.step == plan.steps:
                self._end_epoch(job, epoch)
            if now - saved > self.recipe.checkpoint_s or cancel.is_set():
                self.keep(job)
                saved = now
            if cancel.is_set():
                break
        self.keep(job)
        return self.step == plan.steps

    def train_step(self, group: Group, rate: float) -> float:
        """Return the mean loss per token of a group before the step, in nats."""
        bearing = sum(map(answer_tokens, group))
        total = 0.0
        for batch in group:
            with self._autocast():
                loss = answer_loss(self.model, batch, self.pad, self.device) / bearing
            loss.backward()  # type: ignore[no-untyped-call]
            total += float(loss.detach())
        if not math.isfinite(total):
            raise UserError("error.training_diverged", step=self.step + 1)
        torch.nn.utils.clip_grad_norm_(self.weights.values(), self.recipe.clip)
        self.optimizer.param_groups[0]["lr"] = rate
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        return total

    def held_out_loss(self) -> float:
        """Return the mean loss per token of the examples kept back, in nats."""
        total, bearing = 0.0, 0
        size = self.recipe.batch_size
        alike = sorted(self.lesson.held_out, key=lambda example: len(example.ids))
        self.model.eval()
        with torch.no_grad(), self._autocast():
            for at in range(0, len(alike), size):
                batch = alike[at : at + size]
                total += float(answer_loss(self.model, batch, self.pad, self.device))
                bearing += answer_tokens(batch)
        self.model.train()
        return total / bearing

    def keep(self, job: Job) -> None:
        """Write a checkpoint: weights, optimiser, random states."""
        tensors: dict[str, Tensor] = {"random.cpu": torch.get_rng_state()}
        if self.device == "cuda":
            tensors["random.cuda"] = torch.cuda.get_rng_state()
        for name, weight in self.weights.items():
            tensors[f"weight.{name}"] = weight
            for key, value in self.optimizer.state[weight].items():
                tensors[f"{key}.{name}"] = value
        job.save(self.step, tensors, seconds=self.seconds)

    def resume(self, job: Job) -> None:
        """Go back to the checkpoint of a job, if it has one."""
        found = job.load()
        if found is None:
            return
        tensors, progress = found
        self.step, self.seconds = progress["step"], progress["seconds"]
        with torch.no_grad():
            for name, weight in self.weights.items():
                weight.copy_(tensors[f"weight.{name}"])
                self.optimizer.state[weight] = {
                    key: tensors[f"{key}.{name}"].to(weight.device)
                    for key in ("step", "exp_avg", "exp_avg_sq")
                }
        torch.set_rng_state(tensors["random.cpu"])
        if self.device == "cuda":
            torch.cuda.set_rng_state(tensors["random.cuda"])

    def _end_epoch(self, job: Job, epoch: int) -> None:
        values: dict[str, float] = {}
        if self.lesson.held_out:
            values["held_out_loss"] = self.held_out_loss()
        job.event("epoch", self.step, epoch=epoch, **values)
        if epoch in self.recipe.keep_epochs:
            save_trained(job, f"epochs/{epoch}", self.model, self.base)

    def _groups(self) -> Iterator[tuple[int, bool, Group]]:
        """Yield (epoch from 1, whether its last, batches of one step) without end."""
        epoch = 1
        while True:
            groups = self.lesson.batches(self.recipe, epoch)
            for at, group in enumerate(groups, 1):
                yield epoch, at == len(groups), group
            epoch += 1

    def _count_steps(self, seconds_per_token: float) -> int:
        recipe = self.recipe
        if recipe.epochs:
            whole = int(recipe.epochs)
            counts = [len(self.lesson.batches(recipe, epoch)) for epoch in range(1, whole + 2)]
            return max(1, sum(counts[:-1]) + round((recipe.epochs - whole) * counts[-1]))
        left, steps = recipe.seconds, 0
        for _, _, group in self._groups():
            left -= seconds_per_token * _padded(group)
            if left < 0:
                break
            steps += 1
        return max(1, steps)

    def _precisions(self) -> list[str]:
        if self.device == "cpu":
            return ["fp32", "bf16"]
        return ["bf16" if torch.cuda.is_bf16_supported(including_emulation=False) else "fp32"]

    def _seconds_per_token(self, precision: str) -> float:
        """Return the time of a step per token, padding included; nothing is learned."""
        self.precision = precision
        state = torch.get_rng_state()
        groups = self.lesson.batches(self.recipe, 1)
        probes = [groups[len(groups) * k // _PROBES] for k in range(_PROBES)]
        self.train_step(probes[0], 0.0)  # the first is slower
        began = time.perf_counter()
        for group in probes:
            self.train_step(group, 0.0)
        took = time.perf_counter() - began
        self.optimizer.state.clear()
        torch.set_rng_state(state)
        return took / sum(map(_padded, probes))

    def _autocast(self) -> torch.autocast:
        return torch.autocast(self.device, torch.bfloat16, enabled=self.precision == "bf16")


def learning_rate(recipe: LoraRecipe, step: int, steps: int) -> float:
    """Return the step size of a step, counted from 0: a linear rise, then the recipe's fall."""
    rise = min(1.0, (step + 1) / min(recipe.warmup, steps))
    done = step / steps
    fall = {"linear": 1 - done, "cosine": (1 + math.cos(math.pi * done)) / 2, "constant": 1.0}
    return recipe.learning_rate * rise * fall[recipe.schedule]


def free_cores() -> int:
    """Return how many cores of this process nobody uses, at least 1.

    More threads than free cores make every step wait for the slowest.
    """
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0  # Windows keeps none
    return max(1, torch.get_num_threads() - round(load))


def _padded(group: Group) -> int:
    return sum(len(batch) * max(len(example.ids) for example in batch) for batch in group)
