"""The model that is trained: a base of Llama architecture, as it is or with a low-rank addition."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save as to_bytes
from torch import Tensor, nn
from torch.nn import functional

from core.config import ASSETS
from core.errors import UserError
from core.models.hub import find
from core.models.quantised import compute_dtype, guard, nf4
from core.models.weights import check_model
from core.prompts.templates import PLAIN
from training.batches import NO_LOSS, Example, collate
from training.config import LoraRecipe
from training.job import Job

# From here on a frozen base is kept in 16 bits, as it would not fit twice into common memory.
_LARGE_PARAMETERS = 300_000_000


@dataclass(frozen=True)
class Base:
    """A loaded base.

    name: without any folder of this machine.
    fingerprint: changes when the weights do.
    """

    model: Any
    tokenizer: Any
    name: str
    fingerprint: str


def choose_device(recipe: LoraRecipe) -> str:
    """Return "cuda" or "cpu". Raises UserError when a GPU is asked for and there is none."""
    available = torch.cuda.is_available()
    if recipe.device == "cuda" and not available:
        raise UserError("error.cuda_missing")
    return "cuda" if available and recipe.device != "cpu" else "cpu"


def find_base(name: str) -> Path:
    """Return the folder of a base: a folder, a shipped model, or one in the Hub's cache.

    Nothing is fetched. Raises UserError when it is not on this disk, or no whole Llama.
    """
    here = (Path(name), ASSETS / "models" / name)
    folder = next((path for path in here if path.is_dir()), None) or find(name)
    if folder is None:
        raise UserError("error.base_missing", name=Path(name).name)
    check_model(folder)
    return folder


def load_base(recipe: LoraRecipe, device: str) -> Base:
    """Return the base of a recipe, ready for training on `device`.

    Raises UserError when it is not on this disk, damaged or no Llama.
    """
    from transformers import AutoTokenizer, LlamaConfig, LlamaForCausalLM

    folder = find_base(recipe.base)
    tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    if not tokenizer.chat_template:
        tokenizer.chat_template = PLAIN
    options: dict[str, Any] = {
        "dtype": _kept_dtype(recipe, LlamaConfig.from_pretrained(folder)),
        "device_map": {"": device},
        "use_safetensors": True,
        "local_files_only": True,
        "output_loading_info": True,
    }
    if recipe.quantise == "nf4":
        options["quantization_config"] = nf4(compute_dtype(device))
    loaded: Any = LlamaForCausalLM.from_pretrained(folder, **options)
    model, report = loaded
    if report["missing_keys"]:  # transformers would go on with random weights
        missing = len(report["missing_keys"])
        raise UserError("error.weights_incomplete", folder=folder.name, missing=missing)
    if recipe.quantise == "nf4":
        guard(model)
    given_folder = folder == Path(recipe.base)
    name = folder.resolve().name if given_folder else recipe.base
    return Base(model, tokenizer, name, fingerprint(folder))


def adapt(base: Base, recipe: LoraRecipe) -> Any:
    """Return the base with what the recipe trains; only that has gradients."""
    torch.manual_seed(recipe.seed)
    model = base.model
    if recipe.quantise == "nf4":
        from peft import prepare_model_for_kbit_training

        # Casts norms and embeddings to float32; the hook that it may add is for checkpointing.
        model = prepare_model_for_kbit_training(  # type: ignore[no-untyped-call]
            model,
            use_gradient_checkpointing=recipe.gradient_checkpointing,
            gradient_checkpointing_kwargs={"use_reentrant": False},
        )
    elif recipe.gradient_checkpointing:
        model.gradient_checkpointing_enable({"use_reentrant": False})
    if recipe.method == "full":
        return model.train()
    from peft import LoraConfig, get_peft_model

    config = LoraConfig(
        r=recipe.rank,
        lora_alpha=recipe.alpha,
        lora_dropout=recipe.dropout,
        use_rslora=recipe.rslora,
        target_modules=list(recipe.target_modules),
        task_type="CAUSAL_LM",
    )
    return get_peft_model(model, config).train()


def trained(model: nn.Module) -> dict[str, nn.Parameter]:
    """Return the parameters that the run changes."""
    return {name: p for name, p in model.named_parameters() if p.requires_grad}


def answer_loss(model: Any, batch: list[Example], pad: int, device: str) -> Tensor:
    """Return the summed cross entropy of the answers' tokens, in nats.

    The vocabulary is computed only for positions that bear loss. No mask is needed: padding
    stands at the end, and causal attention never looks there.
    """
    ids, labels, _ = collate(batch, pad)
    llama = model.get_base_model() if hasattr(model, "get_base_model") else model
    hidden = llama.model(input_ids=ids.to(device), use_cache=False).last_hidden_state
    following = labels[:, 1:].to(device)
    bears = following != NO_LOSS
    logits = llama.lm_head(hidden[:, :-1][bears])
    return functional.cross_entropy(logits.float(), following[bears], reduction="sum")


def answer_tokens(batch: list[Example]) -> int:
    """Return how many tokens of a batch bear loss; the first of a text never does."""
    return sum(label != NO_LOSS for example in batch for label in example.labels[1:])


def save_trained(job: Job, folder: str, model: Any, base: Base) -> int:
    """Write the adapter in float16, or the whole model; return the weights' bytes."""
    if not hasattr(model, "peft_config"):
        model.save_pretrained(job.folder / folder)
        base.tokenizer.save_pretrained(job.folder / folder)
        return sum(file.stat().st_size for file in (job.folder / folder).glob("*.safetensors"))
    from peft import get_peft_model_state_dict

    weights = get_peft_model_state_dict(model)
    halves = {name: w.detach().half().cpu().contiguous() for name, w in weights.items()}
    data = to_bytes(halves, metadata={"format": "pt"})
    settings = model.peft_config["default"].to_dict()
    settings |= {"base_model_name_or_path": base.name, "inference_mode": True}
    settings["target_modules"] = sorted(settings["target_modules"])
    job.write(f"{folder}/adapter_model.safetensors", data)
    job.write(f"{folder}/adapter_config.json", (json.dumps(settings, indent=1) + "\n").encode())
    return len(data)


def fingerprint(folder: Path) -> str:
    """Return 12 hexadecimal digits that tell bases apart, from each file's size and first MiB."""
    digest = hashlib.sha256((folder / "config.json").read_bytes())
    for path in sorted(folder.glob("*.safetensors")):
        digest.update(str(path.stat().st_size).encode())
        with path.open("rb") as file:
            digest.update(file.read(1 << 20))
    return digest.hexdigest()[:12]


def _kept_dtype(recipe: LoraRecipe, config: Any) -> torch.dtype:
    """Return the type of the base's weights; those that are trained need 32 bits."""
    from transformers import LlamaForCausalLM

    with torch.device("meta"):
        size = LlamaForCausalLM(config).num_parameters()
    small = size < _LARGE_PARAMETERS or recipe.method == "full"
    return torch.float32 if small else torch.bfloat16
