"""Word trees as a language model writes them."""

from typing import NamedTuple

from core.models.interface import Message, Model, Sampling
from core.morphology.brackets import Tree
from core.morphology.mending import Repair, mend
from core.prompts.llamita import WORD_TREE, Lang
from core.prompts.records import question

_LONGEST = Sampling(max_tokens=120)


class Written(NamedTuple):
    """What a model wrote for a word, and what could be read of it.

    tree: None where the text holds no tree. repairs: what had to be mended to read it.
    """

    text: str
    tree: Tree | None
    repairs: tuple[Repair, ...]


def write_trees(
    model: Model, words: list[str], lang: Lang, adapter: str | None = None
) -> list[Written]:
    """Return the model's most probable tree of each word."""
    prompts = [(Message("user", question(WORD_TREE[lang], word)),) for word in words]
    answers = model.complete(prompts, _LONGEST, adapter=adapter)
    return [Written(answer.text, *mend(answer.text)) for answer in answers]
