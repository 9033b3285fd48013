"""How a call went, in one tap, and what follows: the next step, after two bad calls another plan, or the end."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.content.catalogue import Catalogue
from bot.dialogue.due import PLAN_CHECK
from bot.dialogue.pages import MENU
from bot.dialogue.plan_run import RESULTS, PlanRun
from bot.dialogue.plan_step import above, proceed, shown
from bot.dialogue.reply import Option, Reply
from bot.dialogue.turn import Turn, payload
from bot.people.call_times import day_of


def check(run: PlanRun, turn: Turn, catalogue: Catalogue, before: str = "") -> Reply:
    """「昨天的电话打得怎么样？」: four answers, one tap. Once it is asked nothing is due: the plan waits itself."""
    if not run.call_at:  # an old tap: no call has been agreed on yet
        return proceed(run, turn, catalogue, before)
    lines = catalogue.texts
    ago = day_of(turn.now) - day_of(run.call_at)
    day = {timedelta(0): "today", timedelta(days=1): "yesterday"}.get(ago, "earlier")
    options = tuple(
        Option(lines.line("result", r), payload("plan_result", result=r, n=len(run.results))) for r in RESULTS
    )
    text = above(before, lines.line("plan", f"check_{day}"))
    return Reply(text, options, plan=shown(run, turn, "check"), due_over=PLAN_CHECK)


def take_result(run: PlanRun, turn: Turn, catalogue: Catalogue) -> Reply:
    """What an answer brings. One for a call already told of (an old tap, a second phone) changes nothing."""
    result, number = str(turn.entities.get("result")), turn.entities.get("n", len(run.results))
    if result not in RESULTS or number != len(run.results) or not run.call_at:
        return stand(run, turn, catalogue, catalogue.texts.line("plan", "elsewhere"))
    plan = catalogue.plans[run.plan]
    run = replace(run, results=(*run.results, result))
    said = catalogue.texts.line("plan", result, tip=plan.tip)
    if run.unlucky:
        return _another(run, turn, catalogue)
    return onward(run, turn, catalogue, said)


def keep(run: PlanRun, turn: Turn, catalogue: Catalogue) -> Reply:
    """「接着原来的」 instead of another plan."""
    return onward(run, turn, catalogue) if run.stage == "other" else stand(run, turn, catalogue)


def onward(run: PlanRun, turn: Turn, catalogue: Catalogue, before: str = "") -> Reply:
    """The next step, or the end."""
    if run.day >= len(catalogue.plans[run.plan].days):
        return _finish(run, catalogue, before)
    return proceed(run, turn, catalogue, before)


def stand(run: PlanRun, turn: Turn, catalogue: Catalogue, before: str = "") -> Reply:
    """Where the plan stands, shown anew; the day after a call it is the question how it went."""
    if run.stage == "other":
        return _another(run, turn, catalogue)
    if run.stage == "check" or (run.stage == "step" and day_of(turn.now) > day_of(run.call_at)):
        return check(run, turn, catalogue, before)
    if run.stage == "step":  # its call is still to come, or was today
        return proceed(run, turn, catalogue, before, fresh=False)
    return onward(run, turn, catalogue, before)


def _another(run: PlanRun, turn: Turn, catalogue: Catalogue) -> Reply:
    """Two bad calls in a row: the plan is at fault, not the parent; another is offered."""
    lines = catalogue.texts
    instead = catalogue.plans[catalogue.plans[run.plan].instead]
    options = (
        Option(lines.line("plan", "switch"), payload("plan_choose", plan=instead.name)),
        Option(lines.line("plan", "keep"), payload("plan_keep")),
        Option(lines.line("plan", "others"), payload("plan_list")),
        Option(lines.line("plan", "stop"), payload("plan_stop")),
    )
    text = lines.line("plan", "another", title=instead.title, goal=instead.goal)
    run = replace(shown(run, turn, "other"), offered=len(run.results))
    return Reply(text, options, plan=run, due_over=PLAN_CHECK)


def _finish(run: PlanRun, catalogue: Catalogue, before: str) -> Reply:
    plan, lines = catalogue.plans[run.plan], catalogue.texts
    counts = [(r, run.results.count(r)) for r in RESULTS]
    told = "，".join(f"{lines.line('result', r)}{count}回" for r, count in counts if count)
    well = 2 * run.results.count("good") >= run.day  # of the calls that were made
    text = lines.line("plan", "finished", title=plan.title, days=len(plan.days), told=told)
    praise = lines.line("plan", "done_well" if well else "done")
    options = (
        Option(lines.line("plan", "next_plan"), payload("plan_list")),
        *(Option(catalogue.pages[t].title, payload(t)) for t in plan.topics[:1]),
        Option(lines.line("menu", "back"), MENU),
    )
    return Reply(above(before, f"{text}\n{praise}"), options, plan_over=True, due_over=PLAN_CHECK)
