"""Faults of records among each other: repeated, contradicting, leaked, unbalanced."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from core.lexicon.dictionary import Direction
from core.lexicon.findings import Change, Finding
from core.lexicon.likeness import near_pairs, same_key
from core.prompts.records import Record

_RARE, _ONE_SIDED, _MIXED_LENGTHS = 0.01, 0.1, 20
_SENTENCE = 3  # words


def repeated(records: Sequence[Record]) -> Iterator[Finding]:
    """Yield what stands twice, what almost does, and questions with several answers."""
    by_question: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for row, record in enumerate(records, 1):
        if record.question.strip() and record.output.strip():
            by_question[same_key(record.question)][same_key(record.output)].append(row)
    firsts: list[int] = []
    for answers in by_question.values():
        for rows in answers.values():
            firsts.append(rows[0])
            if len(rows) > 1:
                text = records[rows[0] - 1].question
                gone = tuple(Change(row, "", text, None) for row in rows[1:])
                yield Finding("same", tuple(rows), text, gone)
        if len(answers) > 1:
            rows = sorted(row for found in answers.values() for row in found)
            told = " | ".join(records[found[0] - 1].output for found in answers.values())
            yield Finding("conflict", tuple(rows), told)
    # A letter makes a word another word, but hardly a sentence another sentence.
    firsts = [row for row in firsts if _is_sentence(records[row - 1])]
    texts = [_whole(records[row - 1]) for row in firsts]
    for at, other in near_pairs(texts):
        yield Finding("near", (firsts[at], firsts[other]), texts[at])


def _is_sentence(record: Record) -> bool:
    return len(_bare(record).split()) >= _SENTENCE


def _whole(record: Record) -> str:
    return f"{_bare(record)} {record.output}"


def leaked(records: Sequence[Record], test: Sequence[Record]) -> Iterator[Finding]:
    """Yield records that a test asks too: the same, turned round, or nearly the same."""
    if not test:
        return
    asked = {same_key(_bare(record)) for record in test}
    pairs = {frozenset(map(same_key, (_bare(record), record.output))) for record in test}
    rest: list[int] = []
    for row, record in enumerate(records, 1):
        pair = frozenset(map(same_key, (_bare(record), record.output)))
        if same_key(_bare(record)) in asked or pair in pairs:
            drop = (Change(row, "", record.question, None),)
            yield Finding("leak_same", (row,), record.question, drop)
        elif _is_sentence(record):
            rest.append(row)
    near = partial(near_pairs, [_whole(records[row - 1]) for row in rest])
    for at in dict.fromkeys(at for at, _ in near([_whole(record) for record in test])):
        text = records[rest[at] - 1].question
        yield Finding("leak_near", (rest[at],), text, (Change(rest[at], "", text, None),))


def _bare(record: Record) -> str:
    """Return what is asked about; the wording of the instruction does not matter."""
    return record.entry or record.instruction


def unbalanced(records: Sequence[Record], ways: Sequence[Direction | None]) -> Iterator[Finding]:
    """Yield kinds, directions and lengths that are far from even."""
    if len(records) < 20:
        return
    kinds = Counter(record.instruction for record in records if record.entry)
    for kind, number in kinds.items():
        if len(kinds) > 1 and number < _RARE * len(records):
            yield Finding("unbalanced", (), f"{kind}: {number} / {len(records)}")
    told = Counter(way for way in ways if way)
    if told and min(told["es-qu"], told["qu-es"]) < _ONE_SIDED * sum(told.values()):
        yield Finding("unbalanced", (), f"es-qu {told['es-qu']} / qu-es {told['qu-es']}")
    yield from _lengths(len(record.output) for record in records)


def _lengths(lengths: Iterable[int]) -> Iterator[Finding]:
    ordered = sorted(lengths)
    median, long = ordered[len(ordered) // 2], ordered[len(ordered) * 99 // 100]
    if long > _MIXED_LENGTHS * max(median, 1):
        yield Finding("unbalanced", (), f"50 %: {median} · 99 %: {long}")
