"""What the two languages' grammars become in each other (es_qu.toml, qu_es.toml)."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent
PERSONS = ("p1", "p2", "p3", "p1pl", "p2pl", "p3pl")


@dataclass(frozen=True, slots=True)
class Chain:
    """A Spanish verb that leads another, such as "tener que": see es_qu.toml."""

    verb: str
    then: str
    rule: str
    via: str = ""
    adds: str = ""
    helper: str = ""
    ends: str = ""


@dataclass(frozen=True, slots=True)
class SpanishRules:
    """The sections of es_qu.toml, under their names."""

    articles: frozenset[str]
    indefinite: frozenset[str]
    people: frozenset[str]
    times: frozenset[str]
    measures: frozenset[str]
    described: frozenset[str]
    intransitive: frozenset[str]
    motion: frozenset[str]
    giving: frozenset[str]
    whether: frozenset[str]
    addressed: frozenset[str]
    saying: frozenset[str]
    knowing: frozenset[str]
    wishing: frozenset[str]
    experienced: frozenset[str]
    commands: frozenset[str]
    impersonal: frozenset[str]
    pronouns: Mapping[str, str]
    persons: Mapping[str, str]
    possessives: Mapping[str, str]
    determiners: Mapping[str, str]
    prepositions: Mapping[str, str]
    conjunctions: Mapping[str, str]
    questions: Mapping[str, str]
    negatives: Mapping[str, str]
    adverbs: Mapping[str, str]
    phrases: Mapping[str, str]
    expressions: Mapping[str, str]
    nouns: Mapping[str, str]
    verbs: Mapping[str, str]
    links: Mapping[str, Mapping[str, str]]
    tenses: Mapping[str, Mapping[str, str]]
    chains: tuple[Chain, ...]


@dataclass(frozen=True, slots=True)
class Helper:
    """A Kichwa verb that follows another one and is a leading verb in Spanish: see qu_es.toml."""

    stem: str
    after: tuple[str, ...]
    verb: str
    rule: str
    via: str = ""
    gerund: bool = False


@dataclass(frozen=True, slots=True)
class KichwaRules:
    """The sections of qu_es.toml, under their names."""

    cases: Mapping[str, str]
    places: Mapping[str, str]
    words: Mapping[str, str]
    determiners: Mapping[str, str]
    alone: Mapping[str, str]
    pronouns: Mapping[str, Mapping[str, str]]
    questions: Mapping[str, str]
    nouns: Mapping[str, str]
    verbs: Mapping[str, str]
    names: frozenset[str]
    states: frozenset[str]
    lasting: frozenset[str]
    leading: frozenset[str]
    masses: frozenset[str]
    measures: Mapping[str, str]
    times: frozenset[str]
    manner: frozenset[str]
    helpers: tuple[Helper, ...]

    @property
    def stems_asked(self) -> frozenset[str]:
        """Return the stems of question words."""
        return frozenset(key.partition("+")[0] for key in self.questions)


@cache
def kichwa_rules() -> KichwaRules:
    """Return the rules from Kichwa to Spanish.

    Raises ValueError when a section is missing or unknown.
    """
    table = read_table("qu_es.toml")
    names = {field.name for field in fields(KichwaRules)}
    if names != set(table):
        raise ValueError(f"qu_es.toml: sections {sorted(names ^ set(table))}")
    helpers = tuple(
        Helper(**(row | {"after": tuple(row["after"])})) for row in table.pop("helpers")
    )
    return KichwaRules(
        **{name: _section(name, value) for name, value in table.items()}, helpers=helpers
    )


def read_table(name: str) -> dict[str, Any]:
    """Return a table of this folder."""
    return tomllib.loads((_FOLDER / name).read_text(encoding="utf-8"))


def _section(name: str, value: Any) -> Any:
    if name == "chains":
        return tuple(Chain(**row) for row in value)
    if name == "tenses":
        return {tense: dict(zip(PERSONS, row, strict=True)) for tense, row in value.items()}
    return frozenset(value) if isinstance(value, list) else value


@cache
def spanish_rules() -> SpanishRules:
    """Return the rules from Spanish to Kichwa.

    Raises ValueError when a section is missing or unknown, or a tense lacks a person.
    """
    table = read_table("es_qu.toml")
    names = {field.name for field in fields(SpanishRules)}
    if names != set(table):
        raise ValueError(f"es_qu.toml: sections {sorted(names ^ set(table))}")
    return SpanishRules(**{name: _section(name, value) for name, value in table.items()})
