"""docs/transcripts.md holds what the scripts of tests/line/people say, in their order, with what readers said of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.line.transcripts import NAMES, PAGE, PEOPLE, lines


@pytest.mark.parametrize("script", sorted(PEOPLE.glob("*.txt")), ids=lambda path: path.stem)
def test_the_page_is_of_these_scripts(script: Path) -> None:
    page = PAGE.read_text(encoding="utf-8")
    told = page.partition(f"## {NAMES[script.stem]}\n")[2].partition("\n## ")[0]
    sent = [rest for kind, rest in lines(script) if kind != "事"]
    assert 12 <= len(sent) <= 20
    at = 0
    for words in sent:
        at = told.find(f"{words}**", at)
        assert at >= 0, words
    assert script.with_suffix(".md").read_text(encoding="utf-8").strip() in told
    assert "（没有回答）" not in told
