"""Words and their categories: which stems there are, and which longer words are attested."""

import csv
from collections.abc import Collection, Iterable, Mapping
from functools import cache

from core.config import ASSETS
from core.morphology.grammar import CATEGORY, Lang


class Words:
    """A lexicon: categories of words, and which of them have no parts."""

    def __init__(
        self,
        categories: Mapping[str, Collection[str]],
        simple: Iterable[str],
        attested: Iterable[str] = (),
    ) -> None:
        self._categories = categories
        self._simple = frozenset(simple)
        self._attested = frozenset(attested)  # words whose category is not known

    def categories(self, word: str) -> tuple[str, ...]:
        """Return the categories of `word`, the commonest first; empty when it is not listed."""
        found = self._categories.get(word) or self._categories.get(word.casefold()) or ()
        return tuple(found)

    def simple(self, word: str) -> bool:
        """Return whether `word` is listed as a stem that has no parts."""
        return word.casefold() in self._simple

    def attested(self, word: str, category: str) -> bool:
        """Return whether `word` exists in `category`, as far as the list tells."""
        listed = self.categories(word)
        return category in listed if listed else word in self._attested

    def with_more(
        self, categories: Mapping[str, Collection[str]], attested: Iterable[str] = ()
    ) -> "Words":
        """Return these words and more of them; what is listed here keeps its categories."""
        return Words({**categories, **self._categories}, self._simple, attested)


@cache
def shipped_words(lang: Lang) -> Words:
    """Return the words of `assets/words/roots-<lang>.csv`.

    Raises ValueError for a category or kind that is none.
    """
    categories: dict[str, tuple[str, ...]] = {}
    simple = []
    path = ASSETS / "words" / f"roots-{lang}.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["kind"] not in ("simple", "derived"):
                raise ValueError(f"{path.name}: {row['word']} is {row['kind']!r}")
            word = row["word"].casefold()
            categories[word] = tuple(CATEGORY[letter] for letter in row["categories"])
            if row["kind"] == "simple":
                simple.append(word)
    return Words(categories, simple)
