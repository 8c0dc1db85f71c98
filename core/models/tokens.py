"""Texts to tokens and back for one model folder, without torch or transformers."""

import json
import re
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from jinja2 import TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from numpy.typing import ArrayLike
from tokenizers import Tokenizer

from core.errors import UserError
from core.models.interface import Candidate, Message, Prompt
from core.prompts.templates import PLAIN

# Unicode noncharacters: no text holds them. They stand for a special token typed by a visitor.
_OPEN, _CLOSE = "\ufdd0", "\ufdd1"
_TYPED = re.compile(f"{_OPEN}(\\d+){_CLOSE}")
_ANCHOR = "\x00"


class Tokens:
    """The tokenizer and chat template of a model folder.

    template: Jinja chat template used when the folder has none.
    Raises UserError when the folder's tokenizer cannot be read.
    """

    def __init__(self, folder: Path, template: str | None = None) -> None:
        try:
            self._marked = Tokenizer.from_file(str(folder / "tokenizer.json"))
            self._plain = Tokenizer.from_file(str(folder / "tokenizer.json"))
        except Exception as problem:  # the library raises nothing narrower
            raise UserError("error.model_tokenizer", folder=folder.name) from problem
        self._plain.encode_special_tokens = True  # "<s>" in a visitor's text is three characters
        settings = _read(folder / "tokenizer_config.json")
        config = _read(folder / "config.json")
        self._bos = _text(settings.get("bos_token"))
        self._eos = _text(settings.get("eos_token"))
        self._starts = self._ids_of(self._bos) if settings.get("add_bos_token", True) else []
        self.ends = frozenset(self._ids_of(self._eos) + _end_ids(folder, config))
        self.pad = next(iter(self._ids_of(_text(settings.get("pad_token")))), 0)
        self.context = int(config.get("max_position_embeddings", 0)) or None
        self.special = sorted(
            {added.content for added in self._marked.get_added_tokens_decoder().values()},
            key=len,
            reverse=True,
        )
        self._template = _compile(_template_text(folder, settings) or template or PLAIN)
        self._prefix = self._anchored("")

    @property
    def vocabulary(self) -> int:
        """Return the number of tokens, added ones included."""
        return int(self._marked.get_vocab_size(with_added_tokens=True))

    def agrees(self, config: dict[str, Any]) -> bool:
        """Return whether <s> and </s> are the tokens that a model's config says."""
        pairs = ((self._bos, config.get("bos_token_id")), (self._eos, config.get("eos_token_id")))
        return all(
            self._ids_of(name) == [token]
            for name, token in pairs
            if name and isinstance(token, int)
        )

    def encode(self, text: str) -> list[int]:
        """Return the tokens of `text` alone; special tokens in it are ordinary characters."""
        return list(self._plain.encode(text, add_special_tokens=False).ids)

    def continuation(self, text: str) -> list[int]:
        """Return the tokens of `text` as it follows other text.

        SentencePiece tokenizers (Llama 2) put a space before a text of its own; not here. Tokens
        never reach across the boundary: what precedes is tokenised apart.
        """
        ids = self._anchored(text)
        if self._prefix and ids[: len(self._prefix)] == self._prefix:
            return ids[len(self._prefix) :]
        return self.encode(text)

    def prompt(self, prompt: Prompt) -> list[int]:
        """Return the tokens a model is given: <s> and a plain text, or messages by the template.

        Raises UserError for an empty prompt and for turns that the template does not allow.
        """
        ids = self._starts + self.encode(prompt) if isinstance(prompt, str) else self._chat(prompt)
        if not ids:
            raise UserError("error.empty_input")
        return ids

    def decode(self, ids: Sequence[int]) -> str:
        """Return the text of tokens, special ones left out."""
        return str(self._marked.decode(list(ids), skip_special_tokens=True))

    def piece(self, token: int) -> str:
        """Return what one token adds to a text; a special token its name, a part byte "�"."""
        if (name := self._marked.id_to_token(token)) in self.special:
            return str(name)
        # Beside a neighbour, since decoders strip the space of a first token.
        first = self.continuation("a")
        return self.decode([*first, token])[len(self.decode(first)) :]

    def check_length(self, length: int) -> None:
        """Raise UserError when so many tokens, prompt and answer, outgrow the model's context."""
        if self.context and length > self.context:
            raise UserError("error.prompt_too_long", tokens=length, limit=self.context)

    def most_probable(self, log_probabilities: ArrayLike, most: int) -> list[Candidate]:
        """Return the most probable tokens of [vocab], most probable first."""
        probabilities = np.exp(np.asarray(log_probabilities, dtype=np.float64))
        order = np.argsort(-probabilities, kind="stable")[:most]
        return [
            Candidate(int(token), self.piece(int(token)), float(probabilities[token]))
            for token in order
        ]

    def _chat(self, messages: Sequence[Message]) -> list[int]:
        turns = [
            asdict(message) | {"content": self._shield(message.content)} for message in messages
        ]
        try:
            text = self._template.render(
                messages=turns,
                bos_token=self._bos,
                eos_token=self._eos,
                add_generation_prompt=True,
            )
        except (TemplateError, IndexError) as problem:
            raise UserError("error.chat_turns", reason=str(problem)) from problem
        ids: list[int] = []
        for at, part in enumerate(_TYPED.split(text)):
            if at % 2:
                ids += self.encode(self.special[int(part)])
            elif part:
                ids += self._marked.encode(part, add_special_tokens=False).ids
        return ids

    def _shield(self, text: str) -> str:
        """Return `text` with typed special tokens marked, so that nobody can fake a turn."""
        text = text.replace(_OPEN, "").replace(_CLOSE, "")
        if not self.special:
            return text
        names = "|".join(map(re.escape, self.special))
        return re.sub(names, lambda m: f"{_OPEN}{self.special.index(m[0])}{_CLOSE}", text)

    def _anchored(self, text: str) -> list[int]:
        """Return the tokens of `text` behind a byte that merges with nothing, if such is known."""
        own = self._plain.encode("a", add_special_tokens=False).tokens
        return self.encode(_ANCHOR + text) if own[:1] and own[0].startswith("▁") else []

    def _ids_of(self, name: str) -> list[int]:
        token = self._marked.token_to_id(name) if name else None
        return [] if token is None else [token]


def _read(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as problem:
        raise UserError("error.model_file_broken", file=path.name) from problem
    return found if isinstance(found, dict) else {}


def _text(token: Any) -> str:
    """Return a special token's text, which files give bare or as {"content": …}."""
    return str(token["content"]) if isinstance(token, dict) else str(token or "")


def _end_ids(folder: Path, config: dict[str, Any]) -> list[int]:
    """Return the tokens that end an answer, a number or a list in either file."""
    ends = _read(folder / "generation_config.json").get("eos_token_id")
    ends = config.get("eos_token_id") if ends is None else ends
    return list(ends) if isinstance(ends, list) else [] if ends is None else [int(ends)]


def _template_text(folder: Path, settings: dict[str, Any]) -> str | None:
    file = folder / "chat_template.jinja"
    if file.is_file():
        return file.read_text(encoding="utf-8")
    found = settings.get("chat_template")
    if isinstance(found, list):  # several, by name
        found = next((each["template"] for each in found if each["name"] == "default"), None)
    return found if isinstance(found, str) else None


def _compile(text: str) -> Any:
    environment = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True)
    environment.globals["raise_exception"] = _refuse
    try:
        return environment.from_string(text)
    except TemplateError as problem:
        raise UserError("error.chat_template", reason=str(problem)) from problem


def _refuse(reason: str) -> None:
    raise TemplateError(reason)
