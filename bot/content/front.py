"""Front matter: the TOML between two lines `+++` at the head of a page or a lesson."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

_FRONT = re.compile(r"\A\+\+\+\n(.*?)\n\+\+\+\n(.*)\Z", re.S)


def read_front(path: Path, where: str, faults: list[str]) -> tuple[dict[str, Any], str] | None:
    """The front matter's table and the body under it; None when it is missing or broken, and why in `faults`."""
    found = _FRONT.match(path.read_text(encoding="utf-8").replace("\r\n", "\n"))
    if found is None:
        faults.append(f"{where}: front matter between two lines +++ is missing")
        return None
    try:
        return tomllib.loads(found[1]), found[2]
    except tomllib.TOMLDecodeError as err:
        faults.append(f"{where} [front matter] {err}")
        return None
