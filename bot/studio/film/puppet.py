"""Somebody as a puppet: every part in every position is drawn once, kept as a sprite and laid again and again."""

from __future__ import annotations

import math

import numpy as np
from PIL import Image

from bot.studio.box import Box
from bot.studio.comic import Role, placing
from bot.studio.figure import Part, draw_parts
from bot.studio.film.acting import Move
from bot.studio.motion import STILL, Motion
from bot.studio.palette import Light
from bot.studio.raster import Sprite, lay, sprite
from bot.studio.stage import Standing
from bot.studio.svg import group

_MOVED_BY = {
    "head": ("blink", "mouth", "nod"),
    "hair": ("nod",),
    "near arm": ("swing", "hands"),
    "far arm": ("swing_far", "hands"),
    "legs": ("stride",),
}
"""Which movements change the drawing of a part; the others only move it about."""


class Puppet:
    """One actor of a scene, cut into parts; `scale` is pixels to a unit."""

    def __init__(self, role: Role, standing: Standing, light: Light, scale: float) -> None:
        self.role, self.standing = role, standing
        self._light, self._scale = light, scale
        self._sprites: dict[tuple[object, ...], Sprite | None] = {}
        self._rooms: dict[tuple[str, str], Box] = {}
        self._order: dict[str, list[tuple[str, bool, bool]]] = {}
        s = standing
        self._box = whole_pixels(
            Box(s.x - 190 * s.size, s.head.y - 60 * s.size, 380 * s.size, s.feet - s.head.y + 95 * s.size), scale
        )

    @property
    def drawings(self) -> int:
        """How many sprites have been drawn so far."""
        return len(self._sprites)

    def draw(self, canvas: Image.Image, move: Move, left: int, top: int, *, behind: bool) -> None:
        """Lay the parts on a canvas whose upper left corner is the pixel (left, top) of the picture."""
        pose = self._pose(move)
        if pose not in self._order:
            self._order[pose] = [(p.name, p.behind, p.upper) for p in self._parts(pose, STILL)]
        size = self.standing.size * self._scale
        dx, lift = round(move.dx * size), round(move.breath * size)
        for name, is_behind, upper in self._order[pose]:
            if is_behind == behind:
                piece = self._sprite(name, pose, move.motion)
                if piece is not None:
                    lay(canvas, piece, dx - left, -top - (lift if upper else 0))

    def _pose(self, move: Move) -> str:
        if self.role.pose != "walk":
            return self.role.pose
        return "stride" if move.walking else "stand"

    def _sprite(self, name: str, pose: str, motion: Motion) -> Sprite | None:
        key = (name, pose, *(getattr(motion, field) for field in _MOVED_BY.get(name, ())))
        if key not in self._sprites:
            drawn = next(p.drawn for p in self._parts(pose, motion) if p.name == name)
            piece = self._cut_out(group("", drawn, move=placing(self.standing)), (name, pose))
            self._sprites[key] = self._lit(piece) if piece else None
        return self._sprites[key]

    def _cut_out(self, drawn: str, part: tuple[str, str]) -> Sprite | None:
        """A part as a sprite. Once its place is known, only the room it moves in is drawn, unless it leaves that."""
        room = self._rooms.get(part)
        if room is not None:
            piece = sprite(drawn, room, self._scale)
            if piece is not None and _inside(piece, room, self._scale):
                return piece
        piece = sprite(drawn, self._box, self._scale)
        if piece is not None:
            k, margin = self._scale, (100 if "arm" in part[0] else 24) * self.standing.size
            w, h = piece.image.width / k, piece.image.height / k
            around = Box(piece.x / k - margin, piece.y / k - margin, w + 2 * margin, h + 2 * margin)
            self._rooms[part] = whole_pixels(around, k)
        return piece

    def _parts(self, pose: str, motion: Motion) -> list[Part]:
        role = self.role
        return draw_parts(
            role.who, pose, role.face, motion=motion, held=role.held, hanging=role.hanging, shadow=role.shadow
        )

    def _lit(self, piece: Sprite) -> Sprite:
        """Dusk and night lie on people too, as a comic's veil does."""
        if not self._light.people:
            return piece
        pixels = np.asarray(piece.image).copy()
        veil = np.array([int(self._light.veil[i : i + 2], 16) for i in (1, 3, 5)])
        pixels[..., :3] = pixels[..., :3] * (1 - self._light.people) + veil * self._light.people
        return Sprite(Image.fromarray(pixels), piece.x, piece.y)


def _inside(piece: Sprite, room: Box, scale: float) -> bool:
    left, top = round(room.x * scale), round(room.y * scale)
    right, bottom = round(room.right * scale), round(room.bottom * scale)
    return (
        piece.x > left
        and piece.y > top
        and piece.x + piece.image.width < right
        and piece.y + piece.image.height < bottom
    )


def whole_pixels(box: Box, scale: float) -> Box:
    """The smallest box around this one whose edges are edges of pixels."""
    x, y = math.floor(box.x * scale), math.floor(box.y * scale)
    right, bottom = math.ceil(box.right * scale), math.ceil(box.bottom * scale)
    return Box(x / scale, y / scale, (right - x) / scale, (bottom - y) / scale)
