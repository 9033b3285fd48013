"""Contact sheets: everybody in every pose and mood, every scene at every hour, every prop, on one page to look at.

python -m bot.studio.sheet sheet.html
"""

from __future__ import annotations

import sys
from pathlib import Path

from bot.content.lesson_panels import CAST, FACES, POSES, PROPS, SCENES, TIMES, Actor, Panel
from bot.studio.comic import draw_panel
from bot.studio.figure import draw_figure
from bot.studio.props import draw_prop
from bot.studio.svg import el, group

_PAGE = """<!doctype html><meta charset="utf-8"><title>studio</title>
<style>body{margin:12px;background:#f6efe2}
div{display:grid;gap:8px;grid-template-columns:repeat(6,1fr)}
.two{grid-template-columns:1fr 1fr}
</style>"""


def _row(pictures: list[str], width: float, height: float) -> str:
    """Drawings side by side; each stands on the middle of its cell's lower edge."""
    cells = (
        group("", p, move=f"translate({round(width * (i + 0.4))} {round(height - 20)})") for i, p in enumerate(pictures)
    )
    return el("svg", *cells, xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {round(width * len(pictures))} {height}")


def contact_sheet() -> str:
    """The page as HTML."""
    rows = []
    for who in CAST:
        moods = [draw_figure(who, "stand", face) for face in sorted(FACES)]
        poses = [draw_figure(who, pose, "calm") for pose in sorted(POSES)]
        rows += [_row([f.behind + f.before for f in figures], 250, 440) for figures in (poses, moods)]
    rows.append(_row([group("", draw_prop(name), move="translate(0 -60)") for name in sorted(PROPS)], 160, 160))
    cast = (Actor("mother", "phone", "worried", "left"), Actor("girl", "wave", "happy", "right"))
    panels = [
        draw_panel(Panel(scene, time, cast, (), f"{scene} {time}", (("girl", "妈妈，你啥时候回来？"),)), number=number)
        for scene in sorted(SCENES)
        for number, time in enumerate(sorted(TIMES), 1)
    ]
    return _PAGE + f'<div class="two">{"".join(rows)}</div>' + "<div>" + "".join(panels) + "</div>"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(contact_sheet(), encoding="utf-8")
