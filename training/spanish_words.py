"""The lists of Spanish verbs, nouns and adjectives: `python -m training.spanish_words`.

Lemmas and frequencies come from spanish_data by doozan (subtitles); genders from the articles that
stand before nouns in the public-domain books, and where these are silent from the ending.
"""

import csv
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from core.morphology.spanish_conjugation import is_infinitive
from core.morphology.spanish_gender import gender_by_ending
from core.morphology.spanish_nouns import feminine, pluralize, singularize
from core.morphology.spanish_stress import bare
from core.morphology.spanish_words import NOUNS, VERBS
from training.sources import source

_TOTAL = 3.5e8  # words of the subtitles, near enough for a Zipf value
_FEWEST = {"v": 200, "n": 1750, "adj": 2000}  # times that a lemma is seen
_SHOWN = 3  # articles before a noun that decide on its gender
_BOTH = 0.25
_MASCULINE = "el los un unos del al este estos ese esos aquel aquellos"
_FEMININE = "la las una unas esta estas esa esas aquella aquellas"
_ARTICLES = dict.fromkeys(_MASCULINE.split(), "masc") | dict.fromkeys(_FEMININE.split(), "fem")
_MASCULINE_BEFORE_A = ("el", "un", "del", "al")  # el agua
_PAIR = re.compile(r"(?=\b([a-záéíóúñü]+) ([a-záéíóúñü]{2,})\b)")


def lemmas(pos: str) -> Iterator[tuple[str, int]]:
    """Yield (lemma, count) of a part of speech of spanish_data, the commonest first."""
    with source("aac/es-frequency.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            lemma, count = row["spanish"], int(row["count"])
            if row["pos"] == pos and count >= _FEWEST[pos] and lemma.isalpha() and lemma.islower():
                yield lemma, count


def other_words(lowest: int) -> Iterator[tuple[str, int]]:
    """Yield nouns that stand under another one: madre under padre, yegua under caballo."""
    with source("aac/es-frequency.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["pos"] == "n"]
    for row in rows:
        known = {bare(form) for form in _inflections(row["spanish"])}
        for use in row["usage"].split("|"):
            count, _, form = use.partition(":")
            new = bare(form) not in known and singularize(form) == form
            if int(count or 0) >= lowest and new and form.isalpha() and row["spanish"].islower():
                yield form, int(count)


def _inflections(lemma: str) -> Iterator[str]:
    for form in (lemma, feminine(lemma)):
        yield from (form, pluralize(form))


def zipf(count: int) -> str:
    """Return the Zipf value of a count.

    >>> zipf(350)
    '3.0'
    """
    return f"{math.log10(count / _TOTAL * 1e9):.1f}"


def article_counts(texts: Iterable[str]) -> tuple[Counter[str], Counter[str]]:
    """Return how often each word follows a masculine and a feminine article."""
    masculine: Counter[str] = Counter()
    feminine: Counter[str] = Counter()
    for text in texts:
        for article, word in _PAIR.findall(text.lower()):
            before_a = word.startswith(("a", "á", "ha", "há"))
            if _ARTICLES.get(article) == "fem":
                feminine[word] += 1
            elif article in _ARTICLES and not (before_a and article in _MASCULINE_BEFORE_A):
                masculine[word] += 1
    return masculine, feminine


def gender_letter(noun: str, masculine: int, feminine: int) -> str:
    """Return m, f or c (either) from the articles seen before a noun, else from its ending."""
    seen = masculine + feminine
    if seen < _SHOWN:
        return {"masc": "m", "fem": "f", "": "c"}[gender_by_ending(noun)]
    if min(masculine, feminine) > _BOTH * seen:
        return "c"
    return "m" if masculine > feminine else "f"


def write(path: Path, header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    """Write a list, sorted by lemma."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(sorted(set(rows)))


def main() -> None:
    """Write both lists."""
    verbs = [(lemma, zipf(count)) for lemma, count in lemmas("v") if is_infinitive(lemma)]
    write(VERBS, ("lemma", "zipf"), verbs)
    books = source("text").glob("es-*.txt")
    masculine, feminine = article_counts(book.read_text(encoding="utf-8") for book in books)
    rows = [
        (noun, "n", gender_letter(noun, masculine[noun], feminine[noun]), zipf(count))
        for noun, count in (*lemmas("n"), *other_words(_FEWEST["n"]))
    ]
    rows += [(adjective, "j", "", zipf(count)) for adjective, count in lemmas("adj")]
    write(NOUNS, ("lemma", "pos", "gender", "zipf"), rows)


if __name__ == "__main__":
    main()
