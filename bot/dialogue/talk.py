"""Where a talk stands: the list on screen, the page shown last, the flow under way, who the person is.

One value per person, moved only by `after`; the store keeps it as JSON.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from typing import Any

from bot.dialogue.plan_run import PlanRun
from bot.dialogue.reply import RECALL, Option, QuizRun, Reply
from bot.dialogue.scene_run import SceneRun
from bot.people.call_times import day_of
from bot.people.masking import mask
from bot.people.profile import Profile
from bot.people.progress import Progress

LATELY = 30 * 60
"""Seconds within which messages may belong together."""
PARTS = 2
"""Messages remembered: with the one that comes, three are read together."""
LONGEST_HEARD = 200
ONE_TALK = 6 * 3600
"""Seconds within which a page counts as shown in this talk."""
PAGES = 12
"""Answers of this talk that are remembered."""


@dataclass(frozen=True)
class Heard:
    """Words a person wrote and when (seconds since 1970)."""

    text: str
    at: float


@dataclass(frozen=True)
class Seen:
    """A section that was shown, in the form it was shown in, and when (seconds since 1970)."""

    page: str
    variant: str
    at: float


@dataclass(frozen=True)
class Talk:
    """The state of one person's talk."""

    options: tuple[Option, ...] = ()
    page: str | None = None
    section: str | None = None
    ask: str | None = None
    """The fact of the profile we have just asked for."""
    check: bool = False
    """A protocol was shown and we do not know yet whether the person is safe."""
    held: str | None = None
    """Words that came while that was open; answered once the person is safe."""
    quiz: QuizRun | None = None
    plan: PlanRun | None = None
    quiet: bool = False
    """Violence at home was told of: nothing is brought up unasked until the person says that nobody reads the phone."""
    scene: SceneRun | None = None
    review: int | None = None
    """The message under review that 「您是想问」 was asked about."""
    heard: tuple[Heard, ...] = ()
    """The last words, masked: people cry for help in pieces (`lately`)."""
    seen: tuple[Seen, ...] = ()
    """Sections of topics shown in this talk: a question asked again is not answered with the same words."""
    meant: float = 0.0
    """When a child was last named, in seconds since 1970."""
    named: int = 0
    """The day on which we last asked whether a name may be used."""
    recalled: int = 0
    """The day on which questions that came back were last offered."""
    danger: float | None = None
    """When a protocol was last shown, in seconds since 1970."""
    profile: Profile = field(default_factory=Profile)
    progress: Progress = field(default_factory=Progress)
    """Read from the store's own tables; not part of the row."""

    def after(self, reply: Reply, now: float) -> Talk:
        """The state once this reply is shown.

        A reply without a list leaves the old list standing: it is still what the person sees
        when they type a number. A reply of no page leaves the page, so 「然后呢」 finds it.
        """
        if reply.aside:
            return self
        profile = self.profile.told_more(reply.profile, now)
        if reply.weekly is not None:
            profile = replace(profile, weekly=reply.weekly)
        quiz = reply.quiz
        if quiz is None and self.quiz is not None and not reply.quiz_over:
            quiz = replace(self.quiz, paused=True)
        plan = reply.plan
        if plan is not None and self.plan is not None and plan.seen < self.plan.seen:
            plan = None  # a late answer must not set the plan back
        if plan is None and self.plan is not None and not reply.plan_over:
            plan = replace(self.plan, paused=True)
        scene = reply.scene
        if scene is None and self.scene is not None and not reply.scene_over:
            scene = replace(self.scene, paused=True)
            if reply.urgent:  # 「练习，还是真的」 is answered by the protocol
                scene = replace(scene, asked=None, held=None)
        asking = reply.hold is not None
        today = day_of(now).toordinal()
        return replace(
            self,
            options=reply.options or self.options,
            page=reply.page or self.page,
            section=reply.section if reply.page else self.section,
            ask=reply.ask,
            check=reply.urgent or asking,
            held=(reply.hold or self.held or "") if asking else (self.held if reply.urgent else None),
            quiz=quiz,
            plan=plan,
            quiet=self.quiet if reply.quiet is None else reply.quiet,
            scene=scene,
            seen=self._seen_with(reply, now),
            meant=now if "child" in reply.profile or len(reply.profile.get("children") or ()) == 1 else self.meant,
            named=today if (reply.ask or "").startswith("name") else self.named,
            recalled=today if any(o.payload == RECALL for o in reply.options) else self.recalled,
            danger=now if reply.urgent else self.danger,
            profile=profile,
            progress=self.learnt(reply, now),
        )

    def learnt(self, reply: Reply, now: float) -> Progress:
        """The learner's record once this reply is shown: what was answered wrongly comes back."""
        given = reply.answered
        if given is None:
            return self.progress
        return self.progress.answered(given.quiz, given.question, given.right, day_of(now).toordinal())

    def _seen_with(self, reply: Reply, now: float) -> tuple[Seen, ...]:
        if reply.urgent or reply.page is None or reply.variant is None:
            return self.seen
        shown = Seen(reply.page, reply.variant, now)
        kept = [
            s for s in self.seen if 0 <= now - s.at < ONE_TALK and (s.page, s.variant) != (shown.page, shown.variant)
        ]
        return (*kept, shown)[-PAGES:]

    def seen_of(self, page: str, now: float) -> frozenset[str]:
        """The forms of a page's sections that were shown in this talk."""
        return frozenset(s.variant for s in self.seen if s.page == page and 0 <= now - s.at < ONE_TALK)

    def calm_for(self, now: float) -> float:
        """Seconds since a protocol was last shown; endless when none was."""
        return float("inf") if self.danger is None else max(0.0, now - self.danger)

    def lately(self, now: float) -> tuple[str, ...]:
        """The last messages that may be parts of what is being said now, oldest first."""
        return tuple(h.text for h in self.heard if 0 <= now - h.at < LATELY)

    def hears(self, text: str, now: float) -> Talk:
        """The state once these words are answered: they are remembered a while, bare of what identifies a person."""
        kept = [h for h in self.heard if 0 <= now - h.at < LATELY]
        return replace(self, heard=(*kept, Heard(mask(text)[:LONGEST_HEARD], now))[-PARTS:])

    @property
    def offered(self) -> frozenset[str]:
        """The intents behind the options on screen."""
        return frozenset(o.payload.removeprefix("/").partition("{")[0] for o in self.options)

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready form of the row: without profile and progress, which have tables of their own."""
        row = {name: getattr(self, name) for name in self.__dataclass_fields__}
        del row["profile"], row["progress"]
        for name in ("options", "heard", "seen"):  # flat ones, in every message: `asdict` would take ten times as long
            row[name] = tuple(vars(one).copy() for one in row[name])
        for name in ("quiz", "plan", "scene"):
            row[name] = row[name] and asdict(row[name])
        return row

    def metadata(self) -> dict[str, Any]:
        """What an action needs of it: everything but the list, the held words, the review and the practice."""
        state = self.as_dict()
        del state["scene"]
        del state["options"], state["held"], state["review"], state["heard"]
        return {**state, "profile": self.profile.as_dict(), "progress": self.progress.as_dict()}

    @classmethod
    def from_dict(
        cls, data: dict[str, Any] | None, profile: Profile | None = None, progress: Progress | None = None
    ) -> Talk:
        """Read `as_dict`'s or `metadata`'s form."""
        data = data or {}
        return cls(
            options=tuple(Option(o["label"], o["payload"]) for o in data.get("options") or ()),
            page=data.get("page"),
            section=data.get("section"),
            ask=data.get("ask"),
            check=bool(data.get("check")),
            held=data.get("held"),
            review=data.get("review"),
            quiz=QuizRun.from_dict(data.get("quiz")),
            plan=PlanRun.from_dict(data.get("plan")),
            quiet=bool(data.get("quiet")),
            scene=SceneRun.from_dict(data.get("scene")),
            heard=tuple(Heard(str(h["text"]), float(h["at"])) for h in data.get("heard") or ()),
            seen=tuple(Seen(str(s["page"]), str(s["variant"]), float(s["at"])) for s in data.get("seen") or ()),
            meant=float(data.get("meant") or 0.0),
            named=int(data.get("named") or 0),
            recalled=int(data.get("recalled") or 0),
            danger=data.get("danger"),
            profile=profile or Profile.from_dict(data.get("profile")),
            progress=progress or Progress.from_dict(data.get("progress")),
        )
