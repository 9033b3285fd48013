"""The telephone area codes of a division, from `area_codes.tsv` (see `make_area_codes`)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bot.text.entities.gazetteer import gazetteer

TABLE = Path(__file__).with_name("area_codes.tsv")


@dataclass(frozen=True)
class Area:
    """What is dialled before a number there."""

    codes: tuple[str, ...]
    """One: that is it. Several: it depends on where exactly. None: not known."""
    apart: tuple[str, ...] = ()
    """Counties inside that have another code, or of which it is not known."""
    shared: tuple[str, ...] = ()
    """Every city with the only code, when there are several: 贵阳, 遵义 and 安顺 are all 0851."""

    @property
    def code(self) -> str | None:
        """The code, where there is exactly one."""
        return self.codes[0] if len(self.codes) == 1 else None


def area_of(division: str) -> Area:
    """The area code of a province, city or county.

    >>> area_of("520524").code, area_of("52").code, area_of("520327").shared
    ('0857', None, ('贵阳市', '遵义市', '安顺市'))
    """
    table, title = _table(), gazetteer().title
    own = next((table[division[:size]] for size in (6, 4, 2) if len(division) >= size and division[:size] in table), ())
    inside = {d: codes for d, codes in table.items() if d.startswith(division) and d != division}
    if len(division) == 2:
        own = tuple(sorted({*own, *(code for codes in inside.values() for code in codes)}))
        return Area(own, (), _sharing(own[0]) if len(own) == 1 else ())
    apart = tuple(title[d] for d, codes in inside.items() if codes != own)
    return Area(own, apart, _sharing(own[0]) if len(own) == 1 else ())


def _sharing(code: str) -> tuple[str, ...]:
    title = gazetteer().title
    cities = tuple(title[d] for d, codes in _table().items() if codes == (code,) and not _below(d, code))
    return cities if len(cities) > 1 else ()


def _below(division: str, code: str) -> bool:
    """Whether something greater with the same code stands for it already."""
    return any(_table().get(division[:size]) == (code,) for size in (2, 4) if size < len(division))


@lru_cache(maxsize=1)
def _table() -> dict[str, tuple[str, ...]]:
    rows = (line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return {division: tuple(filter(None, codes.split(","))) for division, codes, *_ in rows}
