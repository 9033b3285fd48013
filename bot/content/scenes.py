"""Scenes: `data/scenes/<id>.toml`, role-play for line managers. What the worker says in three turns, a model answer
to each, and the signs by which a manager's own answer is judged; signs of every scene are in `data/signs.toml`.

A scene that is wrong is refused with its file and field (`bot.content.scene_faults`).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.content.scene_faults import faults_of
from bot.content.signs import Marks, Signs, fill, read_marks
from bot.errors import ContentError


@dataclass(frozen=True)
class SceneTurn:
    """One thing the worker says."""

    who: str
    says: str
    model: str
    """An answer to learn from, shown after every turn."""
    hint: Mapping[str, str]
    """What to add next time, by criterion."""
    before: str = ""
    """What is to be seen before the words."""
    shut: str = ""
    """Shown instead of `before` to whoever did not listen in the turn before."""
    marks: Mapping[str, Marks] = field(default_factory=dict)
    """The signs of this turn, by criterion."""


@dataclass(frozen=True)
class Scene:
    """A scene, named as its file."""

    name: str
    title: str
    setting: str
    topics: tuple[str, ...]
    """Topic pages it belongs to; the first is offered at the end."""
    sources: tuple[str, ...]
    order: int
    """Its place in the list: the commonest first."""
    tomorrow: Mapping[str, str]
    """One sentence to try the next day, by the criterion that was weakest."""
    turns: tuple[SceneTurn, ...]
    ends: str | None = None
    """`page#section` the scene leads into: for the real thing, scores are not the end."""


def load_scenes(data: Path, signs: Signs) -> dict[str, Scene]:
    """Every scene under data/scenes by name. Raises ContentError with all faults."""
    faults: list[str] = []
    scenes = {}
    for path in sorted((data / "scenes").glob("*.toml")):
        where = f"scenes/{path.name}"
        try:
            raw = tomllib.loads(path.read_text(encoding="utf-8"))
        except tomllib.TOMLDecodeError as err:
            faults.append(f"{where}: {err}")
            continue
        wrong = faults_of(raw, path.stem)
        if not wrong:
            scenes[path.stem] = _scene(raw, signs, wrong)
        faults.extend(f"{where} {fault}" for fault in wrong)
    if faults:
        raise ContentError("\n".join(faults))
    return scenes


def _scene(raw: dict[str, Any], signs: Signs, faults: list[str]) -> Scene:
    turns = []
    for number, turn in enumerate(raw["turn"], 1):
        turns.append(
            SceneTurn(
                who=turn.get("who", raw["who"]),
                says=turn["says"],
                model=turn["model"],
                hint=turn["hint"],
                before=turn.get("before", ""),
                shut=turn.get("shut", ""),
                marks=read_marks(fill(turn, signs.words), f"[turn {number}]", faults),
            )
        )
    return Scene(
        name=raw["scene"],
        title=raw["title"],
        setting=raw["setting"],
        topics=tuple(raw["topics"]),
        sources=tuple(raw["sources"]),
        order=raw["order"],
        tomorrow=raw["tomorrow"],
        turns=tuple(turns),
        ends=raw.get("ends"),
    )
