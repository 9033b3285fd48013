"""Which disclosures must be reported by organisations that have such a duty: `data/duty.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bot.errors import ContentError

WHERE = "duty.toml"
Level = Literal["must", "depends", "no"]
LEVELS: tuple[Level, ...] = ("must", "depends", "no")
LONGEST_REMARK = 60


@dataclass(frozen=True)
class Remark:
    """Whether a kind is to be reported, and the ground or the condition."""

    level: Level
    text: str


def load_duty(data: Path) -> dict[str, Remark]:
    """The remark of every kind. Raises ContentError with all faults of the file."""
    try:
        raw = tomllib.loads((data / WHERE).read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as err:
        raise ContentError(f"{WHERE}: {err}") from err
    faults = [f"[{key}] unknown key" for key in raw.keys() - {"sources", *LEVELS}]
    sources = raw.get("sources")
    if not isinstance(sources, list) or not sources or not all(isinstance(s, str) and s for s in sources):
        faults.append("[sources] a list of where the remarks come from")
    found: dict[str, Remark] = {}
    for level in LEVELS:
        table = raw.get(level)
        if not isinstance(table, dict):
            faults.append(f"[{level}] is missing")
            continue
        for kind, text in table.items():
            if kind in found:
                faults.append(f"[{level}.{kind}] stands in another table too")
            if not isinstance(text, str) or not 0 < len(text.strip()) <= LONGEST_REMARK:
                faults.append(f"[{level}.{kind}] a remark of 1 to {LONGEST_REMARK} characters")
                continue
            found[kind] = Remark(level, text.strip())
    if faults:
        raise ContentError("\n".join(f"{WHERE} {fault}" for fault in faults))
    return found


def check_duty(remarks: dict[str, Remark], kinds: set[str]) -> list[str]:
    """Kinds of disclosure without a remark, and remarks on what is no disclosure."""
    faults = [f"{WHERE} [{kind}] stands in no table: must it be reported?" for kind in sorted(kinds - remarks.keys())]
    return faults + [f"{WHERE} [{kind}] there is no such disclosure" for kind in sorted(remarks.keys() - kinds)]
