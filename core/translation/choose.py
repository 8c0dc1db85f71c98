"""Ask every engine for a translation and choose the one most likely to be close to a person's."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from core.translation.confidence import estimate, evidence
from core.translation.memory import look_up, mended
from core.translation.phrase_tables import shipped_tables
from core.translation.phrases import translate_phrases
from core.translation.result import Candidate, Direction, Engine, Source
from core.translation.rules.translate import translate_rules

ENGINES: tuple[Engine, ...] = ("memory", "rules", "phrases")
"""Those asked for "best"; the model takes seconds and is asked by name."""
_SAME = 0.9  # confidence in the known translation of the very same sentence; 1 when reviewed
_NEAR = 0.3  # likeness from which a known pair is worth showing as a translation
_TOLD = 6
# What a text by phrases must promise beyond one by rules: its grammar is often broken, which the
# likeness in letters hardly notices and readers do.
_BROKEN = 0.1
_SECOND = 0.5  # second thoughts are offered; engines know words better than any likeness tells
_OTHER = 1.0  # what translates another sentence is never passed off as the translation of this one
OF_ANOTHER = "translator.note_of_another"
Answers = Mapping[Engine, Sequence[Candidate]]


@dataclass(frozen=True, slots=True)
class Chosen:
    """The best translation, others from the best down, and the known pairs like the text."""

    best: Candidate
    alternatives: tuple[Candidate, ...]
    sources: tuple[Source, ...]


def from_memory(text: str, sources: Sequence[Source]) -> list[Candidate]:
    """Return the translations of known pairs that are like a text, mended where that is safe."""
    found = []
    for source in sources:
        if source.likeness >= 1.0:
            sure = 1.0 if source.reviewed else _SAME
            found.append(Candidate(source.target, "memory", sure))
        elif source.likeness >= _NEAR:
            told = mended(text, source)
            note = "" if told else OF_ANOTHER
            found.append(Candidate(told or source.target, "memory", source.likeness, note=note))
    return found


def _model(text: str, direction: Direction, sources: Sequence[Source]) -> list[Candidate]:
    from core.translation.model import translate_model  # loads what only the model needs

    return translate_model(text, direction, sources[0] if sources else None)


def ask(
    text: str, direction: Direction, engines: Sequence[Engine], sources: Sequence[Source]
) -> dict[Engine, list[Candidate]]:
    """Return the translations of each engine, each best first."""
    asked: dict[Engine, Callable[[], list[Candidate]]] = {
        "memory": lambda: from_memory(text, sources),
        "rules": lambda: translate_rules(text, direction),
        "phrases": lambda: translate_phrases(text, direction),
        "model": lambda: _model(text, direction, sources),
    }
    return {engine: asked[engine]() for engine in engines}


def rank(
    text: str, direction: Direction, answers: Answers, only: Engine | None = None
) -> list[Candidate]:
    """Return all translations, the likeliest to be close to a person's first, each text once.

    Confidence becomes what to expect of each, with what the other engines say as evidence.
    only: the engine whose translations are wanted; the others are evidence still.
    """
    lm = shipped_tables(direction).lm
    ranked: dict[str, tuple[float, Candidate]] = {}
    for engine, candidates in answers.items():
        if only not in (None, engine):
            continue
        peers = [others[0].text for name, others in answers.items() if name != engine and others]
        for place, candidate in enumerate(candidates):
            found = evidence(text, candidate, peers, direction, lm)
            sure = candidate.confidence
            if engine != "memory" or sure < _SAME:
                sure = min(_SAME, estimate(f"{direction} {engine}", found, sure))
            liked = sure - _doubt(candidate, place)
            known = ranked.get(candidate.text)
            if known is None or known[0] < liked:
                ranked[candidate.text] = liked, replace(candidate, confidence=sure)
    best_first = sorted(ranked.values(), key=lambda one: one[0], reverse=True)
    return [candidate for _, candidate in best_first]


def _doubt(candidate: Candidate, place: int) -> float:
    if candidate.note == OF_ANOTHER:
        return _OTHER
    return _BROKEN * (candidate.engine == "phrases") + _SECOND * (place > 0)


def choose(
    text: str,
    direction: Direction,
    engine: Engine | Literal["best"] = "best",
    signed: Sequence[tuple[str, str]] = (),
) -> Chosen:
    """Return the best translation of a sentence, by one engine or by whichever is likely right.

    signed: (source, target) that teachers accepted, known before anything else.
    A text that no engine can translate comes back as it is, with confidence 0.
    Raises UserError when the model is asked for and none can run.
    """
    sources = look_up(text, direction, signed)
    answers = ask(text, direction, ENGINES if engine == "best" else (engine,), sources)
    ranked = list(answers["model"]) if engine == "model" else rank(text, direction, answers)
    if not ranked:
        told: Engine = "rules" if engine == "best" else engine
        ranked = [Candidate(text, told, 0.0, tuple(text.split()))]
    return Chosen(ranked[0], tuple(ranked[1:_TOLD]), tuple(sources))
