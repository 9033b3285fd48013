"""What is published reaches the next turn, and a turn never speaks from two versions."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from actions import base
from bot.content.catalogue import Catalogue, Shelf, load_catalogue
from bot.content.overlay import keep
from bot.dialogue.reply import Reply
from bot.dialogue.talk import Talk
from bot.reply.messages import Incoming
from bot.reply.turn import TurnTaker
from bot.safety.detector import load_detector

CATALOGUE = load_catalogue()


class Engine:
    """Answers with what it is told, and lets something be published meanwhile."""

    def __init__(self, shelf: Shelf, then: Catalogue) -> None:
        self.told: list[Any] = []
        self._shelf, self._then = shelf, then

    async def send(self, person: str, message: str, state: dict[str, object]) -> list[Reply]:
        self.told.append(state.get("content"))
        self._shelf.present = self._then
        return [Reply("好")]


async def test_the_engine_is_told_the_copy_the_turn_began_with() -> None:
    shelf = Shelf(CATALOGUE)
    engine = Engine(shelf, replace(CATALOGUE, version="b" * 32))
    turns = TurnTaker(shelf, load_detector(), engine)
    for _ in range(2):
        await turns.ask("p" * 64, "孩子不写作业", Talk())
    assert engine.told == [None, "b" * 32]  # the files as they were at the start have no name


def test_a_tap_shows_what_is_in_force() -> None:
    shelf = Shelf(CATALOGUE)
    turns = TurnTaker(shelf, load_detector(), Engine(shelf, CATALOGUE))
    click = Incoming("p" * 64, "click", "", key="parent_homework")
    before = turns.quick(click, Talk())
    page = CATALOGUE.pages["parent_homework"]
    start = replace(page.sections["start"], text="换过了。")
    changed = replace(page, sections={**page.sections, "start": start})
    shelf.present = replace(CATALOGUE, pages={**CATALOGUE.pages, "parent_homework": changed})
    after = turns.quick(click, Talk())
    assert isinstance(before, Reply)
    assert isinstance(after, Reply)
    assert before.text != after.text == "换过了。"


class Tracker:
    """As much of Rasa's as is asked."""

    def __init__(self, content: object) -> None:
        self.latest_message = {"metadata": {"content": content}}


async def test_the_action_server_reads_the_copy_it_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = "topics/parent_homework.md"
    text = (Path(base.__file__).parents[1] / "data" / file).read_text(encoding="utf-8")
    version, _ = keep({file: text.replace('title = "', 'title = "新')}, copies=tmp_path)
    monkeypatch.setattr(base, "folder_of", lambda name: tmp_path / name if name == version else None)
    found = await base.catalogue_of(Tracker(version))  # type: ignore[arg-type]
    assert found.version == version
    assert (found.title("parent_homework") or "").startswith("新")
    for other in ("", "0" * 32, "../../etc", None):
        assert await base.catalogue_of(Tracker(other)) is load_catalogue()  # type: ignore[arg-type]
