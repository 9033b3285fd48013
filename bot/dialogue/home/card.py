"""What is said to a need: its lines for a place, in order of urgency, with what must be known of the area code."""

from __future__ import annotations

import datetime

from bot.content.catalogue import Catalogue
from bot.content.directory import Channel, Need
from bot.content.directory.models import EVERYTHING, NEED
from bot.dialogue.home.place import Home, dialled
from bot.dialogue.reply import Option, Reply
from bot.dialogue.turn import payload
from bot.people.call_times import day_of
from bot.text.places.divisions import brief

CALL = "home_call"
_DIGITS = "①②③④⑤⑥⑦⑧⑨"


def card(need: Need, home: Home | None, catalogue: Catalogue, now: float, role: str | None = None) -> Reply:
    """The answer to a need, for a home or for the whole country; `role` decides how the person is addressed."""
    texts, directory = catalogue.texts, catalogue.directory
    today = day_of(now)
    division = home.division if home is not None else None
    lines, channels = [], []
    for line in need.lines:
        channel = directory.at(line.channel, division) if line.channel else None
        if channel is not None:
            channels.append(channel)
        lines.append(_line(line.text, channel, dialled(channel, home, texts) if channel else ""))
    if len(lines) > 2:
        lines = [f"{digit} {line}" for digit, line in zip(_DIGITS, lines, strict=False)]
    local = takes_home(need, catalogue)
    at = texts.line("home", "at", place=brief(home.division)) if home is not None and local else ""
    remarks = _remarks(home, catalogue) if home is not None and local else []
    text = "\n".join([at + need.opening, *lines, *remarks])
    return Reply(
        text.replace("您", "你") if role == "young_worker" else text,
        (*leads(need), *([_change(need, home, catalogue)] if local else ())),
        closing=_closing(need, channels, today, catalogue),
        urgent=need.urgent,
    )


def takes_home(need: Need, catalogue: Catalogue) -> bool:
    """Whether any number of it is dialled differently from place to place."""
    channels = catalogue.directory.channels
    return any(x.channel and channels[x.channel].dial == "home" for x in need.lines)


def _line(text: str, channel: Channel | None, number: str) -> str:
    if channel is None:
        return text
    said = (
        text or (f"{channel.what}：{{number}}。" if channel.number else f"{channel.name}：{channel.what}。")
    ).format(number=number)
    return f"{said.removesuffix('。')}（{channel.hours}）。" if channel.hours else said


def _remarks(home: Home, catalogue: Catalogue) -> list[str]:
    """What is uncertain about the area code, by name."""
    texts, area, place = catalogue.texts, home.area, brief(home.division)
    if area.code is None:
        return [texts.line("home", "no_code", place=place)]
    found = []
    if area.shared:
        cities = "、".join(name.removesuffix("市") for name in area.shared)
        found.append(texts.line("home", "shared", code=area.code, places=cities, place=place))
    if area.apart:
        found.append(texts.line("home", "apart", places="、".join(area.apart)))
    return found


def leads(need: Need) -> tuple[Option, ...]:
    """The options of a need."""
    return tuple(
        Option(label, payload(CALL, need=target[len(NEED) :]) if target.startswith(NEED) else payload(target))
        for label, target in need.leads
    )


def _change(need: Need, home: Home | None, catalogue: Catalogue) -> Option:
    label = catalogue.texts.line("home", "other" if home is not None else "tell")
    return Option(label, payload(CALL, need=need.id, ask=True))


def _closing(need: Need, channels: list[Channel], today: datetime.date, catalogue: Catalogue) -> str:
    """When the numbers were last checked; which of them nobody has checked for 90 days."""
    old = [c.number or c.name for c in channels if c.stale(today)]
    if old:
        return catalogue.texts.line("home", "stale", names="、".join(old))
    if need.id != EVERYTHING or not channels:
        return ""
    day = min(c.checked for c in channels)
    return catalogue.texts.line("home", "checked", date=f"{day.year}年{day.month}月{day.day}日")
