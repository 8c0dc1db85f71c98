"""What a run says of itself: results.json for programs, CARD.md for people."""

import platform
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from core.models.quantised import has_avx512_bf16
from training.config import LoraRecipe
from training.lora_data import Lesson
from training.lora_loop import Plan

_NATS = "nats per answer token"


def losses(events: Sequence[Mapping[str, Any]]) -> dict[str, float]:
    """Return the loss at the start and at the end, each the mean of a twentieth of the steps.

    With held-out data also its loss after the last epoch.
    """
    steps = [event["loss"] for event in events if event["kind"] == "step"]
    some = max(1, len(steps) // 20)
    found = {
        "loss_first": sum(steps[:some]) / some,
        "loss_last": sum(steps[-some:]) / some,
    }
    held_out = [e["held_out_loss"] for e in events if "held_out_loss" in e]
    return found | ({"loss_held_out": held_out[-1]} if held_out else {})


def results(
    recipe: LoraRecipe,
    lesson: Lesson,
    plan: Plan,
    events: Sequence[Mapping[str, Any]],
    **measured: object,
) -> dict[str, object]:
    """Return results.json in the form of the evaluations, with what was `measured` besides."""
    steps = [event for event in events if event["kind"] == "step"]
    return {
        "task": f"lora {recipe.name}",
        "metrics": losses(events),
        "ci95": {},
        "n": {
            "examples": len(lesson.taught),
            "held_out": len(lesson.held_out),
            "replay": sum(map(len, lesson.replay)),
            "truncated": lesson.truncated,
            "left_out": lesson.left_out,
            "steps": len(steps),
            "tokens": sum(step["tokens"] for step in steps),
        },
        "baselines": {},
        "data": [Path(name).name for name in recipe.data],
        "precision": plan.precision,
        "machine": machine(plan, str(measured.get("device", "cpu"))),
        **measured,
    }


def machine(plan: Plan, device: str) -> str:
    """Return the kind of machine, without any name."""
    if device == "cuda":
        import torch

        memory = torch.cuda.get_device_properties(0).total_memory / 2**30
        return f"one GPU with {memory:.0f} GiB"
    extra = " with AVX512_BF16" if has_avx512_bf16() else ""
    threads = "1 thread" if plan.threads == 1 else f"{plan.threads} threads"
    return f"{platform.machine()} CPU{extra}, {threads}"


def card(recipe: LoraRecipe, result: Mapping[str, Any], figures: Mapping[str, object]) -> str:
    """Return CARD.md, with `figures` measured after the run."""
    metrics, counts = result["metrics"], result["n"]
    rows = {
        "What": _what(recipe, result),
        "Base": f"{result['model']} (fingerprint {result['base_fingerprint']})",
        "Data": f"{', '.join(result['data'])}: {counts['examples']} examples, "
        f"{counts['truncated']} cut at {recipe.max_length} tokens, {counts['left_out']} left out",
        "Licence of the data": recipe.licence,
        "Recipe": _settings(recipe),
        "Run": f"{counts['steps']} steps, {counts['tokens']} tokens, {result['seconds']:.0f} s on "
        f"{result['machine']}, {result['precision']}, seed {recipe.seed}",
        "Loss": f"{metrics['loss_first']:.3f} → {metrics['loss_last']:.3f} {_NATS}",
    }
    if "loss_held_out" in metrics:
        rows["Held-out loss"] = (
            f"{metrics['loss_held_out']:.3f} {_NATS}, {counts['held_out']} examples"
        )
    rows |= {name: _figure(value) for name, value in figures.items()}
    rows["Limits"] = (
        "It answers in the form it was taught, also where it does not know. The loss says how "
        "well it fits these data, not whether an answer is true."
    )
    lines = [f"| {name} | {text} |" for name, text in rows.items()]
    return "\n".join([f"# {recipe.name}", "", "| | |", "| --- | --- |", *lines, ""])


def _what(recipe: LoraRecipe, result: Mapping[str, Any]) -> str:
    kind = "LoRA adapter" if recipe.method == "lora" else "All weights"
    return (
        f"{kind}, {result['trainable']:,} trained parameters, {result['bytes'] / 1e6:.2f} MB; "
        "written by `python -m training.lora`"
    )


def _settings(recipe: LoraRecipe) -> str:
    common = (
        f"step size {recipe.learning_rate:g} ({recipe.schedule}), "
        f"{recipe.batch_size * recipe.accumulate} examples per step"
    )
    if recipe.replay:
        common += f", {recipe.replay_share:.0%} replay of {', '.join(recipe.replay)}"
    if recipe.method == "full":
        return common
    kind = "rsLoRA" if recipe.rslora else "LoRA"
    quantised = ", base in NF4" if recipe.quantise == "nf4" else ""
    return (
        f"{kind} rank {recipe.rank}, alpha {recipe.alpha:g}, dropout {recipe.dropout:g} on "
        f"{', '.join(recipe.target_modules)}{quantised}; {common}"
    )


def _figure(value: object) -> str:
    return f"{value:.3f}" if isinstance(value, float) else str(value)
