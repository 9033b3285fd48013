"""docs/admin.zh-CN.md names buttons and pages as the console does, and shows pictures that are there or are made."""

from __future__ import annotations

import re

from bot.settings import ROOT

GUIDE = (ROOT / "docs" / "admin.zh-CN.md").read_text(encoding="utf-8")
CONSOLE = "\n".join(
    p.read_text(encoding="utf-8")
    for p in (
        *sorted((ROOT / "bot" / "admin").rglob("*")),
        ROOT / "bot" / "training" / "gate.py",
        ROOT / "bot" / "web" / "templates" / "chat.html",
    )
    if p.suffix in (".py", ".html") and p.is_file()
)
OF_A_REPLY = {"我家娃", "练一练", "删除我的数据", "想找真人"}
"""Quoted, and no name of anything on a page."""


def test_what_is_named_is_there() -> None:
    named = {part for part in re.findall(r"“([^”]+)”", GUIDE) if part not in OF_A_REPLY}
    missing = sorted(part for part in named if part.rstrip("，。") not in CONSOLE)
    assert len(named) > 30
    assert missing == []


def test_every_page_of_the_navigation_is_told_of() -> None:
    from bot.admin.words import NAVIGATION

    for path, name, _ in NAVIGATION:
        assert path == "/admin" or f"“{name}”" in GUIDE or f"## {name}" in GUIDE or name in GUIDE, name


def test_pictures_have_the_names_the_walk_gives_them() -> None:
    walk = (ROOT / "tests" / "proof" / "loop.py").read_text(encoding="utf-8")
    names = re.findall(r'\.shot\("([a-z-]+)"\)', walk)
    made = {f"pictures/loop-{number}-{name}.png" for number, name in enumerate(names, 1)}
    assert set(re.findall(r"\((pictures/loop-[^)]+)\)", GUIDE)) == made
