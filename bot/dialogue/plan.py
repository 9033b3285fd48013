"""A plan: choose a goal, agree on a time to call, a step a day, a word about it the next day, and an end with praise.

The machine is pure: `plan_step` asks and shows, `plan_setup` takes shift, clock and age, `plan_check` how a call went.
Here are its entries: what each option of a plan means, by name.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.content.catalogue import Catalogue
from bot.dialogue.due import PLAN_CHECK
from bot.dialogue.menus import menu_options
from bot.dialogue.pages import MENU
from bot.dialogue.plan_check import check, keep, onward, stand, take_result
from bot.dialogue.plan_run import PlanRun
from bot.dialogue.plan_setup import take_shift, take_time, times
from bot.dialogue.plan_step import ask_shift, proceed, under_way
from bot.dialogue.reply import Option, Reply
from bot.dialogue.talk import Talk
from bot.dialogue.turn import Turn, payload

SHOWN = 5
SLEEPS = 3 * 86400
"""Seconds after which a plan that waits for an answer no longer says so under every reply."""


def answer(turn: Turn, catalogue: Catalogue) -> Reply:
    """What an option of a plan, or 我的计划, brings. After violence at home the phone is asked about first."""
    if turn.talk.quiet and turn.intent not in ("plan_phone", "plan_stop"):
        lines = catalogue.texts
        options = (
            Option(lines.line("plan", "phone_mine"), payload("plan_phone", mine=True)),
            Option(lines.line("plan", "phone_read"), payload("plan_phone", mine=False)),
        )
        return Reply(lines.line("plan", "phone"), options)
    run = under_way(turn.talk, catalogue)
    if turn.intent in _FREE:
        return _FREE[turn.intent](turn, catalogue)
    if run is None:
        return plan_list(turn, catalogue)
    return _RUNNING[turn.intent](run, turn, catalogue)


def plan_list(turn: Turn, catalogue: Catalogue) -> Reply:
    """The goals to choose from, those of the topic on screen first, five at a time; the one under way before them."""
    lines, run = catalogue.texts, under_way(turn.talk, catalogue)
    plans = [p for p in catalogue.plans_on(turn.talk.page) if run is None or p.name != run.plan]
    parts = max(1, -(-len(plans) // SHOWN))
    part = turn.entities.get("part")
    here = (part - 1) % parts if isinstance(part, int) else 0
    options = [Option(p.title, payload("plan_choose", plan=p.name)) for p in plans[here * SHOWN : (here + 1) * SHOWN]]
    if parts > 1:
        options.append(Option(lines.line("plan", "more"), payload("plan_list", part=here + 2)))
    options.append(Option(lines.line("menu", "back"), MENU))
    if run is None:
        return Reply(lines.line("plan", "list"), tuple(options))
    text = lines.line("plan", "list_running", title=catalogue.plans[run.plan].title)
    return Reply(text, (Option(lines.line("plan", "go_on"), payload("my_plan")), *options))


def my_plan(turn: Turn, catalogue: Catalogue) -> Reply:
    """我的计划, 继续: where the plan stands; a stopped one is taken up again with a new time; none: the list."""
    run = under_way(turn.talk, catalogue)
    if run is None:
        return plan_list(turn, catalogue)
    if run.stopped and run.stage in ("step", "check"):
        return onward(replace(run, stage="step"), turn, catalogue)
    if run.call_at:
        return stand(run, turn, catalogue)
    return stand(run, turn, catalogue, catalogue.texts.line("plan", "resumed", title=catalogue.plans[run.plan].title))


def choose(turn: Turn, catalogue: Catalogue) -> Reply:
    """A goal is chosen. The clock agreed on for another plan still holds."""
    plan = catalogue.plans.get(str(turn.entities.get("plan")))
    if plan is None:
        return plan_list(turn, catalogue)
    old = under_way(turn.talk, catalogue)
    if old is not None and old.plan == plan.name:
        return my_plan(turn, catalogue)
    run = PlanRun(plan.name)
    if old is not None:
        run = replace(run, weekday=old.weekday, weekend=old.weekend)
    line = catalogue.texts.line("plan", "chosen", title=plan.title, goal=plan.goal, days=len(plan.days))
    return replace(proceed(run, turn, catalogue, line), due_over=PLAN_CHECK)


def phone(turn: Turn, catalogue: Catalogue) -> Reply:
    """Whether somebody else reads this phone; until that is known, and where it is so, nothing is brought up."""
    if turn.entities.get("mine") is True:
        safe = replace(turn, talk=replace(turn.talk, quiet=False))
        return replace(my_plan(safe, catalogue), quiet=False)
    return Reply(catalogue.texts.line("plan", "phone_kept"), menu_options(catalogue, turn.role))


def stop(turn: Turn, catalogue: Catalogue) -> Reply:
    """The plan is left where it stands; 我的计划 takes it up again."""
    run, lines = under_way(turn.talk, catalogue), catalogue.texts
    if run is None or turn.talk.quiet:
        left = None if run is None else replace(run, stopped=True, paused=False, seen=turn.now)
        return Reply(lines.line("talk", "stop"), menu_options(catalogue, turn.role), plan=left, due_over=PLAN_CHECK)
    options = (Option(lines.line("plan", "go_on"), payload("my_plan")), Option(lines.line("menu", "back"), MENU))
    text = lines.line("plan", "stopped", title=catalogue.plans[run.plan].title)
    return Reply(text, options, plan=replace(run, stopped=True, paused=False, seen=turn.now), due_over=PLAN_CHECK)


def cheer(run: PlanRun, turn: Turn, catalogue: Catalogue) -> Reply:
    """「好的」 to a step."""
    shown = stand(run, turn, catalogue)
    step_shown = shown.plan is not None and shown.plan.stage == "step"
    return replace(shown, text=catalogue.texts.line("plan", "cheer")) if step_shown else shown


def way_back(talk: Talk, catalogue: Catalogue, now: float = 0.0) -> Option | None:
    """What leads back to a plan waiting for an answer; nothing after some days, and never where it is unsafe."""
    run = under_way(talk, catalogue)
    if run is None or not run.asks or talk.quiet or now - run.seen > SLEEPS:
        return None
    if run.stage == "check":
        return Option(catalogue.texts.line("plan", "tell"), payload("plan_check"))
    return Option(catalogue.texts.line("plan", "go_on"), payload("my_plan"))


_FREE: dict[str, Callable[[Turn, Catalogue], Reply]] = {
    "plan_list": plan_list,
    "my_plan": my_plan,
    "plan_choose": choose,
    "plan_phone": phone,
    "plan_stop": stop,
}
_RUNNING: dict[str, Callable[[PlanRun, Turn, Catalogue], Reply]] = {
    "plan_shift": take_shift,
    "plan_new_shift": ask_shift,
    "plan_times": times,
    "plan_time": take_time,
    "plan_check": check,
    "plan_result": take_result,
    "plan_keep": keep,
    "plan_cheer": cheer,
}
INTENTS = frozenset({*_FREE, *_RUNNING})
