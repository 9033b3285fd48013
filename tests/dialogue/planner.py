"""Somebody who writes to the dialogue while days go by; the engine is a table of what it would understand."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.content.catalogue import load_catalogue
from bot.dialogue.due import Due
from bot.dialogue.front import Ask, Fetch, before_engine, settle, worried
from bot.dialogue.offer import offer
from bot.dialogue.plan_run import PlanRun
from bot.dialogue.reply import Reply
from bot.dialogue.respond import respond
from bot.dialogue.talk import Talk
from bot.dialogue.turn import Turn
from bot.people.call_times import BEIJING
from bot.people.profile import Profile
from bot.text.entities import facts

CATALOGUE = load_catalogue()
LINES = CATALOGUE.texts
HOUR, DAY = 3600.0, 86400.0
MONDAY_NOON = datetime(2026, 3, 2, 12, 30, tzinfo=BEIJING).timestamp()


def line(table: str, key: str, **values: object) -> str:
    """A fixed line."""
    return LINES.line(table, key, **values)


class Parent:
    """A parent with a phone and a clock."""

    def __init__(self, profile: Profile | None = None, now: float = MONDAY_NOON, **understood: str) -> None:
        self.talk = Talk(profile=profile or Profile(role="parent", told=now))
        self.now, self.understood = now, understood
        self.due: dict[str, Due] = {}
        self.asked: list[str] = []

    def says(self, text: str, danger: str | None = None, concern: str | None = None) -> Reply:
        """What the dialogue shows to a message."""
        outcome = before_engine(self.talk, text, danger, facts(text), CATALOGUE, self.now, concern)
        if isinstance(outcome, Ask):
            self.asked.append(outcome.text)
            intent = self.understood.get(outcome.text, "nlu_fallback")
            read = Turn(intent, self.talk, facts(outcome.text), text=outcome.text, now=self.now)
            kind, outcome = outcome.concern, respond(read, CATALOGUE)
            outcome = worried(outcome, kind, CATALOGUE) if kind is not None else outcome
        if isinstance(outcome, Fetch):
            outcome = Reply(line("talk", "nothing_kept"), aside=True)
        return self.sees(outcome)

    def sees(self, reply: Reply) -> Reply:
        """Move everything a shown reply moves."""
        reply = settle(self.talk, reply, CATALOGUE, self.now)
        ready = [item for item in self.due.values() if item.at <= self.now]
        reply = offer(self.talk, reply, ready, CATALOGUE, self.now)
        self.talk = Talk() if reply.forget else self.talk.after(reply, self.now)
        if reply.quiet or reply.forget:
            self.due.clear()
        elif reply.due is not None:
            self.due[reply.due.kind] = reply.due
        elif reply.due_over is not None:
            self.due.pop(reply.due_over, None)
        return reply

    def later(self, seconds: float) -> Parent:
        """Time goes by."""
        self.now += seconds
        return self

    @property
    def run(self) -> PlanRun:
        """The plan under way."""
        assert self.talk.plan is not None
        return self.talk.plan


def settled(name: str = "calls_that_work", **profile: object) -> Parent:
    """A parent on day shift with a pupil, who has just got the first step of a plan."""
    known = Profile(role="parent", shift="day", child_age_months=100, told=MONDAY_NOON)
    parent = Parent(replace(known, **profile))  # type: ignore[arg-type]
    parent.says("计划")
    parent.sees(respond(Turn("plan_choose", parent.talk, {"plan": name}, now=parent.now), CATALOGUE))
    assert parent.says("1").due is not None
    assert parent.run.stage == "step"
    return parent
