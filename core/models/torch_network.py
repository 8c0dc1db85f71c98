"""A Llama in PyTorch with its adapters: loaded once, worn one at a time, asked by many threads."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Event, RLock
from typing import Any

import torch
from torch import Tensor
from transformers import DynamicCache, LlamaForCausalLM, StoppingCriteria, StoppingCriteriaList
from transformers.utils import logging

from core.errors import UserError
from core.models.catalogue import Precision
from core.models.quantised import compute_dtype, nf4


class Network:
    """The weights of one folder and of its adapters, on one device.

    adapters: {name: folder}. Raises UserError when weights are missing or do not fit in memory.
    """

    def __init__(
        self, folder: Path, adapters: Mapping[str, Path], precision: Precision, device: str
    ) -> None:
        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        self._lock = RLock()
        self._worn: str | None = None
        self._peft: Any = None
        try:
            self.llama = _load(folder, precision, device)
            self._load_adapters(adapters)
        except (torch.OutOfMemoryError, MemoryError) as problem:
            raise UserError("error.model_memory", model=folder.name) from problem
        self.llama.eval()
        self.device = self.llama.device

    def new_cache(self) -> Any:
        """Return an empty cache of keys and values."""
        return DynamicCache(config=self.llama.config)

    def run(
        self,
        tokens: Tensor,
        cache: Any,
        adapter: str | None,
        *,
        mask: Tensor | None = None,
        keep: int = 1,
    ) -> Tensor:
        """Return logits of the last `keep` positions (0: all), float32 [row, position, vocab].

        tokens: [row, position], read after what `cache` holds. mask: [row, cached and new], 0 where
        a row is padded on the left. One call at a time, since adapters are worn by the one network.
        """
        extra: dict[str, Tensor] = {}
        if mask is not None:
            places = (mask.cumsum(1) - 1).clamp(min=0)[:, -tokens.shape[1] :]
            extra = {"attention_mask": mask.to(self.device), "position_ids": places.to(self.device)}
        with self._lock, torch.inference_mode(), _memory_guard():
            self._wear(adapter)
            found = self.llama(
                tokens.to(self.device), past_key_values=cache, logits_to_keep=keep, **extra
            )
            return found.logits.float().cpu()  # type: ignore[no-any-return]

    def beams(
        self, tokens: Tensor, adapter: str | None, cancel: Event | None, **settings: Any
    ) -> list[int]:
        """Return the tokens of the best hypothesis of a beam search (transformers' own)."""
        stop = StoppingCriteriaList([_Cancelled(cancel)] if cancel else [])
        with self._lock, torch.inference_mode(), _memory_guard():
            self._wear(adapter)
            found = self.llama.generate(
                tokens.to(self.device),
                attention_mask=torch.ones_like(tokens, device=self.device),
                do_sample=False,
                stopping_criteria=stop,
                **settings,
            )
        return list(found[0, tokens.shape[1] :].tolist())

    def _load_adapters(self, adapters: Mapping[str, Path]) -> None:
        if not adapters:
            return
        from peft import PeftModel

        for name, folder in adapters.items():
            if self._peft is None:
                self._peft = PeftModel.from_pretrained(self.llama, folder, adapter_name=name)
            else:
                self._peft.load_adapter(folder, adapter_name=name)
        self._peft.base_model.disable_adapter_layers()

    def _wear(self, adapter: str | None) -> None:
        """Switch to an adapter, None for the bare base; the base's own weights never change."""
        if adapter == self._worn:
            return
        if adapter is None:
            self._peft.base_model.disable_adapter_layers()
        else:
            if self._worn is None:
                self._peft.base_model.enable_adapter_layers()
            self._peft.set_adapter(adapter, inference_mode=True)
        self._worn = adapter


class _Cancelled(StoppingCriteria):
    def __init__(self, cancel: Event) -> None:
        self._cancel = cancel

    def __call__(self, input_ids: Tensor, scores: Any, **_: Any) -> Tensor:
        return torch.full((len(input_ids),), self._cancel.is_set(), device=input_ids.device)


@contextmanager
def _memory_guard() -> Iterator[None]:
    try:
        yield
    except torch.OutOfMemoryError as problem:
        raise UserError("error.gpu_memory") from problem


def _load(folder: Path, precision: Precision, device: str) -> Any:
    dtype = torch.float32 if precision == "full" else compute_dtype(device)
    settings: dict[str, Any] = {"dtype": dtype}
    if precision == "nf4":
        settings["quantization_config"] = nf4(dtype)
    if device.startswith("cuda"):
        settings["device_map"] = "auto"
    loaded: Any = LlamaForCausalLM.from_pretrained(
        folder, use_safetensors=True, local_files_only=True, output_loading_info=True, **settings
    )
    model, report = loaded
    if report["missing_keys"]:  # transformers would go on with random weights
        raise UserError(
            "error.weights_incomplete", folder=folder.name, missing=len(report["missing_keys"])
        )
    return model
