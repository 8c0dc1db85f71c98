"""The rule file: read, checked and compiled.

Raises ValueError, naming the rule, for anything that the file's head does not allow.
"""

import re
import tomllib
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

_HARMLESS = "¿Cuándo empieza el curso A de banca y cuánto cuesta?"
_SEPARATOR = r"(?:[\W_]{1,5})"
# Between the words of a gap: marks, but no end of a sentence.
_WITHIN = r"(?:[^\w.?!;\n]|_|\.(?!\s)){1,4}"
_WORDS = rf"(?:\w{{1,25}}{_WITHIN}){{0,6}}?"
_TOKEN = re.compile(r"\{([a-z_]+)\}|\(\?:\.\.\. \)\?| ?\.{3} ?| |~")
_PUNCTUATION = r'(?:^|(?<=[.,;:!?¡\n"(>-])|(?<=[]})»”".,;:!?-] )'
_CLAUSE = {
    "order": _PUNCTUATION + "|(?:{lead}) )",  # where a verb form can only be an order
    "start": _PUNCTUATION + "|(?<=¿)|(?:{lead}) )",
}
Name = Annotated[str, Field(pattern=r"^[a-z_.]+$")]
Patterns = tuple[Annotated[str, Field(min_length=1)], ...]


class RuleEntry(BaseModel):
    """One rule as the file writes it."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    id: Name
    kind: Literal["self_harm", "injection", "abuse"]
    scope: Literal["all", "chat", "row"] = "chat"
    words: Patterns = ()
    phrases: Patterns = ()
    markup: Patterns = ()


class RuleFile(BaseModel):
    """The whole rule file."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    version: Literal[1]
    harmless: Patterns
    slots: dict[Name, Patterns]
    rule: tuple[RuleEntry, ...]


class Rule:
    """One rule, compiled: `plain` meets unmasked text, `markup` text as typed."""

    def __init__(self, entry: RuleEntry, slots: dict[str, Patterns]) -> None:
        self.id, self.kind, self.scope = entry.id, entry.kind, entry.scope
        spelled = ["".join(f"{c}+" if c != " " else c for c in word) for word in entry.words]
        written = [_expand(pattern, slots, entry.id) for pattern in (*spelled, *entry.phrases)]
        whole = rf"(?<!\w)(?=\w)(?:{'|'.join(f'(?:{p})' for p in written)})(?:(?!\w)|(?<=\W))"
        self.plain = _compile(whole, entry.id) if written else None
        self.markup = _compile("|".join(entry.markup), entry.id) if entry.markup else None


class Rules:
    """All rules in the order of the file, with the harmless wordings."""

    def __init__(self, file: RuleFile) -> None:
        ids = [entry.id for entry in file.rule]
        if twice := {name for name in ids if ids.count(name) > 1}:
            raise ValueError(f"rules stand twice: {sorted(twice)}")
        self.harmless = _compile("|".join(rf"(?<!\w)(?:{p})" for p in file.harmless), "harmless")
        self.all = tuple(Rule(entry, file.slots) for entry in file.rule)


def read_rules(path: Path) -> Rules:
    """Return the compiled rules of the file at `path`.

    Raises ValueError when the file breaks its own format.
    """
    return Rules(RuleFile.model_validate(tomllib.loads(path.read_text(encoding="utf-8"))))


def _expand(pattern: str, slots: dict[str, Patterns], rule: str, depth: int = 0) -> str:
    if depth > 5:
        raise ValueError(f"rule {rule}: slots hold each other")

    def replace(match: re.Match[str]) -> str:
        token, slot = match[0], match[1]
        if slot in _CLAUSE:
            return _expand(_CLAUSE[slot].replace(" ", "\0"), slots, rule, depth + 1).replace(
                "\0", " "
            )
        if slot:
            if slot not in slots:
                raise ValueError(f"rule {rule}: no slot {{{slot}}}")
            return _expand("(?:" + "|".join(slots[slot]) + ")", slots, rule, depth + 1)
        if token == "~":
            return r"\w{0,15}"
        if token == " ":
            return _SEPARATOR
        return _WORDS if token.startswith("(") else _WITHIN + _WORDS

    return _TOKEN.sub(replace, pattern)


def _compile(pattern: str, rule: str) -> re.Pattern[str]:
    try:
        compiled = re.compile(pattern, re.IGNORECASE | re.MULTILINE)
    except re.error as error:
        raise ValueError(f"rule {rule}: {error}") from error
    if compiled.search("") or compiled.search(_HARMLESS):
        raise ValueError(f"rule {rule}: meets harmless text")
    return compiled
