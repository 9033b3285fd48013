"""Write fact_classes.tsv: what class each fact id of the project's fact sheet has, without the facts themselves.

    python -m tests.content.make_fact_classes FACTS.md CORRECTIONS.md

The sheet marks each statement: P primary text, S confirmed secondary source, V varies by place, M from memory, X found
to be false. The sheet is not part of the repository; this table is what the test of sources needs of it.

| row | what follows |
|---|---|
| `section` id classes | the marks that stand in a section |
| `key` section S-key classes | a source of that section, with the marks it stands under |
| `numbers` section numbers | articles and other numbers a section names |
| `memory` section numbers | those of them that are named from memory alone |
| `correction` number certainty | a line of the corrections |
| `withheld` word class | a figure or number of statements M or X that no other statement confirms |
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from pathlib import Path

TABLE = Path(__file__).with_name("fact_classes.tsv")
_HEADING = re.compile(r"^#{2,3} (\d+(?:\.\d+)?)\.? (.*)$", re.M)
_MARK = re.compile(r"\[([PSVMX](?:[/, ]*[PSVMX](?!-))*)\b([^\]]*)\]")
_KEY = re.compile(r"S-\d+b?")
_RANGE = re.compile(r"(?<![\d.,])(\d{1,4})(?:[–—-](\d{1,4}))?(?![\d.,]*\d)")
_FIGURE = re.compile(r"(?<![\d.,])(?:\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?[万千]|12\d{3})(?![\d])")
UNCONFIRMED = "7"
"""The section that lists what could not be confirmed; everything in it counts as from memory."""


def sections(sheet: str) -> dict[str, str]:
    """Each section's heading and text by its number."""
    marks = list(_HEADING.finditer(sheet))
    ends = [m.start() for m in marks[1:]] + [len(sheet)]
    return {m[1]: sheet[m.start() : end] for m, end in zip(marks, ends, strict=True)}


def statements(text: str) -> list[tuple[str, str]]:
    """The statements of a section with their marks; what has none has the heading's."""
    heading, _, body = text.partition("\n")
    found = _MARK.search(heading)
    default = found[1] if found else ""
    parts, at = [], 0
    for line in body.splitlines():
        at = 0
        for mark in _MARK.finditer(line):
            parts.append((line[at : mark.end()], mark[1]))
            at = mark.end()
        if line[at:].strip():
            parts.append((line[at:], default))
    return parts


def numbers(text: str) -> set[int]:
    """The whole numbers of a text, ranges written out."""
    found: set[int] = set()
    for first, last in _RANGE.findall(text):
        low, high = int(first), int(last or first)
        found |= set(range(low, high + 1)) if low <= high < low + 60 else {low}
    return found


def rows(sheet: str, corrections: str) -> list[str]:
    """The table's lines."""
    lines, sure_figures, doubtful = [], set(), defaultdict(set)
    before: tuple[str, set[str], dict[str, set[str]]] = ("", set(), {})
    for name, text in sections(sheet).items():
        parts = statements(text)
        classes = {c for _, mark in parts for c in mark if c.isalpha()}
        heading = _MARK.search(text.partition("\n")[0])
        classes |= set(heading[1]) & set("PSVMX") if heading else set()
        keys: dict[str, set[str]] = defaultdict(set)
        certain: set[int] = set()
        memory: set[int] = set()
        for part, mark in parts:
            letters = {c for c in mark if c.isalpha()}
            for key in _KEY.findall(part):
                keys[key] |= letters
            plain = _MARK.sub("", _KEY.sub("", part))
            doubt = bool(letters) and letters <= {"M", "X"}
            (memory if doubt else certain).update(numbers(plain))
            for figure in _FIGURE.findall(plain):
                if doubt or name == UNCONFIRMED:
                    doubtful[figure] |= letters or {"M"}
                else:
                    sure_figures.add(figure)
        for key in _KEY.findall(text.partition("\n")[0]):
            keys[key] |= classes
        if not classes and name.partition(".")[0] == before[0].partition(".")[0]:
            classes, keys = (
                before[1],
                {**before[2], **keys},
            )  # a document's next part, under the heading that has its marks
        before = (name, classes, keys)
        lines.append(f"section\t{name}\t{''.join(sorted(classes)) or '-'}")
        lines += [f"key\t{name}\t{key}\t{''.join(sorted(found)) or '-'}" for key, found in sorted(keys.items())]
        lines.append(f"numbers\t{name}\t{' '.join(map(str, sorted(certain | memory)))}")
        if memory - certain:
            lines.append(f"memory\t{name}\t{' '.join(map(str, sorted(memory - certain)))}")
    for number, line in re.findall(r"^(\d+)\. (.*(?:\n {2,}.*)*)", corrections, re.M):
        certainty = re.findall(r"\(([^()]*(?:certain|sure|conflict|likely)[^()]*)\)", line)
        lines.append(f"correction\t{number}\t{certainty[-1] if certainty else '-'}")
    lines += [
        f"withheld\t{figure}\t{''.join(sorted(found))}"
        for figure, found in sorted(doubtful.items())
        if figure not in sure_figures
    ]
    return lines


if __name__ == "__main__":
    sheet_path, corrections_path = map(Path, sys.argv[1:3])
    found = rows(sheet_path.read_text(encoding="utf-8"), corrections_path.read_text(encoding="utf-8"))
    TABLE.write_text("\n".join(found) + "\n", encoding="utf-8")
