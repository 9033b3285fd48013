"""Plans: `data/plans/<id>.toml`, three to five days of one small step each, with openers for the call by age.

A day of a plan looks like this; `step_at` says it anew for an age the step does not suit:

```toml
[[day]]
step = "今天不问作业。先讲自己一件小事。"
step_at = { "0-3" = "今天不说话，只唱一首歌。" }
openers = { "0-3" = ["…", "…", "…"], "3-6" = [...], "6-12" = [...], "12-18" = [...] }
```
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.content.models import AGES, ROLES
from bot.errors import ContentError

DAYS = range(3, 6)
OPENERS = 3
LONGEST_TITLE = 12
"""A plan is an option of a list, and stands in 《》 among others."""
LONGEST_GOAL = 50
LONGEST_STEP = 90
LONGEST_OPENER = 36
LONGEST_TIP = 80
_KEYS = {"plan", "title", "goal", "audience", "topics", "sources", "tip", "instead", "day"}
_DAY_KEYS = {"step", "openers"}
_END = re.compile(r"[。！？!?]+[”’）]*")


@dataclass(frozen=True)
class Day:
    """One day: what to do, and what to say first on the phone."""

    step: str
    step_at: dict[str, str]
    """The step as it is for an age band, where it differs."""
    openers: dict[str, tuple[str, ...]]
    """Three for each age band."""

    def step_for(self, band: str) -> str:
        """The step for a child of this age."""
        return self.step_at.get(band, self.step)


@dataclass(frozen=True)
class Plan:
    """A plan, named as its file."""

    name: str
    title: str
    goal: str
    audience: tuple[str, ...]
    topics: tuple[str, ...]
    """The topic pages it belongs to: asked for from there, it is offered first."""
    sources: tuple[str, ...]
    tip: str
    """What to try after a call that went badly."""
    instead: str
    """The plan offered after two bad calls."""
    days: tuple[Day, ...]


def load_plans(data: Path) -> dict[str, Plan]:
    """Every plan under data/plans by name. Raises ContentError with all faults."""
    faults: list[str] = []
    plans = {}
    for path in sorted((data / "plans").glob("*.toml")):
        where = f"plans/{path.name}"
        try:
            raw = tomllib.loads(path.read_text(encoding="utf-8"))
        except tomllib.TOMLDecodeError as err:
            faults.append(f"{where}: {err}")
            continue
        wrong = _faults(raw, path.stem)
        faults.extend(f"{where} {fault}" for fault in wrong)
        if not wrong:
            plans[path.stem] = _plan(raw)
    for name, plan in plans.items():
        if plan.instead == name or not (data / "plans" / f"{plan.instead}.toml").exists():
            faults.append(f"plans/{name}.toml [instead] another plan is expected, not {plan.instead}")
    faults.extend(_repeated(plans))
    if faults:
        raise ContentError("\n".join(faults))
    return plans


def _plan(raw: dict[str, Any]) -> Plan:
    days = tuple(
        Day(d["step"], dict(d.get("step_at", {})), {band: tuple(d["openers"][band]) for band in AGES})
        for d in raw["day"]
    )
    return Plan(
        name=raw["plan"],
        title=raw["title"],
        goal=raw["goal"],
        audience=tuple(raw["audience"]),
        topics=tuple(raw["topics"]),
        sources=tuple(raw["sources"]),
        tip=raw["tip"],
        instead=raw["instead"],
        days=days,
    )


def _faults(raw: dict[str, Any], name: str) -> list[str]:
    faults = [f"[{key}] unknown key" for key in raw.keys() - _KEYS]
    faults += [f"[{key}] is missing" for key in _KEYS - raw.keys()]
    if faults:
        return faults
    if raw["plan"] != name:
        faults.append(f"[plan] must be the file's name, {name}")
    for key in ("audience", "topics", "sources"):
        if not _words(raw[key]):
            faults.append(f"[{key}] a list of names is expected")
    if _words(raw["audience"]) and set(raw["audience"]) - set(ROLES):
        faults.append(f"[audience] some of {', '.join(ROLES)}")
    faults += _text("[title]", raw["title"], LONGEST_TITLE)
    faults += _text("[goal]", raw["goal"], LONGEST_GOAL, sentences=1)
    faults += _text("[tip]", raw["tip"], LONGEST_TIP, sentences=2)
    faults += _text("[instead]", raw["instead"], 64)
    days = raw["day"] if isinstance(raw["day"], list) else []
    if len(days) not in DAYS:
        faults.append(f"[day] {DAYS.start} to {DAYS.stop - 1} days are expected")
    for number, day in enumerate(days, 1):
        faults += _day_faults(day, f"[day {number}]")
    return faults


def _day_faults(day: object, here: str) -> list[str]:
    if not isinstance(day, dict) or not _DAY_KEYS <= day.keys() <= {*_DAY_KEYS, "step_at"}:
        return [f"{here} needs {', '.join(sorted(_DAY_KEYS))} and may have step_at"]
    faults = _text(f"{here} step", day["step"], LONGEST_STEP, sentences=2)
    other, openers = day.get("step_at", {}), day["openers"]
    if not isinstance(other, dict) or other.keys() - set(AGES):
        return [*faults, f"{here} step_at: by some of {', '.join(AGES)}"]
    for band, step in other.items():
        faults += _text(f"{here} step_at {band}", step, LONGEST_STEP, sentences=2)
    if not isinstance(openers, dict) or openers.keys() != set(AGES):
        return [*faults, f"{here} openers: for each of {', '.join(AGES)}"]
    for band, said in openers.items():
        if not _words(said) or len(set(said)) != OPENERS or len(said) != OPENERS:
            faults.append(f"{here} openers {band}: {OPENERS} different ones are expected")
            continue
        for opener in said:
            faults += _text(f"{here} openers {band}", opener, LONGEST_OPENER)
    return faults


def _words(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(v, str) and v.strip() for v in value)


def _text(here: str, value: object, longest: int, sentences: int | None = None) -> list[str]:
    if not isinstance(value, str) or not value.strip():
        return [f"{here} a text is expected"]
    faults = [f"{here} {len(value)} characters; at most {longest}: {value}"] if len(value) > longest else []
    # What somebody says in quotes is part of the sentence it stands in.
    told = len(_END.findall(re.sub(r"“[^”]*”", "“”", value)))
    if sentences is not None and told > sentences:
        faults.append(f"{here} {told} sentences; at most {sentences}: {value}")
    return faults


def _repeated(plans: dict[str, Plan]) -> list[str]:
    """An opener said twice teaches nothing new: each stands once in all plans."""
    seen: dict[str, str] = {}
    faults = []
    for name, plan in plans.items():
        for number, day in enumerate(plan.days, 1):
            for band, said in day.openers.items():
                where = f"plans/{name}.toml [day {number}] openers {band}"
                for opener in said:
                    first = seen.setdefault(re.sub(r"\W", "", opener), where)
                    if first != where:
                        faults.append(f"{where} says what {first} says: {opener}")
    return faults
