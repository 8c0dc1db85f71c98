import random

import pytest
from transformers import PreTrainedTokenizerFast

from core.models.interface import Message
from core.models.tokens import Tokens
from core.prompts.templates import LLAMA2, LLAMITA, PLAIN
from tests.unit.tiny_llama import tiny_llama
from training.batches import NO_LOSS, Example, buckets, collate, encode


@pytest.fixture(params=[LLAMITA, LLAMA2, PLAIN], ids=["llamita", "llama-2", "plain"])
def tokenizer(request):
    fast = PreTrainedTokenizerFast.from_pretrained(tiny_llama())
    fast.chat_template = request.param
    return fast


def test_only_the_answer_and_its_end_bear_loss(tokenizer):
    example = encode(tokenizer, "Palabra en kichwa:\nperro", "allku", 200)
    learned = [label for label in example.labels if label != NO_LOSS]
    assert tokenizer.decode(learned).split() in (["allku</s>"], ["allku", "</s>"])
    asked = example.ids[: example.labels.count(NO_LOSS)]
    question = [{"role": "user", "content": "Palabra en kichwa:\nperro"}]
    assert asked == tokenizer.apply_chat_template(
        question, add_generation_prompt=True, return_dict=False
    )
    assert example.ids[0] == tokenizer.bos_token_id
    assert example.ids.count(tokenizer.bos_token_id) == 1
    assert not example.truncated


def test_a_question_is_read_as_it_will_be_asked():
    tokenizer = PreTrainedTokenizerFast.from_pretrained(tiny_llama())
    question = "Traduce al kichwa:\n¿Dónde está el perro?"
    example = encode(tokenizer, question, "—", 200)
    asked = Tokens(tiny_llama()).prompt((Message("user", question),))
    assert example.ids[: example.labels.count(NO_LOSS)] == asked


def test_a_row_that_is_too_long_is_cut_and_says_so(tokenizer):
    whole = encode(tokenizer, "a", "b" * 50, 200)
    cut = encode(tokenizer, "a", "b" * 50, 30)
    assert cut.truncated
    assert cut.teaches
    assert (cut.ids, cut.labels) == (whole.ids[:30], whole.labels[:30])
    assert not encode(tokenizer, "a" * 50, "b", 30).teaches


def examples(lengths):
    return [Example([at] * length, [at] * length) for at, length in enumerate(lengths)]


def test_batches_hold_every_example_once_and_little_padding():
    rng = random.Random(1)
    made = examples([rng.randrange(3, 120) for _ in range(900)])
    batches = list(buckets(made, 16, seed=1, epoch=0))
    assert sorted(e.ids[0] for batch in batches for e in batch) == list(range(900))
    assert all(len(batch) == 16 for batch in batches[:-1] if len(batch) != 900 % 16)
    padded = sum(max(len(e.ids) for e in batch) * len(batch) for batch in batches)
    assert sum(len(e.ids) for e in made) / padded > 0.95


def test_batches_follow_seed_and_epoch():
    made = examples([5] * 40)
    assert list(buckets(made, 4, 1, 0)) == list(buckets(made, 4, 1, 0))
    assert list(buckets(made, 4, 1, 0)) != list(buckets(made, 4, 1, 1))
    assert list(buckets(made, 4, 1, 0)) != list(buckets(made, 4, 2, 0))


def test_a_token_limit_holds_but_loses_nobody():
    made = examples([3, 90, 10, 250, 40, 41, 42, 8])
    batches = list(buckets(made, 16, 1, 0, batch_tokens=100))
    assert sum(len(batch) for batch in batches) == len(made)
    assert all(
        len(batch) == 1 or len(batch) * max(len(e.ids) for e in batch) <= 100 for batch in batches
    )


def test_collate_pads_on_the_right():
    ids, labels, mask = collate([Example([5, 6, 7], [NO_LOSS, 6, 7]), Example([8], [8])], pad=0)
    assert ids.tolist() == [[5, 6, 7], [8, 0, 0]]
    assert labels.tolist() == [[NO_LOSS, 6, 7], [8, NO_LOSS, NO_LOSS]]
    assert mask.tolist() == [[1, 1, 1], [1, 0, 0]]


def test_running_text_bears_loss_everywhere(tokenizer):
    example = encode(tokenizer, "", "Hola mundo.", 64)
    assert example.labels == example.ids
    assert example.ids[0] == tokenizer.bos_token_id
    assert example.ids[-1] == tokenizer.eos_token_id
    assert tokenizer.decode(example.ids, skip_special_tokens=True) == "Hola mundo."
