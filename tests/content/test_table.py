"""docs/content.md says what is under data/, no more and no less."""

from __future__ import annotations

import dataclasses

import pytest

from bot.content.catalogue import load_catalogue
from bot.content.table import PAGE, render

CATALOGUE = load_catalogue()


def row(name: str, page: str) -> dict[str, str]:
    """A page's line of the table it stands in, by column."""
    lines = page.splitlines()
    at = next(i for i, line in enumerate(lines) if line.startswith(f"| {name} |"))
    head = next(line for line in reversed(lines[:at]) if line.startswith(("| topic |", "| protocol |")))
    names, cells = ([cell.strip() for cell in line.split("|")[1:-1]] for line in (head, lines[at]))
    return dict(zip(names, cells, strict=True))


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == render(CATALOGUE), "run `python -m bot content table`"


@pytest.mark.parametrize("page", sorted(CATALOGUE.pages.values(), key=lambda p: p.name), ids=lambda p: p.name)
def test_every_page_has_a_line(page) -> None:  # type: ignore[no-untyped-def]
    line = row(page.name, render(CATALOGUE))
    assert line["title"] == page.title
    assert line["sources"] == str(len(page.sources))
    if page.kind == "topic":
        assert bool(line["more"]) == ("more" in page.sections)
        tags = {t for name in page.sections for t in name.partition("@")[2].split("+") if t}
        assert {t for k in ("role", "age", "carer") for t in line[k].split(", ") if t} == tags
    else:
        assert all(name.partition("@")[0] in line["sections"] for name in page.sections)


@pytest.mark.parametrize(
    ("column", "expected"),
    [("plans", "calls_that_work, →"), ("bad day", "✓"), ("scenes", ""), ("more", "✓"), ("still", "✓")],
)
def test_what_belongs_to_a_topic(column: str, expected: str) -> None:
    assert row("parent_call_topics", render(CATALOGUE))[column] == expected


def test_a_lesson_brings_its_quiz() -> None:
    line = row("manager_talk_with_worker", render(CATALOGUE))
    assert (line["lessons"], line["quizzes"]) == ("manager_first_talk", "manager_first_talk")


def test_a_missing_section_is_told() -> None:
    page = CATALOGUE.pages["parent_sleep"]
    poorer = dataclasses.replace(page, sections={k: s for k, s in page.sections.items() if k != "still"})
    told = render(dataclasses.replace(CATALOGUE, pages={**CATALOGUE.pages, "parent_sleep": poorer}))
    line = next(line for line in told.splitlines() if line.startswith("- still: "))
    assert "parent_sleep" in line
    assert "parent_sleep" not in next(x for x in render(CATALOGUE).splitlines() if x.startswith("- still: "))
    assert row("parent_sleep", told)["still"] == ""
