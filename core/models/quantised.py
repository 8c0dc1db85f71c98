"""Weights in 4 bits (NF4) by bitsandbytes, on CUDA and on the CPU.

Source: Dettmers et al. 2023, QLoRA, arXiv:2305.14314.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import torch


def compute_dtype(device: str) -> "torch.dtype":
    """Return the type to compute in on "cuda…" or "cpu": bfloat16 where the hardware has it."""
    import torch

    if device.startswith("cuda"):
        has_bf16 = torch.cuda.is_bf16_supported(including_emulation=False)
        return torch.bfloat16 if has_bf16 else torch.float16
    return torch.bfloat16 if has_avx512_bf16() else torch.float32


def has_avx512_bf16() -> bool:
    """Return whether this CPU multiplies bfloat16 itself."""
    import torch

    return bool(torch.cpu.get_capabilities().get("avx512_bf16", False))


def nf4(dtype: "torch.dtype") -> Any:
    """Return transformers' setting for NF4 with its scales quantised too, computing in `dtype`."""
    from transformers import BitsAndBytesConfig

    return BitsAndBytesConfig(  # type: ignore[no-untyped-call]
        load_in_4bit=True,
        bnb_4bit_quant_type="nf4",
        bnb_4bit_use_double_quant=True,
        bnb_4bit_compute_dtype=dtype,
    )


def guard(model: Any) -> int:
    """Keep the gradients of a 4-bit model right on CPUs; return how many layers were guarded.

    On CPUs with AVX512_BF16, bitsandbytes 0.50.2 repacks the weights in the first forward pass
    outside training and never unpacks them; later backward passes then flow through a product
    without gradient, and adapters learn something else, silently. To be called after loading,
    before any forward pass; it costs speed in generation on the CPU and nothing elsewhere.
    Raises ValueError when a layer is repacked already.
    """
    from bitsandbytes.nn.modules import Linear4bit

    layers: list[Any] = [module for module in model.modules() if isinstance(module, Linear4bit)]
    for layer in layers:
        if getattr(layer.weight.quant_state, "packing_format_for_cpu", False):
            raise ValueError("a 4-bit layer was used before it was guarded; load the model again")
        layer.support_avx512bf16_for_cpu = False
    return len(layers)
