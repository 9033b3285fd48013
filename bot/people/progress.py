"""What a learner has done: lessons opened and finished, quizzes with their best score; what that earns."""

from __future__ import annotations

from dataclasses import dataclass, field

PASSED = 0.6
"""The share of right answers from which a quiz counts as passed."""


@dataclass(frozen=True)
class Progress:
    """One learner's record."""

    opened: frozenset[str] = frozenset()
    """Ids of lessons whose page was opened."""
    best: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Quiz id to (right, of how many) of the best attempt that was ended."""

    def passed(self, quiz: str) -> bool:
        """Whether the best attempt reached PASSED."""
        right, total = self.best.get(quiz, (0, 1))
        return right / total >= PASSED

    def certificate(self, quizzes: list[str]) -> bool:
        """Whether every quiz of a course is passed."""
        return bool(quizzes) and all(self.passed(quiz) for quiz in quizzes)

    def as_dict(self) -> dict[str, object]:
        """JSON-ready form."""
        return {"opened": sorted(self.opened), "best": {k: list(v) for k, v in self.best.items()}}

    @classmethod
    def from_dict(cls, data: dict[str, object] | None) -> Progress:
        """Read `as_dict`'s form."""
        data = data or {}
        opened, best = data.get("opened") or [], data.get("best") or {}
        assert isinstance(opened, list)
        assert isinstance(best, dict)
        return cls(frozenset(opened), {k: (int(v[0]), int(v[1])) for k, v in best.items()})
