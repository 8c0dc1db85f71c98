"""multilingual-e5-small as sentence encoder, when its weights are on this machine.

Licence MIT. Wang et al. 2024, arXiv:2402.05672. Not shipped: set RIMANA_ENCODER=e5, calibrate once.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
import torch
from transformers import AutoModel, AutoTokenizer

from core.errors import UserError
from core.retrieval.encoder import Vectors, unit
from core.retrieval.features import Features

MODEL = "intfloat/multilingual-e5-small"
REVISION = "fd1525a9fd15316a2d503bf26ab031a61d056e98"
_BATCH = 64


class E5Encoder:
    """Mean-pooled transformer states; FAQ wordings are questions too, so all texts are `query:`."""

    def __init__(self, model: str = MODEL, revision: str | None = REVISION) -> None:
        source: dict[str, Any] = {"revision": revision, "trust_remote_code": False}
        try:
            self._tokenizer = AutoTokenizer.from_pretrained(model, **source)
            self._model = AutoModel.from_pretrained(model, use_safetensors=True, **source).eval()
        except (OSError, ValueError) as problem:
            raise UserError("error.encoder_no_weights", model=model) from problem
        self.name = model
        self.fingerprint = f"e5-{(revision or 'local')[:12]}"

    @torch.inference_mode()
    def encode(self, texts: Sequence[str], features: Sequence[Features] | None = None) -> Vectors:
        """Return float32 [text, dimension]; `features` are not used."""
        parts = [self._encode(texts[at : at + _BATCH]) for at in range(0, len(texts), _BATCH)]
        return unit(np.concatenate(parts))

    def _encode(self, texts: Sequence[str]) -> Vectors:
        batch = self._tokenizer(
            [f"query: {text}" for text in texts],
            padding=True,
            truncation=True,
            max_length=256,
            return_tensors="pt",
        )
        states = self._model(**batch).last_hidden_state
        mask = batch["attention_mask"][:, :, None]
        return np.asarray(((states * mask).sum(1) / mask.sum(1)).float().numpy(), np.float32)


@cache
def e5_encoder() -> E5Encoder:
    """Return the encoder, loaded once.

    Raises UserError when the weights are not on this machine and cannot be reached.
    """
    return E5Encoder()
