"""Dictionary pages made from our own lexicon, as a printer and a scanner would leave them."""

import random
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from itertools import zip_longest
from typing import Literal

from core.kichwa.lexicon import lexicon
from core.lexicon.damage import Known
from core.lexicon.dictionary import Direction
from core.lexicon.heads import alphabetic_key
from core.lexicon.page_text import PageReport, read_page
from core.metrics.interval import Interval, wilson
from core.tasks.read_dictionary_page import known
from core.text import fold

Layout = Literal["one", "side by side", "interleaved", "sequential"]
_LABEL = {"NOUN": "s.", "VERB": "v.", "ADJ": "adj.", "ADV": "adv."}
_SOUNDS = (("ch", "č"), ("sh", "š"), ("ll", "ž"), ("nk", "ŋg"), ("ñ", "ɲ"))
_WIDTH, _LINES = 38, 40
_DIRECTIONS: tuple[Direction, ...] = ("qu-es", "es-qu")
_MISREAD = (0.02, 0.05, 0.1)


@dataclass(frozen=True)
class Printed:
    """A text, and what stands in it: {head: senses}."""

    text: str
    articles: dict[str, tuple[str, ...]]


def rows(number: int, seed: int) -> list[tuple[str, str, str, tuple[str, ...]]]:
    """Return heads in alphabetical order with sound, class and senses."""
    chosen: dict[str, tuple[str, str, str, tuple[str, ...]]] = {}
    entries = [entry for entry in lexicon().entries if entry.pos in _LABEL]
    random.Random(seed).shuffle(entries)
    for entry in entries:
        plain = " " not in entry.citation and all("," not in one for one in entry.senses)
        if plain and len(chosen) < number:
            sound = entry.citation
            for letters, sign in _SOUNDS:
                sound = sound.replace(letters, sign)
            row = (entry.citation, f"[{sound}]", _LABEL[entry.pos], entry.senses[:4])
            chosen.setdefault(entry.citation, row)
    return sorted(chosen.values(), key=lambda row: alphabetic_key(row[0]))


def spanish_rows(number: int, seed: int) -> list[tuple[str, str, str, tuple[str, ...]]]:
    """Return Spanish heads, without sounds, and their Kichwa equivalents."""
    told: dict[str, tuple[str, dict[str, None]]] = {}
    for entry in lexicon().entries:
        for sense in entry.senses:
            if entry.pos in _LABEL and sense.isalpha() and " " not in entry.citation:
                known = told.setdefault(sense, (_LABEL[entry.pos], {}))
                known[1][entry.citation] = None
    heads = random.Random(seed).sample(sorted(told), number)
    return [(head, "", told[head][0], tuple(told[head][1])) for head in sorted(heads, key=fold)]


def _hyphenated(text: str) -> list[str]:
    """Return lines of the column's width, words torn where they do not fit."""
    lines, rest = [], text
    while len(rest) > _WIDTH:
        cut = _WIDTH - 1
        inside = rest[cut - 3 : cut + 3].isalpha()
        if inside and not rest[cut:].startswith("["):
            lines.append(rest[:cut] + "-")
            rest = rest[cut:]
        else:
            wrapped = textwrap.wrap(rest, _WIDTH, break_long_words=False, break_on_hyphens=False)
            lines.append(wrapped[0])
            rest = rest[len(wrapped[0]) :].lstrip()
    return [*lines, rest] if rest else lines


def print_pages(
    number: int, layout: Layout, seed: int = 0, direction: Direction = "qu-es"
) -> Printed:
    """Return pages with running heads, page numbers and words torn at line ends."""
    chosen = rows(number, seed) if direction == "qu-es" else spanish_rows(number, seed)
    lines: list[str] = []
    for head, sound, label, senses in chosen:
        parts = [head, sound, label, ", ".join(senses)]
        tail = f". Kayka {head} shimimi." if sound else ""
        lines += _hyphenated(" ".join(filter(None, parts)) + tail)
    pages = []
    per_page = _LINES * (1 if layout == "one" else 2)
    for start in range(0, len(lines), per_page):
        block = lines[start : start + per_page]
        middle = (len(block) + 1) // 2
        left, right = (block, []) if layout == "one" else (block[:middle], block[middle:])
        body = {
            "one": left,
            "sequential": left + right,
            "side by side": [
                f"{one or '':<{_WIDTH + 4}}{other or ''}".rstrip()
                for one, other in zip_longest(left, right)
            ],
            "interleaved": [
                line for pair in zip_longest(left, right) for line in pair if line is not None
            ],
        }[layout]
        title = "DICCIONARIO DE PRUEBA"
        page = start // per_page + 1
        pages.append("\n".join([title, *body, f"{page:>20}"]))
    articles = {head: senses for head, _, _, senses in chosen}
    return Printed("\f".join(pages), articles)


def scanned(text: str, share: float, seed: int = 0) -> str:
    """Return the text with about `share` of its words misread."""
    chance = random.Random(seed)

    def misread(word: str) -> str:
        faults: list[Callable[[str], str]] = [
            lambda w: w.replace("l", "1", 1),
            lambda w: w.replace("i", "l", 1),
            lambda w: w[:2] + " " + w[2:],
            lambda w: w[:1] + w[1:].replace("a", "A", 1),
            lambda w: w[:2] + "~" + w[2:],
            lambda w: w.replace("[", "(").replace("]", "}"),
            lambda w: w.replace("s.", "5."),
        ]
        return chance.choice(faults)(word)

    lines = []
    for line in text.split("\n"):
        parts = line.split(" ")
        told = [misread(w) if len(w) > 1 and chance.random() < share else w for w in parts]
        lines.append(" ".join(told))
    return "\n".join(lines)


def recovered(printed: Printed, report: PageReport) -> tuple[float, float]:
    """Return the shares of heads and of senses that came back as they were printed."""
    found = {entry.head: entry.senses for entry in report.dictionary.entries}
    pairs = [(head, sense) for head, senses in printed.articles.items() for sense in senses]
    heads = sum(head in found for head in printed.articles) / len(printed.articles)
    return heads, sum(sense in found.get(head, ()) for head, sense in pairs) / len(pairs)


def score(number: int, seed: int) -> tuple[dict[str, float], dict[str, Interval], dict[str, int]]:
    """Return what comes back of two-column pages, clean and with words misread by a scanner.

    The reader does not know the heads beforehand: a new dictionary holds new words.
    """
    metrics: dict[str, float] = {}
    ci95: dict[str, Interval] = {}
    counts: dict[str, int] = {}
    for direction in _DIRECTIONS:
        printed = print_pages(number, "side by side", seed, direction)
        heads = frozenset(map(fold, printed.articles))
        counts[f"heads_{direction}"] = len(printed.articles)
        counts[f"senses_{direction}"] = sum(map(len, printed.articles.values()))
        for share in (0.0, *_MISREAD):
            report = read_page(scanned(printed.text, share, seed), _knows_all_but(heads))
            found = dict(zip(("heads", "senses"), recovered(printed, report), strict=True))
            for name, value in found.items():
                key = f"{name}_{direction}_{share:.0%}_misread"
                metrics[key] = value
                total = counts[f"{name}_{direction}"]
                ci95[key] = wilson(round(value * total), total)
    return metrics, ci95, counts


def _knows_all_but(heads: frozenset[str]) -> Known:
    return lambda word: known(word) and fold(word) not in heads
