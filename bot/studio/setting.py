"""Props in the picture: in a free hand, on the ground, on a small table, on the wall or in the air."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.content.lesson_panels import Panel
from bot.studio.box import Box
from bot.studio.figure import can_hold
from bot.studio.layout import Layout
from bot.studio.palette import PAPER, SHADOW
from bot.studio.props import IN_HAND, PLACE, draw_prop, draw_table
from bot.studio.scenes import INDOORS
from bot.studio.svg import INK, disc, group, num, oval

_MIDDLE = {"left": 130, "centre": 360, "right": 590}
_HALF = 50


@dataclass(frozen=True)
class Item:
    """A prop in its place; `way` is floor, table, wall, air or inset (a round picture of its own)."""

    name: str
    way: str
    x: float
    y: float


def hand_out(panel: Panel) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """Props that somebody at their place can hold (by place), and the rest."""
    held: dict[str, str] = {}
    rest = []
    for name, place in panel.props:
        actor = next((a for a in panel.cast if a.place == place), None)
        if actor is not None and name == "phone" and actor.pose == "phone":
            continue  # already in the hand
        if actor is not None and place not in held and name in IN_HAND and can_hold(actor.pose, name == "bag"):
            held[place] = name
        else:
            rest.append((name, place))
    return held, rest


def set_props(panel: Panel, layout: Layout, rest: Sequence[tuple[str, str]]) -> list[Item]:
    """Places for the props nobody holds."""
    taken = [s.head for s in layout.everybody] + [b.box for b in layout.bubbles]
    taken += [Box(s.x - 44 * s.size, s.head.bottom, 88 * s.size, 150) for s in layout.everybody]
    bodies = [Box(s.x - 44 * s.size, 560, 88 * s.size, 140) for s in layout.everybody]
    bodies += [
        Box(s.x + (20 if s.facing > 0 else -140) * s.size, 560, 120 * s.size, 140)
        for s in layout.everybody
        if s.actor.pose == "work"
    ]
    if panel.scene == "phone_screen":
        taken.append(Box(200, 596, 320, 110))  # the buttons of the call
    low = layout.people and max((s.feet for s in layout.everybody), default=694) > 705
    items: list[Item] = []
    for name, place in rest:
        call = panel.scene in {"phone_screen", "video_call"}
        way = "inset" if call or (low and PLACE[name] != "air") else PLACE[name]
        if way == "wall" and panel.scene not in INDOORS:
            way = "inset"
        item = (
            _in_the_open(name, way, place, taken, layout.top)
            if way in {"wall", "air", "inset"}
            else _on_the_ground(name, way, place, bodies)
        )
        items.append(item)
        box = Box(item.x - _HALF, item.y - _HALF, 2 * _HALF, 2 * _HALF)
        taken.append(box)
        bodies.append(Box(item.x - _HALF, 560, 2 * _HALF, 140))
    return items


def _on_the_ground(name: str, way: str, place: str, bodies: list[Box]) -> Item:
    """The free spot nearest to the place; before somebody's legs if there is none."""
    y = 656 if way == "floor" else 566
    middle = _MIDDLE[place]
    spots = sorted(range(78, 650, 22), key=lambda x: (abs(x - middle), x))
    free = [x for x in spots if not any(Box(x - _HALF, 560, 2 * _HALF, 140).touches(b) for b in bodies)]
    return Item(name, way, (free or [middle + (104 if middle < 400 else -104)])[0], y)


def _in_the_open(name: str, way: str, place: str, taken: list[Box], top: float) -> Item:
    """The free spot nearest to the place, at the height of the wall; in a lower corner if there is none."""
    middle = _MIDDLE[place]
    spots = [(x, y) for x in range(70, 660, 20) for y in range(min(130, round(top) + 70), 650, 20)]
    for x, y in sorted(spots, key=lambda p: (abs(p[0] - middle) + abs(p[1] - 350) * 0.8, p)):
        box = Box(x - 58, y - 58, 116, 116)
        if not any(box.touches(t) for t in taken):
            return Item(name, way, x, y)
    return Item(name, "inset", 66 if middle < 400 else 590, 650)


def draw_item(item: Item) -> str:
    """The prop with what it stands on."""
    at = f"translate({num(item.x)} {num(item.y)})"
    if item.way == "inset":
        return group("", disc(0, 0, 56, PAPER, INK, 3), group("", draw_prop(item.name), move="scale(0.76)"), move=at)
    if item.way == "table":
        return group(
            "",
            group("", draw_table(), move="translate(0 30)"),
            group("", draw_prop(item.name), move="translate(0 -16)"),
            move=at,
        )
    if item.way == "floor":
        return group("", oval(0, 48, 56, 9, SHADOW, opacity=0.16), draw_prop(item.name), move=at)
    return group("", draw_prop(item.name), move=at)
