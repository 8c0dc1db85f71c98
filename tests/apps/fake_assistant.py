"""An assistant without a model: counts common words, and obeys a few signal words."""

import time
from datetime import date

from core.config import settings
from core.errors import UserError
from core.i18n.catalogue import Language, say
from core.retrieval.faq import Faq, FaqRow
from core.retrieval.faq_file import load_faq
from core.safety.privacy import mask
from core.tasks.answer import Answer, Candidate, band_of, checked
from core.text import words

SIGNALS = {
    "insulto": ("blocked", "abuse"),
    "morir": ("support", "self_harm"),
    "hola": ("refuse", "greeting"),
}


class FakeAssistant:
    """Answers like `core.tasks.answer.Assistant`: "quizas" makes it unsure, "despacio" slow."""

    fallback = None
    engine = "palabras · 0000"

    def __init__(self, faq: Faq, contact: str = "la secretaría") -> None:
        self.faq = faq
        self._contact = contact

    def ask(
        self, question: str, language: Language = "es", last_row_id: str | None = None
    ) -> Answer:
        """Return the row with the most words of the question."""
        question = checked(question)
        asked = set(words(question))
        if "despacio" in asked:
            time.sleep(3)
        if "bug" in asked:
            raise RuntimeError("secret")
        for word, (decision, reason) in SIGNALS.items():
            if word in asked:
                return self._say(question, language, decision, reason, ())
        last = next((row for row in self.faq.rows if row.id == last_row_id), None)
        if last and asked & {"y", "eso"} and len(asked) < 5:
            return self._cite(question, (Candidate(last, 0.93),), "follow_up")
        near = sorted(self.faq.rows, key=lambda row: -self._likeness(asked, row))[:3]
        found = tuple(Candidate(row, round(self._likeness(asked, row), 3)) for row in near)
        if found[0].confidence > 0.55 and "quizas" not in asked:
            best = Candidate(near[0], 0.5 + found[0].confidence / 2)
            return self._cite(question, (best, *found[1:]), "row")
        if found[0].confidence > 0.2:
            return self._say(question, language, "suggest", "unsure", found)
        return self._say(question, language, "refuse", "not_covered", found)

    def cite(self, row_id: str, language: Language = "es") -> Answer:
        """Return the row that was picked."""
        row = next((row for row in self.faq.rows if row.id == row_id), None)
        if row is None:
            raise UserError("answer.error.no_row", row=row_id)
        return self._cite(row.question, (Candidate(row, 1.0),), "picked")

    @staticmethod
    def _likeness(asked: set[str], row: FaqRow) -> float:
        own = set(words(row.question))
        return len(asked & own) / max(len(asked | own), 1)

    def _cite(self, question: str, found: tuple[Candidate, ...], reason: str) -> Answer:
        row = found[0].row
        return Answer(
            decision="answer",
            text=row.answer,
            row=row,
            candidates=found,
            confidence=found[0].confidence,
            band=band_of(found[0].confidence),
            reason=f"answer.why.{reason}",
            question=mask(question),
            faq_version=self.faq.version,
            follow_up=reason == "follow_up",
            expired=row.valid_until is not None and row.valid_until < date.today(),
        )

    def _say(self, question, language, decision, reason, found) -> Answer:  # type: ignore[no-untyped-def]
        share = found[0].confidence if found else 0.0
        return Answer(
            decision=decision,
            text=say(f"answer.text.{reason}", language, contact=self._contact),
            row=None,
            candidates=found if decision == "suggest" else (),
            confidence=share,
            band=band_of(share),
            reason=f"answer.why.{reason}",
            question=mask(question),
            faq_version=self.faq.version,
        )


def shipped() -> FakeAssistant:
    """Return the fake that stands in for `shipped_assistant`."""
    return FakeAssistant(load_faq(settings().faq))
