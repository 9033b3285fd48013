"""What a learner has done: lessons opened, quizzes with their best score, what is still to be learnt; what it earns."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from bot.people.spacing import Missed, answered

PASSED = 0.6
"""The share of right answers from which a quiz counts as passed."""


@dataclass(frozen=True)
class Progress:
    """One learner's record."""

    opened: frozenset[str] = frozenset()
    """Ids of lessons whose page was opened."""
    best: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Quiz id to (right, of how many) of the best attempt that was ended."""
    missed: tuple[Missed, ...] = ()
    """Questions answered wrongly and not learnt yet (`bot.people.spacing`)."""

    def answered(self, quiz: str, question: str, right: bool, today: int) -> Progress:
        """The record once a question is answered on a day."""
        return replace(self, missed=answered(self.missed, quiz, question, right, today))

    def passed(self, quiz: str) -> bool:
        """Whether the best attempt reached PASSED."""
        right, total = self.best.get(quiz, (0, 1))
        return right / total >= PASSED

    def certificate(self, quizzes: list[str]) -> bool:
        """Whether every quiz of a course is passed."""
        return bool(quizzes) and all(self.passed(quiz) for quiz in quizzes)

    def as_dict(self) -> dict[str, object]:
        """JSON-ready form."""
        best = {k: list(v) for k, v in self.best.items()}
        return {"opened": sorted(self.opened), "best": best, "missed": [m.as_dict() for m in self.missed]}

    @classmethod
    def from_dict(cls, data: dict[str, object] | None) -> Progress:
        """Read `as_dict`'s form."""
        data = data or {}
        opened, best, missed = (data.get(key) for key in ("opened", "best", "missed"))
        opened, best, missed = opened or [], best or {}, missed or []
        assert isinstance(opened, list)
        assert isinstance(best, dict)
        assert isinstance(missed, list)
        scores = {k: (int(v[0]), int(v[1])) for k, v in best.items()}
        return cls(frozenset(opened), scores, tuple(Missed(**m) for m in missed))
