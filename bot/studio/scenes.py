"""The places: each a function of the light. Calls are put together from these in calls.py."""

from __future__ import annotations

from collections.abc import Callable

from bot.studio.backdrop import glow, moon
from bot.studio.palette import LIGHT, WARM, Light
from bot.studio.scenes_factory import dormitory, workshop
from bot.studio.scenes_home import riverbank, village_house
from bot.studio.scenes_school import classroom
from bot.studio.scenes_town import bus_station, street
from bot.studio.svg import group, rect

SCENE: dict[str, Callable[[Light], str]] = {
    "workshop": workshop,
    "dormitory": dormitory,
    "bus_station": bus_station,
    "village_house": village_house,
    "classroom": classroom,
    "riverbank": riverbank,
    "street": street,
}
LAMPS: dict[str, tuple[tuple[float, float, float], ...]] = {
    "workshop": ((282, 352, 150), (460, 352, 150), (636, 352, 150)),
    "dormitory": ((330, 130, 330), (330, 120, 90)),
    "bus_station": ((560, 470, 90), (629, 272, 130), (170, 374, 150)),
    "village_house": ((82, 430, 120), (364, 430, 120), (223, 440, 200)),
    "classroom": ((145, 112, 260), (395, 112, 260)),
    "street": ((66, 450, 150), (308, 450, 150), (550, 450, 150), (670, 256, 110)),
}
"""Where light falls after dark: x, y, radius."""
LIT: dict[str, tuple[tuple[float, float, float, float], ...]] = {
    "workshop": ((222, 332, 120, 13), (400, 332, 120, 13), (576, 332, 120, 13)),
    "bus_station": ((44, 340, 76, 70), (130, 340, 76, 70), (216, 340, 76, 70), (314, 346, 22, 84), (346, 346, 22, 84)),
    "village_house": ((40, 392, 84, 74), (322, 392, 84, 74)),
    "classroom": ((70, 100, 150, 13), (320, 100, 150, 13)),
    "street": ((22, 400, 116, 104), (264, 400, 116, 104), (506, 400, 116, 104), (138, 206, 58, 74), (360, 206, 58, 74)),
}
"""Windows and tubes that shine after dark: x, y, width, height."""
INDOORS = frozenset({"workshop", "dormitory", "classroom"})


def draw_scene(name: str, time: str) -> str:
    """The place at that hour, 720 × 720, without people."""
    light = LIGHT[time]
    much = light.indoors if name in INDOORS else light.outdoors
    veil = rect(0, 0, 720, 720, light.veil, opacity=much) if much else ""
    lit = moon(596, 118, 34) if time == "night" and name not in INDOORS else ""
    if light.lamps:
        lit += "".join(rect(*box, WARM, 4, opacity=0.7) for box in LIT.get(name, ()))
        lit += "".join(glow(*lamp) for lamp in LAMPS.get(name, ()))
    return group(f"scene {name}", SCENE[name](light), veil, lit)
