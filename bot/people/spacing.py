"""When a question answered wrongly comes back: after 1, 3 and 7 days, and right each time it is learnt.

Pure. Days are ordinals of Beijing dates (`date.toordinal`): what is due at midnight is due all day, so that nobody
must remember the hour at which they practised.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any

STEPS = (1, 3, 7)
"""Days until a question comes back: after the mistake, after the first right answer, after the second."""


@dataclass(frozen=True)
class Missed:
    """A question that was answered wrongly and is not learnt yet."""

    quiz: str
    question: str
    """`Question.key`: a question that is written anew is another question."""
    step: int
    """How many times it came back and was right."""
    day: int
    """From which day on it comes back."""

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready form."""
        return asdict(self)


def answered(missed: Iterable[Missed], quiz: str, question: str, right: bool, today: int) -> tuple[Missed, ...]:
    """What is left to learn once a question is answered on a day.

    A mistake begins anew, whenever it is made. A right answer counts when the question was due: one given the same
    day only shows that the explanation was read. Right after the last step it is learnt and gone.
    """
    here = next((m for m in missed if (m.quiz, m.question) == (quiz, question)), None)
    rest = tuple(m for m in missed if m is not here)
    if not right:
        return (*rest, Missed(quiz, question, 0, today + STEPS[0]))
    if here is None or today < here.day:
        return (*rest, here) if here is not None else rest
    if here.step + 1 == len(STEPS):
        return rest
    return (*rest, replace(here, step=here.step + 1, day=today + STEPS[here.step + 1]))


def due(missed: Iterable[Missed], today: int) -> tuple[Missed, ...]:
    """What is to be asked again by this day, longest overdue first."""
    return tuple(sorted((m for m in missed if m.day <= today), key=lambda m: (m.day, m.quiz, m.question)))
