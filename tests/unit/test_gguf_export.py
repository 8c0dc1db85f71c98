"""What `gguf_export` writes, as far as it can be told without llama.cpp."""

import numpy as np
import pytest

from tests.unit.tiny_llama import tiny_llama
from training.gguf_export import export, rotary_order

gguf = pytest.importorskip("gguf", reason="needs requirements-bench.txt")


@pytest.mark.parametrize("kind", ["f16", "q8_0"])
def test_every_tensor_is_there_and_close_to_its_weights(tmp_path, kind):
    from safetensors.numpy import load_file

    export(tiny_llama(), tmp_path / "tiny.gguf", kind)
    written = {t.name: t for t in gguf.GGUFReader(tmp_path / "tiny.gguf").tensors}
    weights = load_file(tiny_llama() / "model.safetensors")
    assert len(written) == len(weights)
    query = written["blk.1.attn_q.weight"]
    expected = rotary_order(weights["model.layers.1.self_attn.q_proj.weight"], heads=4)
    found = gguf.quants.dequantize(query.data, query.tensor_type).reshape(expected.shape)
    assert np.abs(found - expected).max() < np.abs(expected).max() / 100
