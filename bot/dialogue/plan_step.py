"""What a plan asks next, and its step of the day: shift, age and clock first, each only while it is not known."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.content.catalogue import Catalogue
from bot.dialogue.account import ask_age
from bot.dialogue.due import PLAN_CHECK, Due
from bot.dialogue.pages import MENU
from bot.dialogue.plan_run import PlanRun
from bot.dialogue.reply import Option, Reply
from bot.dialogue.talk import Talk
from bot.dialogue.turn import Turn, payload
from bot.people.call_times import (
    SHIFTS,
    call_times,
    check_at,
    day_of,
    is_weekend,
    moment_of,
    planning_day,
    reaches,
    spoken,
)
from bot.people.profile import Profile


def under_way(talk: Talk, catalogue: Catalogue) -> PlanRun | None:
    """The talk's plan; None too when its file is gone."""
    run = talk.plan
    return run if run is not None and run.plan in catalogue.plans else None


def known(turn: Turn) -> Profile:
    """The profile with what this very turn tells."""
    return turn.talk.profile.told_more(turn.entities, turn.now)


def proceed(run: PlanRun, turn: Turn, catalogue: Catalogue, before: str = "", *, fresh: bool = True) -> Reply:
    """The next thing the plan needs to know, else the step of the day; `fresh`: with a new time for its call.

    `before` comes above it.
    """
    profile = known(turn)
    if profile.shift not in SHIFTS:
        return ask_shift(run, turn, catalogue, before)
    if profile.call_band(turn.now) is None:
        asked = ask_age(catalogue)
        text = above(before, catalogue.texts.line("plan", "why_age") + "\n" + asked.text)
        return replace(asked, text=text, plan=shown(run, turn, "age"))
    if run.weekday is None and run.weekend is None:
        return ask_time(run, turn, catalogue, before)
    return _step(run, turn, catalogue, before, fresh)


def ask_shift(run: PlanRun, turn: Turn, catalogue: Catalogue, before: str = "") -> Reply:
    """Which shift the parent is on."""
    options = tuple(Option(catalogue.texts.line("shift", s), payload("plan_shift", shift=s)) for s in SHIFTS)
    return Reply(above(before, catalogue.texts.line("plan", "ask_shift")), options, plan=shown(run, turn, "shift"))


def ask_time(run: PlanRun, turn: Turn, catalogue: Catalogue, before: str = "") -> Reply:
    """Up to three clocks that fit shift and child; any other can be typed."""
    profile, lines = known(turn), catalogue.texts
    weekend = is_weekend(planning_day(turn.now))
    clocks = call_times(str(profile.shift), str(profile.call_band(turn.now)), weekend)
    text = lines.line("plan", "times_rotating" if profile.shift == "rotating" else "times")
    if profile.caregiver == "school":
        text += "\n" + lines.line("plan", "boarding")
    options = [Option(spoken(c), payload("plan_time", time=c, weekend=weekend)) for c in clocks]
    options.append(Option(lines.line("plan", "new_shift"), payload("plan_new_shift")))
    return Reply(above(before, text), tuple(options), plan=shown(run, turn, "time"))


def _step(run: PlanRun, turn: Turn, catalogue: Catalogue, before: str, fresh: bool) -> Reply:
    """The step of the day with three openers, and from when on its call is asked about."""
    plan, profile, lines = catalogue.plans[run.plan], known(turn), catalogue.texts
    band, number = str(profile.call_band(turn.now)), min(run.day, len(plan.days) - 1)
    if fresh:
        run = replace(run, call_at=_next_call(run, profile, band, turn.now))
    day = plan.days[number]
    away = day_of(run.call_at) - day_of(turn.now)
    when = lines.line("plan", "tomorrow" if away == timedelta(days=1) else "today")
    first, second, third = day.openers[band]
    text = lines.line(
        "plan", "step", title=plan.title, day=number + 1, days=len(plan.days), when=when,
        clock=spoken(clock_on(run, profile, band, is_weekend(day_of(run.call_at)))),
        step=day.step_for(band), first=first, second=second, third=third,
    )  # fmt: skip
    options = (
        Option(lines.line("plan", "called"), payload("plan_check")),
        Option(lines.line("plan", "other_time"), payload("plan_times")),
        Option(lines.line("plan", "stop"), payload("plan_stop")),
        Option(lines.line("menu", "back"), MENU),
    )
    due = Due(PLAN_CHECK, check_at(run.call_at, str(profile.shift)), {"plan": run.plan, "n": len(run.results)})
    return Reply(above(before, text), options, plan=shown(run, turn, "step"), due=due)


def clock_on(run: PlanRun, profile: Profile, band: str, weekend: bool) -> str:
    """The clock for a day with or without school: the one picked for such days, the other where it fits, or our own."""
    picked, other = (run.weekend, run.weekday) if weekend else (run.weekday, run.weekend)
    if picked is not None:
        return picked
    if other is not None and reaches(other, band, weekend):
        return other
    return call_times(str(profile.shift), band, weekend)[0]


def _next_call(run: PlanRun, profile: Profile, band: str, now: float) -> float:
    """The next moment of the picked clock; never twice on the day of a call already told of."""
    day = day_of(now)
    called_today = bool(run.results) and day_of(run.call_at) >= day
    at = moment_of(day, clock_on(run, profile, band, is_weekend(day)))
    if called_today or at <= now:
        day += timedelta(days=1)
        at = moment_of(day, clock_on(run, profile, band, is_weekend(day)))
    return at


def shown(run: PlanRun, turn: Turn, stage: str) -> PlanRun:
    """The run as it stands on screen."""
    return replace(run, stage=stage, seen=turn.now, paused=False, stopped=False)


def above(before: str, text: str) -> str:
    """Two texts, the first of which may be empty."""
    return f"{before}\n\n{text}" if before else text
