"""Put a trained base where the suite looks for it: `python -m training.ship …`.

The weights are written in bfloat16 and the card from what the runs themselves recorded.
"""

import argparse
import json
import shutil
from collections.abc import Sequence
from pathlib import Path

from core.config import ASSETS
from training.tokenizer import BOS_ID, EOS_ID, FILES, PAD_ID

LLAMITA = ASSETS / "models" / "llamita"
_MIXED_BACK = 0.2
_CARD = Path(__file__).parent / "cards" / "llamita.md"


def ship(model: Path, pretrained: Path, out: Path) -> tuple[int, int]:
    """Write bfloat16 weights, configuration and tokenizer; return parameters and bytes.

    A fifth of the pretrained weights is mixed back into those of the last stage: it gives back most
    of what the stages forgot. Source: arXiv 2109.01903.
    """
    import torch
    from transformers import GenerationConfig, LlamaForCausalLM

    network, before = (
        LlamaForCausalLM.from_pretrained(folder, use_safetensors=True, local_files_only=True)
        for folder in (model, pretrained / "model")
    )
    with torch.no_grad():
        for late, early in zip(network.parameters(), before.parameters(), strict=True):
            late.lerp_(early, _MIXED_BACK)
    network.bfloat16()
    network.generation_config = GenerationConfig(  # type: ignore[no-untyped-call]
        bos_token_id=BOS_ID, eos_token_id=EOS_ID, pad_token_id=PAD_ID, do_sample=False
    )
    out.mkdir(parents=True, exist_ok=True)
    network.save_pretrained(out)
    for name in FILES:
        shutil.copy(pretrained / name, out / name)
    return network.num_parameters(), (out / "model.safetensors").stat().st_size


def ship_base(run: Path, stages: Sequence[Path]) -> None:
    """Ship the base of a pretraining folder and the stages after it."""
    mixture = json.loads((run / "mixture.json").read_text(encoding="utf-8"))
    last = (run / "events.jsonl").read_text(encoding="utf-8").splitlines()[-1]
    # Later stages hold the same tokenizer, but its chat template in a file of its own.
    parameters, size = ship(stages[-1] / "model", run, LLAMITA)
    card = _CARD.read_text(encoding="utf-8").format(
        parameters=parameters,
        megabytes=size / 1e6,
        steps=json.loads(last)["step"],
        loss=json.loads(last)["loss"],
        stages="\n".join(map(_stage, stages)),
        mixed_back=_MIXED_BACK,
        kinds="\n".join(
            f"| {name} | {kind['documents']} | {kind['tokens']} | {kind['passes']:g} |"
            for name, kind in mixture["kinds"].items()
        ),
    )
    (LLAMITA / "CARD.md").write_text(card, encoding="utf-8")
    print(f"{LLAMITA}: {size / 1e6:.1f} MB")


def _stage(run: Path) -> str:
    recipe = json.loads((run / "config.json").read_text(encoding="utf-8"))
    result = json.loads((run / "results.json").read_text(encoding="utf-8"))
    return (
        f"Then `python -m training.lora training/recipes/{recipe['name']}.toml` (all weights): "
        f"{result['n']['tokens']:,} tokens of {', '.join(recipe['data'])}, with "
        f"{', '.join(dict.fromkeys(recipe['replay']))} shown again."
    )


def ship_adapter(run: Path) -> None:
    """Ship the adapter and the card of a run of `training.lora`."""
    name = json.loads((run / "config.json").read_text(encoding="utf-8"))["name"]
    folder = LLAMITA / "adapters" / name
    shutil.copytree(run / "adapter", folder, dirs_exist_ok=True)
    size = (folder / "adapter_model.safetensors").stat().st_size
    print(f"{folder}: {size / 1e6:.1f} MB")


def main() -> None:
    """Ship a base, or adapters."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--base", type=Path, help="folder of the pretraining")
    options.add_argument("--stages", type=Path, nargs="*", help="folders of the runs after it")
    options.add_argument("--adapters", type=Path, nargs="*", default=[], help="folders of runs")
    chosen = options.parse_args()
    if chosen.base:
        ship_base(chosen.base, chosen.stages)
    for run in chosen.adapters:
        ship_adapter(run)


if __name__ == "__main__":
    main()
