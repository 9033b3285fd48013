"""A lesson's panel as a vector picture: the studio's door.

`draw_panel` lays the panel out (layout.py), draws the place (scenes.py), the people (figure.py), the props
and the bubbles, and returns one <svg>. The same panel gives the same text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.content.lesson_panels import Panel
from bot.studio.backdrop import FONT
from bot.studio.bubble import draw_bubble
from bot.studio.caption import draw_caption
from bot.studio.figure import Figure, draw_figure
from bot.studio.layout import lay_out
from bot.studio.lines import clean
from bot.studio.motion import Motion
from bot.studio.palette import LIGHT, PAPER
from bot.studio.phone import draw_phone, draw_seam, draw_table_top
from bot.studio.props import draw_prop
from bot.studio.scenes import draw_scene
from bot.studio.setting import draw_item, hand_out, set_props
from bot.studio.stage import Frame, Standing
from bot.studio.svg import INK, disc, el, escape, group, num, rect

_CROP = {"workshop": 180, "dormitory": 60, "village_house": 150, "classroom": 130, "street": 236}
"""Left edge of the part of a scene that fills half a picture."""
_CALLS = frozenset({"video_call", "phone_screen"})


def draw_panel(panel: Panel, *, number: int | None, motion: Mapping[str, Motion] | None = None) -> str:
    """The panel as a complete <svg> of 720 × 720 units without a size of its own; a `number` is shown in a corner.

    `motion` says by name who blinks, speaks or moves an arm in this frame of an animation; without it, whoever
    speaks has an open mouth. Raises ContentError if the words cannot be set at a legible size.
    """
    layout = lay_out(panel)
    moves = motion if motion is not None else {who: Motion(mouth=0.55) for who, words in panel.speech if clean(words)}
    held, rest = hand_out(panel)
    items = set_props(panel, layout, rest)
    top = layout.caption.box.bottom if layout.caption else 0.0
    on_wall = "".join(draw_item(i) for i in items if i.way == "wall")
    before = "".join(draw_item(i) for i in items if i.way != "wall")
    scenes = "".join(
        _draw_frame(panel, frame, people, moves, held, on_wall)
        for frame, people in zip(layout.frames, layout.people, strict=True)
    )
    if panel.scene == "phone_screen":
        scenes = draw_table_top(panel.time) + scenes + draw_phone(top)
    elif panel.scene == "video_call":
        scenes += draw_seam()
    words = draw_caption(layout.caption) if layout.caption else ""
    return el(
        "svg",
        el("title", escape(panel.alt)),
        scenes,
        before,
        words,
        group("bubbles", *map(draw_bubble, layout.bubbles)) if layout.bubbles else "",
        _number(number) if number is not None else "",
        xmlns="http://www.w3.org/2000/svg",
        viewBox="0 0 720 720",
        role="img",
    )


def _draw_frame(
    panel: Panel,
    frame: Frame,
    people: tuple[Standing, ...],
    moves: Mapping[str, Motion],
    held: Mapping[str, str],
    on_wall: str,
) -> str:
    """A nested <svg> cuts the place off at the frame's edge; inside it the picture's own coordinates go on."""
    box = frame.box
    scene = draw_place(frame, panel.time)
    figures = [(s, _figure(panel, s, moves, held)) for s in people]
    figures.sort(key=lambda pair: (pair[0].actor.pose == "hug", pair[0].feet))
    drawn = "".join(_put(s, f.behind) for s, f in figures) + "".join(_put(s, f.before, s.actor.who) for s, f in figures)
    light = LIGHT[panel.time]
    veil = rect(box.x, box.y, box.w, box.h, light.veil, opacity=light.people) if light.people else ""
    return el(
        "svg",
        scene,
        on_wall,
        drawn,
        veil,
        x=box.x,
        y=box.y,
        width=box.w,
        height=box.h,
        viewBox=f"{num(box.x)} {num(box.y)} {num(box.w)} {num(box.h)}",
    )


def draw_place(frame: Frame, time: str) -> str:
    """What is behind the people of a frame; half a picture shows the half of the scene that tells where it is."""
    scene, box = draw_scene(frame.scene, time), frame.box
    if box.w == 720:
        return scene
    left = _CROP.get(frame.scene, 180) if box.w < 500 else 60
    return group("", scene, move=f"translate({num(box.x - left)} 0)")


@dataclass(frozen=True)
class Role:
    """How somebody plays in a panel: what figure.py needs to know."""

    who: str
    pose: str
    face: str
    held: str
    hanging: bool
    shadow: bool


def give_role(panel: Panel, one: Standing, held: Mapping[str, str]) -> Role:
    """Pose and prop of somebody; `held` is what is in whose hand, by place."""
    actor = one.actor
    pose = "selfie" if actor.pose == "phone" and panel.scene in _CALLS else actor.pose
    thing = held.get(actor.place, "")
    hanging = thing == "bag"
    move = "scale(0.8) translate(0 64)" if hanging else "scale(0.62) translate(0 -12)"
    prop = group("", draw_prop(thing), move=move) if thing else ""
    return Role(actor.who, pose, actor.face, prop, hanging, not one.carried)


def _figure(panel: Panel, one: Standing, moves: Mapping[str, Motion], held: Mapping[str, str]) -> Figure:
    role = give_role(panel, one, held)
    return draw_figure(
        role.who, role.pose, role.face, motion=moves.get(role.who, Motion()), held=role.held, hanging=role.hanging,
        shadow=role.shadow,
    )  # fmt: skip


def placing(one: Standing) -> str:
    """The transform from a figure's own space into the picture."""
    return f"translate({num(one.x)} {num(one.feet)}) scale({one.facing * one.size:.3f} {one.size:.3f})"


def _put(one: Standing, parts: str, who: str = "") -> str:
    return group(f"actor {who}".strip(), parts, move=placing(one))


def _number(number: int) -> str:
    sign = el(
        "text",
        str(number),
        x=692,
        y=701,
        font_size=26,
        fill=INK,
        text_anchor="middle",
        font_weight="700",
        font_family=FONT,
    )
    return group("number", disc(692, 692, 20, PAPER, INK, 2.6), sign)
