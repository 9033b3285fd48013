"""A conversation as a dialogue test, in the language of tests/dialogues (`bot.scripts`). Pure.

What stood masked in it stays masked; a test is read by everybody, so officer's words and practices are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bot.content.catalogue import Catalogue
from bot.people.masking import mask
from bot.store.conversations import OFFICER, Line

LONGEST = 40
"""Characters of an answer that are expected where it shows no page."""
_EVENTS = {"follow": "事 subscribe", "scan": "事 SCAN"}
_PICTURES = frozenset({"image", "voice", "video"})
_SENTENCE = re.compile(r"(?<=[。！？!?；\n])")
_MARK = re.compile(r"\[(?:名字|号码|卡号|身份证|邮箱|微信号)\]")
_OPTION = re.compile(r"^\d+\. (.+)$", re.M)


def script_of(lines: Iterable[Line], catalogue: Catalogue) -> str:
    """The script. What cannot be said again (words gone, a practice) is left out and named in a comment."""
    found, left, before = ["# a conversation as it went; read it before it is committed"], 0, ""
    for line in lines:
        told = _told(line, before)
        if line.kind == OFFICER or told is None:
            left += 1
            continue
        found += [told, *_expected(line, catalogue)]
        before = line.shown or ""
    if left:
        found.insert(1, f"# {left} lines are left out: an officer's, or without words")
    return "\n".join(found) + "\n"


def _told(line: Line, before: str) -> str | None:
    """What the person did, as a line of the script; a label of the list shown before was tapped."""
    if line.kind in _EVENTS:
        return _EVENTS[line.kind]
    if line.kind in _PICTURES:
        return f"图 {line.kind}"
    words = one_line(line.said or "")
    if line.kind != "text" or not words:
        return None
    return f"点 {words}" if words in _OPTION.findall(before) else f"人 {words}"


def _expected(line: Line, catalogue: Catalogue) -> Sequence[str]:
    page = catalogue.pages.get(line.page or "")
    section = (line.section or "start").partition("@")[0]
    if page is not None and any(key.partition("@")[0] == section for key in page.sections):
        return (f"页 {page.name}" + (f" {section}" if section != "start" else ""),)
    first = next((one_line(s) for s in _SENTENCE.split(line.shown or "") if s.strip()), "")
    plain = first.partition("[")[0] if _MARK.search(first) else first
    return (f"牵 {mask(plain)[:LONGEST]}",) if plain.strip() else ()


def one_line(text: str) -> str:
    """A text on one line, masked."""
    return mask(" ".join(text.split()))
