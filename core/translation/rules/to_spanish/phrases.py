"""Kichwa noun phrases as Spanish ones: articles, agreement, owners, prepositions."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from core.morphology.spanish_nouns import agree, gender, pluralize, stressed_a, with_article
from core.translation.rules.choose import Choose
from core.translation.rules.tables import kichwa_rules, spanish_rules
from core.translation.rules.to_spanish.choice import spanish_noun
from core.translation.rules.to_spanish.modifiers import (
    Modified,
    bare_key,
    counted_apart,
    means_many,
    pronoun_row,
)
from core.translation.rules.to_spanish.said import Said, Text
from core.translation.rules.to_spanish.tree import KichwaClause, KichwaPhrase
from core.translation.rules.to_spanish.words import KichwaWord

Article = Literal["definite", "indefinite", "none"]


Describe = Callable[[KichwaClause, str], Text]
"""(clause, gender and number of the noun) → what describes the noun."""


@dataclass(frozen=True, slots=True)
class SpanishPhrase:
    """A noun phrase without its preposition.

    gender: "masc" or "fem"; number: "sing" or "plur"; counted: with a number.
    pronoun: its row, for personal pronouns.
    """

    text: Text
    gender: str = "masc"
    number: str = "sing"
    human: bool = False
    counted: bool = False
    pronoun: Mapping[str, str] | None = None


class PhraseWriter:
    """Writes noun phrases in Spanish."""

    def __init__(self, choose: Choose, describe: Describe) -> None:
        self.choose = choose
        self.describe = describe

    def write(
        self, phrase: KichwaPhrase, article: Article = "definite", like: str = ""
    ) -> SpanishPhrase:
        """Return a phrase with its article but without preposition, and what "y" adds to it.

        like: "fem sing" … of the subject that an adjective describes.
        """
        found = self._one(phrase, article, like)
        if phrase.also is None:
            return found
        other = self._one(phrase.also, article, like)
        text = (*found.text, Said("y", "and"), *other.text)
        return replace(found, text=text, number="plur", pronoun=None)

    def _one(self, phrase: KichwaPhrase, article: Article, like: str) -> SpanishPhrase:
        head, rules = phrase.head, kichwa_rules()
        row = pronoun_row(head)
        if row is not None and len(phrase.words) == 1:
            return self._personal(head, row)
        alone = rules.words.get(head.key) if head.has("add") else None
        alone = alone or rules.alone.get(head.plain_key) or rules.alone.get(bare_key(head))
        if alone and len(phrase.words) == 1 and phrase.owner is None and phrase.relative is None:
            number = "plur" if head.has("pl") else "sing"
            return SpanishPhrase((Said(alone, "pronoun"),), number=number)
        if phrase.relative is not None and phrase.relative.verbs[0] is head:
            return self._headless(phrase)
        return self._noun(phrase, article, like)

    def _personal(self, head: KichwaWord, row: Mapping[str, str]) -> SpanishPhrase:
        number = "plur" if row["person"].endswith("pl") else "sing"
        text = (Said(row["subject"], "pronoun"),)
        return SpanishPhrase(text, "masc", number, True, pronoun=row)

    def _headless(self, phrase: KichwaPhrase) -> SpanishPhrase:
        assert phrase.relative is not None
        number = "plur" if phrase.head.has("pl") else "sing"
        verbal = phrase.relative.kind
        told = self.describe(phrase.relative, f"masc {number}")
        if verbal == "agent":
            article = "los" if number == "plur" else "el"
            return SpanishPhrase((Said(article, "relative_agent"), *told), "masc", number, True)
        if verbal == "part" and phrase.case != "acc":
            return SpanishPhrase((Said("lo", "relative_part"), *told), "masc", number)
        return SpanishPhrase(told, "masc", number)

    def _noun(self, phrase: KichwaPhrase, article: Article, like: str) -> SpanishPhrase:
        head = phrase.head
        chosen = spanish_noun(head, self.choose)
        count, modifiers = counted_apart(phrase.words[:-1])
        noun, *rest = chosen.word.split() or [head.form]
        which = gender(noun) or "masc"
        mass = noun in kichwa_rules().masses
        measure = _measure(modifiers, count)
        modifiers = [word for word in modifiers if word is not measure]
        many = head.has("pl") or count > 1 or any(means_many(word) for word in modifiers)
        many = many and measure is None and not (mass and not count)
        number = "plur" if many else "sing"
        shown = pluralize(noun) if many and not noun.endswith("s") else noun
        if head.has("dim") and head.upos == "NOUN":
            shown = diminutive(shown)
        if head.upos == "ADJ":
            which, number = like.split() if like else (which, number)
            shown = agree(noun, which, number)
        words = Modified(self.choose, which, number)
        for word in modifiers:
            words.add(word)
        if count and measure is None:
            words.number(count, phrase.words)
        text: Text = (
            Said(" ".join((shown, *rest)), chosen.rule, head.form if chosen.guessed else ""),
        )
        text = (*words.before, *text, *words.after)
        text = self._owned(phrase, text, words)
        if phrase.relative is not None:
            text = (*text, *self.describe(phrase.relative, f"{which} {number}"))
        if measure is not None:
            return self._measured(measure, count, phrase, text)
        fixed = words.closed or _is_name(head) or (head.upos == "ADJ" and article != "definite")
        if not fixed and article != "none":
            text = (Said(_article(noun, which, number, article), "article"), *text)
        human = _is_name(head) or noun in spanish_rules().people
        counted = bool(count) or any(means_many(word) for word in modifiers)
        return SpanishPhrase(text, which, number, human, counted)

    def _measured(
        self, measure: KichwaWord, count: int, phrase: KichwaPhrase, text: Text
    ) -> SpanishPhrase:
        """Return "dos libras de arroz"."""
        unit = kichwa_rules().measures[measure.lemma.lower()]
        which = gender(unit) or "masc"
        words = Modified(self.choose, which, "plur" if count > 1 else "sing")
        words.number(count, phrase.words)
        said = Said(pluralize(unit) if count > 1 else unit, "word")
        text = (*words.before, said, Said("de", "measure"), *text)
        return SpanishPhrase(text, which, words.plurality, counted=True)

    def _owned(self, phrase: KichwaPhrase, text: Text, words: "Modified") -> Text:
        if phrase.owner is None or not phrase.owner.words:
            return text
        row = pronoun_row(phrase.owner.head)
        if row is not None:
            words.closed = True
            mine = agree(row["owner"], words.gender, words.plurality)
            return (Said(mine, "possessor"), *text)
        inner = self.write(phrase.owner)
        return (*text, Said("de", "owner"), *inner.text)


def _measure(modifiers: Sequence[KichwaWord], count: int) -> KichwaWord | None:
    """Return the unit among the words before a noun that are counted."""
    units = kichwa_rules().measures
    return next((w for w in modifiers if count and w.lemma.lower() in units), None)


def _article(noun: str, which: str, number: str, kind: Article) -> str:
    said = with_article(noun if stressed_a(noun) else "x", kind, number, which)  # type: ignore[arg-type]
    return said.split()[0]


def diminutive(noun: str) -> str:
    """Return the diminutive of a noun.

    >>> diminutive("casa"), diminutive("hijos"), diminutive("mujer")
    ('casita', 'hijitos', 'mujercita')
    """
    plural = "s" if noun.endswith("s") else ""
    single = noun.removesuffix("s")
    if single.endswith(("o", "a")):
        stem = single[:-1]
        stem = stem[:-1] + "qu" if stem.endswith("c") else stem
        stem = stem + "u" if stem.endswith("g") else stem
        return f"{stem}it{single[-1]}{plural}"
    if single.endswith(("e", "n", "r")):
        return f"{single}cit{'a' if gender(single) == 'fem' else 'o'}{plural}"
    return noun


def with_preposition(phrase: SpanishPhrase, case: str) -> Text:
    """Return a phrase with the preposition of a Kichwa case."""
    prep = kichwa_rules().cases.get(case, "")
    if case == "acc" and phrase.human and not phrase.counted:
        prep = "a"
    if phrase.pronoun is None:
        return (Said(prep, f"case_{case}"), *phrase.text) if prep else phrase.text
    after = phrase.pronoun["after"]
    if case == "ins" and after in ("mí", "ti"):
        return (Said({"mí": "conmigo", "ti": "contigo"}[after], "case_ins"),)
    if case == "equ":
        after = phrase.pronoun["subject"]
    text: Text = (replace(phrase.text[0], text=after),)
    return (Said(prep, f"case_{case}"), *text) if prep else text


def _is_name(word: KichwaWord) -> bool:
    """Return whether a word is a name, or looks like one."""
    return word.upos == "PROPN" or (word.language == "unknown" and word.form[:1].isupper())
