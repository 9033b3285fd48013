"""What an answer is, before any door renders it: text, links, options, and what it moves.

A `Reply` travels as plain JSON between action server, engine and bot. It moves nothing by itself:
`Talk.after` does, when the reply is really shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from bot.dialogue.due import Due
from bot.dialogue.duty import Duty
from bot.dialogue.plan_run import PlanRun
from bot.dialogue.scene_run import SceneRun


@dataclass(frozen=True)
class Option:
    """One line of a numbered list. A tap sends `label`; `payload` is what it means to us."""

    label: str
    payload: str


@dataclass(frozen=True)
class PageLink:
    """A link to a page of ours: `path` begins with a slash; the door makes an address of it."""

    label: str
    path: str


ALL_MISSED = "missed"
"""The name of the quiz that is made of questions which came back."""
RECALL = "/quiz_recall"
"""The option that opens it."""


@dataclass(frozen=True)
class Answered:
    """A question of a quiz was answered: its key, and whether rightly."""

    quiz: str
    question: str
    right: bool

    @classmethod
    def from_dict(cls, data: dict[str, Any] | None) -> Answered | None:
        """Read JSON's form."""
        return cls(str(data["quiz"]), str(data["question"]), bool(data["right"])) if data else None


@dataclass(frozen=True)
class QuizRun:
    """A quiz under way: the 1-based choices made so far. `paused`: something else is on screen."""

    quiz: str
    answers: tuple[int, ...] = ()
    paused: bool = False
    asked: tuple[tuple[str, str], ...] = ()
    """Quiz and key of each question, where the run goes through questions of several."""

    @classmethod
    def from_dict(cls, data: dict[str, Any] | None) -> QuizRun | None:
        """Read JSON's form."""
        if not data:
            return None
        asked = tuple((str(quiz), str(key)) for quiz, key in data.get("asked") or ())
        return cls(str(data["quiz"]), tuple(data.get("answers") or ()), bool(data.get("paused")), asked)


@dataclass(frozen=True)
class Reply:
    """One answer. `page` and `section` say which page of our content it shows, if any."""

    text: str
    options: tuple[Option, ...] = ()
    links: tuple[PageLink, ...] = ()
    page: str | None = None
    section: str | None = None
    variant: str | None = None
    """Which form of the section this person is shown."""
    closing: str = ""
    """A line under the options, such as 「回复数字也可以」."""
    intent: str | None = None
    """The intent this answers."""
    urgent: bool = False
    """True for a protocol: shown first and never merged behind other text."""
    hold: str | None = None
    """The person's words that wait until 「您现在安全吗」 is answered; this reply asks it."""
    profile: dict[str, Any] = field(default_factory=dict)
    """Facts the person has just told (`bot.people.profile`)."""
    ask: str | None = None
    """Which fact of the profile this reply asks for."""
    quiz: QuizRun | None = None
    """Where a quiz stands once this is shown."""
    quiz_over: bool = False
    """True when no quiz is under way once this is shown."""
    scene: SceneRun | None = None
    """Where a scene stands once this is shown."""
    scene_over: bool = False
    """True when no scene is under way once this is shown."""
    attempt: tuple[str, tuple[int, ...], int] | None = None
    """A quiz ended with this reply: its id, the choices, how many were right."""
    finished: str | None = None
    """A lesson that was gone through to its end with this reply."""
    answered: Answered | None = None
    """A question answered with what led to this reply: wrong ones come back (`bot.people.spacing`)."""
    plan: PlanRun | None = None
    """Where a plan stands once this is shown."""
    plan_over: bool = False
    """True when no plan is under way once this is shown."""
    due: Due | None = None
    """What is to be brought up later; takes the place of what is open of its kind."""
    due_over: str | None = None
    """The kind of which nothing is open any more."""
    quiet: bool | None = None
    """True: violence at home was told of, and the phone may be read; False: the person says it is not."""
    weekly: bool | None = None
    """The weekly lesson turned on or off."""
    aside: bool = False
    """Said beside the talk (a picture, a number that is not on the list): moves nothing."""
    forget: bool = False
    """True when everything stored of the person is to be deleted before this is shown."""
    duty: Duty | None = None
    """The disclosure this answers, to be written down for the administrator; None once that is done."""
    understood: dict[str, Any] | None = None
    """How the engine read the message: intent, confidence, ranking; for the reviewers' inbox."""

    @property
    def confidence(self) -> float:
        """How sure the engine was of its reading, 0 to 1; 0 where it read nothing."""
        return float((self.understood or {}).get("confidence", 0.0))

    def with_options(self, options: Sequence[Option]) -> Reply:
        """The reply with another list."""
        return replace(self, options=tuple(options))

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready form; `from_dict` reads it back."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Reply:
        """Read `as_dict`'s form; unknown keys are ignored so that releases may differ by one."""
        known = {k: v for k, v in data.items() if k in cls.__dataclass_fields__}
        options = tuple(Option(o["label"], o["payload"]) for o in known.pop("options", ()) or ())
        links = tuple(PageLink(x["label"], x["path"]) for x in known.pop("links", ()) or ())
        quiz = QuizRun.from_dict(known.pop("quiz", None))
        plan, due = PlanRun.from_dict(known.pop("plan", None)), Due.from_dict(known.pop("due", None))
        scene = SceneRun.from_dict(known.pop("scene", None))
        duty = Duty.from_dict(known.pop("duty", None))
        answered = Answered.from_dict(known.pop("answered", None))
        attempt = known.pop("attempt", None)
        if attempt:
            attempt = (str(attempt[0]), tuple(attempt[1]), int(attempt[2]))
        moved = {"quiz": quiz, "plan": plan, "due": due, "duty": duty, "scene": scene, "attempt": attempt}
        return cls(options=options, links=links, answered=answered, **moved, **known)
