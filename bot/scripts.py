"""Dialogue scripts (tests/dialogues/*.txt) against a running bot in development, through its chat page.

The language is described in tests/line/test_dialogues.py. For judging a release where pytest is not installed; no
room imports it.
"""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import Any

import httpx

from bot.content.catalogue import Catalogue
from bot.dialogue.address import as_you


def seen(text: str | None) -> str:
    """What is to be seen of an answer, links taken off."""
    return re.sub(r"<[^>]+>", "", text or "")


def expected(kind: str, rest: str, catalogue: Catalogue) -> list[str]:
    """The texts of which one must be in the answer."""
    if kind == "页":
        name, _, section = rest.partition(" ")
        sections = catalogue.pages[name].sections
        said = [s.text for key, s in sections.items() if key.partition("@")[0] == (section or "start")]
    elif kind == "句":
        table, _, key = rest.partition(" ")
        lines = catalogue.texts.tables[table]
        # asked a second time it is said in fewer words
        said = [re.split(r"\{\w+\}", lines[k])[0] for k in (key, f"{key}_again") if k in lines]
    else:
        return [rest]
    return [*said, *map(as_you, said)]  # young workers are spoken to as 你


def message(kind: str, rest: str) -> dict[str, Any] | None:
    """What the chat page is sent for a line; None for a line that looks at the answer."""
    if kind in "人点":
        return {"type": "text", "text": rest, "tapped": kind == "点"}
    if kind == "事":
        event, _, key = rest.partition(" ")
        return {"type": "event", "event": event, "key": key}
    return {"type": rest} if kind == "图" else None


async def goes_through(name: str, script: str, http: httpx.AsyncClient, catalogue: Catalogue) -> bool:
    """Whether every line of a script holds."""
    openid, shown = ("o" + re.sub(r"[^A-Za-z0-9]", "", name) + "x" * 28)[:28], ""
    for line in script.splitlines():
        kind, _, rest = line.strip().partition(" ")
        if not kind or kind.startswith("#"):
            continue
        if kind == "点" and rest not in shown:
            return False
        sent = message(kind, rest)
        if sent is not None:
            answer = await http.post("/chat/send", json={"openid": openid, **sent})
            if answer.status_code != 200:
                return False
            shown = seen(answer.json()["content"])
        elif kind == "无":
            if rest in shown:
                return False
        elif not any(text in shown for text in expected(kind, rest, catalogue)):
            return False
    return True


async def run_scripts(folder: Path, base_url: str, catalogue: Catalogue) -> dict[str, bool]:
    """By script, whether it goes through."""
    scripts = await asyncio.to_thread(read_scripts, folder)
    async with httpx.AsyncClient(base_url=base_url, timeout=30, trust_env=False) as http:
        return {name: await goes_through(name, script, http, catalogue) for name, script in scripts.items()}


def read_scripts(folder: Path) -> dict[str, str]:
    """Scripts by name."""
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))}
