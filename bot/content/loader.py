"""Read pages and fixed lines from data/; report every fault with its path, not only the first."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from bot.content.front import read_front
from bot.content.models import START, TAGS, Link, Page, Section
from bot.errors import ContentError

_KEYS = {
    "topic": {"topic", "title", "audience", "sources", "keywords"},
    "protocol": {"protocol", "title", "channels", "sources"},
}
_OPTIONAL: dict[str, set[str]] = {"topic": set(), "protocol": {"kinds", "quiet", "afterwards"}}
_HEADING = re.compile(r"^## ([a-z_]+(?:@[a-z0-9_+-]+)?)[ \t]*$", re.M)
_LINK = re.compile(r"^\* (.+?) => ([a-z_]+)[ \t]*$")


def parse_page(path: Path, kind: str, faults: list[str]) -> Page | None:
    """One page; what is wrong with it is added to `faults` as `file [field] reason`."""
    where = path.as_posix().rsplit("/data/", 1)[-1]
    found = read_front(path, where, faults)
    if found is None:
        return None
    front, body = found
    faults.extend(f"{where} [{key}] unknown key" for key in front.keys() - _KEYS[kind] - _OPTIONAL[kind])
    faults.extend(f"{where} [{key}] is missing" for key in _KEYS[kind] - front.keys())
    if front.get(kind) != path.stem:
        faults.append(f"{where} [{kind}] must be the file's name, {path.stem}")
    sections = _sections(body, where, faults)
    if not isinstance(front.get("quiet", False), bool):
        faults.append(f"{where} [quiet] true or false")
    if START not in sections:
        faults.append(f"{where} [## {START}] is missing")
        return None
    return Page(
        name=path.stem,
        kind=kind,  # type: ignore[arg-type]
        title=str(front.get("title", "")),
        sections=sections,
        sources=tuple(front.get("sources", ())),
        audience=tuple(front.get("audience", ())),
        channels=tuple(front.get("channels", ())),
        keywords=tuple(front.get("keywords", ())),
        kinds={str(k): str(v) for k, v in front.get("kinds", {}).items()},
        quiet=bool(front.get("quiet")),
        afterwards={str(k): str(v) for k, v in front.get("afterwards", {}).items()},
    )


def _sections(body: str, where: str, faults: list[str]) -> dict[str, Section]:
    sections: dict[str, Section] = {}
    marks = list(_HEADING.finditer(body))
    for mark, after in zip(marks, [*marks[1:], None], strict=True):
        name = mark[1]
        base, at, tags = name.partition("@")
        faults.extend(f"{where} [## {name}] no such tag: {t}" for t in tags.split("+") if at and t not in TAGS)
        if at and not any(m[1] == base for m in marks):
            faults.append(f"{where} [## {name}] there is no ## {base} for everybody else")
        if name in sections:
            faults.append(f"{where} [## {name}] is there twice")
        text: list[str] = []
        links: list[Link] = []
        for line in body[mark.end() : after.start() if after else len(body)].strip().splitlines():
            link = _LINK.match(line)
            if link:
                links.append(Link(link[1].strip(), link[2]))
            elif line.startswith("* "):
                faults.append(f"{where} [## {name}] not of the form `* label => target`: {line}")
            else:
                text.append(line.rstrip())
        sections[name] = Section(name, re.sub(r"\n{3,}", "\n\n", "\n".join(text)).strip(), tuple(links))
    return sections


def load_pages(data: Path) -> dict[str, Page]:
    """Every page under data/topics and data/protocols by name. Raises ContentError with all faults."""
    faults: list[str] = []
    pages: dict[str, Page] = {}
    for folder, kind in (("topics", "topic"), ("protocols", "protocol")):
        for path in sorted((data / folder).glob("*.md")):
            page = parse_page(path, kind, faults)
            if page is not None:
                pages[page.name] = page
    if faults:
        raise ContentError("\n".join(faults))
    return pages


def load_tables(path: Path) -> dict[str, dict[str, str]]:
    """A TOML file of tables of strings. Raises ContentError when it is missing or anything else."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as err:
        raise ContentError(f"{path.name}: {err}") from err
    for table, lines in tables.items():
        if not isinstance(lines, dict) or not all(isinstance(line, str) for line in lines.values()):
            raise ContentError(f"{path.name} [{table}]: a table of strings is expected")
    return {table: {key: line.strip() for key, line in lines.items()} for table, lines in tables.items()}
