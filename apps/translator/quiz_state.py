"""What the tab of the quiz holds: the questions, the answers given, the score."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from core.errors import UserError
from core.tasks.quiz import Quiz
from core.tasks.quiz_questions import Question


@dataclass(frozen=True)
class Playing:
    """One open quiz.

    at: place of the question on the page, len(questions) when all are done.
    answers: places of the options chosen so far, one per question.
    """

    quiz: Quiz | None = None
    at: int = 0
    answers: tuple[int, ...] = ()
    refused: UserError | None = None

    @property
    def question(self) -> Question | None:
        """Return the question on the page, None before the first and after the last."""
        if self.quiz is None or self.at >= len(self.quiz.questions):
            return None
        return self.quiz.questions[self.at]

    @property
    def given(self) -> int | None:
        """Return the option chosen for the question on the page."""
        return self.answers[self.at] if self.at < len(self.answers) else None

    @property
    def score(self) -> int:
        """Return how many answers were right."""
        return sum(question.right == chosen for question, chosen in self.answered())

    def answered(self) -> Iterator[tuple[Question, int]]:
        """Yield each answered question with the option chosen."""
        yield from zip(self.quiz.questions if self.quiz else (), self.answers, strict=False)

    def answer(self, option: int) -> "Playing":
        """Return the quiz with the question answered; the first answer counts."""
        if self.question is None or self.given is not None:
            return self
        if not 0 <= option < len(self.question.options):
            return self
        return replace(self, answers=(*self.answers, option))

    def go_on(self) -> "Playing":
        """Return the quiz at the next question, once this one is answered."""
        return self if self.given is None else replace(self, at=self.at + 1)

    def again(self) -> "Playing":
        """Return the same quiz from the start."""
        return Playing(self.quiz)

    @property
    def link(self) -> dict[str, str]:
        """Return the part of the address that gives these questions to others."""
        quiz = self.quiz
        if quiz is None:
            return {"tab": "quiz"}
        link = {"tab": "quiz", "seed": quiz.seed, "kind": quiz.kind, "level": quiz.level}
        link["count"] = str(quiz.asked)
        return link | ({"unread": "1"} if quiz.unread else {})
