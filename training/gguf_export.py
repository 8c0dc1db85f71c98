"""Write a Llama folder as GGUF: `python -m training.gguf_export MODEL OUT.gguf [--type q8_0]`.

For llama.cpp, which is our peer in `tests.bench generate`. Needs the package `gguf`
(requirements-bench.txt). Source of the layout: ggml-org/ggml, docs/gguf.md.
"""

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.models.weights import check_model, read_json

TYPES = ("f32", "f16", "q8_0")
_NAMES = {
    "self_attn.q_proj": "attn_q",
    "self_attn.k_proj": "attn_k",
    "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output",
    "mlp.gate_proj": "ffn_gate",
    "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down",
    "input_layernorm": "attn_norm",
    "post_attention_layernorm": "ffn_norm",
}
_OUTSIDE = {
    "model.embed_tokens.weight": "token_embd.weight",
    "model.norm.weight": "output_norm.weight",
    "lm_head.weight": "output.weight",
}


def export(model: Path, out: Path, kind: str = "q8_0") -> None:
    """Write the weights and byte-level tokenizer of `model` to `out`; norms stay in 32 bits.

    kind: one of `TYPES`. Raises UserError when the folder is damaged.
    """
    import gguf

    check_model(model)
    config = read_json(model / "config.json")
    writer = gguf.GGUFWriter(str(out), "llama")
    _add_shape(writer, config)
    _add_tokenizer(writer, model, config)
    stored = gguf.GGMLQuantizationType[kind.upper()]
    for name, tensor in _tensors(model, config):
        kept = stored if tensor.ndim == 2 else gguf.GGMLQuantizationType.F32
        writer.add_tensor(name, gguf.quants.quantize(tensor, kept), raw_dtype=kept)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def rotary_order(weight: NDArray[np.float32], heads: int) -> NDArray[np.float32]:
    """Return the rows of a query or key matrix as llama.cpp rotates them.

    transformers turns dimension i together with i + half of the head, llama.cpp neighbours.

    >>> rotary_order(np.arange(8.0)[:, None], heads=2)[:, 0].tolist()
    [0.0, 2.0, 1.0, 3.0, 4.0, 6.0, 5.0, 7.0]
    """
    halves = weight.reshape(heads, 2, -1, weight.shape[1])
    return halves.swapaxes(1, 2).reshape(weight.shape)


def _tensors(model: Path, config: dict[str, Any]) -> list[tuple[str, NDArray[np.float32]]]:
    from safetensors.torch import load_file

    heads = {
        "q_proj": config["num_attention_heads"],
        "k_proj": config.get("num_key_value_heads") or config["num_attention_heads"],
    }
    found = []
    for file in sorted(model.glob("*.safetensors")):
        for name, tensor in load_file(file).items():
            values = tensor.float().numpy()
            part = name.split(".")[-2]
            if part in heads:
                values = rotary_order(values, heads[part])
            found.append((_gguf_name(name), values))
    return found


def _gguf_name(name: str) -> str:
    """Return the name of a tensor in GGUF.

    >>> _gguf_name("model.layers.3.mlp.up_proj.weight")
    'blk.3.ffn_up.weight'
    """
    if name in _OUTSIDE:
        return _OUTSIDE[name]
    _, _, layer, rest = name.split(".", 3)
    return f"blk.{layer}.{_NAMES[rest.removesuffix('.weight')]}.weight"


def _add_shape(writer: Any, config: dict[str, Any]) -> None:
    heads = config["num_attention_heads"]
    rope = config.get("rope_parameters") or {}
    writer.add_name("rimana")
    writer.add_context_length(config["max_position_embeddings"])
    writer.add_embedding_length(config["hidden_size"])
    writer.add_block_count(config["num_hidden_layers"])
    writer.add_feed_forward_length(config["intermediate_size"])
    writer.add_head_count(heads)
    writer.add_head_count_kv(config.get("num_key_value_heads") or heads)
    writer.add_layer_norm_rms_eps(config["rms_norm_eps"])
    writer.add_rope_freq_base(float(rope.get("rope_theta") or config.get("rope_theta", 10_000)))
    writer.add_rope_dimension_count(config.get("head_dim") or config["hidden_size"] // heads)
    writer.add_vocab_size(config["vocab_size"])


def _add_tokenizer(writer: Any, model: Path, config: dict[str, Any]) -> None:
    import gguf

    tokenizer = json.loads((model / "tokenizer.json").read_text(encoding="utf-8"))
    names = {number: token for token, number in tokenizer["model"]["vocab"].items()}
    special = {each["id"]: each["content"] for each in tokenizer["added_tokens"]}
    size = config["vocab_size"]
    words = [(names | special).get(number, f"[PAD{number}]") for number in range(size)]
    kinds = [_token_kind(gguf.TokenType, number, names, special) for number in range(size)]
    merges = tokenizer["model"]["merges"]
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("gpt-2")
    writer.add_token_list(words)
    writer.add_token_types(kinds)
    writer.add_token_merges([m if isinstance(m, str) else " ".join(m) for m in merges])
    writer.add_bos_token_id(config["bos_token_id"])
    ends = config["eos_token_id"]
    writer.add_eos_token_id(ends[0] if isinstance(ends, list) else ends)
    writer.add_add_bos_token(True)


def _token_kind(kinds: Any, number: int, names: dict[int, str], special: dict[int, str]) -> Any:
    if number in special:
        return kinds.CONTROL
    return kinds.NORMAL if number in names else kinds.UNUSED


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(prog="python -m training.gguf_export", description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--type", choices=TYPES, default="q8_0")
    options = parser.parse_args()
    export(options.model, options.out, options.type)


if __name__ == "__main__":
    main()
