"""Record what four people see: `python -m tests.line.transcripts` plays tests/line/people/*.txt to the product.

Lines are those of tests/dialogues (人, 点, 事); what a reader said of a transcript and what was mended stands beside
it in a file of the same name, `.md`. The result is docs/transcripts.md.
"""

from __future__ import annotations

import asyncio
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bot.scripts import seen
from tests.fake_wechat import FakeWeChat
from tests.line.conftest import ROOT, start, stop

PEOPLE = Path(__file__).with_name("people")
PAGE = ROOT / "docs" / "transcripts.md"
HEAD = """# Four people, as they saw it

Recorded from the running product by `python -m tests.line.transcripts`; the lines they send are in tests/line/people.
Read as the people themselves and as a social worker would; under each what was mended, and what is still to be learnt.
"""
NAMES = {"1_mother": "A mother", "2_grandmother": "A grandmother's phone", "3_line_manager": "A line manager",
         "4_girl_of_seventeen": "A girl of seventeen"}  # fmt: skip
SAID = {"人": "", "点": "（点）", "事": "（关注）"}


def lines(script: Path) -> Iterator[tuple[str, str]]:
    """The kind and words of each line of a script that is sent."""
    for line in script.read_text(encoding="utf-8").splitlines():
        kind, _, rest = line.partition(" ")
        if kind in SAID:
            yield kind, rest


async def play(script: Path, wechat: FakeWeChat) -> str:
    """One person's transcript."""
    me = ("o" + script.stem.replace("_", "") + "x" * 28)[:28]
    about = script.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ")
    parts, offered, shown = [f"## {NAMES[script.stem]}\n\n{about}\n"], set[str](), ""
    for kind, rest in lines(script):
        if kind == "事":
            name, _, key = rest.partition(" ")
            post = wechat.platform.event(me, name, key)
        else:
            if kind == "点" and rest not in offered:
                raise SystemExit(f"{script.name}: no such option was offered: {rest}\n{shown}")
            post = wechat.platform.text(me, rest, tapped=kind == "点")
        shown = seen((await wechat.push(post)).shown or "（没有回答）")
        offered.update(re.findall(r"^\d+\. (.+)$", shown, re.M))
        answer = "\n".join(f"> {line}".rstrip() for line in shown.splitlines())
        parts.append(f"**{SAID[kind]}{'' if kind == '事' else rest}**\n\n{answer}\n")
    remarks = script.with_suffix(".md")
    if remarks.exists():
        parts.append(f"### Read and mended\n\n{remarks.read_text(encoding='utf-8').strip()}\n")
    return "\n".join(parts)


async def record() -> str:
    """The whole page."""
    with tempfile.TemporaryDirectory() as folder:
        running = start(Path(folder))
        try:
            wechat = running.wechat()
            told = [await play(script, wechat) for script in sorted(PEOPLE.glob("*.txt"))]
        finally:
            stop(running)
    return "\n".join([HEAD, *told])


if __name__ == "__main__":
    PAGE.write_text(asyncio.run(record()), encoding="utf-8")
