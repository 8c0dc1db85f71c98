"""Train Llamita from nothing: `python -m training.pretrain` (see recipes/llamita.toml).

A run is a folder: the token stream, a checkpoint every few minutes, events.jsonl. A stopped or
killed run goes on where its last checkpoint was, to the same loss curve.
"""

import argparse
import json
import math
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
from transformers import LlamaConfig, LlamaForCausalLM

from training.config import RECIPES, PretrainRecipe
from training.tokenizer import BOS_ID, EOS_ID, FILES, PAD_ID


def build(recipe: PretrainRecipe) -> LlamaForCausalLM:
    """Return an untrained Llama of the recipe's shape; the same seed gives the same weights."""
    torch.manual_seed(recipe.seed)
    config = LlamaConfig(
        vocab_size=recipe.vocabulary,
        hidden_size=recipe.hidden,
        intermediate_size=recipe.intermediate,
        num_hidden_layers=recipe.layers,
        num_attention_heads=recipe.heads,
        num_key_value_heads=recipe.kv_heads,
        max_position_embeddings=recipe.max_positions,
        tie_word_embeddings=True,
        pad_token_id=PAD_ID,
        bos_token_id=BOS_ID,
        eos_token_id=EOS_ID,
    )
    return LlamaForCausalLM(config)


def optimizers(model: LlamaForCausalLM, recipe: PretrainRecipe) -> list[torch.optim.Optimizer]:
    """Return Muon for the matrices inside the layers and AdamW for embeddings and norms.

    Source: Jordan 2024, kellerjordan.github.io/posts/muon; step size matched to AdamW's as in
    arXiv 2502.16982.
    """
    inside = [p for name, p in model.named_parameters() if p.ndim == 2 and "embed" not in name]
    rest = [p for name, p in model.named_parameters() if p.ndim != 2 or "embed" in name]
    return [
        torch.optim.Muon(
            inside,
            lr=recipe.learning_rate,
            weight_decay=recipe.weight_decay,
            adjust_lr_fn="match_rms_adamw",
        ),
        torch.optim.AdamW(rest, lr=recipe.learning_rate, betas=(0.9, 0.95), weight_decay=0.0),
    ]


def learning_rate(step: int, steps: int, recipe: PretrainRecipe) -> float:
    """Return the step size: a linear rise, then a linear fall to zero at `steps`.

    A cooldown falls from what the plan gives at its start. Source: arXiv 2502.15938.
    """
    rise = min(1.0, (step + 1) / recipe.warmup)
    start = min(step, recipe.cooldown_from) if recipe.cooldown else step
    cooled = (step - start) / recipe.cooldown if recipe.cooldown else 0.0
    return recipe.learning_rate * rise * (1 - start / steps) * (1 - cooled)


class Run:
    """One pretraining in its folder."""

    def __init__(self, recipe: PretrainRecipe, folder: Path) -> None:
        self.recipe, self.folder = recipe, folder
        self.stream = np.load(folder / "tokens.npy", mmap_mode="r")
        self.per_step = recipe.batch * recipe.context
        self.planned = (len(self.stream) - 1) // self.per_step
        early = recipe.cooldown_from + recipe.cooldown
        self.steps = min(self.planned, early) if recipe.cooldown else self.planned
        self.model = build(recipe)
        self.optimizers = optimizers(self.model, recipe)
        self.step = 0
        self._load()

    def go(self) -> Iterator[dict[str, float]]:
        """Train to the end, yielding {step, loss, tokens_per_s} about every 20 steps."""
        self.model.train()
        losses: list[float] = []
        began, saved = time.perf_counter(), time.monotonic()
        while self.step < self.steps:
            losses.append(self._train_step())
            self.step += 1
            if self.step % 20 == 0 or self.step == self.steps:
                seconds = time.perf_counter() - began
                yield {
                    "step": self.step,
                    "loss": sum(losses) / len(losses),
                    "tokens_per_s": len(losses) * self.per_step / seconds,
                }
                losses, began = [], time.perf_counter()
            if time.monotonic() - saved > 60 * self.recipe.minutes_per_checkpoint:
                self._save()
                saved = time.monotonic()
        self._save()

    def export(self) -> Path:
        """Write the model as transformers reads it, with its tokenizer; return the folder."""
        model = self.folder / "model"
        self.model.save_pretrained(model)
        for name in FILES:
            shutil.copy(self.folder / name, model / name)
        return model

    def _train_step(self) -> float:
        rate = learning_rate(self.step, self.planned, self.recipe)
        at = self.step * self.per_step
        window = np.asarray(self.stream[at : at + self.per_step + 1], dtype=np.int64)
        shape = self.recipe.batch, self.recipe.context
        ids = torch.from_numpy(window[:-1].reshape(shape))
        targets = torch.from_numpy(window[1:].reshape(shape))
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=self.recipe.bf16):
            logits = self.model(input_ids=ids, use_cache=False).logits
        loss = torch.nn.functional.cross_entropy(logits.flatten(0, 1).float(), targets.flatten())
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        for optimizer in self.optimizers:
            for group in optimizer.param_groups:
                group["lr"] = rate
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
        value = float(loss.detach())
        if not math.isfinite(value):
            raise RuntimeError(
                f"the loss is {value} at step {self.step}; the last checkpoint holds"
            )
        return value

    def _save(self) -> None:
        state: dict[str, Any] = {
            "step": self.step,
            "model": self.model.state_dict(),
            "optimizers": [optimizer.state_dict() for optimizer in self.optimizers],
        }
        unfinished = self.folder / "checkpoint.tmp"
        torch.save(state, unfinished)
        unfinished.replace(self.folder / "checkpoint.pt")

    def _load(self) -> None:
        path = self.folder / "checkpoint.pt"
        if not path.exists():
            return
        state = torch.load(path, weights_only=True)
        self.model.load_state_dict(state["model"])
        for optimizer, saved in zip(self.optimizers, state["optimizers"], strict=True):
            optimizer.load_state_dict(saved)
        self.step = state["step"]


def main() -> None:
    """Run or resume the pretraining of a recipe."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--recipe", type=Path, default=RECIPES / "llamita.toml")
    options.add_argument("--out", type=Path, required=True, help="folder of the run")
    options.add_argument("--threads", type=int, default=os.cpu_count())
    chosen = options.parse_args()
    torch.set_num_threads(chosen.threads)
    recipe = PretrainRecipe.read(chosen.recipe)
    run = Run(recipe, chosen.out)
    with (chosen.out / "events.jsonl").open("a", encoding="utf-8") as events:
        for event in run.go():
            left = (run.steps - run.step) * run.per_step / event["tokens_per_s"] / 60
            print(json.dumps(event), file=events, flush=True)
            print(
                f"step {run.step}/{run.steps}  loss {event['loss']:.3f}  "
                f"{event['tokens_per_s']:.0f} tokens/s  {left:.0f} min left",
                flush=True,
            )
    print(f"finished: {run.export()}")


if __name__ == "__main__":
    main()
