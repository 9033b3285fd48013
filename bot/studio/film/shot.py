"""A scene being filmed: the place, its people as puppets, props, the camera and the speech bubbles."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image

from bot.content.lesson_panels import Actor, Panel
from bot.studio.box import Box
from bot.studio.bubble import Bubble, draw_bubble
from bot.studio.comic import draw_place, give_role
from bot.studio.film.acting import Move, Play, act
from bot.studio.film.puppet import Puppet, whole_pixels
from bot.studio.film.sheet import FILM, STAGE, TOP
from bot.studio.layout import Layout, lay_out
from bot.studio.palette import LIGHT
from bot.studio.phone import draw_phone, draw_seam, draw_table_top
from bot.studio.raster import Sprite, lay, rasterise, sprite
from bot.studio.setting import draw_item, hand_out, set_props
from bot.studio.stage import Frame, Standing

_POP = (0.5, 0.82, 1.05)
"""Size of a bubble in its first frames."""
Acting = Callable[[Play, Actor, float, float, bool], Move]


@dataclass(frozen=True)
class _Side:
    """A frame of the picture with what never changes in it and who plays in it."""

    frame: Frame
    place: Image.Image
    puppets: tuple[Puppet, ...]


class Shot:
    """One panel as moving pictures. `scale` is pixels to a unit; 1 for a video, less for measuring."""

    def __init__(self, panel: Panel, play: Play, scale: float = 1, acting: Acting = act) -> None:
        self.panel, self.play, self._scale, self._acting = panel, play, scale, acting
        self.layout: Layout = lay_out(panel, FILM)
        held, rest = hand_out(panel)
        self._holders = frozenset(held)
        items = set_props(panel, self.layout, rest)
        on_wall = "".join(draw_item(i) for i in items if i.way == "wall")
        self._sides = tuple(
            self._side(frame, people, held, on_wall)
            for frame, people in zip(self.layout.frames, self.layout.people, strict=True)
        )
        self._ground = self._extended(draw_table_top(panel.time), STAGE) if panel.scene == "phone_screen" else None
        over = (
            draw_phone(TOP) if panel.scene == "phone_screen" else draw_seam(TOP) if panel.scene == "video_call" else ""
        )
        over += "".join(draw_item(i) for i in items if i.way not in {"wall", "air"})
        self._over = sprite(over, STAGE, scale)
        self._afloat = [(i, sprite(draw_item(i), STAGE, scale)) for i in items if i.way == "air"]
        self._bubbles = [(b, self._balloon(b)) for b in self.layout.bubbles]

    @property
    def drawings(self) -> int:
        """How many sprites the people of this scene have needed so far."""
        return sum(p.drawings for side in self._sides for p in side.puppets)

    def frame(self, t: float) -> Image.Image:
        """The stage at t seconds, through the camera and with the bubbles, in RGB."""
        picture = self.picture(t).convert("RGB")
        view = self.camera(t)
        k = self._scale
        edges = (view.x * k, (view.y - TOP) * k, view.right * k, (view.bottom - TOP) * k)
        seen = picture.resize(picture.size, Image.Resampling.BICUBIC, box=edges)
        for number, (bubble, piece) in enumerate(self._bubbles):
            if piece is not None:
                self._show(seen, bubble, piece, t - self._said_from(number), view)
        return seen

    def picture(self, t: float) -> Image.Image:
        """The stage at t seconds as it is, without camera and bubbles, in RGBA."""
        k = self._scale
        size = (round(STAGE.w * k), round(STAGE.h * k))
        stage = self._ground.copy() if self._ground else Image.new("RGBA", size, "#ffffff")
        for side in self._sides:
            box, canvas = side.frame.box, side.place.copy()
            left, top = round(box.x * k), round(box.y * k)
            moves = [(p, self._move(p.standing, side.frame, t)) for p in side.puppets]
            for behind in (True, False):
                for puppet, move in moves:
                    puppet.draw(canvas, move, left, top, behind=behind)
            stage.paste(canvas, (left, top - round(TOP * k)))
        if self._over is not None:
            lay(stage, self._over, 0, -round(TOP * k))
        for item, piece in self._afloat:
            if piece is not None:
                lay(stage, piece, 0, round((-TOP + 6 * math.sin(t * 2.2 + item.x)) * k))
        return stage

    def camera(self, t: float) -> Box:
        """What part of the stage is seen. It glides to whoever begins to speak and then rests: that costs few bytes.

        All heads stay in sight, and the ground with feet and what stands on it.
        """
        heads = {s.actor.who: s.head for s in self.layout.everybody}
        left = max(min((h.x for h in heads.values()), default=0), 0)
        right = min(max((h.right for h in heads.values()), default=STAGE.w), STAGE.w)
        x = (left + right) / 2
        near, closest = 1.0, 1.03 if self.panel.scene in {"phone_screen", "video_call"} else 1.07
        closest = min(closest, STAGE.w / (right - left))
        spoken = [c for c in self.play.cues if c.who in heads]
        if not spoken:  # nobody to look at: nearer and nearer
            near += (closest - 1) * (t - self.play.start) / max(self.play.end - self.play.start, 1e-6)
        for cue in spoken:
            part = min(max((t - cue.start + 0.4) / 1.2, 0.0), 1.0)
            part = part * part * (3 - 2 * part)
            x += (heads[cue.who].cx - x) * part
            near += (closest - near) * part
        w, h = STAGE.w / near, STAGE.h / near
        x = min(max(x - w / 2, right - w, 0), left, STAGE.w - w)
        return Box(x, STAGE.bottom - h, w, h)

    def _move(self, one: Standing, frame: Frame, t: float) -> Move:
        way = 0.0
        if one.actor.pose == "walk":
            others = len(frame.cast) > 1 and one.actor.place == "centre"
            way = (110 if others else min(300, frame.box.w * 0.5)) / one.size * one.facing
        return self._acting(self.play, one.actor, t, way, one.actor.place in self._holders)

    def _side(self, frame: Frame, people: tuple[Standing, ...], held: dict[str, str], on_wall: str) -> _Side:
        place = self._extended(draw_place(frame, self.panel.time) + on_wall, frame.box)
        light = LIGHT[self.panel.time]
        puppets = [Puppet(give_role(self.panel, s, held), s, light, self._scale) for s in people]
        puppets.sort(key=lambda p: (p.standing.actor.pose == "hug", p.standing.feet))
        return _Side(frame, place, tuple(puppets))

    def _extended(self, drawn: str, box: Box) -> Image.Image:
        """A place drawn from y = 0 on; above that its uppermost row goes on: sky, wall, the cord of a lamp."""
        k = self._scale
        low = rasterise(drawn, Box(box.x, 0, box.w, box.bottom), k)
        above = round(box.h * k) - low.height
        image = Image.new("RGBA", (low.width, low.height + above), "#ffffff")
        if above > 0:
            image.paste(low.crop((0, 0, low.width, 1)).resize((low.width, above)), (0, 0))
        image.paste(low, (0, above))
        return image

    def _balloon(self, bubble: Bubble) -> Sprite | None:
        tip = Box(bubble.tip[0] - 8, bubble.tip[1] - 8, 16, 16)
        x, y = min(bubble.box.x - 6, tip.x), min(bubble.box.y - 6, tip.y)
        right, bottom = max(bubble.box.right + 6, tip.right), max(bubble.box.bottom + 6, tip.bottom)
        return sprite(draw_bubble(bubble), whole_pixels(Box(x, y, right - x, bottom - y), self._scale), self._scale)

    def _said_from(self, number: int) -> float:
        """When the words of a bubble begin; two speeches may stand in one bubble."""
        spoken = [c for c in self.play.cues if c.who]
        return spoken[number].start if number < len(spoken) else self.play.end

    def _show(self, seen: Image.Image, bubble: Bubble, piece: Sprite, age: float, view: Box) -> None:
        """Lay a bubble so that its tail follows the head on the screen and its words stay inside."""
        if age < -1e-6:
            return
        k, near = self._scale, STAGE.w / view.w
        dx = (bubble.tip[0] - view.x) * near - bubble.tip[0]
        dy = (bubble.tip[1] - view.y) * near - (bubble.tip[1] - TOP)
        dx = min(max(dx, 8 - bubble.box.x), STAGE.w - 8 - bubble.box.right)
        dy = max(dy, 8 - (bubble.box.y - TOP))
        number = round(age * 12)
        if number < len(_POP):
            grown = _POP[number]
            tip_x, tip_y = bubble.tip[0] * k, bubble.tip[1] * k
            image = piece.image.resize((round(piece.image.width * grown), round(piece.image.height * grown)))
            piece = Sprite(image, round(tip_x + (piece.x - tip_x) * grown), round(tip_y + (piece.y - tip_y) * grown))
        place = (piece.x + round(dx * k), piece.y + round((dy - TOP) * k))
        seen.paste(piece.image, place, piece.image)
