"""A random Llama of Llamita's size, with a byte-level tokenizer, for when none is trained yet."""

import csv
from pathlib import Path

import torch
from transformers import LlamaConfig, LlamaForCausalLM

from core.config import ASSETS
from training.tokenizer import save, train_tokenizer

VOCABULARY, CONTEXT = 6144, 512


def random_llama(folder: Path) -> Path:
    """Write 10 M random weights: their greedy tokens are nearer ties than a trained model's."""
    texts = [
        path.read_text(encoding="utf-8") for path in sorted(ASSETS.parent.glob("core/**/*.py"))
    ]
    with (ASSETS / "faq" / "faq.csv").open(encoding="utf-8") as file:
        texts += [cell for row in csv.reader(file) for cell in row]
    save(train_tokenizer(texts, VOCABULARY), folder, CONTEXT)
    torch.manual_seed(0)
    config = LlamaConfig(
        vocab_size=VOCABULARY,
        hidden_size=384,
        intermediate_size=768,
        num_hidden_layers=6,
        num_attention_heads=6,
        num_key_value_heads=2,
        max_position_embeddings=CONTEXT,
        tie_word_embeddings=True,
        initializer_range=0.05,
        bos_token_id=1,
        eos_token_id=2,
        pad_token_id=0,
    )
    LlamaForCausalLM(config).save_pretrained(folder)
    return folder
