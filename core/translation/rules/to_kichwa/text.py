"""Spanish text to Kichwa by rules: sentences, clauses, spelling, capitals, marks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from core.kichwa.generate import generate
from core.kichwa.suffixes import suffixes
from core.text import clean
from core.translation.rules.choose import Choose
from core.translation.rules.marks import with_mark, with_words
from core.translation.rules.pieces import Piece, Pieces, Step
from core.translation.rules.sentences import Transferred, assembled, sentences
from core.translation.rules.to_kichwa.clauses import clause_in_kichwa
from core.translation.rules.to_kichwa.dependents import dependent_ending, link_ending
from core.translation.rules.to_kichwa.mend import mended
from core.translation.rules.to_kichwa.parse import Parser
from core.translation.rules.to_kichwa.roles import same_subject, subject_of
from core.translation.rules.to_kichwa.slots import Setting
from core.translation.rules.to_kichwa.tree import Clause
from core.translation.rules.to_kichwa.words import Word, read_words

_DROPPED = frozenset("¿¡")
_COMMANDS = ("imperative", "subj")


@dataclass(slots=True)
class _Segment:
    """What stands between two marks, the mark behind it, and its first word in Spanish."""

    clauses: list[Clause]
    mark: str
    first: str


def spanish_to_kichwa(text: str, choose: Choose) -> Transferred:
    """Return a Spanish text in Kichwa."""
    parts: list[str] = []
    pieces: list[Piece] = []
    steps: list[Step] = []
    for sentence in sentences(clean(text)):
        if not any(letter.isalnum() for letter in sentence):
            parts.append(sentence.strip(" ") or sentence)
            continue
        told, used = _sentence(sentence, choose)
        parts.append(told or sentence.strip())  # nothing but words that grammar drops
        pieces += used
        steps += _steps(used)
    unknown = tuple(dict.fromkeys(piece.source for piece in pieces if piece.guessed))
    words = [piece for piece in pieces if piece.source] or pieces
    known = 1 - sum(piece.guessed for piece in words) / len(words) if words else 0.0
    return Transferred(assembled(parts), unknown, known, tuple(steps))


def _sentence(sentence: str, choose: Choose) -> tuple[str, list[Piece]]:
    words = mended(read_words(sentence.strip()))
    polite = any(word.low == "por favor" for word in words)
    commands = any(word.finite and word.readings[0].tense in _COMMANDS for word in words)
    if polite and commands:
        words = [word for word in words if word.low != "por favor"]
    asked = any(word.kind == "question" for word in words)
    question = "?" in sentence and not asked
    setting = Setting(choose, question=question, polite=polite)
    segments = _segments(words)
    governors = _governors([clause for segment in segments for clause in segment.clauses])
    used: list[Piece] = []
    text = ""
    for segment in segments:
        pieces: list[Piece] = []
        for clause in segment.clauses:
            found = _clause(clause, next(governors), setting)
            if pieces and found and _side_by_side(clause):
                pieces[-1] = replace(pieces[-1], mark=",")
            pieces += found
        used += pieces
        told = " ".join(spelled_out(piece) + piece.mark for piece in pieces)
        text = with_mark(with_words(text, told, segment.first), segment.mark)
    text = text.strip(" ")
    ending = "" if not sentence.endswith("\n") else "\n"
    return text[:1].upper() + text[1:] + ending, used


def _side_by_side(clause: Clause) -> bool:
    """Return whether "y" joins a clause with a verb to the one before: a comma stands there."""
    first = clause.parts[0] if clause.parts else None
    return isinstance(first, Word) and first.low in ("y", "e") and clause.verb is not None


def _segments(words: Sequence[Word]) -> list[_Segment]:
    """Return the clauses between marks; opening marks of Spanish fall away."""
    found: list[_Segment] = []
    inside: list[Word] = []
    for word in words:
        if word.kind != "mark":
            inside.append(word)
        elif word.low not in _DROPPED:
            found.append(_segment(inside, word.form))
            inside = []
    if inside:
        found.append(_segment(inside, ""))
    return found


def _segment(words: Sequence[Word], mark: str) -> _Segment:
    return _Segment(Parser(words).clauses(), mark, words[0].form if words else "")


def _governors(clauses: Sequence[Clause]) -> Iterator[Clause | None]:
    """Yield the clause that each one stands beside: the next unlinked one, else the last."""
    main = [one.verb is not None and not _only_dependent(one) for one in clauses]
    after: list[Clause | None] = [None] * len(clauses)
    for at in range(len(clauses) - 2, -1, -1):
        after[at] = clauses[at + 1] if main[at + 1] else after[at + 1]
    last: Clause | None = None
    for at, clause in enumerate(clauses):
        yield after[at] or last
        last = clause if main[at] else last


def _only_dependent(clause: Clause) -> bool:
    """Return whether all there is hangs on "cuando", "si" …"""
    return len(clause.parts) == 1 and isinstance(clause.parts[0], Clause)


def _clause(clause: Clause, main: Clause | None, setting: Setting) -> Pieces:
    if clause.verb is None and main is not None:
        return tuple(
            piece for part in _split(clause) for piece in _dependent_alone(part, main, setting)
        )
    return clause_in_kichwa(clause, setting)


def _split(clause: Clause) -> list[Clause]:
    """Return the dependent clauses of a clause without verb, and what stands between them."""
    found: list[Clause] = []
    for part in clause.parts:
        if isinstance(part, Clause):
            found.append(part)
        elif found and not found[-1].link:
            found[-1].parts.append(part)
        else:
            found.append(Clause("", [part]))
    return found


def _dependent_alone(clause: Clause, main: Clause, setting: Setting) -> Pieces:
    if not clause.link or clause.verb is None:
        return clause_in_kichwa(clause, setting)
    if clause.link.startswith("inf ") or clause.link == "que":
        ending = dependent_ending(clause, main.verb, subject_of(main))
    else:
        ending = link_ending(clause.link, same_subject(subject_of(clause), subject_of(main)))
    other = bool(ending[0]) and subject_of(clause).person != subject_of(main).person
    return clause_in_kichwa(clause, replace(setting, question=False, named=other), ending)


def spelled_out(piece: Piece) -> str:
    """Return a word with its endings; names keep their capitals."""
    if not piece.tags:
        return piece.stem
    verbal = any(set(suffixes()[tag].on) <= {"V", "T", "F"} for tag in piece.tags)
    try:
        return generate(piece.stem, piece.tags, "VERB" if verbal else "NOUN")
    except ValueError:  # endings that never meet in a textbook: in the order they were asked for
        return piece.stem + "".join(suffixes()[tag].form for tag in dict.fromkeys(piece.tags))


def _steps(pieces: Sequence[Piece]) -> list[Step]:
    return [Step(spelled_out(piece), rule) for piece in pieces for rule in piece.rules if rule]
