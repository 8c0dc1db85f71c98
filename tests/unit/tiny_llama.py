"""A tiny random Llama with a real tokenizer, in the layout of the shipped model, for tests.

    folder = tiny_llama()                      # config, model.safetensors, tokenizer, chat template
    add_adapter(folder, "faq", seed=1)         # folder/adapters/faq/adapter_model.safetensors
    folder = tiny_llama(("faq", "kichwa"))     # the same with two random adapters

Every call returns a folder that other tests read too: copy it (`shutil.copytree`) to change it.
"""

import atexit
import json
import shutil
import tempfile
from functools import cache
from pathlib import Path

import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import LlamaConfig, LlamaForCausalLM

from core.prompts.templates import LLAMITA

SPECIAL = ("<pad>", "<s>", "</s>", "<|system|>", "<|user|>", "<|bot|>")
VOCABULARY = 400
CONTEXT = 256
TEXTS = (
    "El perro ladra en la casa grande y el gato duerme. ¿Cuánto cuesta la tarjeta de crédito?",
    "Allkuka hatun wasipi kaparin, misika puñun. Ñukaka kichwa shimita yachakuni.",
    "The dog barks in the big house and the cat sleeps. How much does the credit card cost?",
    "Palabra en kichwa:\nperro\nallku\nTraduce al español:\nñukanchik wasi\nnuestra casa",
)


@cache
def tiny_llama(adapters: tuple[str, ...] = ()) -> Path:
    """Return the folder of a random Llama of 2 layers, made once per process."""
    folder = Path(tempfile.mkdtemp(prefix="tiny-llama-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    _write_tokenizer(folder)
    torch.manual_seed(0)
    config = LlamaConfig(
        vocab_size=VOCABULARY,
        hidden_size=64,
        intermediate_size=128,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        max_position_embeddings=CONTEXT,
        tie_word_embeddings=True,
        initializer_range=0.2,  # wide, so that likely and unlikely tokens differ
        bos_token_id=1,
        eos_token_id=2,
        pad_token_id=0,
    )
    LlamaForCausalLM(config).save_pretrained(folder)
    for seed, name in enumerate(adapters, 1):
        add_adapter(folder, name, seed)
    return folder


def add_adapter(folder: Path, name: str, seed: int, **lora: object) -> Path:
    """Write a random LoRA adapter for the model of `folder`; return its folder."""
    from peft import LoraConfig, get_peft_model

    torch.manual_seed(seed)
    settings = {"r": 4, "lora_alpha": 8, "target_modules": ["q_proj", "v_proj", "up_proj"]} | lora
    model = get_peft_model(
        LlamaForCausalLM.from_pretrained(folder), LoraConfig(task_type="CAUSAL_LM", **settings)
    )
    for parameter_name, parameter in model.named_parameters():
        if "lora_" in parameter_name:
            torch.nn.init.normal_(parameter, std=0.2)
    target = folder / "adapters" / name
    model.save_pretrained(target)
    return target


def _write_tokenizer(folder: Path) -> None:
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.train_from_iterator(
        TEXTS,
        trainers.BpeTrainer(
            vocab_size=VOCABULARY,
            special_tokens=list(SPECIAL),
            initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
            show_progress=False,
        ),
    )
    tokenizer.save(str(folder / "tokenizer.json"))
    written = {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "bos_token": "<s>",
        "eos_token": "</s>",
        "pad_token": "<pad>",
        "additional_special_tokens": list(SPECIAL[3:]),
        "clean_up_tokenization_spaces": False,
        "model_max_length": CONTEXT,
        "chat_template": LLAMITA,
    }
    (folder / "tokenizer_config.json").write_text(json.dumps(written, ensure_ascii=False))
