import numpy as np
import pytest

from core.errors import UserError
from core.models.fake import FakeModel
from core.models.tokens import Tokens
from core.models.torch_backend import TorchModel
from core.morphology.brackets import read
from core.morphology.written import write_trees
from core.parsing.llamita import MOST_WORDS, parse
from core.prompts.table import table
from tests.unit.tiny_llama import tiny_llama

FORMS = ["The", "dog", "barks", "."]
HEADS = (2, 3, 0, 3)
UPOS = ("DET", "NOUN", "VERB", "PUNCT")
RELATIONS = ("det", "nsubj", "root", "punct")


class ScriptedWalk:
    """Wants to go on with one text; has no wishes once it was made to leave it."""

    def __init__(self, tokens, wanted):
        self.tokens, self.wanted, self.fed = tokens, wanted, []
        self.ends = tokens.ends

    def log_probabilities(self):
        found = np.full(4096, -9.0, dtype=np.float32)
        written = self.decode(self.fed)
        if self.wanted.startswith(written):
            left = self.encode(self.wanted[len(written) :])
            found[left[0]] = -0.1
        return found

    def feed(self, tokens):
        self.fed += tokens

    def encode(self, text):
        return self.tokens.continuation(text)

    def decode(self, tokens):
        return self.tokens.decode(tokens)


class Scripted(FakeModel):
    def __init__(self, wanted):
        super().__init__({}, capabilities=frozenset({"walk"}))
        self.wanted, self.walks = wanted, []

    def walk(self, prompt, *, adapter=None):
        self.walks.append(ScriptedWalk(Tokens(tiny_llama()), self.wanted))
        return self.walks[-1]


def test_a_model_that_writes_the_right_table_is_taken_at_its_word():
    wanted = table(FORMS, UPOS, HEADS, RELATIONS)
    model = Scripted(wanted + "\n")
    found = parse(model, FORMS, "en")
    assert found.parse.upos == UPOS
    assert found.parse.heads == HEADS
    assert found.parse.relations == RELATIONS
    assert found.written == HEADS
    assert len(model.walks) == 1
    assert model.walks[0].decode(model.walks[0].fed).strip() == wanted
    assert np.exp(found.arcs).sum(axis=0) == pytest.approx(1)


def test_heads_that_form_no_tree_become_one():
    """The model of the seminar made "good" its own head; here a cycle and no root."""
    wrong = table(FORMS, UPOS, (2, 1, 4, 3), ("det", "nsubj", "acl", "punct"))
    model = Scripted(wrong + "\n")
    found = parse(model, FORMS, "en")
    assert found.written == (2, 1, 4, 3)
    assert found.parse.is_valid
    assert len(model.walks) == 2  # the changed heads are labelled again
    assert found.parse.relations[found.parse.heads.index(0)] == "root"
    assert "root" not in [r for r, h in zip(found.parse.relations, found.parse.heads) if h]  # noqa: B905


def test_untrained_weights_still_give_trees():
    model = TorchModel("tiny", tiny_llama())
    for forms in (["Hola"], FORMS, ["a"] * 9, ["😀", "--", "3:30", "¿", "ñ"]):
        found = parse(model, forms, "es")
        assert found.parse.is_valid
        assert found.parse.forms == tuple(forms)


@pytest.mark.parametrize("forms", [[], ["a"] * (MOST_WORDS + 1)])
def test_lengths_that_no_table_holds_are_refused(forms):
    with pytest.raises(UserError, match="sentence_length"):
        parse(Scripted(""), forms, "en")


def test_written_trees_are_read_and_mended():
    whole = "[adjective [prefix [un]] [adjective [verb [lock]] [suffix [able]]]]"
    model = FakeModel({"Word tree:\nunlockable": whole, "Word tree:\nlock": "no tree here"})
    good, bad = write_trees(model, ["unlockable", "lock"], "en")
    assert good.tree == read(whole)
    assert not good.repairs
    assert bad.tree is None
    assert bad.text == "no tree here"
