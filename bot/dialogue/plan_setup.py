"""What a plan is told before its first step: shift, clock, the child's age. Picked or typed, at first or anew."""

from __future__ import annotations

from dataclasses import replace

from bot.content.catalogue import Catalogue
from bot.dialogue import account
from bot.dialogue.plan_run import PlanRun
from bot.dialogue.plan_step import ask_shift, ask_time, known, proceed, under_way
from bot.dialogue.reply import Reply
from bot.dialogue.turn import Turn
from bot.people.call_times import SHIFTS, is_clock, is_weekend, planning_day, reaches


def take_shift(run: PlanRun, turn: Turn, catalogue: Catalogue) -> Reply:
    """The shift, which is kept; another shift wants another clock."""
    shift = turn.entities.get("shift")
    if shift not in SHIFTS:
        return ask_shift(run, turn, catalogue)
    return replace(proceed(replace(run, weekday=None, weekend=None), turn, catalogue), profile={"shift": shift})


def times(run: PlanRun, turn: Turn, catalogue: Catalogue) -> Reply:
    """「换个钟点」: the clocks again."""
    if known(turn).shift not in SHIFTS or known(turn).call_band(turn.now) is None:
        return proceed(run, turn, catalogue)
    return ask_time(run, turn, catalogue)


def take_time(run: PlanRun, turn: Turn, catalogue: Catalogue) -> Reply:
    """A clock, picked or typed; one at which the child is hardly free is taken with a word about it."""
    clock, band = turn.entities.get("time"), known(turn).call_band(turn.now)
    if band is None or not is_clock(clock):
        return proceed(replace(run, weekday=None, weekend=None), turn, catalogue)
    weekend = turn.entities.get("weekend")
    if not isinstance(weekend, bool):
        weekend = is_weekend(planning_day(turn.now))
    run = replace(run, weekend=str(clock)) if weekend else replace(run, weekday=str(clock), weekend=None)
    odd = "" if reaches(str(clock), band, weekend) else catalogue.texts.line("plan", "odd_time")
    return proceed(run, turn, catalogue, odd)


def tell_child(turn: Turn, catalogue: Catalogue) -> Reply:
    """What is told of the child; where the plan on screen had asked the age, it goes on with it."""
    told = account.tell_child(turn, catalogue)
    run = under_way(turn.talk, catalogue)
    knows = known(turn).call_band(turn.now) is not None
    if run is None or run.stage != "age" or not run.on_screen or turn.talk.quiet or not knows:
        return told
    noted = catalogue.texts.line("account", "noted", what=account.describe(known(turn), turn.now, catalogue))
    return replace(proceed(run, turn, catalogue, noted), profile=told.profile)
