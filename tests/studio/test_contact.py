"""Contact sheets: every panel, every frame asked for, in a file that is small enough for the repository."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from typer.testing import CliRunner

from bot.__main__ import app
from bot.content.catalogue import DATA
from bot.content.lessons import load_lessons
from bot.studio.contact import FRAMES, comic_sheet, film_sheet, save

LESSONS = load_lessons(DATA)
PICTURES = Path(__file__).parent.parent.parent / "docs" / "pictures"


def test_all_panels_stand_in_rows_under_their_titles(tmp_path: Path) -> None:
    two = [LESSONS["parent_what_do_you_say"], LESSONS["young_story_the_call"]]
    sheet = comic_sheet(two, 60, 9)
    rows = sum(-(-len(x.panels) // 9) for x in two)
    assert sheet.width == 9 * 66 + 6
    assert rows * 66 < sheet.height < rows * 66 + 2 * 40
    assert save(sheet, tmp_path / "a" / "sheet.png") < 400_000
    assert Image.open(tmp_path / "a" / "sheet.png").size == sheet.size


def test_frames_of_a_video(tmp_path: Path) -> None:
    sheet = film_sheet(LESSONS["young_story_the_call"], 90)
    assert sheet.width == FRAMES // 2 * 96 + 6
    assert sheet.height > 2 * 160


def test_the_command_names_what_it_does_not_know(tmp_path: Path) -> None:
    answer = CliRunner().invoke(app, ["lessons", "sheet", "nothing", "--out", str(tmp_path)])
    assert answer.exit_code == 2
    made = CliRunner().invoke(app, ["lessons", "sheet", "parent_praise", "--edge", "60", "--out", str(tmp_path)])
    assert made.exit_code == 0
    assert (tmp_path / "comics-parent_praise.png").is_file()


@pytest.mark.parametrize("role", ["parent", "manager", "young_worker"])
def test_the_sheets_of_the_docs_are_there_and_light(role: str) -> None:
    assert (PICTURES / f"comics-{role}.png").is_file()
    assert sum(p.stat().st_size for p in PICTURES.glob("comics-*.png")) <= 2_500_000
