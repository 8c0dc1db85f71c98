"""Inspect a file of training records, and mend what can be mended."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from core.lexicon.damage import Known, find_damage
from core.lexicon.dictionary import Direction
from core.lexicon.findings import Change, Field, Finding, Inspection
from core.lexicon.repeated import leaked, repeated, unbalanced
from core.lexicon.sides import directions, foreign_words, is_flipped
from core.prompts.records import Record
from core.safety.privacy import find_personal_data, mask
from core.text import words

LIMIT_CHARS = 2000
_SENTENCE = 3  # words
Speaks = Callable[[str], str]
# Text is mended in the order in which it was found damaged; whole rows come last.
_REPAIRS = (
    "mojibake",
    "stray_symbol",
    "hyphenation",
    "mixed_letters",
    "inner_capital",
    "torn_word",
    "personal_data",
    "flipped",
    "empty",
    "same",
    "leak_same",
    "leak_near",
)


@dataclass(frozen=True)
class Knowledge:
    """What the inspection may ask.

    known: whether a word, in lower case, is one of either language.
    speaks: which language a text is in ("es", "qu", "quechua", …).
    """

    known: Known
    speaks: Speaks | None = None


def inspect(
    records: Sequence[Record],
    knowledge: Knowledge,
    test: Sequence[Record] = (),
    limit_chars: int = LIMIT_CHARS,
) -> Inspection:
    """Return what is wrong with records, and what of `test` has leaked into them."""
    ways = directions(records)
    found: list[Finding] = []
    for row, (record, way) in enumerate(zip(records, ways, strict=True), 1):
        found += _row_findings(row, record, way, knowledge, limit_chars)
    found += repeated(records)
    found += leaked(records, test)
    found += unbalanced(records, ways)
    order = {severity: at for at, severity in enumerate(("error", "warning", "note"))}
    found.sort(key=lambda finding: (order[finding.severity], finding.kind, finding.rows))
    return Inspection(len(records), tuple(found))


def repaired(
    records: Sequence[Record], inspection: Inspection
) -> tuple[list[Record], tuple[Change, ...]]:
    """Return the records with all changes made, and the log of those that took effect."""
    whole: dict[int, Record | None] = dict(enumerate(records, 1))
    log: list[Change] = []
    mendable = [finding for finding in inspection.findings if finding.changes]
    for finding in sorted(mendable, key=lambda finding: _REPAIRS.index(finding.kind)):
        for change in finding.changes:
            record = whole[change.row]
            if record is None or not (done := _changed(record, change)):
                continue
            whole[change.row], applied = done
            log.append(applied)
    return [record for record in whole.values() if record is not None], tuple(log)


def _changed(record: Record, change: Change) -> tuple[Record | None, Change] | None:
    """Return the record after a change; None where an earlier change has made it needless."""
    if not change.field and change.after is None:
        return None, change
    if not change.field:
        turned = replace(record, entry=record.output, output=record.entry)
        return turned, replace(change, before=record.entry, after=turned.entry)
    for field in _fields(record):
        now = getattr(record, field)
        if change.before in now and change.after is not None:
            mended = now.replace(change.before, change.after)
            return replace(record, **{field: mended}), replace(change, field=field)
    return None


def _fields(record: Record) -> tuple[Field, ...]:
    return ("entry", "output") if record.entry else ("instruction", "output")


def _row_findings(
    row: int, record: Record, way: Direction | None, knowledge: Knowledge, limit: int
) -> Iterator[Finding]:
    if not record.question.strip() or not record.output.strip():
        yield Finding("empty", (row,), record.question, (Change(row, "", record.question, None),))
        return
    for field in _fields(record):
        text = getattr(record, field)
        if len(text) > limit:
            yield Finding("too_long", (row,), str(len(text)))
        yield from _damaged(row, field, text[:limit], knowledge.known)
    if way and record.entry:
        pair = (record.entry, record.output)
        spanish, kichwa = pair if way == "es-qu" else pair[::-1]
        yield from _language(row, spanish, kichwa, knowledge)


def _damaged(row: int, field: Field, text: str, known: Known) -> Iterator[Finding]:
    for damage in find_damage(text, known):
        changes = (Change(row, field, text, damage.mended),) if damage.mended != text else ()
        yield Finding(damage.kind, (row,), text, changes)
        text = damage.mended
    if find_personal_data(text):
        hidden = mask(text)
        yield Finding("personal_data", (row,), hidden, (Change(row, field, text, hidden),))


def _language(row: int, spanish: str, kichwa: str, knowledge: Knowledge) -> Iterator[Finding]:
    if is_flipped(spanish, kichwa):
        yield Finding("flipped", (row,), f"{spanish} | {kichwa}", (Change(row, "", "", ""),))
    elif (heard := _other_language(kichwa, knowledge)) is not None:
        yield Finding("wrong_language", (row,), f"{heard}: {kichwa}")
    elif foreign := foreign_words(kichwa):
        yield Finding("foreign_letter", (row,), ", ".join(foreign))


def _other_language(kichwa: str, knowledge: Knowledge) -> str | None:
    """Return the language of a text that should be Kichwa and is a sentence in another."""
    told = words(kichwa)
    if knowledge.speaks is None or len(told) < _SENTENCE or _is_list(kichwa):
        return None
    heard = knowledge.speaks(kichwa)
    return heard if heard in ("es", "quechua") else None


def _is_list(text: str) -> bool:
    """Return whether a text is words between commas, which no language can be told from."""
    return max(len(part.split()) for part in text.split(",")) < _SENTENCE
