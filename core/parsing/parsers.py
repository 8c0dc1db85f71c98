"""Parsers by name: words in, a parse out."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from core.errors import UserError
from core.parsing import pipelines
from core.parsing.parse import Parse
from core.parsing.universal import is_relation

if TYPE_CHECKING:
    from spacy.language import Language

    from core.prompts.llamita import Lang

Parser = Callable[[Sequence[str]], Parse]


def parse_with(nlp: "Language", forms: Sequence[str]) -> Parse:
    """Return the parse of one sentence whose words are given."""
    from spacy.tokens import Doc

    # That the sentence starts here and nowhere else makes the parser give one tree.
    starts: list[bool | int | None] = [at == 0 for at in range(len(forms))]
    doc = nlp(Doc(nlp.vocab, words=list(forms), sent_starts=starts))
    return Parse(
        tuple(forms),
        tuple(token.pos_ for token in doc),
        tuple(0 if token.head.i == token.i else token.head.i + 1 for token in doc),
        tuple("root" if token.dep_ == "ROOT" else token.dep_ for token in doc),
        tuple(token.lemma_ for token in doc),
        tuple(str(token.morph) for token in doc),
    )


def foreign_labels(labels: Sequence[str]) -> list[str]:
    """Return the relations that Universal Dependencies does not have.

    >>> foreign_labels(["ROOT", "nsubj:pass", "pobj", "dep"])
    ['pobj']
    """
    return [label for label in labels if label != "ROOT" and not is_relation(label)]


def _shipped(language: str) -> Parser:
    return partial(parse_with, pipelines.load(language))


def _installed(name: str) -> Parser:
    import spacy
    from spacy.util import is_package

    if not is_package(name):
        raise UserError("error.parser_unknown", name=name, known=", ".join(BUILT_IN))
    nlp = spacy.load(name)
    if "parser" not in nlp.pipe_names:
        raise UserError("error.parser_no_parser", name=name)
    if foreign := foreign_labels(nlp.pipe_labels["parser"]):
        raise UserError("error.parser_scheme", name=name, labels=", ".join(foreign[:4]))
    return partial(parse_with, nlp)


def _written(language: "Lang") -> Parser:
    """Return the chosen language model as a parser; its adapter `syntax` where it has one."""
    from core.models.open import open_model
    from core.parsing.llamita import parse

    model = open_model(needs=frozenset({"walk"}))
    adapter = "syntax" if "syntax" in model.adapters else None
    return lambda forms: parse(model, forms, language, adapter).parse


BUILT_IN: dict[str, Callable[[], Parser]] = {
    **{f"spacy-{language}": partial(_shipped, language) for language in pipelines.LANGUAGES},
    "llamita": partial(_written, "en"),
    "llamita-es": partial(_written, "es"),
    "llamita-qu": partial(_written, "qu"),
}


def parser(name: str) -> Parser:
    """Return a parser with universal relations: ours, or an installed spaCy package.

    Raises UserError when there is none of that name or it uses other relations.
    """
    return BUILT_IN[name]() if name in BUILT_IN else _installed(name)
