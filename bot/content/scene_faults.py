"""What may be wrong with the file of a scene."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bot.content.signs import CRITERIA, WEIGHTS

TURNS = 3
LONGEST = {"title": 14, "setting": 60, "before": 45, "shut": 45, "says": 75, "model": 100, "hint": 26, "tomorrow": 40}
"""Characters: everything of a turn and the feedback on the last one must fit in one WeChat message."""
_KEYS = {"scene", "order", "title", "who", "setting", "topics", "sources", "tomorrow", "turn"}
_TURN_KEYS = {"says", "model", "hint"}
_OPTIONAL_TURN = {"before", "shut", "who", *WEIGHTS}
_PAGE = re.compile(r"[a-z_]+(?:#[a-z_]+)?")


def faults_of(raw: Mapping[str, Any], name: str) -> list[str]:
    """All faults of a scene's table, `[field] reason`; its signs are checked when they are compiled."""
    faults = [f"[{key}] unknown key" for key in raw.keys() - _KEYS - {"ends"}]
    faults += [f"[{key}] is missing" for key in _KEYS - raw.keys()]
    if faults:
        return faults
    if raw["scene"] != name:
        faults.append(f"[scene] must be the file's name, {name}")
    if not isinstance(raw["order"], int):
        faults.append("[order] a whole number")
    if "ends" in raw and not _PAGE.fullmatch(str(raw["ends"])):
        faults.append("[ends] the name of a page, or page#section")
    for key in ("topics", "sources"):
        if not isinstance(raw[key], list) or not raw[key]:
            faults.append(f"[{key}] a list of texts")
    if not isinstance(raw["turn"], list) or not all(isinstance(turn, dict) for turn in raw["turn"]):
        return [*faults, "[turn] begins with [[turn]], three times"]
    if len(raw["turn"]) != TURNS:
        faults.append(f"[turn] {len(raw['turn'])} turns; exactly {TURNS}")
    faults += _lengths(raw, "", ("title", "setting")) + _four(raw["tomorrow"], "tomorrow", "[tomorrow]")
    for number, turn in enumerate(raw["turn"], 1):
        here = f"[turn {number}]"
        faults += [f"{here} [{key}] unknown key" for key in turn.keys() - _TURN_KEYS - _OPTIONAL_TURN]
        faults += [f"{here} [{w}] a table of lists" for w in WEIGHTS if not isinstance(turn.get(w, {}), dict)]
        missing = [f"{here} [{key}] is missing" for key in _TURN_KEYS - turn.keys()]
        faults += missing
        if not missing:
            faults += _lengths(turn, here, ("says", "model", "before", "shut")) + _four(turn["hint"], "hint", here)
    return faults


def _lengths(table: Mapping[str, Any], here: str, keys: tuple[str, ...]) -> list[str]:
    found = []
    for key in keys:
        text = table.get(key)
        if text is not None and not (isinstance(text, str) and 0 < len(text) <= LONGEST[key]):
            found.append(f"{here} [{key}] a text of at most {LONGEST[key]} characters".strip())
    return found


def _four(table: Any, key: str, here: str) -> list[str]:
    if not isinstance(table, dict) or set(table) != set(CRITERIA):
        return [f"{here} [{key}] needs exactly {', '.join(CRITERIA)}"]
    return [
        f"{here} [{key}.{name}] a text of at most {LONGEST[key]} characters"
        for name, text in table.items()
        if not isinstance(text, str) or not 0 < len(text) <= LONGEST[key]
    ]
