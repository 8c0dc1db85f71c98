"""From the lines of a dictionary page to its articles: words joined, labels mended, heads found."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from core.lexicon.damage import Known, find_damage
from core.lexicon.heads import alphabetic_key, longest_ordered
from core.lexicon.page_columns import Line, Repair
from core.text import fold

_CLASSES = r"(?:s|v|adj|adv|num|pron|conj|interj|prep|det|exp)"
_LETTERS = "a-zA-ZáéíóúüñÁÉÍÓÚÜÑ"
_HYPHEN = re.compile(rf"(?<![{_LETTERS}])([{_LETTERS}]+)[-\xad¬]\s*$")
_HEAD = re.compile(
    rf"(?P<head>[{_LETTERS}][{_LETTERS}\- ]{{0,40}}?)\s*(?P<sound>\[[^\]]{{1,80}}\])?\s*"
    rf"(?P<rest>(?:(?:amz|s|sn|ss|sc|co|bo|im)\.\s*)?{_CLASSES}\.\s.*)$"
)
_MOST_WORDS = 4
_ALONE = re.compile(rf"[{_LETTERS}][{_LETTERS}\-]*(?: [{_LETTERS}\-]+){{0,3}}\s*$")
_OPENS = re.compile(rf"\s*(?:\[|{_CLASSES}\.\s)")
_BRACKET = re.compile(
    rf"^([{_LETTERS} \-]{{2,40}}?)\s*([\[({{|])([^\])}}|\[({{]{{1,80}})([\])}}|])(?=\s*\S)"
)
# What scanners make of labels, right after the sound of a head.
_MENDS = (
    (re.compile(r"(\])\s*[5S$]\s?[.,]\s*"), r"\1 s. "),
    (re.compile(r"(\])\s*(?:V|u)\s?[.,]\s*"), r"\1 v. "),
    (re.compile(r"\bad\s?[jJ]\s?[.,](?=\s|\w)"), "adj."),
    (re.compile(r"\bad\s?v\s?[.,](?=\s|\w)"), "adv."),
    (re.compile(rf"(\])\s*({_CLASSES})\s?[.,]\s*"), r"\1 \2. "),
    (re.compile(r"(?<=[^\W\d_])\["), " ["),
    (re.compile(r"\](?=\w)"), "] "),
    (re.compile(rf"(^|[\s\]])({_CLASSES})\.(?=[^\W\d_])"), r"\1\2. "),
    (re.compile(r"(?<=[^\W\d_])([,;])(?=[^\W\d_])"), r"\1 "),
)  # fmt: skip


@dataclass(frozen=True)
class Article:
    """A head and all that is printed under it, on one line."""

    page: int
    line: int
    head: str
    value: str


def join_hyphens(lines: Sequence[Line], known: Known) -> tuple[list[Line], list[Repair]]:
    """Return lines that end in whole words; the second part of a torn one moves up."""
    joined: list[Line] = []
    repairs: list[Repair] = []
    pending = list(lines)
    for at, line in enumerate(pending):
        torn = _HYPHEN.search(line.text)
        following = pending[at + 1] if at + 1 < len(pending) else None
        if torn and following and following.text.strip()[:1].islower():
            first, _, rest = following.text.strip().partition(" ")
            whole = _whole(torn[1], first, known)
            repairs.append(Repair(line.page, line.number, "hyphen", torn[0] + "⏎" + first, whole))
            line = replace(line, text=line.text[: torn.start()] + whole)
            pending[at + 1] = replace(following, text=rest)
        if line.text.strip():
            joined.append(replace(line, text=line.text.strip()))
    return joined, repairs


def _whole(left: str, right: str, known: Known) -> str:
    bare = re.match(rf"[{_LETTERS}]*", right)
    end = bare[0] if bare else right
    compound = known(left.lower()) and known(end.lower()) and not known((left + end).lower())
    return f"{left}-{right}" if compound else left + right


def mend_labels(line: Line) -> tuple[Line, list[Repair]]:
    """Return a line with its brackets, class labels and spaces as they were printed."""
    text = _BRACKET.sub(_sound, line.text)
    for fault, mended in _MENDS:
        text = fault.sub(mended, text)
    text = re.sub(r" {2,}", " ", text)
    if text == line.text:
        return line, []
    return replace(line, text=text), [Repair(line.page, line.number, "label", line.text, text)]


def _sound(found: re.Match[str]) -> str:
    """Return a head and its sound between square brackets; a note in round ones stays."""
    head, left, inside, right = found.groups()
    is_sound = "[" in left or "]" in right or fold(inside)[:1] == fold(head)[:1]
    return f"{head} [{inside}]" if is_sound else found[0]


def find_articles(lines: Sequence[Line]) -> tuple[list[Article], list[Repair], list[Line]]:
    """Return the articles, what was joined to find them, and the lines before the first."""
    whole, repairs = _joined_heads(lines)
    heads = _heads(whole)
    articles: list[Article] = []
    unread: list[Line] = []
    for at, line in enumerate(whole):
        if found := heads.get(at):
            value = f"{found['sound'] or ''} {found['rest']}".strip()
            articles.append(Article(line.page, line.number, found["head"].strip(), value))
        elif articles:
            last = articles[-1]
            articles[-1] = replace(last, value=f"{last.value} {line.text}")
        else:
            unread.append(line)
    return articles, repairs, unread


def _heads(lines: Sequence[Line]) -> dict[int, re.Match[str]]:
    """Return the places where an article begins.

    A class label may also stand at the beginning of a line inside an article; a head is in the
    order of the alphabet, or has its sound behind it.
    """
    found = {at: match for at, line in enumerate(lines) if (match := _HEAD.match(line.text))}
    found = {at: match for at, match in found.items() if len(match["head"].split()) <= _MOST_WORDS}
    places, names = list(found), [match["head"] for match in found.values()]
    orders = (longest_ordered(list(map(key, names))) for key in (alphabetic_key, fold))
    ordered = {places[at] for at in max(orders, key=len)}
    return {at: match for at, match in found.items() if match["sound"] or at in ordered}


def _joined_heads(lines: Sequence[Line]) -> tuple[list[Line], list[Repair]]:
    """Return lines where a head alone on its line stands before what follows it."""
    whole: list[Line] = []
    repairs: list[Repair] = []
    for line in lines:
        last = whole[-1] if whole else None
        if last and _ALONE.fullmatch(last.text) and _OPENS.match(line.text):
            text = f"{last.text.strip()} {line.text.strip()}"
            repairs.append(Repair(last.page, last.number, "split_head", last.text, text))
            whole[-1] = replace(last, text=text)
        else:
            whole.append(line)
    return whole, repairs


def mend_article(article: Article, known: Known) -> tuple[Article, list[Repair]]:
    """Return an article without scanner's faults in its head and its text."""
    repairs: list[Repair] = []
    parts: list[str] = []
    for text in (article.head, article.value):
        sound = re.match(r"\[[^\]]*\]", text)
        kept, rest = (sound[0], text[sound.end() :]) if sound else ("", text)
        for damage in find_damage(rest, known):
            if damage.mended != rest:
                place = (article.page, article.line, damage.kind)
                repairs.append(Repair(*place, rest.strip(), damage.mended.strip()))
            rest = damage.mended
        parts.append(f"{kept} {rest.strip()}".strip())
    head, value = parts
    return replace(article, head=head, value=value), repairs


def as_dictionary(articles: Iterable[Article]) -> dict[str, str]:
    """Return {head: article}; what stands under the same head twice is joined."""
    told: dict[str, str] = {}
    for article in articles:
        if article.head not in told:
            told[article.head] = article.value
        elif article.value.startswith("["):
            told[article.head] += f" 2. {article.value.partition(']')[2].strip()}"
        else:
            told[article.head] += f"; {article.value}"
    return told
