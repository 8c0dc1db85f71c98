"""Answer a visitor's question from the FAQ, offer near rows, or decline; never invent."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Literal

from core.config import settings
from core.errors import UserError
from core.i18n.catalogue import Language, say
from core.retrieval.faq import Faq, FaqRow
from core.retrieval.faq_file import load_faq
from core.retrieval.search import Outcome, Result, Search, chosen_encoder
from core.retrieval.smalltalk import is_greeting
from core.safety.classifier import suspect
from core.safety.moderation import Kind, judge
from core.safety.privacy import mask
from core.text import clean

Decision = Literal["answer", "suggest", "refuse", "blocked", "support"]
Band = Literal["high", "medium", "low"]


@dataclass(frozen=True)
class Candidate:
    """A row that may answer; `confidence`, in 0–1, is calibrated for the first candidate only."""

    row: FaqRow
    confidence: float


@dataclass(frozen=True)
class Answer:
    """What the assistant says and why.

    decision: "answer" (a row verbatim), "suggest" (did you mean: up to three rows), "refuse" (the
        FAQ does not answer this), "blocked" (abuse or injection), "support" (self-harm: help text).
    text: what to show, in the visitor's language; for "answer" the row's text, unchanged.
    row: the cited row, only for "answer".
    candidates: up to three rows, best first.
    confidence: calibrated probability in 0–1 that the best row answers the question.
    reason: key of the catalogue that explains the decision in one sentence.
    question: the cleaned question with personal data masked.
    follow_up: the question was read as a continuation about the last cited row.
    expired: the cited row's validity has passed.
    """

    decision: Decision
    text: str
    row: FaqRow | None
    candidates: tuple[Candidate, ...]
    confidence: float
    band: Band
    reason: str
    question: str
    faq_version: str
    follow_up: bool = False
    expired: bool = False


# Probability of trouble from which the learned judge is heard; chosen on out-of-fold odds. Where
# the FAQ has nothing to say, missing someone in danger is worse than a help text too many; an
# insult missed there only gets the ordinary refusal.
_FEARED_WHEN: dict[Outcome, float] = {"answer": 0.9, "suggest": 0.7, "refuse": 0.8}
_DANGER_WHEN: dict[Outcome, float] = {"answer": 0.9, "suggest": 0.55, "refuse": 0.3}
_CALM = 0.05


class Assistant:
    """Answers from one FAQ. Safe to share between threads; nothing is kept between questions."""

    def __init__(self, faq: Faq, contact: str = "") -> None:
        encoder, calibration, self.fallback = chosen_encoder()
        self.faq = faq
        self.engine = f"{encoder.name} · {encoder.fingerprint}"
        self._contact = contact
        self._rows = {row.id: row for row in faq.rows}
        self.search = Search(faq, encoder, calibration)

    def ask(
        self, question: str, language: Language = "es", last_row_id: str | None = None
    ) -> Answer:
        """Return the answer to `question`; `last_row_id` is the row cited just before, if any.

        Raises UserError when the question is empty or longer than the limit.
        """
        question = checked(question)
        if is_greeting(question):
            return self._without_row(question, language, "refuse", "greeting")
        result = self.search.best(question, self._rows.get(last_row_id or ""))
        trouble = self.trouble(question, result)
        if trouble != "clean":
            decision: Decision = "support" if trouble == "self_harm" else "blocked"
            return self._without_row(question, language, decision, trouble)
        candidates = tuple(
            Candidate(self.faq.rows[position], share) for position, share in result.candidates
        )
        outcome = self.search.decide(result)
        if outcome == "answer":
            return self._with_row(question, language, candidates, result.follow_up)
        reason = "unsure" if outcome == "suggest" else "not_covered"
        return self._without_row(question, language, outcome, reason, candidates)

    def trouble(self, question: str, result: Result) -> Kind:
        """Return what moderation makes of `question`, given what the search found.

        The rules speak first. The learned judge is heard the more readily the less the FAQ has to
        say; where a row fits well and the judge is calm, a rule other than self-harm is overruled.
        """
        verdict, fear = judge(question).kind, suspect(question)
        outcome = self.search.decide(result)
        limits = _DANGER_WHEN if fear.kind == "self_harm" else _FEARED_WHEN
        if verdict == "self_harm" or fear.probability >= limits[outcome]:
            return verdict if verdict != "clean" else fear.kind
        calm = outcome == "answer" and fear.probability <= _CALM
        return "clean" if calm else verdict

    def cite(self, row_id: str, language: Language = "es") -> Answer:
        """Return a row that the visitor picked.

        Raises UserError when the FAQ has no such row.
        """
        row = self._rows.get(row_id)
        if row is None:
            raise UserError("answer.error.no_row", row=row_id)
        answer = self._with_row(row.question, language, (Candidate(row, 1.0),), False)
        return replace(answer, reason="answer.why.picked")

    def _with_row(
        self, question: str, language: Language, candidates: tuple[Candidate, ...], follow_up: bool
    ) -> Answer:
        best = candidates[0]
        until = best.row.valid_until
        return Answer(
            decision="answer",
            text=best.row.answer,
            row=best.row,
            candidates=candidates,
            confidence=best.confidence,
            band=band_of(best.confidence),
            reason="answer.why.follow_up" if follow_up else "answer.why.row",
            question=mask(question),
            faq_version=self.faq.version,
            follow_up=follow_up,
            expired=until is not None and until < date.today(),
        )

    def _without_row(
        self,
        question: str,
        language: Language,
        decision: Decision,
        reason: str,
        candidates: tuple[Candidate, ...] = (),
    ) -> Answer:
        contact = self._contact or say("answer.contact_unknown", language)
        confidence = candidates[0].confidence if candidates else 0.0
        return Answer(
            decision=decision,
            text=say(f"answer.text.{reason}", language, contact=contact),
            row=None,
            candidates=candidates if decision == "suggest" else (),
            confidence=confidence,
            band=band_of(confidence),
            reason=f"answer.why.{reason}",
            question=mask(question),
            faq_version=self.faq.version,
        )


def checked(question: str) -> str:
    """Return the cleaned question.

    Raises UserError when it is empty or longer than the limit.
    """
    limit = settings().max_question_chars
    if len(question) > 4 * limit:  # measured before cleaning, which a megabyte would slow down
        raise UserError("error.too_long", length=len(question), limit=limit)
    question = clean(question)
    if not question:
        raise UserError("error.empty_input")
    if len(question) > limit:
        raise UserError("error.too_long", length=len(question), limit=limit)
    return question


def band_of(confidence: float) -> Band:
    """Return the band of a calibrated probability: high from 0.9, medium from 0.6."""
    return "high" if confidence >= 0.9 else "medium" if confidence >= 0.6 else "low"


@cache
def shipped_assistant() -> Assistant:
    """Return the assistant of the FAQ in the settings; takes a few seconds the first time."""
    return Assistant(load_faq(settings().faq), settings().contact)
