"""The names of China's provinces, cities and counties, from `places.tsv` (see `make_places`)."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

TABLE = Path(__file__).with_name("places.tsv")
# Names out of use that people still give, and the usual clippings.
_ALIASES = {
    "内蒙": "15",
    "呼市": "1501",
    "襄樊": "4206",
    "开县": "500154",
    "达县": "511703",
    "郧县": "420304",
    "户县": "610118",
    "蓟县": "120119",
    "滦县": "130284",
    "遵义县": "520304",
    "大庸": "4308",
}
# Full names that are ordinary phrases as well.
_PHRASES = frozenset(
    "新城区 新市区 老城区 市中区 城中区 城东区 城西区 城北区 城关区 新建区 站前区 中原区 开发区".split()
)
# Prefectures that lose against a county of the same name elsewhere: nobody knows which is meant.
_CONTESTED = frozenset({"朝阳", "兴安"})


@dataclass(frozen=True)
class Name:
    """A name as written, the places it may be, and how far it can be trusted by itself."""

    codes: tuple[str, ...]
    trust: str
    """`sure`, `near` (characters that meet by accident) or `word` (ordinary Chinese)."""
    full: bool = False


@dataclass(frozen=True)
class Gazetteer:
    """Names to places, with an index to find them in running text."""

    names: dict[str, Name]
    lengths: dict[str, tuple[int, ...]]
    """First two characters of a name → lengths of names, longest first."""
    title: dict[str, str]
    short: dict[str, str] = field(default_factory=dict)
    """Code → what people say: 毕节 for 毕节市."""

    def path(self, code: str) -> str:
        """贵州省毕节市织金县 for its code; municipalities and counties under a province have no middle."""
        return "".join(self.title.get(code[:size], "") for size in range(2, len(code) + 1, 2))

    def greatest(self, written: str, codes: tuple[str, ...]) -> list[str]:
        """The places that may be meant by a name: a province before a city, a city before a county of that name."""
        largest = [c for c in codes if len(c) == 2]
        if not largest and written not in _CONTESTED:
            largest = [c for c in codes if len(c) == 4]
        return largest or list(codes)

    def resolve(self, written: str, codes: tuple[str, ...]) -> str:
        """As much of a place as is certain: the greatest wins, then what all have in common, else the bare name."""
        left = self.greatest(written, codes)
        if len(left) == 1:
            return self.path(left[0])
        parents = {c[:4] for c in left}
        parent = parents.pop()
        return self.path(parent) if not parents and parent in self.title else written


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """Read the table once; some ten milliseconds."""
    title: dict[str, str] = {}
    said: dict[str, str] = {}
    shorts: dict[str, list[tuple[str, str]]] = {}
    fulls: dict[str, list[str]] = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        code, name, short, trust, *_ = [*line.split("\t"), "", ""]
        title[code], said[code] = name, short
        # `normalise` writes 乾县 as 干县; short names are stored as it writes them.
        name = name.replace("乾", "干")
        shorts.setdefault(short, []).append((code, trust))
        if name != short:
            fulls.setdefault(name, []).append(code)
    names = {full: Name(tuple(codes), "word" if full in _PHRASES else "sure", True) for full, codes in fulls.items()}
    for short, places in shorts.items():
        places.sort(key=lambda place: len(place[0]))
        trust = places[0][1] or "sure"
        names.setdefault(short, Name(tuple(code for code, _ in places), trust, short in title.values()))
    names |= {alias: Name((code,), "sure") for alias, code in _ALIASES.items() if code in title}
    lengths: dict[str, set[int]] = {}
    for written in names:
        lengths.setdefault(written[:2], set()).add(len(written))
    return Gazetteer(names, {head: tuple(sorted(n, reverse=True)) for head, n in lengths.items()}, title, said)
