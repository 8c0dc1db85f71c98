"""The conversation as the page holds it, and as it is stored, exported and sent to programs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast, get_args

from core.i18n.catalogue import Language, say
from core.retrieval.faq import FaqRow
from core.retrieval.faq_report import Report
from core.tasks.answer import Answer, Band, Candidate, Decision

CHUNKS = 8
"""Pieces in which an answer appears."""


@dataclass(frozen=True)
class Turn:
    """One question and what was said to it.

    answer: None while it is being looked for, and when that was stopped.
    shown: characters of the answer on the page so far; None for all of them.
    verdict: "up", "down" or nothing yet.
    stored: id of the stored question; 0 when it is not on disk.
    """

    question: str
    answer: Answer | None = None
    shown: int | None = None
    stopped: bool = False
    verdict: str = ""
    stored: int = 0

    @property
    def text(self) -> str:
        """Return what the page shows of the answer."""
        return self.answer.text[: self.shown] if self.answer else ""


@dataclass(frozen=True)
class Session:
    """What one open page holds on the server.

    own_file: version of the visitor's own FAQ; empty for the shipped one.
    offered_file: version of an uploaded file that is not in use yet, with its `report`.
    looked_at: the turn that the evidence panel explains; None for the last.
    judged: the turn that the feedback form is about.
    rewriting: the next question replaces the last one.
    """

    turns: tuple[Turn, ...] = ()
    conversation_id: str = ""
    own_file: str = ""
    offered_file: str = ""
    report: Report | None = None
    looked_at: int | None = None
    judged: int | None = None
    rewriting: bool = False

    @property
    def explained(self) -> Answer | None:
        """Return the answer that the evidence panel explains."""
        if not self.turns:
            return None
        at = -1 if self.looked_at is None else self.looked_at
        return self.turns[at].answer


def kind_of(answer: Answer) -> str:
    """Return how an answer is presented: its decision, or "greeting" for a greeting returned."""
    return "greeting" if answer.reason == "answer.why.greeting" else answer.decision


def show_date(day: date, language: str) -> str:
    """Return a date as readers of `language` write it."""
    return day.isoformat() if language == "en" else day.strftime("%d/%m/%Y")


def show_topic(category: str) -> str:
    """Return a category of the FAQ file as a heading.

    >>> show_topic("educacion_financiera")
    'Educacion financiera'
    """
    bare = " ".join(category.replace("_", " ").split())
    return bare[:1].upper() + bare[1:]


def as_record(answer: Answer, language: Language) -> dict[str, Any]:
    """Return an answer as plain JSON values, with its evidence; `reason` is a sentence."""
    row = answer.row
    return {
        "decision": answer.decision,
        "text": answer.text,
        "row_id": row.id if row else None,
        "question": row.question if row else None,
        "category": row.category if row else None,
        "source": row.source if row else None,
        "valid_until": row.valid_until.isoformat() if row and row.valid_until else None,
        "expired": answer.expired,
        "confidence": round(answer.confidence, 4),
        "band": answer.band,
        "candidates": [
            {
                "row_id": near.row.id,
                "question": near.row.question,
                "category": near.row.category,
                "confidence": round(near.confidence, 4),
            }
            for near in answer.candidates
        ],
        "follow_up": answer.follow_up,
        "faq_version": answer.faq_version,
        "reason": say(answer.reason, language),
        "asked": answer.question,
    }


def from_record(record: Mapping[str, Any], reason: str) -> Answer:
    """Return the answer that `as_record` wrote down.

    Raises KeyError, TypeError or ValueError for anything else.
    """
    if record["decision"] not in get_args(Decision) or record["band"] not in get_args(Band):
        raise ValueError(f"no decision {record['decision']!r} with band {record['band']!r}")
    row = None
    if record["row_id"] is not None:
        day = record["valid_until"]
        row = FaqRow(
            id=record["row_id"],
            question=record["question"],
            answer=record["text"],
            category=record["category"],
            source=record["source"],
            valid_until=date.fromisoformat(day) if day else None,
        )
    near = [
        Candidate(
            FaqRow(one["row_id"], one["question"], "", category=one["category"]),
            float(one["confidence"]),
        )
        for one in record["candidates"]
    ]
    return Answer(
        decision=cast(Decision, record["decision"]),
        text=record["text"],
        row=row,
        candidates=tuple(near),
        confidence=float(record["confidence"]),
        band=cast(Band, record["band"]),
        reason=reason,
        question=record["asked"],
        faq_version=record["faq_version"],
        follow_up=bool(record["follow_up"]),
        expired=bool(record["expired"]),
    )


def cuts(text: str) -> list[int]:
    """Return where to cut a text to show it bit by bit, between words.

    >>> cuts("uno dos tres")
    [3, 7]
    """
    step = max(1, len(text) // CHUNKS)
    found = (text.find(" ", at) for at in range(step, len(text), step))
    return sorted({at for at in found if at > 0})
