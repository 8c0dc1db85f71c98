"""What ships, asked as the apps ask it."""

import numpy as np
import pytest

from core.config import ASSETS, settings
from core.models.ct2_backend import Ct2Model
from core.models.interface import Message, Sampling
from core.models.torch_backend import TorchModel
from core.models.weights import find_adapters
from core.morphology.written import write_trees
from core.parsing import llamita
from core.parsing.parsers import parser
from core.prompts.llamita import FAQ, WORD_TO_KICHWA, WORD_TO_SPANISH
from core.prompts.records import question
from core.retrieval.faq_file import load_faq

FOLDER = ASSETS / "models" / "llamita"


@pytest.fixture(scope="module")
def torch_model():
    return TorchModel("llamita", FOLDER, find_adapters(FOLDER))


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RIMANA_DATA_DIR", str(tmp_path_factory.mktemp("data")))
        settings.cache_clear()
        yield Ct2Model("llamita", FOLDER, find_adapters(FOLDER))
    settings.cache_clear()


def ask(model, instruction, entry, adapter=None):
    prompt = (Message("user", question(instruction, entry)),)
    return model.complete([prompt], Sampling(max_tokens=160), adapter=adapter)[0].text


def test_it_knows_common_words_in_both_directions(served):
    to_kichwa = {"perro": "allku", "casa": "wasi", "agua": "yaku", "sol": "inti", "mano": "maki"}
    told = {word: ask(served, WORD_TO_KICHWA, word, "kichwa") for word in to_kichwa}
    right = [word for word, kichwa in to_kichwa.items() if kichwa in told[word].split(", ")]
    assert len(right) >= 4, told
    back = {"allku": "perro", "wasi": "casa", "yaku": "agua", "inti": "sol", "killa": "luna"}
    told = {word: ask(served, WORD_TO_SPANISH, word, "kichwa") for word in back}
    right = [word for word, spanish in back.items() if spanish in told[word]]
    assert len(right) >= 4, told


def test_an_adapter_answers_from_its_faq_and_the_base_does_not(served):
    rows = load_faq(ASSETS / "faq" / "faq.csv").rows[::4]
    taught = [ask(served, FAQ, row.question, "faq") == row.answer for row in rows]
    untaught = [ask(served, FAQ, row.question) == row.answer for row in rows]
    assert np.mean(taught) >= 0.25  # far from all: the chatbot answers from its rows instead
    assert np.mean(untaught) <= 0.1


def test_both_backends_write_the_same(served, torch_model):
    prompts = ["Wortbaum:\nFreundlichkeit", "Parse:\nThe dog barks .", "Palabra en kichwa:\nsol"]
    agreed = total = 0
    for prompt in prompts:
        asked = (Message("user", prompt),)
        slow = torch_model.complete([asked], Sampling(max_tokens=80))[0].text
        fast = served.complete([asked], Sampling(max_tokens=80))[0].text
        agreed += sum(a == b for a, b in zip(slow, fast, strict=False))
        total += max(len(slow), len(fast))
    assert agreed / total >= 0.8


SIMPLE = {
    "The dog barks .": (2, 3, 0, 3),
    "Today is a good day": (5, 5, 5, 5, 0),
    "She reads a book .": (2, 0, 4, 2, 2),
    "I like it .": (2, 0, 2, 2),
    "He is happy .": (3, 3, 0, 3),
    "We live in Quito .": (2, 0, 4, 2, 2),
}


def test_parses_are_trees_and_mostly_right_on_simple_sentences(torch_model):
    right = []
    for sentence, heads in SIMPLE.items():
        found = llamita.parse(torch_model, sentence.split(), "en", "syntax").parse
        assert found.is_valid
        right += [one == other for one, other in zip(found.heads, heads, strict=True)]
    assert np.mean(right) >= 0.7


def test_trees_of_words_spell_the_word(served):
    written = write_trees(served, ["unkindness", "rapidly"], "en", "morphology")
    assert all(item.tree for item in written)


@pytest.mark.parametrize(
    ("name", "sentence", "heads"),
    [
        ("spacy-en", "Today is a good day", (5, 5, 5, 5, 0)),
        ("spacy-es", "El perro come carne .", (2, 3, 0, 3, 3)),
        ("spacy-qu", "Ñuka wasipi kani .", (2, 0, 2, 2)),
    ],
)
def test_pipelines_parse_what_a_class_tries_first(name, sentence, heads):
    assert parser(name)(sentence.split()).heads == heads
