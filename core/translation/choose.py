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
_BROKEN = 0.05
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
            found.append(Candidate(told or source.target, "memory", source.likeness))
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
    ranked: dict[str, Candidate] = {}
    for engine, candidates in answers.items():
        if only not in (None, engine):
            continue
        peers = [others[0].text for name, others in answers.items() if name != engine and others]
        for candidate in candidates:
            found = evidence(text, candidate, peers, direction, lm)
            sure = candidate.confidence
            if engine != "memory" or sure < _SAME:
                sure = min(_SAME, estimate(f"{direction} {engine}", found, sure))
            weighed = replace(candidate, confidence=sure)
            known = ranked.get(candidate.text)
            if known is None or known.confidence < sure:
                ranked[candidate.text] = weighed
    return sorted(ranked.values(), key=_preference, reverse=True)


def _preference(candidate: Candidate) -> float:
    return candidate.confidence - _BROKEN * (candidate.engine == "phrases")


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
