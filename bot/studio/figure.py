"""A whole person: parts put together at the joints, feet at (0, 0), facing right."""

from __future__ import annotations

from dataclasses import dataclass

from bot.studio.cast import PEOPLE, Person
from bot.studio.clothes import draw_torso
from bot.studio.head import draw_head
from bot.studio.limbs import draw_arm, draw_hips, draw_leg
from bot.studio.motion import STILL, Motion
from bot.studio.palette import SHADOW
from bot.studio.pose import POSE, Pose, holding
from bot.studio.skeleton import HEAD, NECK, Skeleton, pose_body
from bot.studio.svg import INK, group, num, oval, rect
from bot.studio.tools import draw_bench, draw_stool, draw_tool


@dataclass(frozen=True)
class Part:
    """A piece of somebody that an animation moves by itself, drawn in the figure's own space."""

    name: str
    """shadow, seat, hair, far arm, legs, torso, head, bench or near arm."""
    drawn: str
    behind: bool = False
    """Painted before a person who is being hugged."""
    upper: bool = True
    """Above the hips: it leans, and it rises with a breath."""


@dataclass(frozen=True)
class Figure:
    """The drawn parts in painting order; `behind` is painted before a person who is being hugged."""

    behind: str
    before: str


def draw_figure(
    who: str,
    pose: str,
    face: str,
    *,
    motion: Motion = STILL,
    held: str = "",
    hanging: bool = False,
    shadow: bool = True,
) -> Figure:
    """Somebody in a pose.

    `held` is a drawn prop for the free hand (see `can_hold`), `hanging` for a bag; without `shadow` the figure
    is off the ground.
    """
    parts = draw_parts(who, pose, face, motion=motion, held=held, hanging=hanging, shadow=shadow)
    return Figure("".join(p.drawn for p in parts if p.behind), "".join(p.drawn for p in parts if not p.behind))


def draw_parts(
    who: str,
    pose: str,
    face: str,
    *,
    motion: Motion = STILL,
    held: str = "",
    hanging: bool = False,
    shadow: bool = True,
) -> list[Part]:
    """The same as single parts, in painting order."""
    person = PEOPLE[who]
    stance = holding(POSE[pose], hanging) if held else POSE[pose]
    bones = pose_body(person.build, stance, motion)
    parts = _assemble(person, stance, bones, face, motion, held, pose == "work", who)
    return [Part("shadow", _shadow(person, bones), behind=True, upper=False), *parts] if shadow else parts


def can_hold(pose: str, hanging: bool = False) -> bool:
    """Whether the pose leaves a hand free for a prop, or for one that hangs down."""
    return pose in {"stand", "walk", "phone"} or (pose == "sit" and not hanging)


def _assemble(
    person: Person, pose: Pose, bones: Skeleton, face: str, motion: Motion, held: str, works: bool, who: str
) -> list[Part]:
    hair, head = draw_head(person, face, motion)
    lean = f"rotate({num(bones.lean)} {num(bones.hip[0])} {num(bones.hip[1])})"
    on_neck = (
        f"translate({num(bones.head[0])} {num(bones.head[1])}) rotate({num(bones.tilt)} 0 {num(HEAD * 0.8)})"
        f" scale({person.build.head:.2f})"
    )
    tool = draw_tool(who) if works else ""
    near_held = draw_tool("phone") if pose.near.hand == "phone" else tool
    far_held = draw_tool("selfie") if pose.far.hand == "phone" else held
    near = draw_arm(person, bones.near_arm, pose.near, "near", near_held)
    far = draw_arm(person, bones.far_arm, pose.far, "far", far_held)
    legs = (
        draw_leg(person, bones.far_leg, "far")
        + draw_hips(person, bones.near_leg, bones.far_leg)
        + draw_leg(person, bones.near_leg, "near")
    )
    torso = group("torso", draw_torso(person), move=f"translate({num(bones.hip[0])} {num(bones.hip[1])})")
    seat = pose.seated and person.build.thigh > 30
    stool = draw_stool(bones.hip[0], bones.hip[1] + person.build.leg * 0.45) if seat else ""
    bench = draw_bench(bones.hip[0] + person.build.shoulder * 0.9, bones.bench, person) if works and _bench(who) else ""
    far_arm = Part("far arm", group("upper", far, move=lean), behind=not pose.far.front)
    parts = [
        Part("seat", stool, behind=True, upper=False),
        Part("hair", group("upper", group("head hair-back", hair, move=on_neck), move=lean) if hair else "", True),
        *([] if pose.far.front else [far_arm]),
        Part("legs", group("legs", legs), upper=False),
        Part("torso", group("upper", _neck(person, bones), torso, move=lean)),
        Part("head", group("upper", group("head", head, move=on_neck), move=lean)),
        Part("bench", bench, upper=False),
        *([far_arm] if pose.far.front else []),
        Part("near arm", group("upper", near, move=lean)),
    ]
    return [p for p in parts if p.drawn]


def _shadow(person: Person, bones: Skeleton) -> str:
    return group("shadow", oval(bones.hip[0] / 2 + 4, 4, person.build.hip * 1.9, 11, SHADOW, opacity=0.16))


def _neck(person: Person, bones: Skeleton) -> str:
    x, y = bones.hip[0] + 2, bones.hip[1] - person.build.torso
    wide = 13 if person.build.thigh > 50 else 10
    shade = oval(x + 1, y - NECK + 6, wide - 1, 7, "#a85f46", opacity=0.28)
    return group("neck", rect(x - wide, y - NECK - 14, 2 * wide, NECK + 26, person.skin, 6, INK), shade)


def _bench(who: str) -> bool:
    return who in {"mother", "father", "xiaomei", "xiaojun", "girl", "boy"}
