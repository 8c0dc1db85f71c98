"""Put a trained base where the suite looks for it: `python -m training.ship --run FOLDER`.

The weights are written in bfloat16 and the card from what the runs themselves recorded.
"""

import argparse
import json
import shutil
from pathlib import Path
from typing import Any

from core.config import ASSETS

LLAMITA = ASSETS / "models" / "llamita"
_TOKENIZER = "tokenizer.json", "tokenizer_config.json"
_CARD = Path(__file__).parent / "cards" / "llamita.md"


def ship(model: Path, out: Path) -> tuple[int, int]:
    """Write bfloat16 weights, configuration and tokenizer; return parameters and bytes."""
    import torch
    from transformers import GenerationConfig, LlamaForCausalLM

    network: Any = LlamaForCausalLM.from_pretrained(
        model, use_safetensors=True, local_files_only=True, dtype=torch.bfloat16
    )
    network.generation_config = GenerationConfig(  # type: ignore[no-untyped-call]
        bos_token_id=1, eos_token_id=2, pad_token_id=0, do_sample=False
    )
    out.mkdir(parents=True, exist_ok=True)
    network.save_pretrained(out)
    for name in _TOKENIZER:
        shutil.copy(model / name, out / name)
    return network.num_parameters(), (out / "model.safetensors").stat().st_size


def main() -> None:
    """Ship the base that a pretraining folder and a dictionary stage hold."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--run", type=Path, required=True, help="folder of the pretraining")
    options.add_argument("--words", type=Path, required=True, help="folder of the dictionary stage")
    options.add_argument("--out", type=Path, default=LLAMITA)
    chosen = options.parse_args()
    mixture = json.loads((chosen.run / "mixture.json").read_text(encoding="utf-8"))
    last = (chosen.run / "events.jsonl").read_text(encoding="utf-8").splitlines()[-1]
    stage = json.loads((chosen.words / "results.json").read_text(encoding="utf-8"))
    parameters, size = ship(chosen.words / "model", chosen.out)
    card = _CARD.read_text(encoding="utf-8").format(
        parameters=parameters,
        megabytes=size / 1e6,
        tokens=mixture["tokens"],
        loss=json.loads(last)["loss"],
        stage_tokens=stage["n"]["tokens"],
        stage_loss=stage["metrics"]["loss_last"],
        kinds="\n".join(
            f"| {name} | {kind['documents']} | {kind['tokens']} | {kind['passes']:g} |"
            for name, kind in mixture["kinds"].items()
        ),
    )
    (chosen.out / "CARD.md").write_text(card, encoding="utf-8")
    print(f"{chosen.out}: {size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
